// A manual journal of Xero: what is kept, and how it is filed. It is only read, for actuals.
import { z } from 'zod';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import { postedLineSchema } from './posted-line.ts';

/** Always in the organisation's own currency; debits above zero, credits below. */
export const xeroManualJournalSchema = z.object({
  kind: z.literal('xeroManualJournal'),
  id,
  narration: z.string(),
  date: calendarDate,
  lineAmountTypes: z.enum(['Exclusive', 'Inclusive', 'NoTax']),
  /** DRAFT, POSTED, DELETED, VOIDED, ARCHIVED or one that Xero adds. */
  status: z.string(),
  lines: z.array(postedLineSchema),
  updatedAt: version,
});
export type XeroManualJournal = z.infer<typeof xeroManualJournalSchema>;

export const manualJournalFiling: FilingOf<XeroManualJournal> = (journal) => ({
  recordId: journal.id,
  version: journal.updatedAt,
  belongsTo: null,
  marker: null,
});

/** The direct cost that is made of it, where there is one. */
export const manualJournalConcerns: ConcernsOf<XeroManualJournal> = ({ id: targetId }) => [
  { whose: 'known', type: 'directCost', sourceId: `journal-${targetId}` },
];
