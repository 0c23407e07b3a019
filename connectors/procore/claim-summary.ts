// How the G702 of a claim is read: the summary of a requisition, and an owner invoice's, which has the same keys.
import { z } from 'zod';
import type { ClaimSummary } from '../../domain/records/procore/claim-figures.ts';
import { amount, optionalAmount } from './procore-fields.ts';

export const summarySchema = z.looseObject({
  contract_sum_to_date: amount,
  net_change_by_change_orders: amount,
  total_completed_and_stored_to_date: amount,
  completed_work_retainage_amount: amount,
  stored_materials_retainage_amount: amount,
  total_retainage: amount,
  total_earned_less_retainage: amount,
  less_previous_certificates_for_payment: amount,
  // Absent or null where the company or the project has no tax switched on: not the same fact as 0.00.
  tax_applicable_to_this_payment: optionalAmount,
  current_payment_due: amount,
});

export function toSummary(summary: z.infer<typeof summarySchema>): ClaimSummary {
  return {
    contractSumToDate: summary.contract_sum_to_date,
    netChangeByChangeOrders: summary.net_change_by_change_orders,
    totalCompletedAndStoredToDate: summary.total_completed_and_stored_to_date,
    completedWorkRetainage: summary.completed_work_retainage_amount,
    storedMaterialsRetainage: summary.stored_materials_retainage_amount,
    totalRetainage: summary.total_retainage,
    totalEarnedLessRetainage: summary.total_earned_less_retainage,
    lessPreviousCertificates: summary.less_previous_certificates_for_payment,
    taxApplicableToThisPayment: summary.tax_applicable_to_this_payment,
    currentPaymentDue: summary.current_payment_due,
  };
}
