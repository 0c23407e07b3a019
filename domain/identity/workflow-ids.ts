// The ids operators, auditors and Temporal's UI rely on, built and read by one pair of functions.
import { parseWriterId } from './endpoints.ts';

/** Every synced object's type; each document of it is one long-lived workflow of the same name. */
export const documentTypes = [
  'contact',
  'commitment',
  'payApp',
  'ownerInvoice',
  'retainageRelease',
  'projectBudget',
  'projectLabour',
  'directCost',
] as const;
export type DocumentType = (typeof documentTypes)[number];

/** `sourceId` is what the source calls the document: `17`, `wo-9`, `33`. */
export type DocumentId<T extends DocumentType = DocumentType> = {
  type: T;
  connection: string;
  sourceId: string;
};

/** `contact/demo/17`, `commitment/demo/wo-9`, `payApp/demo/33`. */
export function workflowIdOf({ type, connection, sourceId }: DocumentId): string {
  return `${type}/${connection}/${sourceId}`;
}

type ClaimType = 'payApp' | 'ownerInvoice';

/** The document of what a claim lets go, whose source id is `payApp-33`; `claimOfRelease` reads it back. */
export function releaseDocument(of: ClaimType, claimId: string) {
  return { type: 'retainageRelease', sourceId: `${of}-${claimId}` } as const;
}

/** The claim that a release is part of: `payApp-33`. Throws for text that is no release's source id, which is a bug. */
export function claimOfRelease(sourceId: string): {
  of: ClaimType;
  claimId: string;
} {
  const [, of, claimId] = /^(payApp|ownerInvoice)-(.+)$/.exec(sourceId) ?? [];
  if ((of !== 'payApp' && of !== 'ownerInvoice') || !claimId) {
    throw new Error(`${sourceId} is no release's source id`);
  }
  return { of, claimId };
}

export function isDocumentType(text: string): text is DocumentType {
  return documentTypes.some((type) => type === text);
}

/** Reads a document's workflow id; null when it is not one of ours. Whether the source id can be one is the object's to say. */
export function parseWorkflowId(workflowId: string): DocumentId | null {
  const [type = '', connection, sourceId, ...more] = workflowId.split('/');
  if (!connection || !sourceId || more.length > 0 || !isDocumentType(type)) return null;
  return { type, connection, sourceId };
}

/** The type and connection of a document's or a writer's workflow, whichever its id names. Throws where it names none of ours. */
export function workflowNamed(workflowId: string): {
  type: DocumentType | 'writer';
  connection: string;
} {
  const document = parseWorkflowId(workflowId);
  if (document) return { type: document.type, connection: document.connection };
  const writer = parseWriterId(workflowId);
  if (writer) return { type: 'writer', connection: writer.connection };
  throw new Error(`${workflowId} is no workflow of ours`);
}

/** The connection of any workflow of ours: every id names it second, and Temporal appends the time to a scheduled run's. Empty for other texts. */
export function connectionNamed(workflowId: string): string {
  const [, named = ''] = workflowId.split('/');
  return named.replace(/-\d{4}-\d\d-\d\dT[\d:]+Z$/, '');
}

/** What a question about a record that belongs to no document is filed under. No workflow bears it. */
export function unreadableRecordIdOf(record: {
  connection: string;
  kind: string;
  recordId: string;
}): string {
  return `record/${record.connection}/${record.kind}/${record.recordId}`;
}

/**
 * What a question about a part of a vendor is filed under that the sign-in may not use at all, and what documents wait for
 * meanwhile. No workflow bears it.
 */
export function accessIdOf(connection: string, part: 'xeroProjects'): string {
  return `access/${connection}/${part}`;
}

/** The schedule of sweeps of a connection, and the stem of its runs' ids. */
export function sweepIdOf(connection: string): string {
  return `sweep/${connection}`;
}
