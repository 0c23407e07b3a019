// The plan of a pay app: its bill in Xero, the bill's payments back in Procore, and whatever stands twice.
import { isWholeMinor, sameAmount, toMinor } from '../../money/amount.ts';
import type { ObjectPlan, Standing, Verdict } from '../../plan/verdict.ts';
import { blocked, finding, proposal } from '../../plan/verdicts.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import { isStanding } from '../../records/xero/standing.ts';
import { stateOfBill } from './bill-state.ts';
import { likeness, wordsOfBill } from './look-alikes.ts';
import type { PayAppObservation } from './observation.ts';
import { isToBePosted, planBill } from './plan-bill.ts';
import { planPayments } from './plan-payments.ts';

/**
 * Payments depend on the link alone: a question about the bill never holds them up, and they need nothing of the
 * contract's surroundings.
 */
export function planPayApp(observation: PayAppObservation): ObjectPlan {
  const { requisition, target } = observation;
  const isPosted = target !== null && isStanding(target);
  return {
    verdicts: [
      planBill(observation),
      ...(target && requisition ? planPayments(observation, requisition, target) : []),
      ...observation.doubles.map((bill) => secondBill(bill)),
      ...(isPosted ? twinsAfterwards(observation, target) : []),
    ],
    standing: standingOf(observation, requisition, target),
  };
}

function standingOf(
  observation: PayAppObservation,
  requisition: ProcoreRequisition | null,
  target: XeroBill | null,
): Standing {
  if (!requisition) {
    return { state: stateOfBill(target), final: false, amount: null, currency: null };
  }
  const { commitment, organisation } = observation;
  return {
    state: stateOfBill(target),
    final: isFinal(observation, requisition, target),
    amount: requisition.summary.currentPaymentDue,
    currency: requisition.currency ?? commitment?.currency ?? organisation.baseCurrency,
  };
}

/** Paid in cash or by credit, every payment reconciled and in Procore, and nothing held; or void and no longer approved. */
function isFinal(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  target: XeroBill | null,
): boolean {
  if (!target) return false;
  if (!isStanding(target)) return !isToBePosted(observation, requisition);
  if (target.status !== 'PAID' || !sameAmount(requisition.summary.totalRetainage, '0.00'))
    return false;
  const live = observation.payments.filter(({ status }) => status === 'AUTHORISED');
  const isSettled = live.length > 0 || !sameAmount(target.amountCredited, '0.00');
  return isSettled && live.every(({ isReconciled }) => isReconciled);
}

/** Two live bills for one pay app: the one that is not linked is the one to go. */
function secondBill(bill: XeroBill): Verdict {
  const isDraft = bill.status === 'DRAFT' || bill.status === 'SUBMITTED';
  const status = isDraft ? 'DELETED' : 'VOIDED';
  const isPaid = !sameAmount(bill.amountPaid, '0.00') || !sameAmount(bill.amountCredited, '0.00');
  return proposal(`double/${bill.id}`, {
    outcome: 'void',
    changes: [{ path: 'status', base: null, procore: null, xero: bill.status, proposed: status }],
    findings: [
      finding('doubleTarget', `${wordsOfBill(bill)} stands beside the one that is linked`, {
        bill: bill.id,
        total: bill.total,
      }),
    ],
    write: {
      endpoint: 'xero/invoices',
      operation: 'void',
      marker: bill.url ?? bill.id,
      body: { kind: 'xeroBillVoid', billId: bill.id, status },
      targetId: bill.id,
      targetVersion: bill.updatedAt,
      agreed: null,
    },
    ...(isPaid
      ? {
          impossible:
            'Xero voids no bill with payments or credits; remove them in Xero first, or leave it to keep both.',
        }
      : {}),
  });
}

/**
 * A bill typed by hand just before or after ours was posted: what was there when ours was planned has been asked about
 * already, and what Tieout did not keep at the time is not asked about now.
 */
function twinsAfterwards({ lookAlikes, base }: PayAppObservation, target: XeroBill): Verdict[] {
  const asked = base?.twins ?? null;
  if (asked === null || target.status === 'PAID') return [];
  if (!isWholeMinor(target.total) || !isWholeMinor(target.subTotal)) return [];
  const [net, total] = [toMinor(target.subTotal), toMinor(target.total)];
  const ours = { number: target.number ?? '', date: target.date, ...{ net, total, gross: net } };
  return lookAlikes
    .filter(({ id }) => id !== target.id && !asked.includes(id))
    .flatMap((bill) => {
      const why = likeness({ ...ours, grossTotal: total }, bill);
      if (why === null) return [];
      const detail = `${wordsOfBill(bill)} of the same contact was typed beside ours, with ${why}`;
      const figures = { bill: bill.id, total: bill.total, why };
      return [blocked(`twin/${bill.id}`, 'twinAppeared', detail, figures)];
    });
}
