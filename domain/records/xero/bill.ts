// A Xero bill: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';
import { invoiceFields } from './document-fields.ts';

export const xeroBillSchema = z.object({ kind: z.literal('xeroBill'), ...invoiceFields });
export type XeroBill = z.infer<typeof xeroBillSchema>;

export const billFiling: FilingOf<XeroBill> = (bill) => ({
  recordId: bill.id,
  version: bill.updatedAt,
  belongsTo: bill.contactId,
  marker: markerIn(bill.url),
});

/**
 * A stranger's bill may be the one that a document of the same contact is about to post or has just posted, or be made
 * from its order. What is open on any bill may be what a question about another of the same contact rests on.
 */
export const billConcerns: ConcernsOf<XeroBill> = ({ id: targetId, contactId }) => [
  {
    whose: 'linked',
    kind: 'xeroBill',
    targetId,
    else: [
      { whose: 'vendorOfContact', contactId, type: 'payApp', standing: 'unpaid' },
      { whose: 'vendorOfContact', contactId, type: 'commitment', standing: 'any' },
    ],
  },
  { whose: 'vendorOfContact', contactId, type: null, standing: 'inDoubt' },
  { whose: 'known', type: 'directCost', sourceId: `bill-${targetId}` },
];
/** Its webhook does not say whether it is a bill or a sales invoice. */
export const billHeard: HeardOf = (targetId) => [
  { whose: 'linked', kind: 'xeroBill', targetId },
  { whose: 'linked', kind: 'xeroSalesInvoice', targetId },
];

/** Xero announces bills and sales invoices as invoices. Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23. */
export const billWebhooks: readonly WebhookName[] = [{ names: ['invoice'] }];
