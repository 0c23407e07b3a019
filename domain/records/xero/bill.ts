// A Xero bill: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';
import { xeroLineSchema } from './line.ts';

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
  /** DRAFT, SUBMITTED, AUTHORISED, PAID, VOIDED, DELETED or one that Xero adds. */
  status: z.string(),
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

/** A stranger's bill may be the one that a document of the same contact is about to post, or has just posted. */
export const billConcerns: ConcernsOf<XeroBill> = ({ id: targetId, contactId }) => [
  {
    whose: 'linked',
    kind: 'xeroBill',
    targetId,
    else: { whose: 'vendorOfContact', contactId, type: 'payApp', standing: 'unpaid' },
  },
];
export const billHeard: HeardOf = (targetId) => [{ whose: 'linked', kind: 'xeroBill', targetId }];

/** Xero announces bills as invoices. Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23. */
export const billWebhooks: readonly WebhookName[] = [{ names: ['invoice'] }];
