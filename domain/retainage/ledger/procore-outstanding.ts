// What Procore says is outstanding of a contract at a day, held against what the ledger has certified: claim by claim, so that the difference has names.
import type { Amount } from '../../money/amount.ts';
import { sameAmount, subtractAmounts, sumAmounts } from '../../money/amount.ts';
import type { RetentionCause } from './causes.ts';
import type { Difference } from './differences.ts';
import type { RetentionEvent } from './entry.ts';
import { heldBy } from './entry.ts';

/** A claim as Procore shows it: of one contract, whatever its status. */
export type ClaimShown = {
  id: string;
  name: string;
  number: number;
  previousId: string | null;
  billingDate: string | null;
  /** It is in a status that is posted. */
  isApproved: boolean;
  /** Procore shows it still. */
  isShown: boolean;
  /** A look at it is on its way. */
  isMoving: boolean;
  totalRetainage: Amount;
};

export type Outstanding = {
  /** As the last approved claim up to the day says. */
  procore: Amount;
  /** In the ledger up to the day. */
  certified: Amount;
  /** procore − certified, by claim. */
  differences: Difference[];
};

function inOrder(a: ClaimShown, b: ClaimShown): number {
  return a.number - b.number || (a.id < b.id ? -1 : 1);
}

/** A claim without a day of its own counts from when the one before it does. */
function daysOf(claims: readonly ClaimShown[]): Map<string, string> {
  const days = new Map<string, string>();
  let last = '';
  for (const { id, billingDate } of claims) {
    last = billingDate ?? last;
    days.set(id, last);
  }
  return days;
}

/**
 * Each claim moves what is outstanding by what it says less what the one before it said, so that the moves up to the
 * last approved one come to what that one says, whichever of them the ledger holds.
 * Claims of 100.00, 250.00 (not approved) and 300.00 outstanding: the ledger holds 100.00 + 50.00, and 150.00 is no. 2.
 */
export function outstandingOf(
  claims: readonly ClaimShown[],
  events: readonly RetentionEvent[],
  asOf: string | null,
): Outstanding {
  const shown = claims.filter(({ isShown }) => isShown).sort(inOrder);
  const days = daysOf(shown);
  const isUpTo = (day: string): boolean => asOf === null || day <= asOf;
  const last = shown.findLastIndex(
    ({ id, isApproved }) => isApproved && isUpTo(days.get(id) ?? ''),
  );
  const counted = shown.slice(0, last + 1);
  const inLedger = heldByClaim(events.filter(({ date }) => isUpTo(date)));
  const ofShown = counted.map((claim, index) => {
    const moved = subtractAmounts(claim.totalRetainage, retainageOf(counted[index - 1]));
    const amount = subtractAmounts(moved, inLedger.get(claim.id) ?? '0.00');
    return { ...named(claim), amount, cause: causeOf(claim, isUpTo), detail: null };
  });
  const counts = new Set(counted.map(({ id }) => id));
  const others = [...inLedger].filter(([id]) => !counts.has(id));
  const ofOthers = others.map(([id, held]) =>
    unshown(
      claims.find((one) => one.id === id),
      { id, held },
    ),
  );
  return {
    procore: retainageOf(counted.at(-1)),
    certified: sumAmounts([...inLedger.values()]),
    differences: [...ofShown, ...ofOthers].filter(({ amount }) => !sameAmount(amount, '0.00')),
  };
}

function heldByClaim(events: readonly RetentionEvent[]): Map<string, Amount> {
  const held = new Map<string, Amount>();
  for (const event of events) {
    held.set(event.documentId, sumAmounts([held.get(event.documentId) ?? '0.00', heldBy(event)]));
  }
  return held;
}

function retainageOf(claim: ClaimShown | undefined): Amount {
  return claim?.totalRetainage ?? '0.00';
}

function causeOf(
  { isApproved, billingDate, isMoving }: ClaimShown,
  isUpTo: (day: string) => boolean,
): RetentionCause {
  if (!isApproved) return 'notApproved';
  if (billingDate === null) return 'noBillingDate';
  if (!isUpTo(billingDate)) return 'redated';
  return isMoving ? 'beingWritten' : 'unexplained';
}

/** In the ledger, and not among what Procore counts to the day. */
function unshown(
  claim: ClaimShown | undefined,
  { id, held }: { id: string; held: Amount },
): Difference {
  const amount = subtractAmounts('0.00', held);
  if (!claim?.isShown) {
    const name = claim?.name ?? `claim ${id}`;
    return { name, documentId: id, taxType: null, amount, cause: 'notShown', detail: null };
  }
  const cause = claim.isMoving ? 'beingWritten' : claim.isApproved ? 'redated' : 'notApproved';
  return { ...named(claim), amount, cause, detail: null };
}

function named({ id, name }: ClaimShown) {
  return { name, documentId: id, taxType: null };
}
