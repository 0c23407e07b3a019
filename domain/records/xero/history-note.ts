// A note that we added to a document's history in Xero: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroHistoryNoteSchema = z.object({
  kind: z.literal('xeroHistoryNote'),
  /** Xero gives a note no id: it is known by the marker in its text. */
  id,
  documentId: id,
  marker: z.string(),
});
export type XeroHistoryNote = z.infer<typeof xeroHistoryNoteSchema>;

export const historyNoteFiling: FilingOf<XeroHistoryNote> = ({
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
export const historyNoteConcerns: ConcernsOf<XeroHistoryNote> = () => [];
