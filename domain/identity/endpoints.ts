// The endpoints intents are written to: whose each is, which bodies it takes, how many at once, and what people call its records.
import type { WriteBody } from '../records/write-bodies.ts';

export type Vendor = 'procore' | 'xero';

type EndpointRow = {
  vendor: Vendor;
  bodyKinds: readonly WriteBody['kind'][];
  /** Most members of one batch. */
  batchSize: number;
  /** Most members of a batch of changes, where that is fewer. */
  changesAtOnce?: number;
  /** What people call one of its records. */
  word: string;
  /** Whether it takes only what calls of the day are to spare. */
  isSpare?: true;
};

/** Xero recommends about fifty elements a request. Source: Xero developer docs, Rate limits and request size, read 2026-11-23. */
const xeroBatchSize = 50;

const rows = {
  'xero/contacts': {
    vendor: 'xero',
    bodyKinds: ['xeroContact'],
    batchSize: xeroBatchSize,
    word: 'contact',
  },
  'xero/purchaseorders': {
    vendor: 'xero',
    bodyKinds: ['xeroPurchaseOrder', 'xeroPurchaseOrderDelete'],
    batchSize: xeroBatchSize,
    // Orders are read one by one before they are changed, and the first reading must still be young when they leave.
    changesAtOnce: 5,
    word: 'purchase order',
  },
  'xero/invoices': {
    vendor: 'xero',
    bodyKinds: ['xeroBill', 'xeroBillVoid'],
    batchSize: xeroBatchSize,
    word: 'bill',
  },
  // Xero's Invoices too, with a writer of its own: what waits among the bills holds up no sales invoice.
  'xero/salesinvoices': {
    vendor: 'xero',
    bodyKinds: ['xeroSalesInvoice', 'xeroSalesInvoiceVoid'],
    batchSize: xeroBatchSize,
    word: 'sales invoice',
  },
  'xero/creditnotes': {
    vendor: 'xero',
    bodyKinds: ['xeroCreditNote', 'xeroCreditNoteVoid'],
    batchSize: xeroBatchSize,
    // Read one by one too.
    changesAtOnce: 5,
    word: 'credit note',
  },
  'xero/allocations': {
    vendor: 'xero',
    bodyKinds: ['xeroAllocation', 'xeroAllocationDelete'],
    // Xero takes the allocations of one credit note a request, so its batches leave one by one.
    batchSize: 20,
    word: 'allocation',
  },
  'xero/payments': {
    vendor: 'xero',
    bodyKinds: ['xeroPayment', 'xeroPaymentDelete'],
    batchSize: xeroBatchSize,
    // Each is taken back by a request of its own, and read again before.
    changesAtOnce: 5,
    word: 'payment',
  },
  'xero/trackingoptions': {
    vendor: 'xero',
    bodyKinds: ['xeroTrackingOption', 'xeroTrackingOptionArchive'],
    // Xero takes one option a request, so its batches leave one by one.
    batchSize: 20,
    changesAtOnce: 5,
    word: 'tracking option',
  },
  'xero/attachments': {
    vendor: 'xero',
    bodyKinds: ['xeroAttachment'],
    // One file a request, each fetched before it leaves: alone it is as young as its look.
    batchSize: 1,
    word: 'attachment',
    isSpare: true,
  },
  'xero/history': {
    vendor: 'xero',
    bodyKinds: ['xeroHistoryNote'],
    // Of one document a request, and its history is read first.
    batchSize: 1,
    word: 'history note',
    isSpare: true,
  },
  'xero/projects': {
    vendor: 'xero',
    bodyKinds: ['xeroProject'],
    // Xero takes one project a request, so its batches leave one by one; so with tasks and time.
    batchSize: 20,
    word: 'project',
  },
  'xero/projecttasks': {
    vendor: 'xero',
    bodyKinds: ['xeroProjectTask', 'xeroProjectTaskChange'],
    // As few together as time, which waits for them with the same spare calls: a budget may make hundreds.
    batchSize: 5,
    word: 'task',
    isSpare: true,
  },
  'xero/time': {
    vendor: 'xero',
    bodyKinds: ['xeroTimeEntry', 'xeroTimeEntryDelete'],
    // One entry a request, and thousands of them: so few together that what a bill waits for is never long.
    batchSize: 5,
    word: 'time entry',
    isSpare: true,
  },
  'procore/vendors': {
    vendor: 'procore',
    bodyKinds: ['procoreVendorChange'],
    // Procore takes one vendor a request, and each is read again before.
    batchSize: 20,
    changesAtOnce: 5,
    word: 'vendor',
  },
  'procore/contract_payments': {
    vendor: 'procore',
    bodyKinds: [
      'procoreContractPayment',
      'procoreContractPaymentChange',
      'procoreContractPaymentDelete',
    ],
    // Procore takes one contract payment a request, so its batches leave one by one.
    batchSize: 20,
    word: 'contract payment',
  },
  'procore/direct_costs': {
    vendor: 'procore',
    bodyKinds: ['procoreDirectCost', 'procoreDirectCostChange', 'procoreDirectCostDelete'],
    // One a request, and a change is read again before and after.
    batchSize: 20,
    changesAtOnce: 5,
    word: 'direct cost',
  },
} as const satisfies Record<string, EndpointRow>;

export type Endpoint = keyof typeof rows;
export const endpoints = Object.keys(rows) as Endpoint[];

export function vendorOf(endpoint: Endpoint): Vendor {
  return rows[endpoint].vendor;
}

/** Most members of a batch, and of a batch of changes. */
export function batchSizesOf(endpoint: Endpoint): { any: number; changes: number } {
  const { batchSize, changesAtOnce }: EndpointRow = rows[endpoint];
  return { any: batchSize, changes: changesAtOnce ?? batchSize };
}

/** Those that never take a call that anything else may need. */
export const spareEndpoints = endpoints.filter((endpoint) => isSpare(endpoint));

export function isSpare(endpoint: Endpoint): boolean {
  const row: EndpointRow = rows[endpoint];
  return row.isSpare ?? false;
}

/** The most calls that one batch of it takes: each member once, looked for before, and after a refusal once more. */
export function spareCallsOf(endpoint: Endpoint): number {
  return rows[endpoint].batchSize + 2;
}

/** What people call one of its records: "bill". */
export function wordOfEndpoint(endpoint: Endpoint): string {
  return rows[endpoint].word;
}

export function endpointsOf(vendor: Vendor): Endpoint[] {
  return endpoints.filter((endpoint) => rows[endpoint].vendor === vendor);
}

/** `writer/demo/xero/invoices`: one writer workflow serves each endpoint. */
export function writerIdOf(connection: string, endpoint: Endpoint): string {
  return `writer/${connection}/${endpoint}`;
}

export function parseWriterId(
  workflowId: string,
): { connection: string; endpoint: Endpoint } | null {
  const [head, connection, ...rest] = workflowId.split('/');
  const endpoint = endpoints.find((candidate) => candidate === rest.join('/'));
  return head === 'writer' && connection && endpoint ? { connection, endpoint } : null;
}
