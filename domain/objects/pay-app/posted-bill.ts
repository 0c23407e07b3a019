// A bill that is in Xero: what moved since both sides agreed, and what Xero still takes.
import { sameAmount } from '../../money/amount.ts';
import { documentUpdate, touchesMoney } from '../../plan/document-update.ts';
import type { DocumentBase, OwnedDocument } from '../../plan/owned.ts';
import { ownedDocument } from '../../plan/owned.ts';
import type { FieldChange, Verdict } from '../../plan/verdict.ts';
import { blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import { whatMoved } from '../../plan/what-moved.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import { isStanding } from '../../records/xero/standing.ts';
import { adoptedBillBase } from './adopted-bill.ts';
import { agreedOn, billUrl, billWrite } from './bill-write.ts';
import { claimOf } from './claim.ts';
import { lockedUntil } from './lock-dates.ts';
import type { PayAppObservation } from './observation.ts';
import { sourceHashOf } from './source-hash.ts';

export function planPostedBill(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  target: XeroBill,
): Verdict {
  const base = observation.base ?? adoptedBillBase(observation, target);
  const projected = projectionOf(observation, requisition, base);
  if (!projected.ok && isStanding(target)) return projected.verdict;
  const projection = projected.ok ? projected.projection : base.projection;
  const states = { base, projection, target: ownedDocument(target) };
  const update = documentUpdate(states, observation.chart.codes);
  if (update.verdict === 'same' && isStanding(target)) return unchanged('bill');
  const locked = lockedUntil(observation.organisation);
  const isLocked = locked !== null && (projection.date <= locked || target.date <= locked);
  if (isLocked && update.verdict === 'sourceMoved' && isStanding(target)) {
    return inLockedPeriod(target, { lock: locked, date: projection.date }, update.changes);
  }
  const edited = !isStanding(target) || update.verdict !== 'sourceMoved';
  const detail = isStanding(target)
    ? whatMoved(update.changes, edited ? 'xero' : 'procore')
    : `the bill was set to ${target.status} in Xero`;
  const { fields, movesUrl } = update;
  return proposal('bill', {
    outcome: edited ? 'conflict' : 'update',
    changes: isStanding(target) ? update.changes : [statusOf(target), ...update.changes],
    findings: [finding(edited ? 'editedInXero' : 'editedAfterPosting', detail)],
    write: billWrite(observation, requisition.id, {
      target,
      body: {
        kind: 'xeroBill',
        billId: target.id,
        ...fields,
        ...(movesUrl && projection.url ? { url: projection.url } : {}),
        dueDate: null,
        status: null,
      },
      agreed: agreedOn(observation, requisition, { ...update.agreed, twins: base.twins }),
    }),
    impossible: whyImpossible(target, update.changes, isLocked) ?? update.impossible,
  });
}

function statusOf({ status }: XeroBill): FieldChange {
  return { path: 'status', base: 'AUTHORISED', procore: null, xero: status, proposed: null };
}

function inLockedPeriod(
  target: XeroBill,
  dates: { lock: string; date: string },
  changes: readonly FieldChange[],
): Verdict {
  const moved = whatMoved(changes, 'procore');
  const detail =
    target.date <= dates.lock
      ? `Procore changed after posting (${moved}), and Xero is locked up to ${dates.lock}, where the bill is dated ${target.date}`
      : `the billing date was moved from ${target.date} to ${dates.date}, and Xero is locked up to ${dates.lock}`;
  const figures = { bill: target.id, ...dates, moved };
  return { ...blocked('bill', 'lockedPeriod', detail, figures), changes };
}

/**
 * What the pay app says now, coded as its bill was posted. A pay app that says what it said when both sides last
 * agreed projects what was agreed: no mapping, option, account, project or contract around it is news of the bill.
 */
function projectionOf(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  base: DocumentBase,
): { ok: true; projection: OwnedDocument } | { ok: false; verdict: Verdict } {
  if (base.source === sourceHashOf(requisition)) return { ok: true, projection: base.projection };
  const proved = claimOf(observation, requisition, base);
  if (!proved.ok) {
    const { kind, detail, figures } = proved.stop;
    // Surroundings that are out of sight are no news of a bill whose own source was not kept.
    return base.source === null && kind !== 'notYetHandled'
      ? { ok: true, projection: base.projection }
      : { ok: false, verdict: blocked('bill', kind, detail, figures) };
  }
  const date = requisition.billingDate;
  if (date === null) {
    const figures = { due: requisition.summary.currentPaymentDue };
    const verdict = blocked('bill', 'incomplete', 'its billing date was removed', figures);
    return { ok: false, verdict };
  }
  return {
    ok: true,
    projection: {
      contactId: base.projection.contactId,
      number: requisition.invoiceNumber?.trim() || base.projection.number,
      date,
      currency: requisition.currency ?? base.projection.currency,
      url: base.projection.url ?? billUrl(observation, requisition.id),
      lines: proved.claim.lines,
    },
  };
}

/**
 * Of a bill with payments or credits Xero still takes number, descriptions, accounts and tracking, and the contact
 * unless a credit note pays it. Source: Xero developer docs, Invoices, and the change for bills of 2026-03-19.
 */
function touchesWhatIsPaid(target: XeroBill, changes: readonly FieldChange[]): boolean {
  const isCredited = !sameAmount(target.amountCredited, '0.00');
  if (!isCredited && sameAmount(target.amountPaid, '0.00')) return false;
  return changes.some(
    (change) => touchesMoney(change) || (isCredited && change.path === 'contact'),
  );
}

function whyImpossible(
  target: XeroBill,
  changes: readonly FieldChange[],
  isLocked: boolean,
): string | undefined {
  if (!isStanding(target)) {
    return `Xero takes no changes to a bill that is ${target.status}, and Tieout does not post it a second time. If that was a mistake, enter the bill in Xero and its payments in Procore by hand. Leave it to keep the bill ${target.status}.`;
  }
  if (isLocked) {
    return 'The bill is dated in a locked period of Xero; move the lock date, or leave it as it is.';
  }
  return touchesWhatIsPaid(target, changes)
    ? 'Xero does not take changes to the date, lines, amounts or tax of a bill with payments or credits; remove them in Xero first, or leave it as it is.'
    : undefined;
}
