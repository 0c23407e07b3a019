// When tax on what a claim holds falls due, and by which rule: the firm's law, who invoices, and the claim's date.
import type { TaxOnRetainage } from '../tax/tax-points.ts';
import { taxOnRetainage } from '../tax/tax-points.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { invoicedBy } from './invoiced-by.ts';
import { sideOf } from './sides.ts';

/** A claim without a date is judged by the law as it is known now. */
const noDate = '9999-12-31';

export function taxOfRetainage(
  observation: ClaimObservation,
  { billingDate }: Pick<ProcoreClaim, 'billingDate'>,
): { treatment: TaxOnRetainage; rule: string } {
  const { mapping, organisation } = observation;
  return taxOnRetainage({
    retainage: mapping.retainage,
    salesTaxBasis: organisation.salesTaxBasis,
    side: sideOf(observation).books,
    date: billingDate ?? noDate,
    invoicedBy: invoicedBy(observation),
  });
}
