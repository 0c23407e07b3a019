// What one claim must come to in Xero, worked out the plain way: line by line in cents, tax rounded a line, held and let go by tax type.
import type { Entry, LifeLine, Setup } from './life.ts';
import { share, sum, taxOf, unitOf } from './life.ts';

export type SumLine = { account: string; taxType: string; amount: bigint; tax: bigint };
export type Sums = { lines: SumLine[]; net: bigint; total: bigint };

export type ClaimSums = {
  /** What is due without tax, as Procore says it. */
  due: bigint;
  gross: bigint;
  /** Held less let go. */
  kept: bigint;
  /** By tax type, held less let go. */
  keptBy: Map<string, bigint>;
  /** What it bills: null where it only lets go. */
  main: Sums | null;
  /** Below zero: every sign is reversed on a credit note. */
  isCredit: boolean;
  /** What is held, as a credit note of its own. */
  heldBack: Sums | null;
  release: Sums | null;
  /** Of all of it with tax. */
  total: bigint;
};

const sumsOf = (lines: SumLine[]): Sums => {
  const net = sum(lines.map(({ amount }) => amount));
  return { lines, net, total: net + sum(lines.map(({ tax }) => tax)) };
};

export const reversed = ({ lines, net, total }: Sums): Sums => ({
  lines: lines.map((line) => ({ ...line, amount: -line.amount, tax: -line.tax })),
  net: -net,
  total: -total,
});

export const grossOf = ({ work, stored }: Entry): bigint => work + stored;
export const heldOf = ({ workHeld, storedHeld }: Entry): bigint => workHeld + storedHeld;
export const releasedOf = ({ workReleased, storedReleased }: Entry): bigint =>
  workReleased + storedReleased;

/** `lines` are all that can be billed, in Procore's order. */
export function claimSums(
  setup: Setup,
  lines: readonly LifeLine[],
  entries: readonly Entry[],
): ClaimSums {
  const billed = lines.flatMap((line) => {
    const entry = entries.find((one) => one.line === line.id);
    return entry ? [{ line, entry }] : [];
  });
  const work = billed
    .filter(({ entry }) => grossOf(entry) !== 0n)
    .map(({ line, entry }) => workLine(setup, line, grossOf(entry)));
  const held = retentionLines(setup, billed, (entry) => -heldOf(entry));
  const released = retentionLines(setup, billed, releasedOf);
  const moving = billed.find(
    ({ entry }) => grossOf(entry) !== 0n || heldOf(entry) !== 0n || releasedOf(entry) !== 0n,
  );
  const first = moving?.line ?? lines[0];
  const isEmpty = work.length + held.length + released.length === 0;
  // A claim of nothing is a document of 0.00 all the same.
  if (isEmpty && first) work.push(workLine(setup, first, 0n));
  const all = { ...documentsOf(setup, { work, held, released }), ...movedBy(setup, billed) };
  const { net, total } = sumsOf([...work, ...held, ...released]);
  return { due: net, total, gross: sum(work.map(({ amount }) => amount)), ...all };
}

type Billed = { line: LifeLine; entry: Entry };

function movedBy(setup: Setup, billed: readonly Billed[]) {
  const keptBy = new Map<string, bigint>();
  for (const { line, entry } of billed) {
    const { taxType } = heldTax(setup, line);
    const moved = heldOf(entry) - releasedOf(entry);
    if (moved !== 0n) keptBy.set(taxType, (keptBy.get(taxType) ?? 0n) + moved);
  }
  return { keptBy, kept: sum(keptBy.values()) };
}

type Lines = Record<'work' | 'held' | 'released', SumLine[]>;

function documentsOf(setup: Setup, { work, held, released }: Lines) {
  const isManual = setup.retainage === 'manual';
  const withHeld = sumsOf([...work, ...(isManual ? [] : held)]);
  const isCredit = withHeld.total < 0n;
  const back = reversed(sumsOf(held));
  const isApart = setup.retainage === 'creditNote' && !isCredit && back.net > 0n && back.total > 0n;
  const hasMain = work.length + held.length > 0;
  return {
    main: !hasMain ? null : isApart ? sumsOf(work) : withHeld,
    isCredit: hasMain && isCredit,
    heldBack: isApart ? back : null,
    release: released.length === 0 || isManual ? null : sumsOf(released),
  };
}

export function accountOf({ accounts }: Setup, { isMarkup, costType }: LifeLine): string {
  return isMarkup ? accounts.markup : accounts[costType];
}

function workLine(setup: Setup, line: LifeLine, amount: bigint): SumLine {
  const tax = taxOf(setup.regime, line.taxCode);
  const added = share(amount, tax.percent, 100n, unitOf(setup));
  return { account: accountOf(setup, line), taxType: tax[setup.side], amount, tax: added };
}

function heldTax({ regime, side, heldTax: when }: Setup, { taxCode }: LifeLine) {
  const tax = taxOf(regime, when === 'deferred' ? taxCode : null);
  return { taxType: tax[side], percent: tax.percent };
}

/** One a tax type, in the order in which the types come up. */
function retentionLines(
  setup: Setup,
  billed: readonly Billed[],
  of: (entry: Entry) => bigint,
): SumLine[] {
  const byType = new Map<string, { amount: bigint; percent: bigint }>();
  for (const { line, entry } of billed) {
    const { taxType, percent } = heldTax(setup, line);
    const amount = (byType.get(taxType)?.amount ?? 0n) + of(entry);
    byType.set(taxType, { amount, percent });
  }
  return [...byType]
    .filter(([, { amount }]) => amount !== 0n)
    .map(([taxType, { amount, percent }]) => ({
      ...{ account: setup.accounts.held, taxType, amount },
      tax: share(amount, percent, 100n, unitOf(setup)),
    }));
}
