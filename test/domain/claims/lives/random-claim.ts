// What a random claim does on each line of its contract: within what was let, held at the rate of the day, and let go of what is held.
import type { ClaimSums } from './claim-sums.ts';
import { claimSums } from './claim-sums.ts';
import type { Entry, LifeLine } from './life.ts';
import { nothing, share } from './life.ts';
import type { Model } from './model.ts';
import type { Balance, ModelClaim } from './model-records.ts';
import type { Dice } from './random-setup.ts';

type Ask = {
  rate: bigint;
  mayStore: boolean;
  does: 'progress' | 'release' | 'releaseOnly' | 'releaseAll';
};

/** Null where there is nothing left to do. */
export function randomClaim(dice: Dice, model: Model, ask: Ask): Entry[] | null {
  const count = model.claims.length;
  for (let tries = 0; tries < 6; tries += 1) {
    const entries = model.billable
      .map((line) => entryOf(dice, { line, before: model.balance(line.id, count) }, ask))
      .filter(isMoving);
    if (isLegal(dice, model, entries)) return entries;
  }
  return null;
}

/** The same claim, saying something else that is posted as the same documents. */
export function revisedEntries(
  dice: Dice,
  model: Model,
  { claim, rate, mayStore }: { claim: ModelClaim; rate: bigint; mayStore: boolean },
): Entry[] | null {
  const was = model.sumsOf(claim);
  const at = model.claims.indexOf(claim);
  const does = was.release ? (was.main ? 'release' : 'releaseOnly') : 'progress';
  const shape = (one: typeof was): string =>
    [one.main !== null, one.isCredit, one.heldBack !== null, one.release !== null].join();
  for (let tries = 0; tries < 6; tries += 1) {
    const entries = model.billable
      .map((line) =>
        entryOf(dice, { line, before: model.balance(line.id, at) }, { rate, mayStore, does }),
      )
      .filter(isMoving);
    if (!isLegal(dice, model, entries, claim)) continue;
    if (shape(claimSums(model.setup, model.billable, entries)) === shape(was)) return entries;
  }
  return null;
}

const isMoving = ({ line: _line, ...amounts }: Entry): boolean =>
  Object.values(amounts).some((amount) => amount !== 0n);

function isLegal(
  dice: Dice,
  model: Model,
  entries: readonly Entry[],
  instead: ModelClaim | null = null,
): boolean {
  if (entries.length === 0 && !dice.chance(5)) return false;
  const sums = claimSums(model.setup, model.billable, entries);
  if (sums.release !== null && (sums.release.net < 0n || sums.release.total < 0n)) return false;
  if (sums.release !== null && isBeyondHeld(model, sums, instead)) return false;
  // By hand means by hand: what to do with less than nothing is not Tieout's to say.
  return model.setup.retainage !== 'manual' || !sums.isCredit;
}

/** No more is let go than the contract holds of the tax type, with what the claim itself holds. */
function isBeyondHeld(
  model: Model,
  { keptBy, release }: ClaimSums,
  instead: ModelClaim | null,
): boolean {
  const isPosted = instead !== null && instead.documents.length > 0;
  const was = isPosted ? model.sumsOf(instead).keptBy : new Map<string, bigint>();
  return (release?.lines ?? []).some(({ taxType, amount }) => {
    const before = (model.heldBy.get(taxType) ?? 0n) - (was.get(taxType) ?? 0n);
    const left = before + (keptBy.get(taxType) ?? 0n);
    return amount > 0n ? left < 0n : left > 0n && left + amount < 0n;
  });
}

type Place = { line: LifeLine; before: Balance };

function entryOf(dice: Dice, place: Place, ask: Ask): Entry {
  const { does } = ask;
  const none = nothing(place.line.id);
  const isLettingGo = does !== 'progress';
  const released = isLettingGo ? letGo(dice, place, does === 'releaseAll') : none;
  if (does === 'releaseOnly' || does === 'releaseAll' || dice.chance(35)) return released;
  return progressed(dice, place, { ...ask, released });
}

/** Of a deduction less than nothing is held, and let go. */
function letGo(dice: Dice, { line, before }: Place, isAll: boolean): Entry {
  const part = (held: bigint): bigint =>
    isAll ? held : dice.chance(30) ? 0n : dice.chance(40) ? held / 2n : dice.upTo(held);
  return {
    ...nothing(line.id),
    workReleased: part(before.workHeld),
    storedReleased: part(before.storedHeld),
  };
}

function progressed(
  dice: Dice,
  { line, before }: Place,
  { rate, released, ...may }: { rate: bigint; mayStore: boolean; released: Entry },
): Entry {
  const left = line.amount - before.work - before.stored;
  const isBack = dice.chance(12);
  const work = isBack ? -dice.upTo(before.work) : dice.chance(30) ? left : dice.upTo(left);
  const room = left - work;
  const mayStore =
    may.mayStore && line.amount > 0n && !line.isMarkup && released.storedReleased === 0n;
  const stored = mayStore && !isBack && dice.chance(35) ? dice.upTo(room) : 0n;
  const builtIn =
    mayStore && before.stored > 0n && dice.chance(60)
      ? dice.chance(50)
        ? before.stored
        : dice.upTo(before.stored)
      : 0n;
  const heldMoved = builtIn === 0n ? 0n : share(before.storedHeld, builtIn, before.stored);
  const held = share(work, rate, 100n);
  // Work that is taken back takes no more back than is held of it.
  const stays = before.workHeld + heldMoved - released.workReleased;
  const workHeld = isBack && line.amount > 0n && stays + held < 0n ? -stays : held;
  return {
    ...released,
    ...{ work, stored, builtIn, heldMoved, workHeld },
    storedHeld: share(stored, rate, 100n),
  };
}
