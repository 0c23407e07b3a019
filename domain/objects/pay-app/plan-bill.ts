// The plan of a pay app's bill: posted once, then changed only where its own pay app changed, and never unasked.
import { hasTwoDecimals } from '../../money/amount.ts';
import type { Verdict } from '../../plan/verdict.ts';
import { blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import { isStanding } from '../../records/xero/standing.ts';
import { planNewBill } from './new-bill.ts';
import type { PayAppObservation } from './observation.ts';
import { planPostedBill } from './posted-bill.ts';

export function planBill(observation: PayAppObservation): Verdict {
  const { requisition, target, linkedTargetId } = observation;
  if (!requisition) return withoutSource(observation);
  if (!isToBePosted(observation, requisition)) return leftPostedStatus(requisition, target);
  if (linkedTargetId !== null && !target) {
    return blocked('bill', 'accessLost', 'Xero no longer shows the bill', { bill: linkedTargetId });
  }
  const rejected = requisition.items.find((item) => item.status === 'rejected');
  if (target) {
    return rejected && isStanding(target)
      ? lineRejected(rejected, target)
      : planPostedBill(observation, requisition, target);
  }
  if (!isTurnedOn(observation, requisition)) return unchanged('bill');
  if (rejected) return lineRejected(rejected, null);
  return notHandledYet(observation, requisition) ?? planNewBill(observation, requisition);
}

export function isToBePosted(
  { mapping }: PayAppObservation,
  { status }: ProcoreRequisition,
): boolean {
  return mapping.postedStatuses.payApp.includes(status);
}

/** A project posts nothing until it is turned on, and nothing dated before the day it was turned on from. */
function isTurnedOn(
  { project, postFrom }: PayAppObservation,
  { billingDate }: ProcoreRequisition,
): boolean {
  if (!project) return true;
  return postFrom !== null && (billingDate === null || billingDate >= postFrom);
}

function withoutSource({ sourceUnseen, linkedTargetId, target }: PayAppObservation): Verdict {
  const isPosted = linkedTargetId !== null && (target === null || isStanding(target));
  // A pay app that was never posted leaves nothing behind when it is not to be seen.
  if (!sourceUnseen || !isPosted) return unchanged('bill');
  const which = target?.number ? `bill ${target.number}` : 'its bill';
  const detail = `the pay app of ${which} is not shown by Procore any more`;
  return blocked('bill', 'sourceGone', detail, { bill: linkedTargetId });
}

function leftPostedStatus({ status }: ProcoreRequisition, target: XeroBill | null): Verdict {
  if (!target || !isStanding(target)) return unchanged('bill');
  return proposal('bill', {
    outcome: 'void',
    changes: [{ path: 'status', base: null, procore: status, xero: target.status, proposed: null }],
    findings: [
      finding('leftPostedStatus', `the pay app is now ${status} in Procore`, {
        status,
        bill: target.id,
      }),
    ],
    targetId: target.id,
    write: null,
  });
}

function lineRejected(
  { id, description }: ProcoreRequisition['items'][number],
  target: XeroBill | null,
): Verdict {
  const detail = target
    ? `the line "${description}" was rejected`
    : `the line "${description}" is rejected`;
  const kind = target ? 'leftPostedStatus' : 'incomplete';
  return blocked('bill', kind, detail, { line: id, bill: target?.id ?? null });
}

function notHandledYet(
  { organisation, commitment }: PayAppObservation,
  { currency: own, summary }: ProcoreRequisition,
): Verdict | null {
  const currency = own ?? commitment?.currency ?? organisation.baseCurrency;
  if (currency === organisation.baseCurrency && hasTwoDecimals(currency)) return null;
  return blocked('bill', 'notYetHandled', `the pay app is in ${currency}`, {
    currency,
    due: summary.currentPaymentDue,
  });
}
