// Which fields of a request body Procore knows, which of them this sandbox keeps, and what it says to the others.
import { booleanField, given, nullableDate, nullableText } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { ruleOf } from './open-rules.ts';
import { currencyWritableFields } from './currency-writable-fields.ts';
import { directCostWritableFields } from './direct-cost-writable-fields.ts';
import { ownerWritableFields } from './owner-writable-fields.ts';
import { ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { Kept, ProcoreState } from './procore-state.ts';
import { timecardWritableFields } from './timecards/timecard-writable-fields.ts';

/** A field without a rule of its own: kept as given and shown again. */
type PlainKind = 'text' | 'date' | 'flag';
export type PlainFields = Readonly<Record<string, PlainKind>>;

export type WritableFields = {
  /** Written, each by its own rule. */
  own: readonly string[];
  plain: PlainFields;
  /** Procore writes them and this sandbox does not, so that it says so and drops nothing in silence. */
  unkept: readonly string[];
};

const FILES = ['file_version_ids', 'upload_ids', 'prostore_file_ids'];
const CONTRACT_OWN = [
  ...['number', 'title', 'description', 'status', 'vendor_id', 'executed', 'private'],
  ...['retainage_percent', 'contract_date', 'origin_id', 'origin_data'],
];
const CONTRACT_PLAIN: PlainFields = {
  origin_code: 'text',
  approval_letter_date: 'date',
  execution_date: 'date',
  issued_on_date: 'date',
  letter_of_intent_date: 'date',
  returned_date: 'date',
};
const CONTRACT_UNKEPT = [
  ...['accounting_method', 'invoice_contact_user_ids', 'drawing_revision_ids', 'form_ids'],
  ...['image_ids', ...FILES],
];

/** Source: Procore OpenAPI 2024-10, write models of each resource, read 2026-11-26; what is newer is said beside it. */
export const writableFields = {
  ...ownerWritableFields,
  ...currencyWritableFields,
  ...timecardWritableFields,
  ...directCostWritableFields,
  work_order_contract: {
    own: CONTRACT_OWN,
    plain: {
      ...CONTRACT_PLAIN,
      actual_completion_date: 'date',
      contract_estimated_completion_date: 'date',
      contract_start_date: 'date',
      signed_contract_received_date: 'date',
      inclusions: 'text',
      exclusions: 'text',
    },
    unkept: CONTRACT_UNKEPT,
  },
  purchase_order_contract: {
    own: CONTRACT_OWN,
    plain: {
      ...CONTRACT_PLAIN,
      delivery_date: 'date',
      bill_to_address: 'text',
      ship_to_address: 'text',
      ship_via: 'text',
      payment_terms: 'text',
    },
    unkept: [...CONTRACT_UNKEPT, 'assignee_id'],
  },
  line_item: {
    own: [
      ...['amount', 'quantity', 'unit_cost', 'extended_type', 'cost_code_id', 'line_item_type_id'],
      ...['wbs_code_id', 'tax_code_id', 'description', 'uom', 'origin_id', 'origin_data'],
    ],
    plain: {},
    unkept: [],
  },
  contract_detail_line_item: {
    own: ['line_item_id', 'amount', 'description'],
    plain: {},
    unkept: [],
  },
  change_order_package: {
    own: ['status', 'title', 'description', 'executed', 'origin_id', 'origin_data'],
    plain: {
      origin_code: 'text',
      paid_date: 'date',
      invoiced_date: 'date',
      due_date: 'date',
      signed_change_order_received_date: 'date',
    },
    // The sum of the lines is shown; a total of its own would be one without lines.
    unkept: ['grand_total', 'schedule_impact_amount'],
  },
  commitment_change_order: {
    own: ['contract_id', 'number', 'status', 'title', 'description', 'executed'],
    plain: {
      paid_date: 'date',
      invoiced_date: 'date',
      due_date: 'date',
      signed_change_order_received_date: 'date',
      reference: 'text',
      paid: 'flag',
      field_change: 'flag',
      signature_required: 'flag',
    },
    unkept: [
      ...['attachment_ids', 'drawing_revision_ids', 'form_ids', 'image_ids', 'batch_id'],
      ...['change_order_change_reason_id', 'location_id', 'designated_reviewer_id', 'private'],
      ...['received_from_id', 'revision', 'schedule_impact_amount', ...FILES],
    ],
  },
  // Reference of 2026; not in the models of 2024-10.
  change_order_line: {
    own: [
      ...['description', 'amount', 'quantity', 'unit_cost', 'uom', 'extended_type', 'wbs_code_id'],
      ...['tax_code_id', 'commitment_line_item_id'],
    ],
    plain: {},
    unkept: [],
  },
  vendor: {
    own: [
      ...['name', 'address', 'city', 'business_phone', 'email_address', 'is_active'],
      ...['business_register', 'origin_id', 'origin_data', 'origin_code'],
    ],
    plain: {
      zip: 'text',
      state_code: 'text',
      country_code: 'text',
      website: 'text',
      mobile_phone: 'text',
      fax_number: 'text',
      abbreviated_name: 'text',
      trade_name: 'text',
      notes: 'text',
      labor_union: 'text',
      license_number: 'text',
      authorized_bidder: 'flag',
      prequalified: 'flag',
      union_member: 'flag',
      non_union_prevailing_wage: 'flag',
    },
    unkept: [
      ...['vendor_group_id', 'parent_id', 'primary_contact_id', 'trade_ids', 'bidding'],
      ...['bidding_distribution_ids', 'standard_cost_code_ids'],
    ],
  },
  project: {
    own: ['name', 'project_number', 'active', 'origin_id', 'origin_data'],
    plain: {
      address: 'text',
      city: 'text',
      zip: 'text',
      state_code: 'text',
      country_code: 'text',
      phone: 'text',
      accounting_project_number: 'text',
      store_number: 'text',
      designated_market_area: 'text',
      origin_code: 'text',
      start_date: 'date',
      completion_date: 'date',
      erp_integrated: 'flag',
    },
    unkept: [
      ...['code', 'description', 'total_value', 'warranty_start_date', 'warranty_end_date', 'flag'],
      ...['image_id', 'office_id', 'public_notes', 'project_stage_id', 'square_feet', 'time_zone'],
      ...['parent_job_id', 'program_id', 'project_bid_type_id', 'project_type_id'],
      ...['project_owner_type_id', 'project_region_id', 'project_template_id', 'department_ids'],
      ...['override_start_date', 'override_start_date_check', 'override_end_date'],
      ...['override_end_date_check', 'estimated_value', 'estimated_start_date'],
      ...['estimated_completion_date', 'latitude', 'longitude'],
      'enable_copy_of_standard_cost_codes',
    ],
  },
  billing_period: { own: ['start_date', 'end_date', 'due_date', 'status'], plain: {}, unkept: [] },
  cost_code: {
    own: ['code', 'name'],
    plain: {},
    unkept: ['position', 'parent_id', 'standard_cost_code_id', 'origin_id', 'origin_data'],
  },
  requisition: {
    // `invoice_type`: reference of 2026.
    own: [
      ...['items', 'period_id', 'requisition_start', 'requisition_end', 'billing_date', 'final'],
      ...['invoice_number', 'payment_date', 'origin_id', 'origin_data', 'status', 'submitted_at'],
      'invoice_type',
    ],
    plain: {},
    unkept: ['comment', ...FILES],
  },
  requisition_item: {
    own: [
      ...['id', 'item_type', 'line_item_id', 'work_completed_this_period', 'status', 'comment'],
      ...['materials_presently_stored', 'work_completed_retainage_retained_this_period'],
      ...['materials_stored_retainage_currently_retained', 'subcontractor_claimed_amount'],
      ...['work_completed_retainage_released_this_period', 'detail_line_item_id'],
      ...['materials_presently_stored_from_previous_progress'],
      ...['work_completed_retainage_percent_this_period'],
      ...['materials_stored_retainage_percent_this_period'],
    ],
    plain: {},
    unkept: ['new_materials', 'stored_materials', 'work_completed_this_period_quantity'],
  },
  contract_payment: {
    // `requisition_id`: reference of 2026.
    own: [
      ...['date', 'invoice_number', 'check_number', 'invoice_date', 'draw_request_number', 'notes'],
      ...['payment_number', 'payment_method', 'amount', 'origin_id', 'origin_data'],
      'requisition_id',
    ],
    plain: {},
    unkept: ['attachments', ...FILES],
  },
} as const satisfies Record<string, WritableFields>;

export type WritableResource = keyof typeof writableFields;

/**
 * Refuses what would otherwise be dropped: 406 for a field Procore does not know, 422 for one it knows and the
 * sandbox does not keep. Source: Procore error reference (406 unknown field), read 2026-11-23.
 */
export function requireWritable(state: ProcoreState, resource: WritableResource, body: Body): void {
  const { own, plain, unkept }: WritableFields = writableFields[resource];
  for (const name of Object.keys(body)) {
    if (own.includes(name) || name in plain) continue;
    if (unkept.includes(name) || name.startsWith('custom_field_')) {
      throw unprocessable({ [name]: ['is not kept by this sandbox'] });
    }
    const answer = ruleOf(state, 'unknownField');
    if (answer === 'dropped') continue;
    throw new ProcoreRefusal(Number(answer), { [name]: ['is not a known field'] });
  }
}

/** The plain fields of a record as the body leaves them. */
export function withPlainFields(resource: WritableResource, kept: Kept, body: Body): Kept {
  const { plain }: WritableFields = writableFields[resource];
  const changed = Object.entries(plain)
    .filter(([name]) => given(body, name))
    .map(([name, kind]) => [name, plainValue(body, name, kind)] as const);
  return { ...kept, ...Object.fromEntries(changed) };
}

function plainValue(body: Body, name: string, kind: PlainKind): string | boolean | null {
  if (kind === 'flag') return booleanField(body, name, false);
  if (kind === 'date') return nullableDate(body, name, null);
  return nullableText(body, name, null);
}
