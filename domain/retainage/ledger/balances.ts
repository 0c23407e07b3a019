// The two balances of retainage at a day, and what they are made of: exact sums, whose parts equal the whole.
import type { BooksSide } from '../../mapping/mapping.ts';
import type { Amount } from '../../money/amount.ts';
import { subtractAmounts, sumAmounts } from '../../money/amount.ts';
import type { RetentionEvent, RetentionKind } from './entry.ts';
import { heldBy } from './entry.ts';

/**
 * What stands of retainage. `certified` is Procore's word; `posted` is Xero's, with what people recorded of it that
 * no document shows. Each is what went into it less what came out.
 */
export type Balance = {
  certified: Amount;
  posted: Amount;
  /** certified − posted. */
  difference: Amount;
  /** What claims carried in, held and let go. */
  claims: { opening: Amount; held: Amount; released: Amount };
  /** What documents of Xero hold, let go and saw paid. */
  documents: { held: Amount; released: Amount; paid: Amount };
  /** What people recorded. */
  people: { opening: Amount; applied: Amount; writtenOff: Amount; deposited: Amount };
};

export type BalanceOf = {
  side: BooksSide;
  contractId: string | null;
  currency: string;
  taxType: string | null;
} & Balance;

/** The events of documents dated up to a day, that day included; all of them where none is given. */
export function upTo<E extends Pick<RetentionEvent, 'date'>>(
  events: readonly E[],
  asOf: string | null,
): E[] {
  return asOf === null ? [...events] : events.filter(({ date }) => date <= asOf);
}

export function balanceOf(events: readonly RetentionEvent[]): Balance {
  const sum = (basis: RetentionEvent['basis'], kind: RetentionKind): Amount =>
    sumAmounts(
      events.filter((one) => one.basis === basis && one.kind === kind).map(({ amount }) => amount),
    );
  const held = (bases: readonly RetentionEvent['basis'][]): Amount =>
    sumAmounts(events.filter(({ basis }) => bases.includes(basis)).map(heldBy));
  const certified = held(['procore']);
  const posted = held(['xero', 'person']);
  return {
    certified,
    posted,
    difference: subtractAmounts(certified, posted),
    claims: {
      opening: sum('procore', 'opening'),
      held: sum('procore', 'held'),
      released: sum('procore', 'released'),
    },
    documents: {
      held: sum('xero', 'held'),
      released: sum('xero', 'released'),
      paid: sum('xero', 'paid'),
    },
    people: {
      opening: sum('person', 'opening'),
      applied: sum('person', 'applied'),
      writtenOff: sum('person', 'writtenOff'),
      deposited: sum('person', 'deposited'),
    },
  };
}

/** One balance for each side, contract, currency and tax type, in that order. */
export function balancesOf(events: readonly RetentionEvent[]): BalanceOf[] {
  const groups = new Map<string, RetentionEvent[]>();
  for (const event of events) {
    const { side, contractId, currency, taxType } = event;
    const key = JSON.stringify([side, contractId, currency, taxType]);
    const found = groups.get(key);
    if (found) found.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.keys()].sort().flatMap((key) => {
    const alike = groups.get(key) ?? [];
    const [first] = alike;
    if (!first) return [];
    const { side, contractId, currency, taxType } = first;
    return [{ side, contractId, currency, taxType, ...balanceOf(alike) }];
  });
}
