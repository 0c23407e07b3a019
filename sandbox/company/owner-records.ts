// What the owner's side of a seeded company consists of, in Procore's own field names: prime contracts, their change orders,
// and the payment applications (owner invoices) on them.
import type { SeededLine } from './schedule-line.ts';

/** A percentage laid on all lines of a prime contract, e.g. a margin; exact text with two places. */
export type SeededMarkup = { id: number; name: string; percentage: string };

export type SeededPrimeContract = {
  id: number;
  project_id: number;
  /** The owner or client; null where nobody has chosen one yet. */
  vendor_id: number | null;
  number: string;
  title: string;
  description: string;
  status: string;
  retainage_percent: string;
  contract_date: string | null;
  allow_payment_applications: boolean;
  allow_payments: boolean;
  /** Whether last month's stored materials move by themselves into "work from previous application". */
  move_materials: boolean;
  lines: SeededLine[];
  markups: SeededMarkup[];
  created_at: string;
  updated_at: string;
};

export type SeededPrimeChangeOrder = {
  id: number;
  /** The change order package of the older path, which is what a payment application bills. */
  legacy_package_id: number;
  project_id: number;
  contract_id: number;
  number: string;
  title: string;
  description: string;
  status: string;
  reviewed_at: string | null;
  lines: SeededLine[];
  created_at: string;
  updated_at: string;
};

/**
 * What is entered or carried for one line of a G703, every amount a decimal string; all totals follow from it. Materials
 * that moved stand in the "from previous" amounts, and `…_retained_this_period` of materials is a movement; how each
 * is shown is an open rule.
 */
export type PaymentApplicationLine = {
  id: number;
  type: 'payment_application_line_item' | 'payment_application_markup_line_item';
  origin_type: 'LineItem' | 'ChangeOrderPackage' | 'Markup';
  /** The contract's line, the change order package, or the contract's markup. */
  origin_id: number;
  item_number: number;
  description_of_work: string;
  cost_code_id: number | null;
  wbs_code_id: number | null;
  scheduled_value: string;
  work_completed_from_previous_application: string;
  work_completed_this_period: string;
  materials_moved: string;
  materials_presently_stored: string;
  work_completed_retainage_from_previous_application: string;
  work_completed_retainage_retained_this_period: string;
  work_completed_retainage_released_this_period: string;
  work_completed_retainage_percent_this_period: string;
  materials_retainage_retained_moved: string;
  materials_stored_retainage_from_previous_application: string;
  materials_stored_retainage_retained_this_period: string;
  materials_stored_retainage_released_this_period: string;
  materials_stored_retainage_percent_this_period: string;
  /** Completed and stored, as the previous application left it. */
  total_from_previous: string;
  /** What was stored, as the previous application left it, less what moved. */
  stored_from_previous: string;
  /** The number of the application in which the line first stood. */
  first_number: number;
};

export type PaymentApplicationStatus =
  'draft' | 'under_review' | 'revise_and_resubmit' | 'approved';

export type SeededPaymentApplication = {
  id: number;
  project_id: number;
  contract_id: number;
  number: number;
  invoice_number: string | null;
  status: PaymentApplicationStatus;
  period_id: number;
  period_start: string;
  period_end: string;
  billing_date: string | null;
  lines: PaymentApplicationLine[];
  created_at: string;
  updated_at: string;
};

/** A G702, every amount a decimal string, in Procore's field names. */
export type PaymentApplicationSummary = Record<
  | 'original_contract_sum'
  | 'net_change_by_change_orders'
  | 'contract_sum_to_date'
  | 'total_completed_and_stored_to_date'
  | 'completed_work_retainage_percent'
  | 'completed_work_retainage_amount'
  | 'stored_materials_retainage_percent'
  | 'stored_materials_retainage_amount'
  | 'total_retainage'
  | 'total_earned_less_retainage'
  | 'less_previous_certificates_for_payment'
  | 'current_payment_due'
  | 'balance_to_finish_including_retainage'
  | 'positive_change_order_item_total'
  | 'positive_new_change_order_item_total'
  | 'positive_previous_change_order_item_total'
  | 'negative_change_order_item_total'
  | 'negative_new_change_order_item_total'
  | 'negative_previous_change_order_item_total',
  string
>;
