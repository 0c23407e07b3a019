// Which fields of a request body Procore knows on the owner's side, and which of them this sandbox keeps.

const FILES = ['file_version_ids', 'upload_ids', 'drawing_revision_ids', 'form_ids', 'image_ids'];

/** Source: Procore OpenAPI 2024-10, write models of each resource, read 2026-11-26. */
export const ownerWritableFields = {
  prime_contract: {
    own: [
      ...['number', 'title', 'description', 'status', 'vendor_id', 'executed'],
      ...['retainage_percent', 'contract_date', 'origin_id', 'origin_data'],
    ],
    plain: {
      actual_completion_date: 'date',
      approval_letter_date: 'date',
      contract_estimated_completion_date: 'date',
      contract_start_date: 'date',
      execution_date: 'date',
      issued_on_date: 'date',
      letter_of_intent_date: 'date',
      returned_date: 'date',
      signed_contract_received_date: 'date',
      exclusions: 'text',
      inclusions: 'text',
    },
    unkept: ['accounting_method', 'architect_id', 'contractor_id', ...FILES],
  },
  /** Its body is called `change_order`. */
  prime_change_order: {
    own: [
      ...['contract_id', 'number', 'title', 'description', 'status', 'executed', 'revision'],
      'schedule_impact_amount',
    ],
    plain: {
      due_date: 'date',
      invoiced_date: 'date',
      paid_date: 'date',
      signed_change_order_received_date: 'date',
      reference: 'text',
      field_change: 'flag',
      paid: 'flag',
      private: 'flag',
      signature_required: 'flag',
    },
    unkept: [
      ...['batch_id', 'change_order_change_reason_id', 'designated_reviewer_id', 'location_id'],
      ...['received_from_id', 'attachment_ids', ...FILES],
    ],
  },
  payment_application: {
    own: [
      ...['commitment_billing_period_id', 'period_start', 'period_end', 'billing_date', 'status'],
      ...['invoice_number', 'origin_id', 'origin_data'],
    ],
    plain: {},
    unkept: ['include_attachments'],
  },
  payment_application_line_item: {
    own: [
      ...['work_completed_this_period', 'materials_presently_stored'],
      'work_completed_retainage_retained_this_period',
      'materials_stored_retainage_retained_this_period',
      'work_completed_retainage_released_this_period',
    ],
    plain: {},
    unkept: ['work_completed_this_period_quantity'],
  },
  payment_application_markup_line_item: {
    own: [
      'work_completed_this_period',
      'work_completed_retainage_retained_this_period',
      'work_completed_retainage_released_this_period',
    ],
    plain: {},
    unkept: [],
  },
} as const;
