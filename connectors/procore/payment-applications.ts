// How payment applications (owner invoices) are read, with their G702 and their G703 lines.
import { z } from 'zod';
import type { ClaimItem } from '../../domain/records/procore/claim-figures.ts';
import type { ProcorePaymentApplication } from '../../domain/records/procore/payment-application.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { summarySchema, toSummary } from './claim-summary.ts';
import type { PaymentApplicationHeader } from './procore-api.ts';
import {
  amount,
  amountOrNothing,
  currency,
  idField,
  optionalAmount,
  optionalDate,
  optionalId,
  optionalText,
  text,
  wholeNumber,
} from './procore-fields.ts';

/** What a list and a record by itself say alike of one. */
const saidSchema = z.looseObject({
  id: idField,
  number: wholeNumber,
  invoice_number: optionalText,
  status: text,
  billing_date: optionalDate,
  period_id: optionalId,
  g702: summarySchema,
});

/**
 * Its list dates a change by the day at most, and a record by itself not at all (Procore's OpenAPI of 2024, payment
 * applications: updated_at is a date, of the list alone). So the version is a hash over what both say.
 */
function versionOf(said: z.infer<typeof saidSchema>): string {
  const { id, number, invoice_number, status, billing_date, period_id, g702 } = said;
  const figures = toSummary(g702);
  return contentHash({ id, number, invoice_number, status, billing_date, period_id, figures });
}

const listedSchema = saidSchema.extend({
  contract: z.looseObject({ id: optionalId }).nullish(),
});

export function readPaymentApplicationHeader(element: unknown): PaymentApplicationHeader {
  const said = listedSchema.parse(element);
  const { id, number, contract } = said;
  return { id, number, contractId: contract?.id ?? null, updatedAt: versionOf(said) };
}

const codeSchema = z.looseObject({
  full_code: optionalText,
  code: optionalText,
  name: optionalText,
});

/** No taxes: a G703 line has none (Procore's OpenAPI of 2024, payment applications). */
const lineSchema = z.looseObject({
  id: idField,
  type: optionalText,
  origin_type: optionalText,
  origin_id: optionalId,
  description_of_work: optionalText,
  description_override: optionalText,
  cost_code: codeSchema.nullish(),
  wbs_code: z.looseObject({ flat_code: optionalText }).nullish(),
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
});

const schema = saidSchema.extend({
  contract: z.looseObject({ id: idField }),
  currency_configuration: currency,
  total_amount_paid: optionalAmount,
  g703: z.array(lineSchema),
});

type Line = z.infer<typeof lineSchema>;

function typeOf({ type, origin_type: origin }: Line): ClaimItem['itemType'] {
  if (type === 'payment_application_markup_line_item') return 'markup_item';
  return origin === 'ChangeOrderPackage' ? 'change_order_item' : 'contract_item';
}

function toItem(line: Line): ClaimItem {
  const itemType = typeOf(line);
  const costCode = line.cost_code?.full_code ?? line.cost_code?.code ?? null;
  return {
    id: line.id,
    itemType,
    sovLineId: itemType === 'contract_item' ? line.origin_id : null,
    changeOrderId: itemType === 'change_order_item' ? line.origin_id : null,
    description: line.description_override ?? line.description_of_work ?? '',
    costCode: costCode === null ? null : { code: costCode, name: line.cost_code?.name ?? '' },
    wbsFlatCode: line.wbs_code?.flat_code ?? null,
    status: null,
    scheduledValue: line.scheduled_value,
    workCompletedFromPrevious: line.work_completed_from_previous_application,
    workCompletedThisPeriod: line.work_completed_this_period,
    materialsPresentlyStored: line.materials_presently_stored,
    totalCompletedAndStoredToDate: line.total_completed_and_stored_to_date,
    totalFromPrevious: null,
    workRetainageFromPrevious: line.work_completed_retainage_from_previous_application,
    workRetainageRetainedThisPeriod: line.work_completed_retainage_retained_this_period,
    workRetainageReleasedThisPeriod: line.work_completed_retainage_released_this_period,
    materialsRetainageBalance: line.materials_stored_retainage_currently_retained,
    materialsRetainageReleasedThisPeriod: line.materials_stored_retainage_released_this_period,
    materialsRetainageMoved: line.materials_retainage_retained_moved,
    tax: null,
  };
}

export function paymentApplicationReader(
  projectId: string,
): (element: unknown) => ProcorePaymentApplication {
  return (element) => {
    const application = schema.parse(element);
    return {
      kind: 'procorePaymentApplication',
      id: application.id,
      projectId,
      contractId: application.contract.id,
      contractKind: 'pc',
      number: application.number,
      invoiceNumber: application.invoice_number,
      status: application.status,
      billingDate: application.billing_date,
      periodId: application.period_id,
      currency: application.currency_configuration,
      totalPaid: application.total_amount_paid,
      summary: toSummary(application.g702),
      items: application.g703.map(toItem),
      updatedAt: versionOf(application),
    };
  };
}
