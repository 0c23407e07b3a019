// A file that we put on a document in Xero, as the answer or the list of the document's files tells it: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroAttachmentSchema = z.object({
  kind: z.literal('xeroAttachment'),
  id,
  /** The document it is on. */
  documentId: id,
  name: z.string(),
  /** Xero keeps no mark on a file: it is known by the name we gave it. */
  marker: z.string(),
});
export type XeroAttachment = z.infer<typeof xeroAttachmentSchema>;

export const attachmentFiling: FilingOf<XeroAttachment> = ({
  id: recordId,
  documentId,
  marker,
}) => ({
  recordId,
  version: '',
  belongsTo: documentId,
  marker,
});

/** Nothing is planned by what became of it. */
export const attachmentConcerns: ConcernsOf<XeroAttachment> = () => [];
