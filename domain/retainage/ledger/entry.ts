// One event of retainage: what happened, by whose word, to which contract, tax type and day; and how a document's word is kept as what changed.
import type { BooksSide } from '../../mapping/mapping.ts';
import type { Amount } from '../../money/amount.ts';
import { sameAmount, subtractAmounts, sumAmounts } from '../../money/amount.ts';

export const retentionKinds = [
  'opening',
  'held',
  'released',
  'applied',
  'writtenOff',
  'paid',
  'deposited',
] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** Whose word an event is: a claim's in Procore, a document's in Xero, or what a person recorded. */
export const retentionBases = ['procore', 'xero', 'person'] as const;
export type RetentionBasis = (typeof retentionBases)[number];

/** What of it moves what is held, and which way. Paid and deposited say where the money is; they move nothing held. */
const effects: Record<RetentionKind, 1 | 0 | -1> = {
  opening: 1,
  held: 1,
  released: -1,
  applied: -1,
  writtenOff: -1,
  paid: 0,
  deposited: 0,
};

export type Entry = {
  kind: RetentionKind;
  side: BooksSide;
  /** As the mirror files it: `wo-9`, `pc-3`. Null where a link says which: of what Xero holds. */
  contractId: string | null;
  /** Null where nobody can tell: a code of the claim is not mapped. */
  taxType: string | null;
  /** The retention account it stands on; null for what is not Xero's word. */
  account: string | null;
  /** The document's own day, YYYY-MM-DD. */
  date: string;
  currency: string;
  amount: Amount;
  /** What people call the document. */
  name: string;
};

/** All that one document says of retainage; no entries where it says nothing any more. */
export type Statement = {
  basis: RetentionBasis;
  /** The kind of record it is. */
  documentKind: string;
  documentId: string;
  entries: readonly Entry[];
};

/** As it is kept. A correction has an amount below zero. */
export type RetentionEvent = Entry & Omit<Statement, 'entries'>;

/** What moves with it of what is held: 100.00 released is −100.00. */
export function heldBy({ kind, amount }: Pick<Entry, 'kind' | 'amount'>): Amount {
  const effect = effects[kind];
  if (effect === 0) return '0.00';
  return effect > 0 ? amount : subtractAmounts('0.00', amount);
}

/** All but the amount: entries alike in it are one. */
function keyOf(entry: Entry): string {
  const { kind, side, contractId, taxType, account, date, currency, name } = entry;
  return JSON.stringify([kind, side, contractId, taxType, account, date, currency, name]);
}

/** What events come to: one entry for all that are alike, none where they come to nothing. Their order does not matter. */
export function entriesStanding(events: readonly Entry[]): Entry[] {
  const alike = new Map<string, Entry[]>();
  for (const event of events) {
    const key = keyOf(event);
    const found = alike.get(key);
    if (found) found.push(event);
    else alike.set(key, [event]);
  }
  return [...alike.keys()].sort().flatMap((key) => {
    const [first, ...more] = alike.get(key) ?? [];
    if (!first) return [];
    const amount = sumAmounts([first, ...more].map((one) => one.amount));
    return sameAmount(amount, '0.00') ? [] : [entryOf(first, amount)];
  });
}

/** Without what only an event has. */
function entryOf(entry: Entry, amount: Amount): Entry {
  const { kind, side, contractId, taxType, account, date, currency, name } = entry;
  return { kind, side, contractId, taxType, account, date, currency, name, amount };
}

/**
 * What must be added so that the events come to what the document says now: nothing where they do already.
 * 1,000.00 held and now 800.00 → held −200.00; the same on another day → −1,000.00 on the old and 1,000.00 on the new.
 */
export function changesTo(events: readonly Entry[], says: readonly Entry[]): Entry[] {
  const before = entriesStanding(events).map((entry) =>
    entryOf(entry, subtractAmounts('0.00', entry.amount)),
  );
  return entriesStanding([...before, ...says]);
}
