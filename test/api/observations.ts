// Observations as `dbObserve` makes them: one believable pay app and its vendor, to be varied by each test.
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import type { ContactObservation } from '../../domain/objects/contact/observation.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../domain/objects/pay-app/observation.ts';
import {
  cisNotAsked,
  noCreditNote,
  noPaymentsSent,
} from '../../domain/claims/claim-observation.ts';
import { noAnswers } from '../../domain/plan/answers.ts';
import { documentBaseSchema } from '../../domain/plan/owned.ts';
import type { DocumentBase } from '../../domain/plan/owned.ts';
import { settledAgreement } from '../../domain/plan/settled-agreement.ts';
import type { PlannedWrite } from '../../domain/plan/verdict.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { BillBody } from '../../domain/records/write-bodies.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import { demoMapping as config } from '../support/demo-mapping.ts';
import { commitment, project, requisition, updatedAt } from './claimed-contract.ts';

const chart: PayAppObservation['chart'] = {
  accounts: ['310', '312', '825'].map((code) => ({
    id: code,
    code,
    name: `Account ${code}`,
    type: code === '825' ? 'CURRLIAB' : 'DIRECTCOSTS',
    accountClass: code === '825' ? 'LIABILITY' : 'EXPENSE',
    systemAccount: null,
    enablePaymentsToAccount: false,
    status: 'ACTIVE',
  })),
  taxRates: [
    {
      taxType: 'INPUT2',
      name: '15% GST',
      rate: '15',
      status: 'ACTIVE',
      appliesTo: ['EXPENSE', 'LIABILITY'],
    },
  ],
  links: [],
  codes: [
    { category: 'Project', option: '26-004 Quay Street Apartments' },
    { category: 'Cost code', option: '02-200 Earthworks' },
    { category: 'Cost code', option: '03-100 Concrete' },
    { category: 'Cost code', option: 'Retention held' },
  ].map((named) => ({
    ...named,
    categoryId: named.category,
    optionId: named.option,
    status: 'ACTIVE',
    formerly: [],
  })),
};

const common = {
  connection: 'demo',
  publicUrl: 'http://127.0.0.1:4400',
  mapping: config,
  mappingVersion: mappingVersionOf(config),
  answers: noAnswers,
  context: 'context',
  sourceUnseen: false,
  linkedTargetId: null,
};

export const contactId = 'c0000000-0000-4000-8000-000000000088';

/** A clean, approved pay app of 13,950.45 whose vendor is linked. */
export function payApp(changes: Partial<PayAppObservation> = {}): PayAppObservation {
  return {
    ...common,
    type: 'payApp',
    claim: requisition(),
    previous: null,
    contract: commitment,
    changeOrders: [],
    changeOrdersAreDue: false,
    creditNote: noCreditNote,
    cleared: {},
    sibling: null,
    endedNumbers: [],
    heldInXero: [],
    earlierToPost: null,
    openInvoices: [],
    project,
    postFrom: '2026-01-01',
    contact: { workflowId: 'contact/demo/88', contactId, archived: false },
    billTerms: null,
    cis: cisNotAsked,
    dueDate: '2026-11-20',
    period: 'known',
    taxCodes: [{ kind: 'procoreTaxCode', id: '7', code: 'GST15', rate: '15' }],
    organisation: {
      kind: 'xeroOrganisation',
      id: 'organisation',
      name: 'Harbour & Ridge Construction Ltd',
      baseCurrency: 'NZD',
      periodLockDate: '2026-03-31',
      endOfYearLockDate: null,
      timeZone: null,
      salesTaxBasis: null,
      edition: null,
    },
    chart,
    target: null,
    base: null,
    marked: null,
    doubles: [],
    lookAlikes: [],
    ownTwins: [],
    paymentsSent: noPaymentsSent,
    payments: [],
    postedPayments: [],
    typedPayments: [],
    doublePayments: [],
    paymentListIsDue: false,
    ...changes,
  };
}

/** What the plan of a pay app would write of its bill. */
export function billWriteOf(observation: PayAppObservation): PlannedWrite & { body: BillBody } {
  const bill = planObservation(observation).verdicts.find(({ role }) => role === 'bill');
  const write = bill && 'write' in bill ? bill.write : null;
  if (write?.body.kind !== 'xeroBill') throw new Error('the plan writes no bill');
  return { ...write, body: write.body };
}

/** What both sides agree on once the bill is written and answered. */
export function baseOf(observation: PayAppObservation, answer: XeroBill): DocumentBase {
  const { body, agreed } = billWriteOf(observation);
  const { mappingVersion } = observation;
  return documentBaseSchema.parse(settledAgreement({ body, agreed, mappingVersion, answer }));
}

/** The bill that a clean pay app leads to, as Xero answers it. */
export function billOf(observation: PayAppObservation, changes: Partial<XeroBill> = {}): XeroBill {
  const { body } = billWriteOf(observation);
  return {
    kind: 'xeroBill',
    id: 'b0000000-0000-4000-8000-000000000001',
    contactId: body.contactId,
    number: body.number,
    url: body.url ?? null,
    date: body.date,
    dueDate: body.dueDate,
    currency: body.currency,
    currencyRate: null,
    lineAmountTypes: 'Exclusive',
    status: 'AUTHORISED',
    subTotal: '13950.45',
    totalTax: '2092.57',
    total: '16043.02',
    amountDue: '16043.02',
    amountPaid: '0.00',
    amountCredited: '0.00',
    deducted: '0.00',
    lines: body.lines.map((line, index) => ({
      ...line,
      lineId: `line-${index + 1}`,
      quantity: '1.0000',
      lineAmount: line.unitAmount,
      tracking: line.tracking.map(({ category, option }) => ({
        category,
        option,
        categoryId: category,
        optionId: option,
      })),
    })),
    updatedAt: '2026-11-01T00:00:00.000Z',
    ...changes,
  };
}

