// A Xero prepayment or overpayment with what it is allocated to: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

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
