// What Xero does not let anybody do with a payment.
import type { XeroPayment } from '../../records/xero/payment.ts';

/** What a person must undo first; undefined where nothing is. Source: Xero developer docs, Payments, read 2026-11-23. */
export function whyNotDeletable({ isReconciled, batchPaymentId }: XeroPayment): string | undefined {
  if (batchPaymentId !== null) return 'It is part of a batch payment: delete the batch in Xero.';
  // Whether Xero deletes one that is reconciled is not documented, so it is never tried.
  return isReconciled ? 'It is reconciled in Xero: unreconcile it there first.' : undefined;
}
