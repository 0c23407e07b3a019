// What a seeded company consists of: Procore's records in Procore's own field names, and the Xero books beside them.
import type {
  SeededPaymentApplication,
  SeededPrimeChangeOrder,
  SeededPrimeContract,
} from './owner-records.ts';
import type { SeededLine } from './schedule-line.ts';
import type { XeroBooks } from './seeded-books.ts';

export type { SeededLine } from './schedule-line.ts';
export type {
  XeroAccount,
  XeroTaxRate,
  XeroContact,
  TrackedAs,
  XeroOrder,
  XeroBill,
  XeroBooks,
} from './seeded-books.ts';

export type CompanyName = 'demo' | 'twenty' | 'empty' | 'au' | 'uk' | 'group';

/** Which of the group's two organisations in Xero. */
export type CompanyPart = 'north' | 'south';

export type SeededProject = {
  id: number;
  project_number: string;
  name: string;
  address: string;
  city: string;
  start_date: string;
  completion_date: string;
  created_at: string;
  updated_at: string;
};

export type SeededVendor = {
  id: number;
  name: string;
  legal_name: string;
  address: string;
  city: string;
  business_phone: string;
  email_address: string;
  /** Procore's register knows ABN and EIN; some vendors of a New Zealand firm trade under an ABN. */
  business_register: { type: 'abn'; identifier: string; verification_status: 'active' } | null;
  project_ids: number[];
  created_at: string;
  updated_at: string;
};

export type SeededCostCode = {
  id: number;
  project_id: number;
  code: string;
  full_code: string;
  name: string;
  position: number;
  /** Of a code that is a sub job's and not the project's own. */
  sub_job_id?: number;
};

export type SeededCostType = { id: number; code: string; name: string; base_type: string };

export type SeededWbsCode = {
  id: number;
  project_id: number;
  flat_code: string;
  flat_name: string;
  description: string;
  cost_code_id: number;
  line_item_type_id: number;
};

/** `rate` is a percentage as exact text; Procore shows it as a float (`rate1`). */
export type SeededTaxCode = {
  id: number;
  code: string;
  description: string;
  rate: string;
  /** A tax group: the codes it stands for. */
  member_ids?: number[];
};

export type SeededBillingPeriod = {
  id: number;
  project_id: number;
  position: number;
  start_date: string;
  end_date: string;
  due_date: string;
  status: 'open' | 'closed';
  created_at: string;
  updated_at: string;
};

/** A part of a contract's line in the subcontractor's own schedule of values. */
export type SeededDetailLine = {
  id: number;
  line_item_id: number;
  description: string;
  amount: string;
};

export type ChangeOrderStatus =
  | 'draft'
  | 'not_pricing'
  | 'pricing'
  | 'pending'
  | 'revised'
  | 'proceeding'
  | 'not_proceeding'
  | 'no_charge'
  | 'pending_billable'
  | 'approved'
  | 'rejected'
  | 'void';

/** `commitment_line_item_id` names the line of the contract that an ERP project keeps for it. */
export type SeededChangeOrderLine = SeededLine & { commitment_line_item_id?: number };

/** A change order of a commitment: one record that Procore shows as a package and as a commitment change order. */
export type SeededChangeOrder = {
  /** As the package. */
  id: number;
  /** As the commitment change order, whose `legacy_package_id` is the id above. */
  change_order_id: number;
  project_id: number;
  contract_id: number;
  number: string;
  title: string;
  description: string;
  status: ChangeOrderStatus;
  reviewed_at: string | null;
  lines: SeededChangeOrderLine[];
  created_at: string;
  updated_at: string;
};

export type CommitmentKind = 'wo' | 'po';

export type SeededCommitment = {
  id: number;
  kind: CommitmentKind;
  project_id: number;
  vendor_id: number;
  number: string;
  title: string;
  description: string;
  status: string;
  retainage_percent: string;
  contract_date: string;
  /** Whether last month's stored materials move by themselves into "work from previous application". */
  move_materials: boolean;
  lines: SeededLine[];
  /** The subcontractor's schedule of values, where it has one. */
  details?: SeededDetailLine[];
  created_at: string;
  updated_at: string;
};

