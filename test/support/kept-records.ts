// One record of each kind as the mirror keeps it, small and consistent: contract wo-9 of vendor 17, pay app 33, its bill and its payment.
import type { KeptRecord, RecordKind, RecordOf } from '../../domain/records/records.ts';

const updatedAt = '2026-06-01T00:00:00.000Z';
const zero = '0.00';

const summary: RecordOf<'procoreRequisition'>['summary'] = {
  contractSumToDate: '50000.00',
  netChangeByChangeOrders: zero,
  totalCompletedAndStoredToDate: '10000.00',
  completedWorkRetainage: '1000.00',
  storedMaterialsRetainage: zero,
  totalRetainage: '1000.00',
  totalEarnedLessRetainage: '9000.00',
  lessPreviousCertificates: zero,
  taxApplicableToThisPayment: null,
  currentPaymentDue: '9000.00',
};

const document = {
  contactId: 'contact-1',
  date: '2026-05-31',
  currency: 'NZD',
  lineAmountTypes: 'Exclusive',
  status: 'AUTHORISED',
  subTotal: '9000.00',
  totalTax: zero,
  total: '9000.00',
  lines: [],
  updatedAt,
} as const;

export const keptRecords: { [K in RecordKind]: RecordOf<K> } = {
  procoreVendor: {
    kind: 'procoreVendor',
    id: '17',
    name: 'Kauri Concrete Ltd',
    email: null,
    taxNumber: null,
    isActive: true,
    updatedAt,
  },
  procoreProject: {
    kind: 'procoreProject',
    id: '5',
    number: '26-001',
    name: 'Ferry Terminal',
    isActive: true,
    updatedAt,
  },
  procoreTaxCode: { kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' },
  procoreBillingPeriod: {
    kind: 'procoreBillingPeriod',
    id: 'p5',
    projectId: '5',
    startDate: '2026-05-01',
    endDate: '2026-05-31',
    dueDate: null,
  },
  procoreCommitment: {
    kind: 'procoreCommitment',
    id: '9',
    contractKind: 'wo',
    projectId: '5',
    number: 'SC-001',
    title: 'Structure',
    status: 'Approved',
    vendorId: '17',
    currency: null,
    date: null,
    retainagePercent: '10',
    originalSum: '50000.00',
    approvedChangeOrders: zero,
    revisedSum: '50000.00',
    lines: [],
    updatedAt,
  },
  procoreRequisition: {
    kind: 'procoreRequisition',
    id: '33',
    projectId: '5',
    commitmentId: '9',
    contractKind: 'wo',
    previousId: null,
    vendorId: '17',
    number: 1,
    invoiceNumber: null,
    invoiceType: null,
    status: 'approved',
    billingDate: '2026-05-31',
    periodId: 'p5',
    currency: null,
    summary,
    items: [],
    updatedAt,
  },
  procoreContractPayment: {
    kind: 'procoreContractPayment',
    id: '7',
    projectId: '5',
    contractId: '9',
    requisitionId: '33',
    amount: '9000.00',
    date: '2026-06-20',
    notes: null,
    updatedAt,
  },
  procoreContractPayments: {
    kind: 'procoreContractPayments',
    projectId: '5',
    contractId: '9',
    contractKind: 'wo',
    ids: ['7'],
  },
  xeroContact: {
    kind: 'xeroContact',
    id: 'contact-1',
    name: 'Kauri Concrete Ltd',
    contactNumber: null,
    email: null,
    taxNumber: null,
    status: 'ACTIVE',
    billTerms: null,
    updatedAt,
  },
  xeroBill: {
    ...document,
    kind: 'xeroBill',
    id: 'bill-1',
    number: 'INV-1',
    url: null,
    dueDate: null,
    currencyRate: null,
    amountDue: '9000.00',
    amountPaid: zero,
    amountCredited: zero,
    lines: [],
  },
  xeroPurchaseOrder: {
    ...document,
    kind: 'xeroPurchaseOrder',
    id: 'order-1',
    number: 'SC-001',
    reference: null,
    lines: [],
  },
  xeroPayment: {
    kind: 'xeroPayment',
    id: 'paid-1',
    invoiceId: 'bill-1',
    paymentType: 'ACCPAYPAYMENT',
    date: '2026-06-20',
    amount: '9000.00',
    reference: null,
    status: 'AUTHORISED',
    isReconciled: false,
    batchPaymentId: null,
    updatedAt,
  },
  xeroOrganisation: {
    kind: 'xeroOrganisation',
    id: 'org',
    name: 'Harbour & Ridge Construction Ltd',
    baseCurrency: 'NZD',
    periodLockDate: null,
    endOfYearLockDate: null,
    timeZone: null,
  },
  xeroChart: { kind: 'xeroChart', accounts: [], taxRates: [], trackingCategories: [] },
};

/** The record of a kind, with what differs. */
export function kept<K extends RecordKind>(
  kind: K,
  over: Partial<RecordOf<K>> = {},
): { kind: K } & RecordOf<K> {
  return { ...keptRecords[kind], ...over } as { kind: K } & RecordOf<K>;
}

export function allKept(): KeptRecord[] {
  return Object.values(keptRecords);
}
