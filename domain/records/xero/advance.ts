// A Xero prepayment or overpayment with what it is allocated to: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { XeroPayment } from './payment.ts';

export const xeroAdvanceSchema = z.object({
  kind: z.literal('xeroAdvance'),
  id,
  what: z.enum(['prepayment', 'overpayment']),
  contactId: id,
  date: calendarDate,
  currency: z.string(),
  /** AUTHORISED, PAID, VOIDED or one that Xero adds. */
  status: z.string(),
  total: amountSchema,
  remainingCredit: amountSchema,
  allocations: z.array(
    z.object({
      /** Xero's own, or made of what it is allocated to where the answer did not name it. */
      allocationId: id,
      invoiceId: id,
      amount: amountSchema,
      date: calendarDate,
    }),
  ),
  updatedAt: version,
});
export type XeroAdvance = z.infer<typeof xeroAdvanceSchema>;

export const advanceFiling: FilingOf<XeroAdvance> = (advance) => ({
  recordId: advance.id,
  version: advance.updatedAt,
  belongsTo: advance.contactId,
  marker: null,
});

/** It counts as cash once, when it is allocated: then it concerns what it is allocated to. */
export const advanceConcerns: ConcernsOf<XeroAdvance> = ({ allocations }) =>
  allocations.flatMap(({ invoiceId }) =>
    (['xeroBill', 'xeroSalesInvoice'] as const).map(
      (kind) => ({ whose: 'linked', kind, targetId: invoiceId }) as const,
    ),
  );

/** What an allocated prepayment or overpayment is called among payments; its own id stands where a batch's would. */
export const advanceType = 'ADVANCE';

/** What of it was set off, as payments of what it was set off against. */
export function paymentsOfAdvance(advance: XeroAdvance): XeroPayment[] {
  return advance.allocations.map(({ allocationId, invoiceId, amount, date }) => ({
    kind: 'xeroPayment',
    id: allocationId,
    invoiceId,
    paymentType: advanceType,
    date,
    amount,
    reference: advance.what,
    status: advance.status === 'VOIDED' ? 'DELETED' : 'AUTHORISED',
    // Its cash came in or went out before, by itself.
    isReconciled: true,
    batchPaymentId: advance.id,
    updatedAt: advance.updatedAt,
  }));
}
