// What Procore shows of one contract and its first pay app, for the observations of the console's tests.
import type { ClaimItem } from '../../domain/records/procore/claim-figures.ts';
import type { ProcoreCommitment, SovLine } from '../../domain/records/procore/commitment.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';

export const updatedAt = '2026-10-20T01:02:03.000Z';
export const project = {
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

export const commitment: ProcoreCommitment = {
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

function item(line: SovLine, done: string, retained: string): ClaimItem {
  return {
    id: `${line.id}1`,
    itemType: 'contract_item',
    sovLineId: line.id,
    changeOrderId: null,
    description: line.description,
    costCode: null,
    wbsFlatCode: null,
    status: 'approved',
    scheduledValue: line.amount,
    workCompletedFromPrevious: '0.00',
    workCompletedThisPeriod: done,
    materialsPresentlyStored: '0.00',
    totalCompletedAndStoredToDate: done,
    totalFromPrevious: '0.00',
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
