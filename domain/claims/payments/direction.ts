// Which way a document's payments go, as the mapping says: out of Xero, out of Procore, or neither.
import type { Verdict } from '../../plan/verdict.ts';
import type { ClaimObservation, ProcoreClaim, XeroInvoice } from '../claim-observation.ts';
import { planPayments } from './plan-to-procore.ts';
import { planXeroPayments } from './plan-to-xero.ts';

export function planPaymentsOf(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  invoice: XeroInvoice,
): Verdict[] {
  switch (observation.mapping.payments.direction) {
    case 'xeroToProcore':
      return planPayments(observation, claim, invoice);
    case 'procoreToXero':
      return planXeroPayments(observation, claim, invoice);
    case 'off':
      return [];
  }
}
