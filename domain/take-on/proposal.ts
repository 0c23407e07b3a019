// The proposal of a take-on: openings, what is matched and what is not, and one hash over all that the controller sees.
import { contentHash } from '../identity/canonical-json.ts';
import type { BooksSide } from '../mapping/mapping.ts';
import type { Amount } from '../money/amount.ts';
import { sumAmounts } from '../money/amount.ts';
import { isStanding } from '../records/xero/standing.ts';
import type { ClaimBefore, TakeOnFacts, WouldPostFrom } from './facts.ts';
import type { Matched, Opened, OrderMatched } from './matches.ts';
import { inOrder, matchClaims, matchOrders } from './matches.ts';
import type { Position } from './positions.ts';
import { positionsOf } from './positions.ts';

type ClaimShown = Pick<
  ClaimBefore,
  'workflowId' | 'contractId' | 'name' | 'date' | 'currency' | 'due'
>;

/** A document of Xero as it is shown. */
export type RecordShown = {
  kind: 'xeroBill' | 'xeroSalesInvoice' | 'xeroCreditNote' | 'xeroPurchaseOrder';
  id: string;
  number: string | null;
  date: string;
  /** Without tax. */
  net: Amount;
  currency: string;
};

export type ClaimMatch = ClaimShown & {
  role: ClaimBefore['role'] | 'creditNote';
  record: RecordShown;
  isLinked: boolean;
  why: string;
};
export type ClaimOpened = ClaimShown & { why: string };
export type OrderMatch = {
  workflowId: string;
  contractId: string;
  contract: string;
  record: RecordShown;
  isLinked: boolean;
  why: string;
};

export type Proposal = {
  project: TakeOnFacts['project'];
  from: string;
  positions: Position[];
  totals: Pick<Position, 'side' | 'currency' | 'billed' | 'paid' | 'held'>[];
  matched: ClaimMatch[];
  opened: ClaimOpened[];
  orders: OrderMatch[];
  /** Of the same contacts, dated before the start, and matched to nothing: they stay as they are. */
  leftOver: (RecordShown & { party: string })[];
  /** Claims of which nobody can tell what is new in them: nothing can be signed before they can be read. */
  uncounted: ClaimShown[];
  undated: readonly string[];
  wouldPost: WouldPostFrom | null;
  hash: string;
};

export function proposalOf(facts: TakeOnFacts): Proposal {
  const { matched, opened } = matchClaims(facts);
  const orders = matchOrders(facts);
  const positions = positionsOf(facts, matched);
  const shown = {
    ...{ project: facts.project, from: facts.from, positions, totals: totalsOf(positions) },
    matched: matched.map(matchShown),
    opened: opened.map(({ claim, why }: Opened) => ({ ...claimShown(claim), why })),
    orders: orders.map(orderShown),
    leftOver: leftOverOf(facts, { matched, orders }),
    uncounted: facts.claims
      .filter(({ certified }) => certified === null)
      .sort(inOrder)
      .map(claimShown),
    undated: [...facts.undated].sort(),
    wouldPost: facts.wouldPost,
  };
  return { ...shown, hash: contentHash(shown) };
}

function claimShown({
  workflowId,
  contractId,
  name,
  date,
  currency,
  due,
}: ClaimBefore): ClaimShown {
  return { workflowId, contractId, name, date, currency, due };
}

type Recorded = {
  kind: RecordShown['kind'];
  id: string;
  number: string | null;
  date: string;
  subTotal: Amount;
  currency: string;
};

function recordShown({ kind, id, number, date, subTotal, currency }: Recorded): RecordShown {
  return { kind, id, number, date, net: subTotal, currency };
}

function matchShown({ claim, record, why }: Matched): ClaimMatch {
  return {
    ...claimShown(claim),
    role: record.kind === 'xeroCreditNote' ? 'creditNote' : claim.role,
    record: recordShown(record),
    isLinked: claim.linked !== null,
    why,
  };
}

function orderShown({ contract, order, why }: OrderMatched): OrderMatch {
  const { contractId, number } = contract;
  return {
    workflowId: contract.order?.workflowId ?? '',
    ...{ contractId, contract: number, record: recordShown(order), why },
    isLinked: (contract.order?.linked ?? null) !== null,
  };
}

function leftOverOf(
  { strangers, contracts, from }: TakeOnFacts,
  taken: { matched: readonly Matched[]; orders: readonly OrderMatched[] },
): Proposal['leftOver'] {
  const { matched, orders } = taken;
  const ids = new Set([
    ...matched.map(({ record }) => record.id),
    ...orders.map((o) => o.order.id),
  ]);
  const parties = new Map(contracts.map(({ contactId, party }) => [contactId, party]));
  return [...strangers.invoices, ...strangers.creditNotes, ...strangers.orders]
    .filter((record) => isStanding(record) && record.date < from && !ids.has(record.id))
    .map((record) => ({ ...recordShown(record), party: parties.get(record.contactId) ?? '' }))
    .sort((a, b) => (a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? -1 : 1));
}

function totalsOf(positions: readonly Position[]): Proposal['totals'] {
  const keys = [...new Set(positions.map(({ side, currency }) => `${side} ${currency}`))].sort();
  return keys.map((key) => {
    const [side = '', currency = ''] = key.split(' ');
    const own = positions.filter((one) => one.side === side && one.currency === currency);
    const sum = (of: 'billed' | 'paid' | 'held'): Amount => sumAmounts(own.map((one) => one[of]));
    return {
      side: side as BooksSide,
      ...{ currency, billed: sum('billed'), paid: sum('paid'), held: sum('held') },
    };
  });
}

/** Whether there is anything to take on at all. */
export function isEmpty({ positions, matched, opened, orders }: Proposal): boolean {
  return positions.length + matched.length + opened.length + orders.length === 0;
}
