// Observations as `dbObserve` makes them: one believable pay app and its vendor, to be varied by each test.
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import { writtenBase } from '../../domain/plan/agreement.ts';
import type {
  Base,
  ContactObservation,
  Observation,
  OwnedDocument,
  PayAppObservation,
} from '../../domain/plan/observation.ts';
import { writesOf } from '../../domain/plan/plan.ts';
import { planDocument } from '../../domain/plan/plan-document.ts';
import type { ProcoreCommitment, SovLine } from '../../domain/records/procore/commitment.ts';
import type { ProcoreRequisition, RequisitionItem } from '../../domain/records/procore/requisition.ts';
import type { BillBody } from '../../domain/records/write-bodies.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import { config } from '../../tieout.config.ts';

const updatedAt = '2026-10-20T01:02:03.000Z';
const project = {
  kind: 'procoreProject' as const,
  id: '501',
  number: '26-004',
  name: 'Quay Street Apartments',
  isActive: true,
  updatedAt,
};

const sovLines: SovLine[] = [
  {
    id: '9001',
    position: 1,
    description: 'Excavate and cart away to level 2',
    amount: '60000.00',
    costCode: { code: '02-200', name: 'Earthworks' },
    costType: { code: 'S', name: 'Subcontract' },
    taxCodeId: '7',
  },
  {
    id: '9002',
    position: 2,
    description: 'Reinforcing steel, supply and fix',
    amount: '40000.00',
    costCode: { code: '03-100', name: 'Concrete' },
    costType: { code: 'M', name: 'Materials' },
    taxCodeId: '7',
  },
];

const commitment: ProcoreCommitment = {
  kind: 'procoreCommitment',
  id: '3003',
  contractKind: 'wo',
  projectId: project.id,
  number: 'SC-003',
  title: 'Earthworks and substructure',
  status: 'Approved',
  vendorId: '88',
  currency: 'NZD',
  date: '2026-05-01',
  retainagePercent: '10',
  originalSum: '100000.00',
  approvedChangeOrders: '0.00',
  revisedSum: '100000.00',
  lines: sovLines,
  updatedAt,
};

function item(line: SovLine, done: string, retained: string): RequisitionItem {
  return {
    id: `${line.id}1`,
    itemType: 'contract_item',
    sovLineId: line.id,
    description: line.description,
    wbsFlatCode: null,
    status: 'approved',
    scheduledValue: line.amount,
    workCompletedFromPrevious: '0.00',
    workCompletedThisPeriod: done,
    materialsPresentlyStored: '0.00',
    totalCompletedAndStoredToDate: done,
    workRetainageFromPrevious: '0.00',
    workRetainageRetainedThisPeriod: retained,
    workRetainageReleasedThisPeriod: '0.00',
    materialsRetainageBalance: '0.00',
    materialsRetainageReleasedThisPeriod: '0.00',
    materialsRetainageMoved: '0.00',
    tax: { taxCodeId: '7', rate: '15' },
  };
}

const [earthworks, steel] = sovLines as [SovLine, SovLine];

export function requisition(changes: Partial<ProcoreRequisition> = {}): ProcoreRequisition {
  return {
    kind: 'procoreRequisition',
    id: '7001',
    projectId: project.id,
    commitmentId: commitment.id,
    contractKind: 'wo',
    previousId: null,
    vendorId: '88',
    number: 1,
    invoiceNumber: 'INV-1042',
    invoiceType: 'progress',
    status: 'approved',
    billingDate: '2026-10-31',
    periodId: '60',
    currency: 'NZD',
    summary: {
      contractSumToDate: '100000.00',
      netChangeByChangeOrders: '0.00',
      totalCompletedAndStoredToDate: '15500.50',
      completedWorkRetainage: '1550.05',
      storedMaterialsRetainage: '0.00',
      totalRetainage: '1550.05',
      totalEarnedLessRetainage: '13950.45',
      lessPreviousCertificates: '0.00',
      taxApplicableToThisPayment: '2092.57',
      currentPaymentDue: '13950.45',
    },
    items: [item(earthworks, '10000.00', '1000.00'), item(steel, '5500.50', '550.05')],
    updatedAt,
    ...changes,
  };
}

