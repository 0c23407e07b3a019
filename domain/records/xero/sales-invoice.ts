// A Xero sales invoice (ACCREC): what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import { invoiceFields } from './document-fields.ts';

export const xeroSalesInvoiceSchema = z.object({
  kind: z.literal('xeroSalesInvoice'),
  ...invoiceFields,
});
export type XeroSalesInvoice = z.infer<typeof xeroSalesInvoiceSchema>;

export const salesInvoiceFiling: FilingOf<XeroSalesInvoice> = (invoice) => ({
  recordId: invoice.id,
  version: invoice.updatedAt,
  belongsTo: invoice.contactId,
  marker: markerIn(invoice.url),
});

/**
 * A stranger's may be the one that an owner invoice of the same contact is about to post, or has just posted. What is
 * open on any may be what a question about another of the same contact rests on.
 */
export const salesInvoiceConcerns: ConcernsOf<XeroSalesInvoice> = ({ id: targetId, contactId }) => [
  {
    whose: 'linked',
    kind: 'xeroSalesInvoice',
    targetId,
    else: [{ whose: 'vendorOfContact', contactId, type: 'ownerInvoice', standing: 'unpaid' }],
  },
  { whose: 'vendorOfContact', contactId, type: null, standing: 'inDoubt' },
  { whose: 'known', type: 'directCost', sourceId: `salesInvoice-${targetId}` },
];
export const salesInvoiceHeard: HeardOf = (targetId) => [
  { whose: 'linked', kind: 'xeroSalesInvoice', targetId },
];
