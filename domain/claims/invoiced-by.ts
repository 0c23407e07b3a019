// Who issues the tax invoice for what a claim bills.
import type { InvoicedBy } from '../tax/tax-points.ts';
import type { ClaimObservation } from './claim-observation.ts';
import { sideOf } from './sides.ts';

/** What owners owe the firm invoices itself; what it owes, the vendor does, unless the firm is named to do it for that one. */
export function invoicedBy(observation: ClaimObservation): InvoicedBy {
  const { mapping, contract, claim } = observation;
  if (sideOf(observation).books === 'receivable') return 'us';
  const own = claim?.kind === 'procoreRequisition' ? claim.vendorId : null;
  const vendorId = contract?.vendorId ?? own;
  return vendorId !== null && mapping.retainage.selfBilled.includes(vendorId) ? 'us' : 'them';
}
