// A Xero purchase order: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
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
  /** DRAFT, SUBMITTED, AUTHORISED, BILLED, DELETED or one that Xero adds. */
  status: z.string(),
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

export const purchaseOrderConcerns: ConcernsOf<XeroPurchaseOrder> = ({ id: targetId }) => [
  { whose: 'linked', kind: 'xeroPurchaseOrder', targetId },
];
export const purchaseOrderHeard: HeardOf = (targetId) => [
  { whose: 'linked', kind: 'xeroPurchaseOrder', targetId },
];
