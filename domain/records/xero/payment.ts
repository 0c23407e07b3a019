// A payment of a Xero bill or sales invoice: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroPaymentSchema = z.object({
  kind: z.literal('xeroPayment'),
  id,
  /** The bill or invoice it pays. */
  invoiceId: id,
  paymentType: z.string(),
  date: calendarDate,
  /** In the bill's currency, tax included. */
  amount: amountSchema,
  /** Its own, of the day it was paid, where the bill is in a foreign currency; absent in the organisation's own. */
  currencyRate: z.string().optional(),
  reference: z.string().nullable(),
  /** AUTHORISED, DELETED or one that Xero adds; only an AUTHORISED one counts. */
  status: z.string(),
  isReconciled: z.boolean(),
  batchPaymentId: id.nullable(),
  updatedAt: version,
});
export type XeroPayment = z.infer<typeof xeroPaymentSchema>;

export const paymentFiling: FilingOf<XeroPayment> = (payment) => ({
  recordId: payment.id,
  version: payment.updatedAt,
  belongsTo: payment.invoiceId,
  marker: markerIn(payment.reference),
});

export const paymentConcerns: ConcernsOf<XeroPayment> = ({ invoiceId }) => [
  { whose: 'linked', kind: 'xeroBill', targetId: invoiceId },
  { whose: 'linked', kind: 'xeroSalesInvoice', targetId: invoiceId },
];
