// certified − posted as a list of named documents, each with its amount and one cause; the amounts add up to the difference exactly.
import type { Amount } from '../../money/amount.ts';
import { sameAmount, subtractAmounts, sumAmounts } from '../../money/amount.ts';
import { upTo } from './balances.ts';
import type { RetentionCause } from './causes.ts';
import type { KeptByPerson } from './people.ts';
import type { RetentionEvent } from './entry.ts';
import { heldBy } from './entry.ts';

/** What is known of one document's standing: a claim, or the release of one. */
export type DocumentFacts = {
  workflowId: string;
  name: string;
  /** The day from which its project posts; null while it is off. */
  postFrom: string | null;
  billingDate: string | null;
  /** Its contract's retainage is posted by hand. */
  isByHand: boolean;
  /** Statuses of what it is, or was, linked to in Xero. */
  statuses: readonly string[];
  /** It was looked at before. */
  isKnown: boolean;
  /** A write of it, or a look at it, is on its way. */
  isMoving: boolean;
  /** Why it waits: sentences of its open questions, or what it waits for. */
  waits: readonly string[];
  /** The words of what a person left as it is. */
  left: readonly string[];
};

/** One document with what Procore and what Xero say of it, dated whenever. */
export type Position = {
  facts: DocumentFacts;
  certified: readonly RetentionEvent[];
  posted: readonly RetentionEvent[];
};

export type Difference = {
  name: string;
  /** The document's workflow, or the id of what a person recorded or of Xero's document. */
  documentId: string;
  taxType: string | null;
  /** What it adds to certified − posted. */
  amount: Amount;
  cause: RetentionCause;
  detail: string | null;
};

type ByTaxType = Map<string | null, Amount>;

function byTaxType(events: readonly RetentionEvent[]): ByTaxType {
  const sums: ByTaxType = new Map();
  for (const event of events) {
    sums.set(event.taxType, sumAmounts([sums.get(event.taxType) ?? '0.00', heldBy(event)]));
  }
  return sums;
}

/** a − b by tax type, without what is nothing. */
function minus(a: ByTaxType, b: ByTaxType): ByTaxType {
  const differences: ByTaxType = new Map();
  for (const taxType of new Set([...a.keys(), ...b.keys()])) {
    const amount = subtractAmounts(a.get(taxType) ?? '0.00', b.get(taxType) ?? '0.00');
    if (!sameAmount(amount, '0.00')) differences.set(taxType, amount);
  }
  return differences;
}

function isNothing(sums: ByTaxType): boolean {
  return [...sums.values()].every((amount) => sameAmount(amount, '0.00'));
}

/** What of one contract and currency differs as of a day: by its documents first, then by what people recorded of it. */
export function differencesOf(
  { positions, people }: { positions: readonly Position[]; people: readonly KeptByPerson[] },
  asOf: string | null,
): Difference[] {
  const ofDocuments = positions.flatMap((position) => differenceOf(position, asOf));
  const ofPeople = upTo(people, asOf).flatMap((event): Difference[] => {
    const { kind, taxType, name, documentId } = event;
    const amount = subtractAmounts('0.00', heldBy(event));
    if (kind !== 'opening' && kind !== 'applied' && kind !== 'writtenOff') return [];
    return [{ name, documentId, taxType, amount, cause: kind, detail: event.words }];
  });
  return offset([...ofDocuments, ...ofPeople]);
}

function differenceOf(position: Position, asOf: string | null): Difference[] {
  const [certified, posted] = [
    byTaxType(upTo(position.certified, asOf)),
    byTaxType(upTo(position.posted, asOf)),
  ];
  const { workflowId, name } = position.facts;
  const differing = minus(certified, posted);
  if (differing.size === 0) return [];
  const { cause, detail } = causeOf(position, { certified, posted });
  return [...differing].map(([taxType, amount]) => ({
    ...{ name, documentId: workflowId, taxType, amount, cause },
    detail,
  }));
}

type Cause = Pick<Difference, 'cause' | 'detail'>;

function causeOf(
  { facts, certified, posted }: Position,
  then: { certified: ByTaxType; posted: ByTaxType },
): Cause {
  const ever = { certified: byTaxType(certified), posted: byTaxType(posted) };
  const cause = (named: RetentionCause, details: readonly string[] = []): Cause => ({
    cause: named,
    detail: details.length > 0 ? details.join('; ') : null,
  });
  if (minus(ever.certified, ever.posted).size === 0) return cause('redated');
  if (isNothing(ever.posted)) return notPosted(facts, cause);
  if (facts.isMoving) return cause('beingWritten');
  if (isNothing(ever.certified)) return cause('notCertified', facts.waits);
  if (sameAmount(totalOf(then.certified), totalOf(then.posted))) return cause('taxType');
  if (facts.isByHand) return cause('byHand', facts.waits);
  if (facts.waits.length > 0) return cause('edited', facts.waits);
  if (facts.left.length > 0) return cause('edited', facts.left);
  // What a person typed before the start need not say what the claim says: the opening that is signed makes up for it.
  return cause(isBeforeStart(facts) ? 'beforeStart' : 'unexplained');
}

function totalOf(sums: ByTaxType): Amount {
  return sumAmounts([...sums.values()]);
}

function isBeforeStart({ billingDate, postFrom }: DocumentFacts): boolean {
  return postFrom !== null && billingDate !== null && billingDate < postFrom;
}

/** It is certified, and nothing of it is in Xero's books. */
function notPosted(
  facts: DocumentFacts,
  cause: (named: RetentionCause, details?: readonly string[]) => Cause,
): Cause {
  const { statuses, waits, left } = facts;
  const isDraft = statuses.some((status) => status === 'DRAFT' || status === 'SUBMITTED');
  const isBooked = statuses.some((status) => status === 'AUTHORISED' || status === 'PAID');
  if (facts.isByHand) return cause('byHand', waits);
  if (isDraft) return cause('draft', waits);
  if (statuses.length > 0 && !isBooked) return cause('voided', [...waits, ...left]);
  if (facts.postFrom === null) return cause('projectOff');
  if (isBeforeStart(facts)) return cause('beforeStart');
  if (waits.length > 0) return cause('waits', waits);
  if (left.length > 0) return cause('left', left);
  if (facts.isMoving) return cause('beingWritten');
  return facts.isKnown ? cause('unexplained') : cause('notPosted');
}

/**
 * What was billed before the start and what was recorded as its opening are the same money: where they come to the
 * same, by tax type, neither is a difference.
 */
function offset(all: readonly Difference[]): Difference[] {
  const isOffset = ({ cause }: Difference): boolean =>
    cause === 'beforeStart' || cause === 'projectOff' || cause === 'opening';
  const sums = new Map<string | null, Amount>();
  for (const one of all.filter(isOffset)) {
    sums.set(one.taxType, sumAmounts([sums.get(one.taxType) ?? '0.00', one.amount]));
  }
  return all.filter(
    (one) => !isOffset(one) || !sameAmount(sums.get(one.taxType) ?? '0.00', '0.00'),
  );
}
