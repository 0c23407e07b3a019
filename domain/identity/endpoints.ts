// The endpoints intents are written to: whose each is, how much goes at once, and which bodies it takes.
import type { WriteBody } from '../records/write-bodies.ts';

export type Vendor = 'procore' | 'xero';

type EndpointRow = {
  vendor: Vendor;
  /** Elements of one batch. */
  batchSize: number;
  bodyKinds: readonly WriteBody['kind'][];
  /** What people call what is written there. */
  word: string;
};

/**
 * Xero recommends about fifty elements a request. Procore takes one contract payment, so its batches leave one by one.
 * Source: Xero developer docs, Limits, and Procore REST reference, Contract Payments; read 2026-11-23.
 */
const rows = {
  'xero/contacts': {
    vendor: 'xero',
    batchSize: 50,
    bodyKinds: ['xeroContact'],
    word: 'contacts',
  },
  'xero/purchaseorders': {
    vendor: 'xero',
    batchSize: 50,
    bodyKinds: ['xeroPurchaseOrder', 'xeroPurchaseOrderDelete'],
    word: 'purchase orders',
  },
  'xero/invoices': {
    vendor: 'xero',
    batchSize: 50,
    bodyKinds: ['xeroBill', 'xeroBillVoid'],
    word: 'bills',
  },
  'procore/contract_payments': {
    vendor: 'procore',
    batchSize: 20,
    bodyKinds: [
      'procoreContractPayment',
      'procoreContractPaymentChange',
      'procoreContractPaymentDelete',
    ],
    word: 'contract payments',
  },
} as const satisfies Record<string, EndpointRow>;

export type Endpoint = keyof typeof rows;
export const endpoints = Object.keys(rows) as Endpoint[];

export function vendorOf(endpoint: Endpoint): Vendor {
  return rows[endpoint].vendor;
}

export function batchSizeOf(endpoint: Endpoint): number {
  return rows[endpoint].batchSize;
}

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
