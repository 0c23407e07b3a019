// Which objects each feed is read for: of what is left to people nothing is asked.
import { bringsLabour, sendsTimecards } from '../domain/mapping/directions.ts';
import type { DocumentType } from '../domain/identity/workflow-ids.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import type { RecordKind } from '../domain/records/records.ts';

type Need = DocumentType | 'payments' | 'actuals' | 'timecards';
type Needs = readonly Need[] | 'always';
/** The keys of a mapping that say what is on. */
export type Directed = Pick<Mapping, 'directions' | 'payments'> & {
  actuals: Pick<Mapping['actuals'], 'direction'>;
};

const anything = ['commitment', 'payApp', 'ownerInvoice', 'retainageRelease'] as const;

/** A kind that is not named here comes with another one's feed. */
const needs: { [K in RecordKind]?: Needs } = {
  xeroOrganisation: 'always',
  xeroChart: 'always',
  procoreTaxCode: 'always',
  // Also with contacts off: whoever is billed must be known.
  xeroContact: ['contact', ...anything, 'directCost', 'projectLabour'],
  procoreVendor: ['contact', ...anything, 'directCost', 'projectLabour'],
  // An order is held against the bills that were copied from it.
  xeroBill: ['commitment', 'payApp', 'retainageRelease', 'actuals'],
  xeroCurrencies: anything,
  // A sales invoice may bear what was paid for somebody else.
  xeroSalesInvoice: ['ownerInvoice', 'actuals'],
  xeroCreditNote: ['payApp', 'ownerInvoice', 'actuals'],
  xeroPurchaseOrder: ['commitment'],
  xeroAdvance: ['payments'],
  xeroPayment: ['payments'],
  xeroBankTransaction: ['actuals'],
  xeroManualJournal: ['actuals'],
  xeroProfitAndLoss: ['actuals'],
  xeroBalanceSheet: ['actuals'],
  procoreBudget: ['projectBudget'],
  procoreBudgetCodes: ['directCost'],
  procoreDirectCost: ['directCost'],
  procoreTimecard: ['timecards'],
  xeroProject: ['projectLabour'],
  procoreBillingPeriod: ['payApp', 'ownerInvoice'],
  procoreChangeOrder: ['commitment', 'payApp', 'ownerInvoice'],
  procoreCommitment: ['commitment', 'payApp'],
  procoreRequisition: ['payApp'],
  // Whom a project in Xero Projects is made for.
  procorePrimeContract: ['ownerInvoice', 'projectLabour'],
  procorePaymentApplication: ['ownerInvoice'],
  procoreContractPayments: ['payments'],
};

const askedFor: Needs = ['actuals', 'directCost', 'projectLabour', 'timecards'];

/** Whether anything that is on rests on records of this kind. */
export function isNeeded(kind: RecordKind, directed: Directed | undefined): boolean {
  const neededBy = needs[kind] ?? 'always';
  if (neededBy === 'always') return true;
  // Nobody asked for these then, and the sign-in lacks their scopes.
  if (directed === undefined) return neededBy.some((one) => !askedFor.includes(one));
  return neededBy.some((one) => directionOf(directed, one) !== 'off');
}

function directionOf({ directions, payments, actuals }: Directed, one: Need): string {
  if (one === 'payments') return payments.direction;
  if (one === 'timecards') return sendsTimecards(directions) ? directions.projectLabour : 'off';
  if (one === 'directCost') {
    if (bringsLabour(directions)) return directions.projectLabour;
    return actuals.direction === 'directCosts' ? actuals.direction : 'off';
  }
  return one === 'actuals' ? actuals.direction : directions[one];
}