/** One line of a G703, every amount a decimal string, in Procore's field names. */
export type RequisitionItem = {
  id: number;
  item_type:
    'contract_item' | 'contract_detail_item' | 'change_order_item' | 'whole_change_order_item';
  /** The line of the contract or of the change order; a whole change order bears its package's id. */
  line_item_id: number;
  /** Of a detail item. */
  detail_line_item_id?: number;
  /** Of the items of a change order. */
  change_order_package_id?: number;
  cost_code_id: number;
  wbs_code: { id: number; flat_code: string; description: string };
  description_of_work: string;
  line_number: string;
  position: number;
  scheduled_value: string;
  work_completed_from_previous_application: string;
  work_completed_this_period: string;
  materials_presently_stored: string;
  materials_presently_stored_from_previous_progress: string;
  materials_moved: string;
  total_completed_and_stored_to_date: string;
  total_completed_and_stored_to_date_percent: string;
  total_completed_and_stored_to_date_from_previous: string;
  work_completed_retainage_from_previous_application: string;
  work_completed_retainage_retained_this_period: string;
  work_completed_retainage_percent_this_period: string;
  work_completed_retainage_released_this_period: string;
  /** A balance, not a movement. */
  materials_stored_retainage_currently_retained: string;
  materials_stored_retainage_percent_this_period: string;
  materials_stored_retainage_new_materials: string;
  materials_stored_retainage_released_this_period: string;
  materials_retainage_retained_moved: string;
  gross_amount: string;
  net_amount: string;
  taxes: { tax_code_id: number; tax_code_name: string; tax_code_rate: string }[];
  status: 'approved' | 'rejected' | 'no_action';
  comment: string | null;
  subcontractor_claimed_amount: string;
};

/** A G702, every amount a decimal string, in Procore's field names. */
export type RequisitionSummary = {
  original_contract_sum: string;
  net_change_by_change_orders: string;
  contract_sum_to_date: string;
  total_completed_and_stored_to_date: string;
  completed_work_retainage_percent: string;
  completed_work_retainage_amount: string;
  stored_materials_retainage_percent: string;
  stored_materials_retainage_amount: string;
  total_retainage: string;
  total_earned_less_retainage: string;
  less_previous_certificates_for_payment: string;
  current_payment_due: string;
  tax_applicable_to_this_payment: string;
  balance_to_finish_including_retainage: string;
  new_materials: string;
  stored_materials: string;
  formatted_period: string;
};

export type RequisitionStatus =
  | 'draft'
  | 'under_review'
  | 'revise_and_resubmit'
  | 'approved'
  | 'approved_as_noted'
  | 'pending_owner_approval';

export type SeededRequisition = {
  id: number;
  previous_requisition_id: number | null;
  project_id: number;
  commitment_id: number;
  kind: CommitmentKind;
  vendor_id: number;
  number: number;
  invoice_number: string | null;
  invoice_type: 'progress' | 'retainage_release' | 'progress_and_retainage_release';
  period_id: number;
  requisition_start: string;
  requisition_end: string;
  billing_date: string;
  submitted_at: string | null;
  status: RequisitionStatus;
  percent_complete: string;
  total_claimed_amount: string;
  move_materials_to_previous_work_completed: boolean;
  summary: RequisitionSummary;
  items: RequisitionItem[];
  created_at: string;
  updated_at: string;
};

export type TrapKey =
  'contactSuggested' | 'contactArchived' | 'lockedPeriod' | 'partsNotWhole' | 'lookAlike';

/** One chosen problem: who carries it and which pay apps it touches. */
export type SeededTrap = {
  key: TrapKey;
  vendorId: number;
  commitmentId: number;
  requisitionIds: number[];
  note: string;
};

/** A contract whose life shows something: billed, released and corrected as the trade does, or wrong in one way. */
export type LifeKey =
  | 'changedAndMixed'
  | 'releasedInTwoParts'
  | 'creditWithRelease'
  | 'releaseBeyondHeld'
  | 'heldByHand'
  | 'belowZero'
  | 'overBilled'
  | 'negativeContract';

/** Of a contract of either side; its claims are pay apps, or payment applications of a prime contract. */
export type SeededLife = {
  key: LifeKey;
  side: 'subcontract' | 'prime';
  contractId: number;
  claimIds: number[];
};

export type SeededCompany = {
  company: CompanyName;
  seed: string;
  name: string;
  currency: XeroBooks['organisation']['baseCurrency'];
  timeZone: XeroBooks['organisation']['ianaTimezone'];
  projects: SeededProject[];
  vendors: SeededVendor[];
  costCodes: SeededCostCode[];
  costTypes: SeededCostType[];
  wbsCodes: SeededWbsCode[];
  taxCodes: SeededTaxCode[];
  billingPeriods: SeededBillingPeriod[];
  commitments: SeededCommitment[];
  changeOrders?: SeededChangeOrder[];
  requisitions: SeededRequisition[];
  /** The owner's side, where a company has one. */
  primeContracts?: SeededPrimeContract[];
  primeChangeOrders?: SeededPrimeChangeOrder[];
  paymentApplications?: SeededPaymentApplication[];
  xero: XeroBooks;
  traps: SeededTrap[];
  lives?: SeededLife[];
};
