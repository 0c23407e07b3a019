// Small worlds for the domain's tests: one project, one contract, one pay app and what Xero holds, with every figure by hand.
import { directCostsAsUsual } from '../../domain/mapping/direct-costs.ts';
import { budgetsAsUsual } from '../../domain/mapping/budgets.ts';
import { labourAsUsual } from '../../domain/mapping/labour.ts';
import { spareAsUsual } from '../../domain/mapping/spare-work.ts';
import { ownersAsUsual } from '../../domain/contacts/ownership.ts';
import { directionsAsUsual } from '../../domain/mapping/directions.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { CommitmentObservation } from '../../domain/objects/commitment/observation.ts';
import type { ContactObservation } from '../../domain/objects/contact/observation.ts';
import type { PayAppObservation } from '../../domain/objects/pay-app/observation.ts';
import type { ReleaseObservation } from '../../domain/objects/retainage-release/observation.ts';
import {
  cisNotAsked,
  noCreditNote,
  noPaymentsSent,
} from '../../domain/claims/claim-observation.ts';
import type { OptionCode } from '../../domain/mapping/option-codes.ts';
import { noAnswers } from '../../domain/plan/answers.ts';
import type { ProcoreChangeOrder } from '../../domain/records/procore/change-order.ts';
import type { ProcoreCommitment, SovLine } from '../../domain/records/procore/commitment.ts';
import type { ClaimItem, ClaimSummary } from '../../domain/records/procore/claim-figures.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { ProcoreVendor } from '../../domain/records/procore/vendor.ts';
import type { BillBody, LineBody, PurchaseOrderBody } from '../../domain/records/write-bodies.ts';
import type { XeroAccount, XeroChart, XeroTaxRate } from '../../domain/records/xero/chart.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { XeroLine } from '../../domain/records/xero/line.ts';
import type { XeroOrganisation } from '../../domain/records/xero/organisation.ts';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';

/** "12.34" → 1234n, by the text alone, so that no test leans on the code it tests. */
export function cents(text: string): bigint {
  if (!/^-?\d+\.\d\d$/.test(text)) throw new Error(`not two decimals: ${text}`);
  return BigInt(text.replace('.', ''));
}

