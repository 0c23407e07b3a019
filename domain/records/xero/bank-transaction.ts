// Money spent or received in Xero on lines of its own, prepayments and overpayments among it: what is kept, and how it is filed. It is only read, for actuals.
import { z } from 'zod';
import { costSourceId } from '../../identity/cost-documents.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import { postedLineSchema } from './posted-line.ts';

export const xeroBankTransactionSchema = z.object({
  kind: z.literal('xeroBankTransaction'),
  id,
  /** SPEND, RECEIVE, or of a prepayment, overpayment or transfer, as Xero names them. */
  type: z.string(),
  contactId: id.nullable(),
  reference: z.string().nullable(),
  date: calendarDate,
  currency: z.string(),
  currencyRate: z.string().nullable(),
  lineAmountTypes: z.enum(['Exclusive', 'Inclusive', 'NoTax']),
  /** AUTHORISED, DELETED, VOIDED or one that Xero adds. */
  status: z.string(),
  lines: z.array(postedLineSchema),
  updatedAt: version,
});
export type XeroBankTransaction = z.infer<typeof xeroBankTransactionSchema>;

export const bankTransactionFiling: FilingOf<XeroBankTransaction> = (spent) => ({
  recordId: spent.id,
  version: spent.updatedAt,
  belongsTo: spent.contactId,
  marker: null,
});

/** The direct cost that is made of it, where there is one. */
export const bankTransactionConcerns: ConcernsOf<XeroBankTransaction> = (spent) => {
  const sourceId = costSourceId(spent);
  return sourceId === null ? [] : [{ whose: 'known', type: 'directCost', sourceId }];
};
