// How the files on a bill are listed, and how one is put there. None can be taken off: Xero's API has no call for it.
import { z } from 'zod';
import type { AttachmentInXero, XeroClient } from './xero-api.ts';
import { readOne } from '../http/parsed-records.ts';
import type { XeroCall } from './xero-call.ts';
import { collectionOf } from './xero-call.ts';
import { idField, text } from './xero-fields.ts';
import type { XeroReading } from './xero-reading.ts';

const schema = z.looseObject({ AttachmentID: idField, FileName: text });
const template = '/Invoices/{InvoiceID}/Attachments';

function readAttachment(element: unknown): AttachmentInXero {
  const { AttachmentID: id, FileName: name } = schema.parse(element);
  return { id, name };
}

/** Throws VendorError `notFound` where Xero shows no such document. */
export function attachmentReads({ unpaged }: XeroReading): Pick<XeroClient, 'listAttachments'> {
  return {
    listAttachments: ({ documentId }) =>
      unpaged({
        resource: 'attachment',
        template,
        collection: 'Attachments',
        idField: 'AttachmentID',
        read: readAttachment,
        fetch: (api, tenantId) => api.getInvoiceAttachments(tenantId, documentId),
      }),
  };
}

/** The whole file is one request; xero-node holds it in memory. It is not shown with an online invoice: bills have none. */
export function attachmentWrites(call: XeroCall): Pick<XeroClient, 'createAttachment'> {
  return {
    createAttachment: async ({ body, content, contentType, idempotencyKey, beforeSend }) => {
      const answer = await call({
        method: 'PUT',
        template: `${template}/{FileName}`,
        beforeSend,
        run: (api, tenantId) =>
          api.createInvoiceAttachmentByFileName(
            tenantId,
            body.documentId,
            body.name,
            content,
            undefined, // includeOnline
            idempotencyKey,
            { headers: { 'Content-Type': contentType } },
          ),
      });
      const [element] = collectionOf(answer, 'Attachments', true);
      const context = { vendor: 'xero', resource: 'attachment' } as const;
      return readOne({ element, read: readAttachment, id: null, context, write: true });
    },
  };
}
