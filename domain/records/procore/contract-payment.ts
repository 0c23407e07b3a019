// A payment recorded against a commitment in Procore: what is kept, and how it is filed.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { FilingOf } from '../filing.ts';

/** A payment recorded against a commitment in Procore. */
export const procoreContractPaymentSchema = z.object({
  kind: z.literal('procoreContractPayment'),
  id,
  projectId: id,
  contractId: id,
  requisitionId: id.nullable(),
  amount: amountSchema,
  date: calendarDate.nullable(),
  notes: z.string().nullable(),
  updatedAt: version,
});
export type ProcoreContractPayment = z.infer<typeof procoreContractPaymentSchema>;

export const contractPaymentFiling: FilingOf<ProcoreContractPayment> = (payment) => ({
  recordId: payment.id,
  version: payment.updatedAt,
  belongsTo: payment.requisitionId,
  marker: markerIn(payment.notes),
});
