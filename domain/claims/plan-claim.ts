// The plan of a claim: its document in Xero, what of it is credited, its payments back in Procore, and whatever stands twice.
import { rateVerdicts } from '../currency/foreign.ts';
import { sameAmount } from '../money/amount.ts';
import type { ObjectPlan, Standing, Verdict } from '../plan/verdict.ts';
import { isStanding } from '../records/xero/standing.ts';
import { attachmentVerdicts } from '../spare/attachments.ts';
import { noteVerdicts } from '../spare/notes.ts';
import type { ProcoreClaim, OwnClaimObservation } from './claim-observation.ts';
import { stateOfCreditNote, stateOfInvoice } from './document-state.ts';
import { isToBePosted } from './ended-in-procore.ts';
import { currencyOf, rateGround } from './in-the-way.ts';
import { planAllocations } from './plan-allocations.ts';
import { planPaymentsOf } from './payments/direction.ts';
import { planTakingBack } from './plan-taking-back.ts';
import { planProgress } from './plan-progress.ts';
import { secondDocument, secondNote, twinsAfterwards } from './stands-twice.ts';

type Observation = OwnClaimObservation;

/**
 * Payments and allocations depend on the link alone: a question about the bill never holds them up, and they need
 * nothing of the contract's surroundings.
 */
export function planClaim(observation: Observation): ObjectPlan {
  const { claim, target } = observation;
  const isPosted = target !== null && isStanding(target);
  const progress = planProgress(observation);
  return {
    verdicts: [
      ...progress,
      ...allocationsOf(observation, claim, progress),
      ...(target && claim ? planPaymentsOf(observation, claim, target) : []),
      ...observation.doubles.map((double) => secondDocument(observation, double)),
      ...observation.creditNote.doubles.map((double) => secondNote(observation, double)),
      ...(isPosted ? twinsAfterwards(observation, target) : []),
      ...(isPosted ? rateVerdicts(target, rateGround(observation)) : []),
      ...attachmentVerdicts(observation),
      ...noteVerdicts(observation),
    ],
    standing: standingOf(observation, claim),
  };
}

/** Of a credit note that is to be voided or changed nothing more is set off, and what was set off is taken back first. */
function allocationsOf(
  observation: Observation,
  claim: ProcoreClaim | null,
  progress: readonly Verdict[],
): Verdict[] {
  const ending = progress.find(
    ({ role, outcome }) => role === 'creditNote' && (outcome === 'void' || outcome === 'update'),
  );
  if (ending) return planTakingBack(observation, ending);
  return claim ? planAllocations(observation, claim) : [];
}

function standingOf(observation: Observation, claim: ProcoreClaim | null): Standing {
  const state = stateOf(observation);
  if (!claim) return { state, final: false, amount: null, currency: null };
  return {
    state,
    final: isFinal(observation, claim),
    amount: claim.summary.currentPaymentDue,
    currency: currencyOf(observation, claim),
  };
}

/** A claim that only lets retainage go stands where its release does. */
function stateOf({ target, creditNote, sibling }: Observation): Standing['state'] {
  const isCreditedSince = creditNote.target !== null && isStanding(creditNote.target);
  if (target && (isStanding(target) || !isCreditedSince)) return stateOfInvoice(target);
  if (creditNote.target) return stateOfCreditNote(creditNote.target);
  return stateOfInvoice(sibling?.target ?? null);
}

/** Paid in cash or by credit, every payment reconciled and in Procore, and nothing held; or void and no longer approved. */
function isFinal(observation: Observation, claim: ProcoreClaim): boolean {
  const { target, payments } = observation;
  if (!target) return false;
  if (!isStanding(target)) return !isToBePosted(observation, claim);
  if (target.status !== 'PAID' || !sameAmount(claim.summary.totalRetainage, '0.00')) return false;
  const live = payments.filter(({ status }) => status === 'AUTHORISED');
  const isSettled = live.length > 0 || !sameAmount(target.amountCredited, '0.00');
  return isSettled && live.every(({ isReconciled }) => isReconciled);
}
