// What the Procore sandbox remembers of direct costs: what a project paid for without a commitment.

/** Source: Procore REST reference of 2026, direct costs: create takes the fourth as well; read 2026-11-23. */
export const directCostTypes = ['invoice', 'expense', 'payroll', 'subcontractor_invoice'] as const;
export type DirectCostType = (typeof directCostTypes)[number];

/** Source: Procore REST reference of 2026, direct costs, read 2026-11-23. */
export const directCostStatuses = ['draft', 'pending', 'revise_and_resubmit', 'approved'] as const;
export type DirectCostStatus = (typeof directCostStatuses)[number];

export type DirectCostLineRow = {
  origin_id: string | null;
  origin_data: string | null;
  id: number;
  position: number;
  wbs_code_id: number;
  description: string | null;
  /** Without tax. */
  amount: string;
  quantity: string | null;
  unit_cost: string | null;
  uom: string | null;
  extended_type: 'manual' | 'calculated';
  tax_code_id: number | null;
  created_at: string;
  updated_at: string;
};

export type DirectCostRow = {
  origin_id: string | null;
  origin_data: string | null;
  id: number;
  project_id: number;
  direct_cost_type: DirectCostType;
  status: DirectCostStatus;
  description: string | null;
  direct_cost_date: string | null;
  received_date: string | null;
  payment_date: string | null;
  invoice_number: string | null;
  vendor_id: number | null;
  employee_id: number | null;
  terms: string | null;
  lines: DirectCostLineRow[];
  created_at: string;
  updated_at: string;
};
