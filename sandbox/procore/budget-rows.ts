// What the Procore sandbox remembers of budgets: lines, transfers between them, snapshots, and sub jobs.
import type { Cents } from '../company/cents.ts';
import type { SeededBudgetLine, SeededBudgetModification } from '../company/budgets.ts';

/** How much of which unit of measure a line was budgeted at; absent where nobody entered it. */
export type BudgetedQuantity = { quantity?: string | undefined; uom?: string | undefined };

/** Null: the line is the project's own and of no sub job. */
export type BudgetLineRow = SeededBudgetLine & { sub_job_id: number | null } & BudgetedQuantity;

export type BudgetModificationRow = SeededBudgetModification & {
  origin_id: string | null;
  origin_data: string | null;
};

export type SubJobRow = {
  id: number;
  project_id: number;
  code: string;
  name: string;
  created_at: string;
  updated_at: string;
};

/** What the records of a project come to on one budget code; every other figure follows from these. */
export type BudgetFigures = Record<
  | 'original'
  | 'modifications'
  | 'approvedChanges'
  | 'pendingChanges'
  | 'committed'
  | 'direct'
  | 'jobToDate'
  | 'pendingCosts',
  Cents
>;

/** A row of a budget, with a line behind it or without. */
export type BudgetRow = {
  line_id: number | null;
  project_id: number;
  wbs_code_id: number;
  sub_job_id: number | null;
  figures: BudgetFigures;
} & BudgetedQuantity;

export type BudgetSnapshotRow = {
  id: number;
  project_id: number;
  budget_view_id: number;
  name: string;
  description: string | null;
  rows: BudgetRow[];
  created_at: string;
};
