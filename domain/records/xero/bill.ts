// A Xero bill: what is kept, and how it is filed.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { FilingOf } from '../filing.ts';
import { xeroLineSchema } from './line.ts';

export const documentStatusSchema = z.enum([
  'DRAFT',
  'SUBMITTED',
  'AUTHORISED',
  'PAID',
  'VOIDED',
  'DELETED',
]);

export const xeroBillSchema = z.object({
  kind: z.literal('xeroBill'),
  id,
  contactId: id,
  number: z.string().nullable(),
  url: z.string().nullable(),
  date: calendarDate,
  dueDate: calendarDate.nullable(),
  currency: z.string(),
  currencyRate: z.string().nullable(),
  lineAmountTypes: z.enum(['Exclusive', 'Inclusive', 'NoTax']),
  status: documentStatusSchema,
  subTotal: amountSchema,
  totalTax: amountSchema,
  total: amountSchema,
  amountDue: amountSchema,
  amountPaid: amountSchema,
  amountCredited: amountSchema,
  lines: z.array(xeroLineSchema),
  updatedAt: version,
});
export type XeroBill = z.infer<typeof xeroBillSchema>;

export const billFiling: FilingOf<XeroBill> = (bill) => ({
  recordId: bill.id,
  version: bill.updatedAt,
  belongsTo: bill.contactId,
  marker: markerIn(bill.url),
});
