// The files on bills and sales invoices: listed, and put there by an app or a person. No file is ever taken off by an app.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Route } from '../kit/router.ts';
import type { Attachment } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { badRequest } from './failures.ts';
import { callerOf } from './books.ts';
import { envelope, found } from './write-envelope.ts';
import { note } from './history.ts';
import { texts } from './texts.ts';

/**
 * Ten files a document through the API. A file may have 10 MB by the page Attachments and 25 MB by those of Invoices and
 * Contacts; a request has 10 MB, which BODY_BYTES_MAX keeps. Source: Xero developer docs, read 2026-11-23.
 */
const FILES_MAX = 10;
/** Source: Xero developer docs, Attachments: characters a name may not have, read 2026-11-23. */
const FORBIDDEN_IN_NAMES = /[<>:"/\\|?*\0+]/;
/** Source: Xero developer docs, Attachments, and help.xero.com, file types; read 2026-11-23. */
const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpg',
  jpeg: 'image/jpg',
  gif: 'image/gif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
  csv: 'text/csv',
  txt: 'text/plain',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

export function attachmentRoutes({ state }: Books, base: string): Route[] {
  const path = `${base}/Invoices/{id}/Attachments`;
  return [
    { method: 'GET', path, handle: (request) => listed(state, ownerOf(state, request)) },
    ...['PUT', 'POST'].map((method) => ({
      method,
      path: `${path}/{fileName}`,
      handle: (request: SandboxRequest) => put(state, request),
    })),
  ];
}

function ownerOf(state: XeroState, { params }: SandboxRequest): string {
  return found(state.invoices.get((params['id'] ?? '').toLowerCase())).invoiceId;
}

/** Whether a document has files, which its own answer tells. */
export function hasAttachments(state: XeroState, owner: string): boolean {
  return (state.attachments.get(owner) ?? []).length > 0;
}

function listed(state: XeroState, owner: string): Answer {
  const files = state.attachments.get(owner) ?? [];
  return envelope(state, { Attachments: files.map((file) => shown(owner, file)) });
}

/** The same name again is the same file with another content. */
function put(state: XeroState, request: SandboxRequest): Answer {
  const owner = ownerOf(state, request);
  const fileName = request.params['fileName'] ?? '';
  const includeOnline = request.query.get('IncludeOnline')?.toLowerCase() === 'true';
  refuseUnfit(state, request, { owner, fileName, includeOnline });
  const before = state.attachments.get(owner) ?? [];
  const same = before.find((file) => file.fileName === fileName);
  const file: Attachment = {
    attachmentId: same?.attachmentId ?? state.newId(),
    fileName,
    mimeType: TYPES[endingOf(fileName)] ?? 'application/octet-stream',
    bytes: request.rawBody.length,
    includeOnline,
  };
  state.attachments.set(owner, [...before.filter((one) => one !== same), file]);
  note(state, owner, callerOf(request), 'Attached a file', `Attached the file ${fileName}`);
  return envelope(state, { Attachments: [shown(owner, file)] });
}

function refuseUnfit(
  state: XeroState,
  { rawBody }: SandboxRequest,
  { owner, fileName, includeOnline }: { owner: string; fileName: string; includeOnline: boolean },
): void {
  const invoice = found(state.invoices.get(owner));
  const files = state.attachments.get(owner) ?? [];
  if (FORBIDDEN_IN_NAMES.test(fileName)) throw badRequest(texts.attachmentName);
  if (TYPES[endingOf(fileName)] === undefined) throw badRequest(texts.attachmentType);
  if (rawBody.length === 0) throw badRequest(texts.attachmentEmpty);
  const isNew = files.every((file) => file.fileName !== fileName);
  if (isNew && files.length >= FILES_MAX) throw badRequest(texts.attachmentCount);
  if (includeOnline && invoice.type === 'ACCPAY') throw badRequest(texts.attachmentOnline);
  const isEnded = invoice.status === 'VOIDED' || invoice.status === 'DELETED';
  if (isEnded && state.rule('attachmentOnEnded') === 'refuse') {
    throw badRequest(texts.attachmentEnded);
  }
}

function endingOf(fileName: string): string {
  return /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

/** Source: Xero OpenAPI 16.1.0, schema Attachment, read 2026-11-27. */
function shown(owner: string, file: Attachment): Record<string, unknown> {
  const path = `Invoices/${owner}/Attachments/${encodeURIComponent(file.fileName)}`;
  return {
    AttachmentID: file.attachmentId,
    FileName: file.fileName,
    Url: `https://api.xero.com/api.xro/2.0/${path}`,
    MimeType: file.mimeType,
    ContentLength: file.bytes,
    IncludeOnline: file.includeOnline,
  };
}
