// Files on pay apps: what a person attached, how a pay app shows it, and the address it is downloaded from.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { ControlError, parsed } from '../kit/control-plane.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import type { AttachmentRow } from './attachment-row.ts';
import { ruleOf } from './open-rules.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

/** What the address is signed with; whoever holds an address needs nothing else to download. */
const SIGNED_WITH = 'procore-sandbox-storage';
/** Unconfirmed: the reference says that the addresses are downloaded by GET, and not for how long. */
const LIFETIME_MS = 600_000;

function signatureOf(id: number, expires: string): string {
  return createHmac('sha256', SIGNED_WITH).update(`${id} ${expires}`).digest('hex');
}

/** Source: Procore REST reference, requisition v1.1, attachments; read 2026-11-23. */
export function presentAttachments(
  { state, now }: Pick<RouteContext, 'state' | 'now'>,
  baseUrl: string,
  requisitionId: number,
): object[] {
  return state.attachments
    .values()
    .filter(({ requisition_id }) => requisition_id === requisitionId)
    .map(({ id, filename, content_type }) => {
      const expires =
        ruleOf(state, 'attachmentUrl') === 'expires' ? String(now() + LIFETIME_MS) : 'never';
      const query = new URLSearchParams({ expires, sig: signatureOf(id, expires) });
      return { id, url: `${baseUrl}/storage/${id}?${query.toString()}`, filename, content_type };
    });
}

/** The storage is another host of Procore's: no token, no company, no limits of the API. */
export function storageRoutes({ state, now }: RouteContext): Route[] {
  return [
    {
      method: 'GET',
      path: '/storage/{id}',
      open: true,
      handle: (request) => {
        const refusal = refusedAtStorage(request, now());
        if (refusal !== null) return refusal;
        if (ruleOf(state, 'attachmentDownload') === 'redirects') {
          const location = `/storage/${request.params['id']}/content?${request.query.toString()}`;
          return { status: 302, headers: { location } };
        }
        return contentOf(state, request);
      },
    },
    {
      method: 'GET',
      path: '/storage/{id}/content',
      open: true,
      handle: (request) => refusedAtStorage(request, now()) ?? contentOf(state, request),
    },
  ];
}

function plain(status: number, body: string): Answer {
  return { status, body, contentType: 'application/xml' };
}

/** A token sent to the storage is refused too: an address may not carry two sign-ins, and a token must not go there. */
function refusedAtStorage({ params, query, headers }: SandboxRequest, now: number): Answer | null {
  if (headers['authorization'] !== undefined) {
    return plain(400, '<Error><Code>InvalidArgument</Code></Error>');
  }
  const expires = query.get('expires') ?? '';
  const isSigned = query.get('sig') === signatureOf(Number(params['id']), expires);
  const isOver = expires !== 'never' && Number(expires) < now;
  return isSigned && !isOver ? null : plain(403, '<Error><Code>AccessDenied</Code></Error>');
}

function contentOf(state: ProcoreState, { params }: SandboxRequest): Answer {
  const row = state.attachments.get(params['id'] ?? '');
  if (row === undefined) return plain(404, '<Error><Code>NoSuchKey</Code></Error>');
  const body = row.text === null ? Buffer.alloc(row.bytes, 0x20) : Buffer.from(row.text, 'utf8');
  return { status: 200, body, contentType: row.content_type };
}

const attachmentSchema = z.strictObject({
  payAppId: z.union([z.int(), z.string().regex(/^\d+$/)]),
  filename: z.string().min(1),
  contentType: z.string().min(1).default('application/pdf'),
  text: z.string().default('%PDF-1.7 a pay app'),
  /** So many bytes of nothing instead of a text. */
  bytes: z.int().min(0).max(40_000_000).optional(),
});

/** What a person does on Procore's own page of a pay app: attaches a file, or takes one off. */
export function attachmentControlRoutes({ state, now }: RouteContext): Route[] {
  const touch = (requisitionId: string): void => {
    const row = state.requisitions.get(requisitionId);
    if (row === undefined) throw new ControlError(404, 'There is no such pay app');
    if (ruleOf(state, 'attachmentMovesPayApp') === 'no') return;
    state.requisitions.set(requisitionId, { ...row, updated_at: nextStamp(state, now()) });
  };
  return [
    {
      method: 'POST',
      path: '/_sandbox/attachments',
      open: true,
      handle: (request) => {
        const { payAppId, filename, contentType, text, bytes } = parsed(attachmentSchema, request);
        touch(String(payAppId));
        const row: AttachmentRow = {
          id: nextId(state),
          requisition_id: Number(payAppId),
          filename,
          content_type: contentType,
          text: bytes === undefined ? text : null,
          bytes: bytes ?? Buffer.byteLength(text),
        };
        state.attachments.set(String(row.id), row);
        return { status: 201, body: row };
      },
    },
    {
      method: 'DELETE',
      path: '/_sandbox/attachments/{id}',
      open: true,
      handle: ({ params }) => {
        const row = state.attachments.get(params['id'] ?? '');
        if (row === undefined) throw new ControlError(404, 'There is no such attachment');
        state.attachments.delete(String(row.id));
        touch(String(row.requisition_id));
        return { status: 200, body: row };
      },
    },
  ];
}
