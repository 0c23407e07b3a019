// A Xero purchase order: what is kept, and how it is filed.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { FilingOf } from '../filing.ts';
import { xeroLineSchema } from './line.ts';

export const xeroPurchaseOrderSchema = z.object({
  kind: z.literal('xeroPurchaseOrder'),
  id,
  contactId: id,
  number: z.string(),
  reference: z.string().nullable(),
  date: calendarDate,
  currency: z.string(),
  lineAmountTypes: z.enum(['Exclusive', 'Inclusive', 'NoTax']),
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED', 'DELETED']),
  subTotal: amountSchema,
  totalTax: amountSchema,
  total: amountSchema,
  lines: z.array(xeroLineSchema),
  updatedAt: version,
});
export type XeroPurchaseOrder = z.infer<typeof xeroPurchaseOrderSchema>;

export const purchaseOrderFiling: FilingOf<XeroPurchaseOrder> = (order) => ({
  recordId: order.id,
  version: order.updatedAt,
  belongsTo: order.contactId,
  marker: markerIn(order.reference),
});
