// How a requisition v1.1 (a subcontractor's pay app) is read, with its G702 summary and its G703 items.
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type {
  ProcoreRequisition,
  RequisitionItem,
  RequisitionSummary,
} from '../../domain/records/procore/requisition.ts';
import {
  amount,
  amountOrNothing,
  currency,
  idField,
  instant,
  optionalAmount,
  optionalDate,
  optionalId,
  optionalText,
  rate,
  text,
  wholeNumber,
} from './procore-fields.ts';

const summarySchema = z.looseObject({
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

const itemSchema = z.looseObject({
  id: idField,
  item_type: z.enum([
    'contract_item',
    'contract_detail_item',
    'change_order_item',
    'whole_change_order_item',
  ]),
  line_item_id: optionalId,
  description_of_work: optionalText,
  wbs_code: z.looseObject({ flat_code: optionalText }).nullish(),
  status: optionalText,
  scheduled_value: amount,
  work_completed_from_previous_application: amount,
  work_completed_this_period: amount,
  materials_presently_stored: amountOrNothing,
  total_completed_and_stored_to_date: amount,
  work_completed_retainage_from_previous_application: amountOrNothing,
  work_completed_retainage_retained_this_period: amountOrNothing,
  work_completed_retainage_released_this_period: amountOrNothing,
  materials_stored_retainage_currently_retained: amountOrNothing,
  materials_stored_retainage_released_this_period: amountOrNothing,
  materials_retainage_retained_moved: amountOrNothing,
  taxes: z.array(z.looseObject({ tax_code_id: idField, tax_code_rate: rate })).nullish(),
});

const requisitionSchema = z.looseObject({
  id: idField,
  previous_requisition_id: optionalId,
  project_id: optionalId,
  commitment_id: idField,
  commitment_type: z.enum(['WorkOrderContract', 'PurchaseOrderContract']),
  vendor_id: optionalId,
  number: wholeNumber,
  invoice_number: optionalText,
  invoice_type: optionalText,
  status: text,
  billing_date: optionalDate,
  period_id: optionalId,
  currency_configuration: currency,
  summary: summarySchema,
  items: z.array(itemSchema),
  updated_at: instant,
});

function toSummary(summary: z.infer<typeof summarySchema>): RequisitionSummary {
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

/**
 * One tax per item is what Xero can carry. Several (Procore's tax groups) become one with a joined id, which no
 * mapping knows: the pay app then waits as an unmapped tax and is neither lost nor posted with half its tax.
 */
function toTax(taxes: z.infer<typeof itemSchema>['taxes']): RequisitionItem['tax'] {
  if (taxes === undefined || taxes === null || taxes.length === 0) return null;
  const sum = taxes.reduce((total, tax) => total.plus(tax.tax_code_rate), new Decimal(0));
  return { taxCodeId: taxes.map((tax) => tax.tax_code_id).join('+'), rate: sum.toString() };
}

function toItem(item: z.infer<typeof itemSchema>): RequisitionItem {
  return {
    id: item.id,
    itemType: item.item_type,
    sovLineId: item.line_item_id,
    description: item.description_of_work ?? '',
    wbsFlatCode: item.wbs_code?.flat_code ?? null,
    status: item.status,
    scheduledValue: item.scheduled_value,
    workCompletedFromPrevious: item.work_completed_from_previous_application,
    workCompletedThisPeriod: item.work_completed_this_period,
    materialsPresentlyStored: item.materials_presently_stored,
    totalCompletedAndStoredToDate: item.total_completed_and_stored_to_date,
    workRetainageFromPrevious: item.work_completed_retainage_from_previous_application,
    workRetainageRetainedThisPeriod: item.work_completed_retainage_retained_this_period,
    workRetainageReleasedThisPeriod: item.work_completed_retainage_released_this_period,
    materialsRetainageBalance: item.materials_stored_retainage_currently_retained,
    materialsRetainageReleasedThisPeriod: item.materials_stored_retainage_released_this_period,
    materialsRetainageMoved: item.materials_retainage_retained_moved,
    tax: toTax(item.taxes),
  };
}

export function requisitionReader(projectId: string): (element: unknown) => ProcoreRequisition {
  return (element) => {
    const requisition = requisitionSchema.parse(element);
    return {
      kind: 'procoreRequisition',
      id: requisition.id,
      projectId: requisition.project_id ?? projectId,
      commitmentId: requisition.commitment_id,
      contractKind: requisition.commitment_type === 'WorkOrderContract' ? 'wo' : 'po',
      previousId: requisition.previous_requisition_id,
      vendorId: requisition.vendor_id,
      number: requisition.number,
      invoiceNumber: requisition.invoice_number,
      invoiceType: requisition.invoice_type,
      status: requisition.status,
      billingDate: requisition.billing_date,
      periodId: requisition.period_id,
      currency: requisition.currency_configuration,
      summary: toSummary(requisition.summary),
      items: requisition.items.map(toItem),
      updatedAt: requisition.updated_at,
    };
  };
}
