// The ids operators, auditors and Temporal's UI rely on, built and read by one pair of functions.
import type { ContractKind } from '../records/procore-records.ts';

/** The documents of part one; each is one long-lived workflow of the same name. */
export const documentTypes = ['contact', 'commitment', 'payApp'] as const;
export type DocumentType = (typeof documentTypes)[number];

export type DocumentId =
  | { type: 'contact'; connection: string; vendorId: string }
  | { type: 'commitment'; connection: string; contractKind: ContractKind; contractId: string }
  | { type: 'payApp'; connection: string; requisitionId: string };

/** `contact/demo/17`, `commitment/demo/wo-9`, `payApp/demo/33`. */
export function workflowIdOf(id: DocumentId): string {
  return `${id.type}/${id.connection}/${sourceIdOf(id)}`;
}

/** The last part of the workflow id: what the source calls the document. */
export function sourceIdOf(id: DocumentId): string {
  switch (id.type) {
    case 'contact':
      return id.vendorId;
    case 'commitment':
      return `${id.contractKind}-${id.contractId}`;
    case 'payApp':
      return id.requisitionId;
  }
}

/** Reads a document's workflow id; null when it is not one of ours. */
export function parseWorkflowId(workflowId: string): DocumentId | null {
  const [type, connection, rest, ...more] = workflowId.split('/');
  if (!connection || !rest || more.length > 0) return null;
  if (type === 'contact') return { type, connection, vendorId: rest };
  if (type === 'payApp') return { type, connection, requisitionId: rest };
  const contract = /^(po|wo)-(.+)$/.exec(rest);
  if (type !== 'commitment' || !contract?.[2]) return null;
  return {
    type,
    connection,
    contractKind: contract[1] === 'po' ? 'po' : 'wo',
    contractId: contract[2],
  };
}

/** The endpoints intents are written to; one writer workflow serves each. */
export const endpoints = [
  'xero/contacts',
  'xero/purchaseorders',
  'xero/invoices',
  'procore/contract_payments',
] as const;
export type Endpoint = (typeof endpoints)[number];
export type Vendor = 'procore' | 'xero';

export function vendorOf(endpoint: Endpoint): Vendor {
  return endpoint === 'procore/contract_payments' ? 'procore' : 'xero';
}

/** `writer/demo/xero/invoices`. */
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

/** The schedule of sweeps of a connection, and the stem of its runs' ids. */
export function sweepIdOf(connection: string): string {
  return `sweep/${connection}`;
}
