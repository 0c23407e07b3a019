// How budget views, their columns and rows, snapshots and modifications look in Procore's answers.
import { centsOf, textOf } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import type { NamedRow, SummaryRow } from './budget-queries.ts';
import type {
  BudgetedQuantity,
  BudgetFigures,
  BudgetModificationRow,
  BudgetSnapshotRow,
} from './budget-rows.ts';
import { forecastOf } from './budget-views.ts';
import type { BudgetView } from './budget-views.ts';
import { projectCurrency } from './currency.ts';
import { ruleOf } from './open-rules.ts';
import type { CompanyIdentity } from './present-directory.ts';
import { userIds, userNames } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { ProcoreState } from './procore-state.ts';

const MADE = '2026-03-02T20:15:00.000Z';

function maker({ home }: CompanyIdentity): object {
  const login = `admin@${home.firm.mailDomain}`;
  return { id: userIds.admin, name: userNames.admin, login };
}

function linksOf(call: ProcoreCall, path: string, projectId: number): object {
  const root = `${call.baseUrl}/rest/v1.0/${path}`;
  return {
    detail_rows: `${root}/detail_rows?project_id=${projectId}`,
    summary_rows: `${root}/summary_rows?project_id=${projectId}`,
  };
}

/** Source: Procore OpenAPI 2024-10, budget views, read 2026-11-27. */
export function presentView(
  company: CompanyIdentity,
  call: ProcoreCall,
  projectId: number,
  { id, name, description, role }: BudgetView,
): object {
  const links = linksOf(call, `budget_views/${id}`, projectId);
  const stamps = { created_at: MADE, updated_at: MADE };
  return { id, name, description, role, created_by: maker(company), ...stamps, links };
}

const standardColumns = [
  ['biller', 'Sub Job'],
  ['root_cost_code', 'Division'],
  ['cost_code', 'Cost Code'],
  ['cost_type', 'Cost Type'],
  ['vendor', 'Vendor'],
  ['contract', 'Contract'],
  ['item', 'Item'],
  ['description', 'Description'],
  ['detail_type', 'Detail Type'],
] as const;
const DESCRIPTIVE = ['contract', 'item', 'description'];

/**
 * "Standard columns use slugs and negative positions, so that they sort ahead"; formulas are not among them.
 * Source: Procore REST reference of 2026, budget detail columns and budget details, read 2026-11-27.
 */
export function presentColumns({ columns }: BudgetView): object[] {
  const fixed = standardColumns.map(([id, name], index) => ({
    aggregatable: false,
    filterable: !DESCRIPTIVE.includes(id),
    groupable: !DESCRIPTIVE.includes(id),
    id,
    name,
    position: index - standardColumns.length,
    type: 'standard',
  }));
  const sources = columns.filter(({ type }) => type === 'source');
  return [
    ...fixed,
    ...sources.map(({ id, name, type }, position) => {
      const uses = { aggregatable: true, filterable: false, groupable: false };
      return { ...uses, id: String(id), name, position, type };
    }),
  ];
}

/** A float or a text, as the open rule has it. */
function amountOf(state: ProcoreState, amount: Cents): string | number {
  const text = textOf(amount);
  return ruleOf(state, 'budgetAmounts') === 'numbers' ? Number(text) : text;
}

/** One more key for each column of the view, so that the shape is the customer's. */
function figuresIn(
  state: ProcoreState,
  view: BudgetView,
  { figures, ...of }: { figures: BudgetFigures } & BudgetedQuantity,
): object {
  const isNamed = ruleOf(state, 'budgetColumnKeys') === 'name';
  const columns = view.columns.map(({ id, name, figure, quantity }) => {
    const value =
      quantity === undefined ? amountOf(state, figure(figures)) : (of[quantity] ?? null);
    return [isNamed ? name : String(id), value] as const;
  });
  return {
    original_budget_amount: amountOf(state, figures.original),
    budget_modifications: amountOf(state, figures.modifications),
    ...Object.fromEntries(columns),
  };
}

function currencyOfBudget(state: ProcoreState, projectId: number): object {
  return { currency_configuration: { currency_iso_code: projectCurrency(state, projectId) } };
}

/** Source: Procore REST reference of 2026, budget view detail rows, read 2026-11-27. */
export function presentDetailRow(
  state: ProcoreState,
  company: CompanyIdentity,
  view: BudgetView,
  row: NamedRow,
): object {
  const isBudgeted = row.line_id !== null;
  const costCode = { id: row.costCode.id, name: row.costCode.name };
  return {
    id: row.line_id,
    deletable: isBudgeted && row.figures.committed === 0n && row.figures.jobToDate === 0n,
    budgeted: isBudgeted,
    budgetable: true,
    company_id: Number(company.id),
    company: company.name,
    project_id: row.project_id,
    project: row.project,
    wbs_code_id: row.wbs_code_id,
    biller_id: row.biller.id,
    biller: row.biller.name,
    biller_type: row.biller.type,
    root_cost_code_id: costCode.id,
    root_cost_code: costCode.name,
    cost_code_id: costCode.id,
    cost_code: costCode.name,
    cost_code_origin_id: null,
    category_id: row.category.id,
    category: row.category.name,
    curve: null,
    start_date: null,
    end_date: null,
    ...figuresIn(state, view, row),
    ...(view.forecasts ? { budget_forecast: forecastIn(state, row) } : {}),
    ...currencyOfBudget(state, row.project_id),
    ...(isBudgeted ? {} : { unbudgeted_reason: 'Cost Code and Cost Type have not been budgeted.' }),
  };
}

/** Nobody has typed one, so that it is worked out. */
function forecastIn(state: ProcoreState, row: NamedRow): object {
  const amount = amountOf(state, forecastOf(row.figures));
  return {
    id: row.line_id,
    manual_amount: null,
    automatic_amount: amount,
    amount,
    automatically_calculated: true,
    calculation_strategy: 'automatic',
    notes: null,
  };
}

/** `budget_line_item_ids`: tutorial "Working with Budget Line Items", read 2026-11-27; the models have it of snapshots only. */
export function presentSummaryRow(
  state: ProcoreState,
  projectId: number,
  view: BudgetView,
  { id, name, biller_type, budget_line_item_ids, figures }: SummaryRow,
): object {
  const forecast = { amount: amountOf(state, forecastOf(figures)) };
  return {
    id,
    name,
    biller_type,
    budget_line_item_ids,
    ...figuresIn(state, view, { figures }),
    ...(view.forecasts ? { budget_forecast: forecast } : {}),
    ...currencyOfBudget(state, projectId),
  };
}

/** Source: Procore OpenAPI 2024-10, budget view snapshots, read 2026-11-27. */
export function presentSnapshot(
  company: CompanyIdentity,
  call: ProcoreCall,
  { id, name, description, created_at, budget_view_id, project_id }: BudgetSnapshotRow,
): object {
  const budget_view = { id: budget_view_id };
  const links = linksOf(call, `budget_view_snapshots/${id}`, project_id);
  return { id, name, description, created_at, created_by: maker(company), budget_view, links };
}

/** Source: Procore OpenAPI 2024-10, budget modifications, read 2026-11-27. */
export function presentModification(state: ProcoreState, row: BudgetModificationRow): object {
  return {
    id: row.id,
    from_budget_line_item_id: row.from_budget_line_item_id,
    to_budget_line_item_id: row.to_budget_line_item_id,
    transfer_amount: amountOf(state, centsOf(row.transfer_amount)),
    notes: row.notes,
    origin_id: row.origin_id,
    origin_data: row.origin_data,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
