// The views of a budget: each a choice of columns, and so a shape of its own for the rows.
import { sum } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import type { BudgetFigures } from './budget-rows.ts';

export type BudgetColumn = {
  id: number;
  name: string;
  /** A source column reads records, a formula the other columns. */
  type: 'source' | 'formula';
  figure: (figures: BudgetFigures) => Cents;
  /** Of a column that shows no amount. */
  quantity?: 'quantity' | 'uom';
};

export type BudgetView = {
  id: number;
  name: string;
  description: string;
  role: string;
  columns: readonly BudgetColumn[];
  /** Whether rows say budget_forecast. */
  forecasts: boolean;
};

const revised = ({ original, modifications, approvedChanges }: BudgetFigures): Cents =>
  sum([original, modifications, approvedChanges]);
const projectedBudget = (figures: BudgetFigures): Cents =>
  revised(figures) + figures.pendingChanges;
const projectedCosts = ({ committed, direct, pendingCosts }: BudgetFigures): Cents =>
  committed + direct + pendingCosts;

/** What is left of the budget, and never less than nothing. */
export function forecastOf(figures: BudgetFigures): Cents {
  const left = projectedBudget(figures) - projectedCosts(figures);
  return left > 0n ? left : 0n;
}

const atCompletion = (figures: BudgetFigures): Cents =>
  projectedCosts(figures) + forecastOf(figures);

const COLUMN = 562_949_949_000_030;
type Kind = [name: string, type: BudgetColumn['type'], figure: BudgetColumn['figure']];

/** The columns and their order: models of a budget line item, Procore OpenAPI 2024-10, read 2026-11-27. */
const STANDARD: readonly Kind[] = [
  ['Approved Budget Changes', 'source', ({ approvedChanges }) => approvedChanges],
  ['Revised Budget', 'formula', revised],
  ['Pending Budget Changes', 'source', ({ pendingChanges }) => pendingChanges],
  ['Projected Budget', 'formula', projectedBudget],
  ['Committed Costs', 'source', ({ committed }) => committed],
  ['Direct Costs', 'source', ({ direct }) => direct],
  ['Job to Date Costs', 'source', ({ jobToDate, direct }) => jobToDate + direct],
  ['Pending Cost Changes', 'source', ({ pendingCosts }) => pendingCosts],
  ['Projected Costs', 'formula', projectedCosts],
  ['Estimated Cost at Completion', 'formula', atCompletion],
  [
    'Projected over Under',
    'formula',
    (figures) => projectedBudget(figures) - atCompletion(figures),
  ],
];

/** One that a company made for itself, with names of its own. */
const OWN: readonly Kind[] = [
  ['Let', 'source', ({ committed }) => committed],
  ['Certified', 'source', ({ jobToDate }) => jobToDate],
  ['Still to Let', 'formula', (figures) => revised(figures) - figures.committed],
];

function columnsFrom(kinds: readonly Kind[], given: number): BudgetColumn[] {
  return kinds.map(([name, type, figure], index) => {
    return { id: COLUMN + given + index + 1, name, type, figure };
  });
}

/**
 * What a budget line item has beside its amount (`quantity`, `uom`: Procore OpenAPI 2024-10, budget line items). That a view can
 * show it, and what its columns are called, is UNCONFIRMED.
 */
function quantityColumns(given: number): BudgetColumn[] {
  const kinds = [
    ['Unit Qty', 'quantity'],
    ['UOM', 'uom'],
  ] as const;
  return kinds.map(([name, quantity], index) => {
    const id = COLUMN + given + index + 1;
    return { id, name, type: 'source', figure: () => 0n, quantity };
  });
}

/** The words of `role` are not published; "forecasting" alone is an example. */
export const budgetViews: readonly BudgetView[] = [
  {
    id: 562_949_949_000_021,
    name: 'Procore Standard Budget',
    description: 'This is the procore standard view',
    role: 'budgeting',
    columns: columnsFrom(STANDARD, 0),
    forecasts: true,
  },
  {
    id: 562_949_949_000_022,
    name: 'Lettings',
    description: 'What is let and what is certified',
    role: 'budgeting',
    columns: columnsFrom(OWN, STANDARD.length),
    forecasts: false,
  },
  {
    id: 562_949_949_000_023,
    name: 'Labour hours',
    description: 'How many hours are budgeted',
    role: 'budgeting',
    columns: quantityColumns(STANDARD.length + OWN.length),
    forecasts: false,
  },
];
