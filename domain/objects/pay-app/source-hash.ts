// A pay app's own part of what its bill says: nothing else moves a posted bill.
import { contentHash } from '../../identity/canonical-json.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';

/** Left out: versions, states, and what change orders on the contract do to its sum. */
export function sourceHashOf(requisition: ProcoreRequisition): string {
  const { number, invoiceNumber, billingDate, currency, summary, items } = requisition;
  const { totalCompletedAndStoredToDate, totalRetainage, taxApplicableToThisPayment } = summary;
  const { currentPaymentDue } = summary;
  return contentHash({
    ...{ number, invoiceNumber, billingDate, currency },
    ...{ totalCompletedAndStoredToDate, totalRetainage, taxApplicableToThisPayment },
    currentPaymentDue,
    items: items.map(({ status: _status, scheduledValue: _scheduledValue, ...item }) => item),
  });
}
