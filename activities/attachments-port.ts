// The files on pay apps as the write path puts them on bills: fetched from Procore on their way out, one a request, known by their names.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { AttachmentBody } from '../domain/records/write-bodies.ts';
import type { XeroAttachment } from '../domain/records/xero/attachment.ts';
import { ownKeyOf, sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found, Proof, SendResult } from './vendor-port.ts';
import { later, withoutPause } from './without-pause.ts';
import { beside, bodyOf, spareTraits } from './xero-port-parts.ts';

type Clients = { procore: ProcoreClient; xero: XeroClient };

/**
 * Xero documents 10 MB for a file on one page and 25 MB on two others, and 10 MB for a request: the least of them.
 * Source: Xero developer docs, Attachments, Invoices and Limits, read 2026-11-23.
 */
const fileBytesMaximum = 10_000_000;
/** A PDF begins with this, within its first kilobyte. Source: ISO 32000-1, 7.5.2 and annex H. */
const pdfSign = '%PDF-';
const pdfSignWithin = 1_024;
/** How often a file is asked for that Procore does not serve, before that is taken for an answer. */
const triesMaximum = 6;
const fetchAgainMs = 30_000;

const kindOf = (member: IntentRow): AttachmentBody => bodyOf('xeroAttachment', member);

function recordOf(
  { marker }: IntentRow,
  { documentId }: AttachmentBody,
  { id, name }: { id: string; name: string },
): XeroAttachment {
  return { kind: 'xeroAttachment', id, documentId, name, marker };
}

/** Our names hold the file's id in Procore, so that one of ours is known by its name alone. */
async function lookUp(xero: XeroClient, members: readonly IntentRow[]): Promise<Found> {
  const found = new Map<string, XeroAttachment[]>();
  for (const member of members) {
    const body = kindOf(member);
    const files = await beside(() => xero.listAttachments({ documentId: body.documentId }));
    const own = files.filter(({ name }) => name.toLowerCase() === body.name.toLowerCase());
    found.set(
      member.key,
      own.map((file) => recordOf(member, body, file)),
    );
  }
  return found;
}

type Ready = { ok: true; content: Buffer } | { ok: false; why: string };

/** The file, or why it will never be carried. Throws `rateLimited`, which harms nobody, where it is to be asked for again. */
async function fetched(
  procore: ProcoreClient,
  body: AttachmentBody,
  tries: number,
): Promise<Ready> {
  const no = (why: string): Ready => ({ ok: false, why });
  try {
    const file = await procore.fetchAttachment({ ...body, bytesMax: fileBytesMaximum });
    switch (file.got) {
      case 'nothing':
        return no('Procore no longer shows the file on the pay app.');
      case 'tooLarge':
        return no('The file is larger than the 10 MB that Xero takes.');
      case 'badAddress':
        return no('Procore names an address for the file that cannot be called.');
      case 'refusal':
        return no(`Procore does not hand the file out (HTTP ${file.status}).`);
      case 'file':
        return isPdf(file.content)
          ? { ok: true, content: file.content }
          : no('What Procore hands out is not a PDF.');
    }
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (tries >= triesMaximum) {
      return no(`The file could not be fetched from Procore in ${tries} tries (${error.kind}).`);
    }
    throw later(error.retryAfterMs ?? fetchAgainMs, 'the file cannot be fetched from Procore yet');
  }
}

function isPdf(content: Buffer): boolean {
  return content.subarray(0, pdfSignWithin).includes(pdfSign);
}

async function sendOne(
  { procore, xero }: Clients,
  member: IntentRow,
  way: { idempotencyKey: string; proof: Proof; tries: number },
): Promise<SendResult> {
  const body = kindOf(member);
  const file = await fetched(procore, body, way.tries);
  const { marker } = member;
  if (!file.ok) return { ok: false, marker, targetId: null, messages: [file.why] };
  return writeOne(
    member,
    async () => {
      const written = await withoutPause(
        fetchAgainMs,
        'Xero does not let Tieout attach files',
        () =>
          xero.createAttachment({
            body,
            content: file.content,
            contentType: 'application/pdf',
            idempotencyKey: ownKeyOf(way.idempotencyKey, member),
            beforeSend: way.proof([member]),
          }),
      );
      return recordOf(member, body, written);
    },
    (members) => lookUp(xero, members),
  );
}

export function attachmentsPort(clients: Clients): EndpointPort {
  return {
    ...spareTraits,
    recordKind: 'xeroAttachment',
    send: (members, idempotencyKey, proof, tries = 1) =>
      sendEach(members, (member) => sendOne(clients, member, { idempotencyKey, proof, tries })),
    lookUp: (members) => lookUp(clients.xero, members),
  };
}
