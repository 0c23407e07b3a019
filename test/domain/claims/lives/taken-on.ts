// A life that Tieout comes into: what was billed before is an opening that somebody signs, and what comes after is followed as ever.
import type { OwnClaimObservation } from '../../../../domain/claims/claim-observation.ts';
import { parseWorkflowId } from '../../../../domain/identity/workflow-ids.ts';
import { claimsBefore, groundOf, heldAtStart } from '../../../../domain/take-on/before-start.ts';
import { claimBeforeOf } from '../../../../domain/take-on/claim-before.ts';
import { positionsOf } from '../../../../domain/take-on/positions.ts';
import type { Life, LifeEvent, Setup } from './life.ts';
import { sum, text } from './life.ts';
import { Model } from './model.ts';
import { dueOf } from './model-cash.ts';
import { observe } from './observe.ts';
import type { World } from './world.ts';

export type TakenOn = { setup: Setup; before: LifeEvent[]; after: LifeEvent[] };

/** Of what happened before, only what Procore still shows matters: who paid what then is in nobody's books here. */
const shownInProcore = ['changeOrder', 'undoChangeOrder', 'claim', 'revise', 'setStatus', 'reject'];

/**
 * The life from the first claim on from which nothing of before moves any more; null where there is none. What was held
 * by hand in drafts, or set off against what was billed before, is left out: nobody's opening says it.
 */
export function takenOn(life: Life): TakenOn | null {
  const { setup, events } = life;
  if (setup.retainage === 'manual') return null;
  for (const [at, event] of events.entries()) {
    if (event.does !== 'claim' || !isWhole(Model.after({ setup, events: events.slice(0, at) }))) {
      continue;
    }
    const before = events
      .slice(0, at)
      .filter(({ does }) => shownInProcore.includes(does) || does === 'deleteClaim');
    const taken = { setup: { ...setup, postFrom: event.date }, before, after: events.slice(at) };
    if (canFollow(taken)) return taken;
  }
  return null;
}

/** Something was billed, and all of it is certified. */
function isWhole({ claims, setup }: Model): boolean {
  return (
    claims.length > 0 &&
    setup.postFrom === undefined &&
    claims.every(({ status, rejected }) => status === 'approved' && rejected === null)
  );
}

/** Nothing that comes after touches what was before, is dated before it, or was worked out from what was paid then. */
function canFollow({ setup, before, after }: TakenOn): boolean {
  const model = Model.after({ setup, events: before });
  const earlier = new Set(model.claims.map(({ id }) => id));
  const from = setup.postFrom ?? '';
  if (model.claims.some(({ date }) => date >= from)) return false;
  const payments = new Set<string>();
  for (const event of after) {
    if ('claim' in event && event.does !== 'claim' && earlier.has(event.claim)) return false;
    if (event.does === 'claim' && event.date < from) return false;
    if (event.does === 'pay') {
      const { documents } = model.claim(event.claim);
      const document = documents.find(({ part }) => part === event.part);
      if (!document || dueOf(document) < event.amount) return false;
      payments.add(event.payment);
    } else if ('payment' in event && !payments.has(event.payment)) return false;
    model.apply(event);
    const late = model.claims.filter(({ id }) => !earlier.has(id));
    if (late.some((claim) => model.sumsOf(claim).isCredit)) return false;
  }
  return true;
}

/** The opening that is proposed, which must be what the model says is held, and is signed as it is stated. */
export function takeOn(world: World): void {
  const { setup, model, books } = world;
  const postFrom = setup.postFrom ?? '';
  const { postedStatuses } = books.mapping;
  const statuses = postedStatuses[world.claimType];
  const before = claimsBefore([...world.claims.values()], { postedStatuses: statuses, postFrom });
  const claims = before.flatMap(({ id }) => {
    const parsed = parseWorkflowId(world.workflowOf(id, 'main'));
    const seen = parsed && (observe(world, parsed) as OwnClaimObservation);
    return (seen && claimBeforeOf(seen)) ?? [];
  });
  const retentionAccounts = { payable: setup.accounts.held, receivable: setup.accounts.held };
  const ground = { contracts: [], claims, payments: [], retentionAccounts, from: postFrom };
  const positions = positionsOf(ground, []).map(({ taxType, held }) => ({ taxType, held }));
  const wanted = new Map<string, bigint>();
  for (const claim of model.claims) {
    for (const [type, amount] of model.sumsOf(claim).keptBy) {
      wanted.set(type, (wanted.get(type) ?? 0n) + amount);
    }
  }
  const told = (rows: { taxType: string | null; held: string }[]): string =>
    rows
      .filter(({ held }) => held !== '0.00')
      .map(({ taxType, held }) => `${taxType ?? 'unknown'} ${held}`)
      .sort()
      .join();
  const modelled = [...wanted].map(([taxType, held]) => ({ taxType, held: text(held) }));
  if (told(positions) !== told(modelled)) {
    throw new Error(`the opening is ${told(positions)}, and should be ${told(modelled)}`);
  }
  const all = text(sum([...wanted.values()]));
  if (all !== heldAtStart(before))
    throw new Error(`Procore says ${heldAtStart(before)}, not ${all}`);
  const signed = positions.map((row) => ({ ...row, stated: row.held }));
  world.opening = { postFrom, statuses, ground: groundOf(before), signed };
}
