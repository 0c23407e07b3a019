// Which objects each feed is read for: of what is left to people nothing is asked.
import type { DocumentType } from '../domain/identity/workflow-ids.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import type { RecordKind } from '../domain/records/records.ts';

type Needs = readonly (DocumentType | 'payments')[] | 'always';

const anything = ['commitment', 'payApp', 'ownerInvoice', 'retainageRelease'] as const;

/** A kind that is not named here comes with another one's feed. */
const needs: { [K in RecordKind]?: Needs } = {
  xeroOrganisation: 'always',
  xeroChart: 'always',
  procoreTaxCode: 'always',
  // Also with contacts off: whoever is billed must be known.
  xeroContact: ['contact', ...anything],
  procoreVendor: ['contact', ...anything],
  // An order is held against the bills that were copied from it.
  xeroBill: ['commitment', 'payApp', 'retainageRelease'],
  xeroCurrencies: anything,
  xeroSalesInvoice: ['ownerInvoice'],
  xeroCreditNote: ['payApp', 'ownerInvoice'],
  xeroPurchaseOrder: ['commitment'],
  xeroAdvance: ['payments'],
  xeroPayment: ['payments'],
  procoreBudget: ['projectBudget'],
  procoreBillingPeriod: ['payApp', 'ownerInvoice'],
  procoreChangeOrder: ['commitment', 'payApp', 'ownerInvoice'],
  procoreCommitment: ['commitment', 'payApp'],
  procoreRequisition: ['payApp'],
  procorePrimeContract: ['ownerInvoice'],
  procorePaymentApplication: ['ownerInvoice'],
  procoreContractPayments: ['payments'],
};

/** Whether anything that is on rests on records of this kind. */
export function isNeeded(
  kind: RecordKind,
  directed: Pick<Mapping, 'directions' | 'payments'> | undefined,
): boolean {
  const neededBy = needs[kind] ?? 'always';
  if (directed === undefined || neededBy === 'always') return true;
  const { directions, payments } = directed;
  return neededBy.some(
    (one) => (one === 'payments' ? payments.direction : directions[one]) !== 'off',
  );
}
