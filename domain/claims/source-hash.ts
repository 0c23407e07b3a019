// A claim's own part of what its documents say: nothing else moves what is posted.
import { contentHash } from '../identity/canonical-json.ts';
import type { ClaimItem } from '../records/procore/claim-figures.ts';
import type { ProcoreClaim } from './claim-observation.ts';

/** Left out: versions, states, and what change orders on the contract do to its sum. */
export function sourceHashOf(claim: ProcoreClaim): string {
  const { number, invoiceNumber, billingDate, currency, summary, items } = claim;
  const { totalCompletedAndStoredToDate, totalRetainage, taxApplicableToThisPayment } = summary;
  const { currentPaymentDue } = summary;
  return contentHash({
    ...{ number, invoiceNumber, billingDate, currency },
    ...{ totalCompletedAndStoredToDate, totalRetainage, taxApplicableToThisPayment },
    currentPaymentDue,
    items: items.map(ownOf),
  });
}

/** What an older reader did not keep is in it only where there is any, so that no hash moves by a new reader alone. */
function ownOf({
  status: _status,
  scheduledValue: _scheduledValue,
  totalFromPrevious: _totalFromPrevious,
  changeOrderId,
  costCode,
  ...item
}: ClaimItem) {
  return {
    ...item,
    ...(changeOrderId === null ? {} : { changeOrderId }),
    ...(costCode === null ? {} : { costCode }),
  };
}
