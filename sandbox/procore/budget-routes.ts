// Budgets, to be read: views, their columns and rows, snapshots of those, modifications, and sub jobs.
import { projectOf, recordOf, requireTool } from './access.ts';
import { namedRow, rowsAsked, summaryRows } from './budget-queries.ts';
import type { NamedRow } from './budget-queries.ts';
import { budgetRowsOf } from './budget-figures.ts';
import { budgetViews } from './budget-views.ts';
import type { BudgetView } from './budget-views.ts';
import { filterValues, listAnswer, pageAnswer } from './list-answer.ts';
import {
  presentColumns,
  presentDetailRow,
  presentModification,
  presentSnapshot,
  presentSummaryRow,
  presentView,
} from './present-budget.ts';
import { notFound } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { ProjectRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const VIEWS = '/rest/v1.0/budget_views';
const SNAPSHOTS = '/rest/v1.0/budget_view_snapshots';
const MODIFICATIONS = '/rest/v1.0/projects/{project_id}/budget_modifications';

/**
 * Modifications can be read only, since budget changes came ("writes 405"). Source: Procore tutorial "Budget Changes API",
 * read 2026-11-23; paths: endpoint list of June 2025.
 */
export function budgetRoutes(context: RouteContext): ProcoreRoute[] {
  const reading = (path: string, handle: ProcoreRoute['handle']): ProcoreRoute => {
    return { method: 'GET', path, handle };
  };
  return [
    reading(VIEWS, (call) => listViews(context, call)),
    reading(`${VIEWS}/{id}/budget_detail_columns`, (call) => {
      projectIn(context, call);
      return { status: 200, body: presentColumns(viewOf(call.params['id'])) };
    }),
    reading(`${VIEWS}/{id}/detail_rows`, (call) => detailRows(context, call, ofView)),
    reading(`${VIEWS}/{id}/summary_rows`, (call) => summary(context, call, ofView)),
    reading(SNAPSHOTS, (call) => listSnapshots(context, call)),
    reading(`${SNAPSHOTS}/{id}/detail_rows`, (call) => detailRows(context, call, ofSnapshot)),
    reading(`${SNAPSHOTS}/{id}/summary_rows`, (call) => summary(context, call, ofSnapshot)),
    reading(MODIFICATIONS, (call) => listModifications(context, call)),
    reading(`${MODIFICATIONS}/{id}`, (call) => {
      const project = projectIn(context, call);
      const row = recordOf(context.state, 'budgetModifications', project, call.params['id']);
      return { status: 200, body: presentModification(context.state, row) };
    }),
    reading('/rest/v1.0/sub_jobs', (call) => listSubJobs(context, call)),
  ];
}

/** The project of a call, for those who may use its budget. */
function projectIn({ state }: RouteContext, call: ProcoreCall): ProjectRow {
  requireTool(state, call, 'budget');
  return projectOf(state, call);
}

function viewOf(id: string | undefined): BudgetView {
  const view = budgetViews.find((one) => String(one.id) === id);
  if (view === undefined) throw notFound();
  return view;
}

function listViews(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { id } = projectIn(context, call);
  return listAnswer(call, budgetViews, (view) => presentView(context.company, call, id, view));
}

type Rows = { project: ProjectRow; view: BudgetView; rows: NamedRow[] };

function ofView(context: RouteContext, call: ProcoreCall): Rows {
  const { state } = context;
  const project = projectIn(context, call);
  const rows = budgetRowsOf(state, project).map((row) => namedRow(state, row));
  return { project, view: viewOf(call.params['id']), rows: rowsAsked(call, rows, 'budgeted') };
}

/** The figures as they were, under the names of today. */
function ofSnapshot(context: RouteContext, call: ProcoreCall): Rows {
  const { state } = context;
  const project = projectIn(context, call);
  const snapshot = recordOf(state, 'budgetSnapshots', project, call.params['id']);
  const rows = snapshot.rows.map((row) => namedRow(state, row));
  const view = viewOf(String(snapshot.budget_view_id));
  return { project, view, rows: rowsAsked(call, rows, 'all') };
}

type Source = (context: RouteContext, call: ProcoreCall) => Rows;

function detailRows(context: RouteContext, call: ProcoreCall, source: Source): ProcoreAnswer {
  const { state, company } = context;
  const { view, rows } = source(context, call);
  return pageAnswer(call, rows, (row) => presentDetailRow(state, company, view, row));
}

function summary(context: RouteContext, call: ProcoreCall, source: Source): ProcoreAnswer {
  const { project, view, rows } = source(context, call);
  return pageAnswer(call, summaryRows(call, rows), (row) =>
    presentSummaryRow(context.state, project.id, view, row),
  );
}

/** `budget_template_id` is the older name of the same filter. */
function listSnapshots(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state, company } = context;
  const project = projectIn(context, call);
  const views =
    filterValues(call.query, 'budget_view_id') ?? filterValues(call.query, 'budget_template_id');
  const rows = state.budgetSnapshots
    .values()
    .filter(({ project_id }) => project_id === project.id)
    .filter(({ budget_view_id }) => views === null || views.includes(String(budget_view_id)));
  return listAnswer(call, rows, (row) => presentSnapshot(company, call, row));
}

function listModifications(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const project = projectIn(context, call);
  const rows = state.budgetModifications
    .values()
    .filter(({ project_id }) => project_id === project.id);
  return listAnswer(call, rows, (row) => presentModification(state, row));
}

/** Source: Procore OpenAPI 2024-10, sub_jobs, read 2026-11-27. */
function listSubJobs({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  const rows = state.subJobs.values().filter(({ project_id }) => project_id === project.id);
  return listAnswer(call, rows, ({ id, code, name, created_at, updated_at }) => {
    return { id, code, name, origin_id: null, origin_data: null, created_at, updated_at };
  });
}
