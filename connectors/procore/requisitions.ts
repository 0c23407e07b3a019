// How a requisition v1.1 (a subcontractor's pay app) is read, with its G702 summary and its G703 items.
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { ClaimItem } from '../../domain/records/procore/claim-figures.ts';
import type {
  ClaimAttachment,
  ProcoreRequisition,
} from '../../domain/records/procore/requisition.ts';
import { summarySchema, toSummary } from './claim-summary.ts';
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

const itemSchema = z.looseObject({
  id: idField,
  item_type: z.enum([
    'contract_item',
    'contract_detail_item',
    'change_order_item',
    'whole_change_order_item',
  ]),
  line_item_id: optionalId,
  change_order_package_id: optionalId,
  description_of_work: optionalText,
  wbs_code: z.looseObject({ flat_code: optionalText }).nullish(),
  status: optionalText,
  scheduled_value: amount,
  work_completed_from_previous_application: amount,
  work_completed_this_period: amount,
  materials_presently_stored: amountOrNothing,
  total_completed_and_stored_to_date: amount,
  total_completed_and_stored_to_date_from_previous: optionalAmount,
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
  attachments: z.array(z.unknown()).nullish().catch(null),
  updated_at: instant,
});

const attachmentSchema = z.looseObject({
  id: idField,
  filename: text,
  content_type: optionalText,
});

/** Their addresses are left out: whoever holds one can fetch the file. An odd file keeps no pay app from being read. */
function toAttachments(shown: readonly unknown[] | null | undefined) {
  const attachments = (shown ?? []).flatMap((one): ClaimAttachment[] => {
    const read = attachmentSchema.safeParse(one);
    if (!read.success) return [];
    const { id, filename: fileName, content_type: contentType } = read.data;
    return [{ id, fileName, contentType }];
  });
  return attachments.length === 0 ? {} : { attachments };
}

/**
 * One tax per item is what Xero can carry. Several (Procore's tax groups) become one with a joined id, in order, which
 * the mapping knows by its codes: "GST+PST".
 */
function toTax(taxes: z.infer<typeof itemSchema>['taxes']): ClaimItem['tax'] {
  if (taxes === undefined || taxes === null || taxes.length === 0) return null;
  const sum = taxes.reduce((total, tax) => total.plus(tax.tax_code_rate), new Decimal(0));
  return {
    taxCodeId: taxes
      .map((tax) => tax.tax_code_id)
      .sort()
      .join('+'),
    rate: sum.toString(),
  };
}

function toItem(item: z.infer<typeof itemSchema>): ClaimItem {
  return {
    id: item.id,
    itemType: item.item_type,
    sovLineId: item.line_item_id,
    changeOrderId: item.change_order_package_id,
    description: item.description_of_work ?? '',
    // Its SOV line says it.
    costCode: null,
    wbsFlatCode: item.wbs_code?.flat_code ?? null,
    status: item.status,
    scheduledValue: item.scheduled_value,
    workCompletedFromPrevious: item.work_completed_from_previous_application,
    workCompletedThisPeriod: item.work_completed_this_period,
    materialsPresentlyStored: item.materials_presently_stored,
    totalCompletedAndStoredToDate: item.total_completed_and_stored_to_date,
    totalFromPrevious: item.total_completed_and_stored_to_date_from_previous,
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
      ...toAttachments(requisition.attachments),
      updatedAt: requisition.updated_at,
    };
  };
}