const chart: PayAppObservation['chart'] = {
  accounts: ['310', '312', '825'].map((code) => ({
    id: code,
    code,
    name: `Account ${code}`,
    type: code === '825' ? 'CURRLIAB' : 'DIRECTCOSTS',
    accountClass: code === '825' ? 'LIABILITY' : 'EXPENSE',
    systemAccount: null,
    status: 'ACTIVE',
  })),
  taxRates: [
    { taxType: 'INPUT2', name: '15% GST', rate: '15', status: 'ACTIVE', appliesTo: ['EXPENSE'] },
  ],
  options: [
    { category: 'Project', option: '26-004 Quay Street Apartments' },
    { category: 'Cost code', option: '02-200 Earthworks' },
    { category: 'Cost code', option: '03-100 Concrete' },
    { category: 'Cost code', option: 'Retention held' },
  ],
};

const common = {
  connection: 'demo',
  publicUrl: 'http://127.0.0.1:4400',
  mapping: config,
  mappingVersion: mappingVersionOf(config),
  rejectedPlanHashes: [],
  refusal: null,
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
    requisition: requisition(),
    previous: null,
    commitment,
    project,
    contact: { workflowId: 'contact/demo/88', contactId, archived: false },
    dueDate: '2026-11-20',
    taxCodes: [{ kind: 'procoreTaxCode', id: '7', code: 'GST15', rate: '15' }],
    organisation: {
      kind: 'xeroOrganisation',
      id: 'organisation',
      name: 'Harbour & Ridge Construction Ltd',
      baseCurrency: 'NZD',
      periodLockDate: '2026-03-31',
      endOfYearLockDate: null,
    },
    chart,
    target: null,
    base: null,
    marked: null,
    lookAlikes: [],
    payments: [],
    postedPayments: [],
    ...changes,
  };
}

function bodyOf(observation: PayAppObservation): BillBody {
  const [write] = writesOf(planDocument(observation));
  if (write?.body.kind !== 'xeroBill') throw new Error('the plan writes no bill');
  return write.body;
}

/** The bill that a clean pay app leads to, as Xero answers it. */
export function billOf(observation: PayAppObservation, changes: Partial<XeroBill> = {}): XeroBill {
  const body = bodyOf(observation);
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
    lines: body.lines.map((line, index) => ({
      ...line,
      lineId: `line-${index + 1}`,
      quantity: '1.0000',
      lineAmount: line.unitAmount,
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
  const base = writtenBase(bodyOf(clean), clean.mappingVersion) as Base<OwnedDocument>;
  const bill = billOf(clean);
  const [first, ...others] = bill.lines;
  const edited = first ? [{ ...first, unitAmount: '10250.00', lineAmount: '10250.00' }] : [];
  const target = { ...bill, lines: [...edited, ...others], subTotal: '14200.45' };
  return { ...clean, base, target, linkedTargetId: bill.id };
}

/** Not approvable: the lines say 100.00 less than the summary. */
export function brokenPayApp(changes: Partial<PayAppObservation> = {}): PayAppObservation {
  const { summary, ...rest } = requisition();
  const total = { ...summary, totalCompletedAndStoredToDate: '15600.50' };
  return payApp({ requisition: { ...rest, summary: total }, ...changes });
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
    candidates: [contact],
  };
}

export function workflowIdOfObservation(observation: Observation): string {
  const { connection, type } = observation;
  switch (type) {
    case 'contact':
      return workflowIdOf({ type, connection, vendorId: observation.vendorId });
    case 'commitment': {
      const { id, contractKind } = observation.commitment ?? { id: '0', contractKind: 'po' };
      return workflowIdOf({ type, connection, contractKind, contractId: id });
    }
    case 'payApp':
      return workflowIdOf({ type, connection, requisitionId: observation.requisition?.id ?? '0' });
  }
}