/** Approvable: a bill typed by hand that could be this one. */
export function lookAlikePayApp(changes: Partial<PayAppObservation> = {}): PayAppObservation {
  const clean = payApp(changes);
  const twin = billOf(clean, { id: 'b-by-hand', number: 'inv 1042', url: null, status: 'DRAFT' });
  return { ...clean, lookAlikes: [twin] };
}

/** Approvable: 250.00 were added to the first line of the posted bill. */
export function editedPayApp(changes: Partial<PayAppObservation> = {}): PayAppObservation {
  const clean = payApp(changes);
  const bill = billOf(clean);
  const base = baseOf(clean, bill);
  const [first, ...others] = bill.lines;
  const more = { unitAmount: '10250.00', lineAmount: '10250.00', taxAmount: '1537.50' };
  const edited = first ? [{ ...first, ...more }] : [];
  const sums = { subTotal: '14200.45', totalTax: '2130.07', total: '16330.52' };
  const target = { ...bill, lines: [...edited, ...others], ...sums, amountDue: '16330.52' };
  return { ...clean, base, target, linkedTargetId: bill.id };
}

/** Not approvable: the lines say 100.00 less than the summary. */
export function brokenPayApp(changes: Partial<PayAppObservation> = {}): PayAppObservation {
  const { summary, ...rest } = requisition();
  const total = { ...summary, totalCompletedAndStoredToDate: '15600.50' };
  return payApp({ claim: { ...rest, summary: total }, ...changes });
}

/** Approvable: Xero has a contact of nearly the same name. */
export function suggestedContact(
  names: { vendor?: string; contact?: string; vendorId?: string } = {},
): ContactObservation {
  const vendorId = names.vendorId ?? '88';
  const contact: XeroContact = {
    kind: 'xeroContact',
    id: contactId,
    name: names.contact ?? 'Kauri Concrete Limited',
    contactNumber: null,
    email: 'office@kauri.example.com',
    taxNumber: null,
    status: 'ACTIVE',
    billTerms: null,
    mergedTo: null,
    updatedAt,
  };
  return {
    ...common,
    type: 'contact',
    vendorId,
    vendor: {
      kind: 'procoreVendor',
      id: vendorId,
      name: names.vendor ?? 'Kauri Concrete Ltd',
      email: 'accounts@kauri.example.com',
      taxNumber: '9429030000000',
      isActive: true,
      updatedAt,
    },
    target: null,
    base: null,
    doubles: [],
    candidates: [contact],
    isAwaited: false,
    ...{ vendorBase: null, survivor: null, survivorTakenBy: null },
  };
}

/** Approvable, one question a payment: an AP run of so many payments, each recorded in Procore and then deleted in Xero. */
export function removedPayments(
  count: number,
  changes: Partial<PayAppObservation> = {},
): PayAppObservation {
  const clean = payApp(changes);
  const bill = billOf(clean);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const payments = numbers.map((number): XeroPayment => ({
    kind: 'xeroPayment',
    id: `payment-${number}`,
    invoiceId: bill.id,
    paymentType: 'ACCPAYPAYMENT',
    amount: `${number}15.00`,
    date: '2026-11-20',
    status: 'DELETED',
    isReconciled: false,
    reference: null,
    batchPaymentId: null,
    updatedAt,
  }));
  const postedPayments = numbers.map((number) => {
    const amount = `${number}00.00`;
    const record: ProcoreContractPayment = {
      kind: 'procoreContractPayment',
      id: `cp-${number}`,
      projectId: project.id,
      contractId: commitment.id,
      requisitionId: clean.claim?.id ?? null,
      claimNumber: null,
      amount,
      date: '2026-11-20',
      notes: `Paid in Xero payment-${number}`,
      updatedAt,
    };
    return {
      xeroPaymentId: `payment-${number}`,
      contractPaymentId: record.id,
      amount,
      date: record.date,
      cleared: null,
      told: 'withoutTax' as const,
      record,
      isGone: false,
    };
  });
  const base = baseOf(clean, bill);
  return { ...clean, base, target: bill, linkedTargetId: bill.id, payments, postedPayments };
}

export function workflowIdOfObservation(observation: Observation): string {
  return workflowIdOf({
    type: observation.type,
    connection: observation.connection,
    sourceId: sourceIdOf(observation),
  });
}

function sourceIdOf(observation: Observation): string {
  switch (observation.type) {
    case 'contact':
      return observation.vendorId;
    case 'commitment': {
      const { id, contractKind } = observation.commitment ?? { id: '0', contractKind: 'po' };
      return `${contractKind}-${id}`;
    }
    case 'payApp':
    case 'ownerInvoice':
      return observation.claim?.id ?? '0';
    case 'retainageRelease':
      return `${observation.of}-${observation.claim?.id ?? '0'}`;
    case 'projectBudget':
    case 'projectLabour':
      return observation.projectId;
    case 'directCost':
      return observation.sourceId;
  }
}
