// One document of a claim as it is planned in Xero: its role, its lines, and where it is linked already.
import { contentHash } from '../identity/canonical-json.ts';
import { documentUrlOf, markerOf } from '../identity/markers.ts';
import type { Role } from '../identity/roles.ts';
import type { DocumentBase, DocumentRecord, OwnedDocument } from '../plan/owned.ts';
import type { FieldChange, Finding, PlannedWrite } from '../plan/verdict.ts';
import type { CreditNoteBody, LineBody } from '../records/write-bodies.ts';
import { fitWithMarker, withoutMarker } from '../plan/line-description.ts';
import type { CisBasis } from './cis/basis.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { plannerVersionOf } from './planner-versions.ts';
import type { ClaimedDocument } from './proved-claim.ts';
import { documentIdOf, sideOf } from './sides.ts';
import { sourceHashOf } from './source-hash.ts';

export type Posting = {
  role: 'bill' | 'salesInvoice' | 'release' | 'creditNote';
  document: ClaimedDocument;
  /** Of the work alone, for what could be the same document typed by hand. */
  gross: bigint;
  grossTotal: bigint;
  number: string;
  /** `DRAFT` where a person has to approve it in Xero. */
  status: 'DRAFT' | 'AUTHORISED';
  linkedTargetId: string | null;
  target: DocumentRecord | null;
  base: DocumentBase | null;
  marked: DocumentRecord | null;
  /** Reasons to look twice that are this document's alone. */
  findings: readonly Finding[];
  /** What CIS deducts from where its contact is under it; null of what is posted already. */
  cis: CisBasis | null;
  /** What is decided on with it. */
  together: DocumentBase['together'];
  /** Of a new one, where it is not to be Xero's own of the date. */
  currencyRate?: string;
};

/** What people call it: "bill", "sales invoice", "credit note". */
export function wordOfPosting(
  observation: ClaimObservation,
  { role }: Pick<Posting, 'role'>,
): string {
  return role === 'creditNote' ? 'credit note' : sideOf(observation).words.document;
}

/** The document's own marker; a credit note's is that of the claim it belongs to. */
export function markerOfPosting(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  role: Role,
): string {
  return markerOf(documentIdOf(observation, claim), role);
}

/** The link back to the document in the console, with the marker as its fragment. */
export function urlOfPosting(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  role: Role,
): string {
  return documentUrlOf(observation.publicUrl, documentIdOf(observation, claim), role);
}

/** A supplier's credit note has no field for its marker but its first line's words. */
export function projected(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  posting: Posting,
  head: Omit<OwnedDocument, 'lines' | 'url' | 'number'> & { number: string },
): OwnedDocument {
  const { role, document } = posting;
  if (role !== 'creditNote') {
    return { ...head, url: urlOfPosting(observation, claim, role), lines: document.lines };
  }
  if (sideOf(observation).books === 'receivable') return { ...head, lines: document.lines };
  const marker = markerOfPosting(observation, claim, role);
  // A retention line keeps the words it was posted with, be it first now or not.
  const [first, ...others] = document.lines.map((line) => ({
    ...line,
    description: withoutMarker(line.description, marker),
  }));
  if (!first) return { ...head, lines: [] };
  const marked = { ...first, description: fitWithMarker(first.description, marker) };
  return { ...head, lines: [marked, ...others] };
}

export type PostedBody = {
  contactId: string;
  number: string;
  date: string;
  currency: string;
  lines: LineBody[];
  /** Only where it is to be written. */
  url?: string;
  dueDate: string | null;
  status: 'DRAFT' | 'AUTHORISED' | null;
  currencyRate?: string;
};

export function writeOfPosting(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  posting: Posting,
  { body, agreed }: { body: PostedBody; agreed: DocumentBase },
): PlannedWrite {
  const { role, target } = posting;
  const common = {
    operation: target ? ('update' as const) : ('create' as const),
    marker: markerOfPosting(observation, claim, role),
    targetId: target?.id ?? null,
    targetVersion: target?.updatedAt ?? null,
    agreed,
  };
  if (role === 'creditNote') {
    const note = creditNoteBody(observation, posting, { body, marker: common.marker });
    return { ...common, endpoint: 'xero/creditnotes', body: note };
  }
  const id = target?.id ?? null;
  const { kind, endpoint } = sideOf(observation);
  return {
    ...common,
    endpoint,
    body: kind === 'xeroBill' ? { kind, billId: id, ...body } : { kind, invoiceId: id, ...body },
  };
}

function creditNoteBody(
  observation: ClaimObservation,
  { target }: Posting,
  { body, marker }: { body: PostedBody; marker: string },
): CreditNoteBody {
  const { books } = sideOf(observation);
  const { url: _url, dueDate: _dueDate, currencyRate: _rate, ...fields } = body;
  const isNew = target === null;
  return {
    kind: 'xeroCreditNote',
    creditNoteId: target?.id ?? null,
    side: books,
    ...(books === 'receivable' && isNew ? { reference: marker } : {}),
    ...fields,
  };
}

export function agreedOn(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  both: Pick<DocumentBase, 'projection' | 'target' | 'twins' | 'together'>,
): DocumentBase {
  return {
    ...both,
    mappingVersion: observation.mappingVersion,
    plannerVersion: plannerVersionOf(observation),
    source: sourceHashOf(claim),
    closed: false,
  };
}

/** Whether two plans of one document would post the same lines. */
export function linesHash({ lines }: Pick<ClaimedDocument, 'lines'>): string {
  return contentHash(
    lines.map(({ description, unitAmount, taxType, taxAmount, accountCode, tracking }) => ({
      ...{ description, unitAmount, taxType, taxAmount, accountCode },
      tracking: tracking.map(({ category, option }) => `${category}: ${option}`).sort(),
    })),
  );
}

/** A document's status in Xero, as a change a person reads. */
export function statusChange({ status }: { status: string }): FieldChange {
  return { path: 'status', base: 'AUTHORISED', procore: null, xero: status, proposed: null };
}