/** 1234n → "12.34". */
export function text(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 15 % of each amount, rounded half away from zero: what Xero computes for a line on INPUT2. */
export function gst(minor: bigint): bigint {
  const magnitude = minor < 0n ? -minor : minor;
  const tax = (magnitude * 15n + 50n) / 100n;
  return minor < 0n ? -tax : tax;
}

export const mapping: Mapping = {
  version: 1,
  connection: 'demo',
  projects: 'rest',
  accounts: {
    byCostType: { S: '310', M: '312' },
    fallback: null,
    retentionPayable: '825',
    revenue: { byCostType: { S: '200', M: '200' }, fallback: '200' },
    revenueMarkup: '205',
    retentionReceivable: '826',
  },
  taxTypes: { GST15: 'INPUT2', none: 'NONE' },
  salesTaxTypes: { GST15: 'OUTPUT2', none: 'OUTPUT2' },
  tracking: {
    projectCategory: 'Project',
    projectOption: '{number} {name}',
    costCodeCategory: 'Cost code',
    costCodeOption: '{code} {name}',
    retentionOption: 'Retention held',
    optionsMaximum: 100,
    rollUp: 'none',
    subJobs: 'rollUp',
    subJobOption: '{number} {subJob}',
  },
  postedStatuses: {
    commitment: ['Approved'],
    payApp: ['approved', 'approved_as_noted'],
    ownerInvoice: ['approved'],
  },
  directions: directionsAsUsual,
  contacts: { owner: ownersAsUsual },
  currencies: { pegged: [], releases: 'atOwnDate', projects: {} },
  retainage: {
    payable: { mode: 'ledger', byContract: {} },
    receivable: { mode: 'ledger', byContract: {} },
    jurisdiction: 'NZ',
    tax: 'byJurisdiction',
    selfBilled: [],
  },
  payments: {
    direction: 'xeroToProcore',
    amounts: 'withoutTax',
    paidFrom: null,
    receivedInto: null,
  },
  actuals: { direction: 'off', costTypes: {}, originId: false },
  directCosts: directCostsAsUsual,
  budgets: budgetsAsUsual,
  labour: labourAsUsual,
  cis: { materials: [] },
  ...spareAsUsual,
};

export function account(code: string, over: Partial<XeroAccount> = {}): XeroAccount {
  return {
    id: `account-${code}`,
    code,
    name: `Account ${code}`,
    type: 'DIRECTCOSTS',
    accountClass: 'EXPENSE',
    systemAccount: null,
    enablePaymentsToAccount: false,
    status: 'ACTIVE',
    ...over,
  };
}

export const retentionAccount = account('825', { type: 'CURRLIAB', accountClass: 'LIABILITY' });

export const input2: XeroTaxRate = {
  taxType: 'INPUT2',
  name: '15% GST on Expenses',
  rate: '15',
  status: 'ACTIVE',
  appliesTo: ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY'],
};
export const noTax: XeroTaxRate = { ...input2, taxType: 'NONE', name: 'No GST', rate: '0.0000' };

export const fullChart: XeroChart = {
  kind: 'xeroChart',
  accounts: [
    account('090', { type: 'BANK', accountClass: 'ASSET' }),
    account('310'),
    account('312'),
    account('314', { status: 'ARCHIVED' }),
    account('800', { systemAccount: 'CREDITORS', type: 'CURRLIAB', accountClass: 'LIABILITY' }),
    retentionAccount,
    account('200', { type: 'SALES', accountClass: 'REVENUE' }),
    account('205', { type: 'SALES', accountClass: 'REVENUE' }),
    account('826', { type: 'CURRENT', accountClass: 'ASSET' }),
  ],
  taxRates: [
    input2,
    noTax,
    { ...input2, taxType: 'OUTPUT2', appliesTo: ['REVENUE'] },
    { ...input2, taxType: 'INPUT', status: 'ARCHIVED' },
  ],
  trackingCategories: [
    { id: 'c1', name: 'Project', status: 'ACTIVE', options: [] },
    { id: 'c2', name: 'Cost code', status: 'ACTIVE', options: [] },
    { id: 'c3', name: 'Region', status: 'ARCHIVED', options: [] },
  ],
};

export const organisation: XeroOrganisation = {
  kind: 'xeroOrganisation',
  id: 'org',
  name: 'Harbour & Ridge Construction Ltd',
  baseCurrency: 'NZD',
  periodLockDate: '2026-03-31',
  endOfYearLockDate: null,
  timeZone: null,
  salesTaxBasis: null,
  edition: null,
};

const earthworks = { code: '02-200', name: 'Earthworks' };
const concrete = { code: '03-300', name: 'Concrete' };

/** A tracking option as Xero has it, its id made from its name. */
export function optionCode(
  category: 'Project' | 'Cost code',
  option: string,
  over: Partial<OptionCode> = {},
): OptionCode {
  const categoryId = category === 'Project' ? 'c1' : 'c2';
  const optionId = `option ${option}`;
  return { categoryId, optionId, category, option, status: 'ACTIVE', formerly: [], ...over };
}

/** What a line tracked by it holds. */
export function tracked(code: OptionCode) {
  const { category, option, categoryId, optionId } = code;
  return { category, option, categoryId, optionId };
}

export const chartExcerpt: PayAppObservation['chart'] = {
  accounts: [account('310'), account('312'), retentionAccount],
  taxRates: [input2, noTax],
  codes: [
    optionCode('Project', '26-001 Ferry Terminal'),
    optionCode('Cost code', '02-200 Earthworks'),
    optionCode('Cost code', '03-300 Concrete'),
    optionCode('Cost code', 'Retention held'),
  ],
  links: [],
};

export const project = {
  kind: 'procoreProject' as const,
  id: '5',
  number: '26-001',
  name: 'Ferry Terminal',
  isActive: true,
  updatedAt: '2026-05-01T00:00:00Z',
};

export function vendor(over: Partial<ProcoreVendor> = {}): ProcoreVendor {
  return {
    kind: 'procoreVendor',
    id: '17',
    name: 'Kauri Concrete Ltd',
    email: 'office@example.com',
    taxNumber: null,
    isActive: true,
    updatedAt: '2026-05-01T00:00:00Z',
    ...over,
  };
}

export function contact(over: Partial<XeroContact> = {}): XeroContact {
  return {
    kind: 'xeroContact',
    id: 'contact-1',
    name: 'Kauri Concrete Ltd',
    contactNumber: null,
    email: null,
    taxNumber: null,
    status: 'ACTIVE',
    billTerms: null,
    mergedTo: null,
    updatedAt: '2026-05-02T00:00:00.000Z',
    ...over,
  };
}

export function sovLine(id: string, amount: string, over: Partial<SovLine> = {}): SovLine {
  return {
    id,
    position: Number(id),
    description: `Line ${id}`,
    amount,
    costCode: id === '1' ? earthworks : concrete,
    costType: { code: 'S', name: 'Subcontract' },
    taxCodeId: 't15',
    ...over,
  };
}

export function commitment(over: Partial<ProcoreCommitment> = {}): ProcoreCommitment {
  return {
    kind: 'procoreCommitment',
    id: '9',
    contractKind: 'wo',
    projectId: '5',
    number: 'SC-001',
    title: 'Structure',
    status: 'Approved',
    vendorId: '17',
    currency: null,
    date: '2026-04-20',
    retainagePercent: '10',
    originalSum: '50000.00',
    approvedChangeOrders: '0.00',
    revisedSum: '50000.00',
    lines: [sovLine('1', '30000.00'), sovLine('2', '20000.00')],
    updatedAt: '2026-05-01T00:00:00Z',
    ...over,
  };
}

/** An approved one of 2,500.00 on the contract, with one line. */
export function changeOrder(over: Partial<ProcoreChangeOrder> = {}): ProcoreChangeOrder {
  return {
    kind: 'procoreChangeOrder',
    id: '801',
    projectId: '5',
    contractId: '9',
    number: '1',
    title: 'Deeper footings',
    status: 'approved',
    grandTotal: '2500.00',
    lines: [sovLine('81', '2500.00')],
    updatedAt: '2026-05-20T00:00:00Z',
    ...over,
  };
}

/** A line with work only; `over` says what else moves. */
export function item(
  sovLineId: string,
  figures: { before?: string; work: string; heldBefore?: string; held: string },
  over: Partial<ClaimItem> = {},
): ClaimItem {
  const before = cents(figures.before ?? '0.00');
  return {
    id: `item-${sovLineId}`,
    itemType: 'contract_item',
    sovLineId,
    changeOrderId: null,
    description: `Line ${sovLineId}`,
    costCode: null,
    wbsFlatCode: null,
    status: null,
    scheduledValue: '30000.00',
    workCompletedFromPrevious: text(before),
    workCompletedThisPeriod: figures.work,
    materialsPresentlyStored: '0.00',
    totalCompletedAndStoredToDate: text(before + cents(figures.work)),
    totalFromPrevious: text(before),
    workRetainageFromPrevious: figures.heldBefore ?? '0.00',
    workRetainageRetainedThisPeriod: figures.held,
    workRetainageReleasedThisPeriod: '0.00',
    materialsRetainageBalance: '0.00',
    materialsRetainageReleasedThisPeriod: '0.00',
    materialsRetainageMoved: '0.00',
    tax: { taxCodeId: 't15', rate: '15' },
    ...over,
  };
}

/** A header whose derived figures follow from the four that matter. */
export function summary(
  completed: string,
  retainage: string,
  certified = '0.00',
  over: Partial<ClaimSummary> = {},
): ClaimSummary {
  const earned = cents(completed) - cents(retainage);
  return {
    contractSumToDate: '50000.00',
    netChangeByChangeOrders: '0.00',
    totalCompletedAndStoredToDate: completed,
    completedWorkRetainage: retainage,
    storedMaterialsRetainage: '0.00',
    totalRetainage: retainage,
    totalEarnedLessRetainage: text(earned),
    lessPreviousCertificates: certified,
    taxApplicableToThisPayment: null,
    currentPaymentDue: text(earned - cents(certified)),
    ...over,
  };
}

/** 10,000.00 of work on line 1 at 10 % retained: gross 10,000.00, held 1,000.00, net 9,000.00, GST 1,350.00. */
export function requisition(over: Partial<ProcoreRequisition> = {}): ProcoreRequisition {
  return {
    kind: 'procoreRequisition',
    id: '33',
    projectId: '5',
    commitmentId: '9',
    contractKind: 'wo',
    previousId: null,
    vendorId: '17',
    number: 1,
    invoiceNumber: 'INV-1042',
    invoiceType: 'progress',
    status: 'approved',
    billingDate: '2026-05-31',
    periodId: 'p5',
    currency: null,
    summary: summary('10000.00', '1000.00', '0.00', { taxApplicableToThisPayment: '1350.00' }),
    items: [item('1', { work: '10000.00', held: '1000.00' })],
    updatedAt: '2026-06-01T00:00:00Z',
    ...over,
  };
}

const common = {
  connection: 'demo',
  publicUrl: 'http://127.0.0.1:4400',
  mapping,
  mappingVersion: contentHash(mapping),
  answers: noAnswers,
  context: 'context-1',
  sourceUnseen: false,
  linkedTargetId: null,
  target: null,
  base: null,
};

const contactLink = { workflowId: 'contact/demo/17', contactId: 'contact-1', archived: false };

export function contactObservation(over: Partial<ContactObservation> = {}): ContactObservation {
  return {
    ...common,
    type: 'contact',
    vendor: vendor(),
    vendorId: '17',
    candidates: [],
    isAwaited: false,
    ...{ vendorBase: null, survivor: null, survivorTakenBy: null },
    doubles: [],
    ...over,
  };
}

export function commitmentObservation(
  over: Partial<CommitmentObservation> = {},
): CommitmentObservation {
  return {
    ...common,
    type: 'commitment',
    commitment: commitment(),
    changeOrders: [],
    changeOrdersAreDue: false,
    billedLineIds: [],
    copies: [],
    changedOn: null,
    project,
    postFrom: '2026-01-01',
    contact: contactLink,
    taxCodes: [{ kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' }],
    organisation,
    chart: chartExcerpt,
    marked: null,
    doubles: [],
    ...over,
  };
}

export function payAppObservation(over: Partial<PayAppObservation> = {}): PayAppObservation {
  return {
    ...common,
    type: 'payApp',
    claim: requisition(),
    previous: null,
    contract: commitment(),
    cleared: {},
    changeOrders: [],
    changeOrdersAreDue: false,
    project,
    postFrom: '2026-01-01',
    contact: contactLink,
    dueDate: '2026-06-20',
    period: 'known',
    billTerms: null,
    cis: cisNotAsked,
    taxCodes: [{ kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' }],
    organisation,
    chart: chartExcerpt,
    marked: null,
    doubles: [],
    endedNumbers: [],
    lookAlikes: [],
    ownTwins: [],
    creditNote: noCreditNote,
    paymentsSent: noPaymentsSent,
    sibling: null,
    heldInXero: [],
    earlierToPost: null,
    openInvoices: [],
    payments: [],
    postedPayments: [],
    typedPayments: [],
    doublePayments: [],
    paymentListIsDue: false,
    ...over,
  };
}

/** The release of a pay app, as it is looked at beside it. */
export function releaseObservation(seen: PayAppObservation): ReleaseObservation {
  return { ...seen, type: 'retainageRelease', of: 'payApp' };
}

function xeroLine(line: LineBody, index: number): XeroLine {
  const amount = cents(line.unitAmount);
  return {
    lineId: `line-${index + 1}`,
    description: line.description,
    quantity: '1.0000',
    unitAmount: line.unitAmount,
    lineAmount: line.unitAmount,
    taxType: line.taxType,
    taxAmount: line.taxType === 'INPUT2' ? text(gst(amount)) : '0.00',
    accountCode: line.accountCode,
    tracking: line.tracking.map(({ category, option }) => {
      const code = chartExcerpt.codes.find((one) => one.option === option);
      return {
        category,
        option,
        categoryId: code?.categoryId ?? null,
        optionId: code?.optionId ?? null,
      };
    }),
  };
}

function totals(lines: readonly XeroLine[]) {
  const net = lines.reduce((sum, line) => sum + cents(line.lineAmount), 0n);
  const tax = lines.reduce((sum, line) => sum + cents(line.taxAmount), 0n);
  return { subTotal: text(net), totalTax: text(tax), total: text(net + tax) };
}

/** The bill as Xero holds it after our body was written. */
export function billOf(body: BillBody, over: Partial<XeroBill> = {}): XeroBill {
  const lines = body.lines.map(xeroLine);
  return {
    kind: 'xeroBill',
    id: 'bill-1',
    contactId: body.contactId,
    number: body.number,
    url: body.url ?? null,
    date: body.date,
    dueDate: body.dueDate,
    currency: body.currency,
    currencyRate: '1.0000',
    lineAmountTypes: 'Exclusive',
    status: 'AUTHORISED',
    ...totals(lines),
    amountDue: totals(lines).total,
    amountPaid: '0.00',
    amountCredited: '0.00',
    deducted: '0.00',
    lines,
    updatedAt: '2026-06-02T00:00:00.000Z',
    ...over,
  };
}

export function orderOf(
  body: PurchaseOrderBody,
  over: Partial<XeroPurchaseOrder> = {},
): XeroPurchaseOrder {
  const lines = body.lines.map(xeroLine);
  return {
    kind: 'xeroPurchaseOrder',
    id: 'order-1',
    contactId: body.contactId,
    number: body.number,
    reference: body.reference ?? null,
    date: body.date,
    currency: body.currency,
    lineAmountTypes: 'Exclusive',
    status: 'AUTHORISED',
    ...totals(lines),
    lines,
    updatedAt: '2026-06-02T00:00:00.000Z',
    ...over,
  };
}

export function payment(id: string, amount: string, over: Partial<XeroPayment> = {}): XeroPayment {
  return {
    kind: 'xeroPayment',
    id,
    invoiceId: 'bill-1',
    paymentType: 'ACCPAYPAYMENT',
    date: '2026-06-20',
    amount,
    reference: null,
    status: 'AUTHORISED',
    isReconciled: false,
    batchPaymentId: null,
    updatedAt: '2026-06-21T00:00:00.000Z',
    ...over,
  };
}

/** A Xero payment already in Procore, as it was posted and as Procore shows it. */
export function postedPayment(
  xeroPaymentId: string,
  amount: string,
  over: Partial<PayAppObservation['postedPayments'][number]> = {},
): PayAppObservation['postedPayments'][number] {
  const contractPaymentId = `cp-${xeroPaymentId}`;
  return {
    xeroPaymentId,
    contractPaymentId,
    amount,
    date: null,
    cleared: null,
    told: 'withoutTax',
    record: null,
    isGone: false,
    ...over,
  };
}

/** A contract payment as Procore shows it, typed by a person unless its notes say otherwise. */
export function contractPayment(
  over: Partial<ProcoreContractPayment> = {},
): ProcoreContractPayment {
  return {
    kind: 'procoreContractPayment',
    id: '71',
    projectId: '5',
    contractId: '9',
    requisitionId: '33',
    claimNumber: null,
    amount: '9000.00',
    date: '2026-06-20',
    notes: null,
    updatedAt: '2026-06-21T00:00:00Z',
    ...over,
  };
}
