// The endpoints intents are written to: whose each is and which bodies it takes.
import type { WriteBody } from '../records/write-bodies.ts';

export type Vendor = 'procore' | 'xero';

type EndpointRow = {
  vendor: Vendor;
  bodyKinds: readonly WriteBody['kind'][];
};

const rows = {
  'xero/contacts': {
    vendor: 'xero',
    bodyKinds: ['xeroContact'],
  },
  'xero/purchaseorders': {
    vendor: 'xero',
    bodyKinds: ['xeroPurchaseOrder', 'xeroPurchaseOrderDelete'],
  },
  'xero/invoices': {
    vendor: 'xero',
    bodyKinds: ['xeroBill', 'xeroBillVoid'],
  },
  'procore/contract_payments': {
    vendor: 'procore',
    bodyKinds: [
      'procoreContractPayment',
      'procoreContractPaymentChange',
      'procoreContractPaymentDelete',
    ],
  },
} as const satisfies Record<string, EndpointRow>;

export type Endpoint = keyof typeof rows;
export const endpoints = Object.keys(rows) as Endpoint[];

export function vendorOf(endpoint: Endpoint): Vendor {
  return rows[endpoint].vendor;
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
