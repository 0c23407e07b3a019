// Which rows of a budget a call asks for, in which order, and how it groups them.
import type { BudgetFigures, BudgetRow } from './budget-rows.ts';
import { badRequest } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { ProcoreState } from './procore-state.ts';

/** A row with the names of what it belongs to. */
export type NamedRow = BudgetRow & {
  project: string;
  biller: { id: number; name: string; type: 'Project' | 'SubJob' };
  costCode: { id: number; code: string; name: string };
  category: { id: number; code: string; name: string };
};

const unknown = { id: 0, code: '', name: '' };

export function namedRow(state: ProcoreState, row: BudgetRow): NamedRow {
  const project = state.projects.get(String(row.project_id));
  const subJob = state.subJobs.get(String(row.sub_job_id));
  const wbsCode = state.wbsCodes.get(String(row.wbs_code_id));
  const costCode = state.costCodes.get(String(wbsCode?.cost_code_id));
  const costType = state.costTypes.get(String(wbsCode?.line_item_type_id));
  const name = project?.name ?? '';
  return {
    ...row,
    project: name,
    biller:
      subJob === undefined
        ? { id: row.project_id, name, type: 'Project' }
        : { id: subJob.id, name: subJob.name, type: 'SubJob' },
    costCode:
      costCode === undefined
        ? unknown
        : { id: costCode.id, code: costCode.full_code, name: longName(costCode) },
    category: costType ?? unknown,
  };
}

/** As the reference writes it in budget details, "01-000 - Purpose"; that rows do so too is UNCONFIRMED. */
function longName({ full_code, name }: { full_code: string; name: string }): string {
  return `${full_code} - ${name}`;
}

type RowType = 'budgeted' | 'unbudgeted' | 'all';

/** Cost codes have no divisions here, so that the root of each is itself. Ranges of ids are not taken. */
const filters: Record<string, (row: NamedRow) => string> = {
  'biller[]': ({ biller }) => `id=${biller.id},type=${biller.type}`,
  'cost_code_id[]': ({ costCode }) => String(costCode.id),
  'cost_code_name[]': ({ costCode }) => costCode.name,
  'root_cost_code_id[]': ({ costCode }) => String(costCode.id),
  'root_cost_code_name[]': ({ costCode }) => costCode.name,
  'category_id[]': ({ category }) => String(category.id),
  'budget_line_item_id[]': ({ line_id }) => String(line_id),
};

/**
 * Source: Procore REST reference of 2026, query of budget view rows and of those of snapshots, read 2026-11-27: views show
 * budgeted rows unless asked otherwise, snapshots all.
 */
export function rowsAsked(
  call: ProcoreCall,
  rows: readonly NamedRow[],
  standard: RowType,
): NamedRow[] {
  const asked = call.query.get('budget_row_type') ?? standard;
  if (!['budgeted', 'unbudgeted', 'all'].includes(asked)) {
    throw badRequest('budget_row_type must be budgeted, unbudgeted or all');
  }
  const isAsked = (row: NamedRow): boolean =>
    asked === 'all' || (row.line_id !== null) === (asked === 'budgeted');
  const filtered = Object.entries(filters).reduce<readonly NamedRow[]>((left, [name, valueOf]) => {
    const values = call.query.getAll(name);
    return values.length === 0 ? left : left.filter((row) => values.includes(valueOf(row)));
  }, rows.filter(isAsked));
  return inOrder(call, filtered);
}

const orders: Record<string, (row: NamedRow) => string | number> = {
  biller_type: ({ biller }) => biller.type,
  project: ({ project }) => project,
  biller: ({ biller }) => biller.name,
  category_id: ({ category }) => category.id,
  cost_code: ({ costCode }) => costCode.code,
  root_cost_code: ({ costCode }) => costCode.code,
};

/** "Default is biller_type,biller,root_cost_code,cost_code,category_id." */
const STANDARD_ORDER = 'biller_type,biller,root_cost_code,cost_code,category_id';

function inOrder(call: ProcoreCall, rows: readonly NamedRow[]): NamedRow[] {
  const names = (call.query.get('sort') ?? STANDARD_ORDER).split(',');
  const keys = names.map((name) => {
    const key = orders[name];
    if (key === undefined) throw badRequest(`sort by ${name} is not supported`);
    return key;
  });
  return [...rows].sort((a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
}

type Group = { id: string; name: string };
const groups: Record<string, (row: NamedRow) => Group> = {
  project: ({ project_id, project }) => ({ id: String(project_id), name: project }),
  biller: ({ biller }) => ({ id: String(biller.id), name: biller.name }),
  category: ({ category }) => ({ id: String(category.id), name: category.name }),
  cost_code: ({ costCode }) => ({ id: String(costCode.id), name: costCode.name }),
  root_cost_code: ({ costCode }) => ({ id: String(costCode.id), name: costCode.name }),
  cost_code_name: ({ costCode }) => ({ id: String(costCode.id), name: costCode.name }),
  root_cost_code_name: ({ costCode }) => ({ id: String(costCode.id), name: costCode.name }),
};

export type SummaryRow = Group & {
  biller_type: 'Project' | 'SubJob' | null;
  budget_line_item_ids: string[];
  figures: BudgetFigures;
};

/** One row for each set of groups there is, named by the last of them; that it is not a tree is UNCONFIRMED. */
export function summaryRows(call: ProcoreCall, rows: readonly NamedRow[]): SummaryRow[] {
  const names = (call.query.get('group_by') ?? 'biller,root_cost_code').split(',');
  const keys = names.map((name) => {
    const key = groups[name];
    if (key === undefined) throw badRequest(`group_by ${name} is not supported`);
    return key;
  });
  const found = new Map<string, SummaryRow>();
  for (const row of rows) {
    const set = keys.map((key) => key(row));
    const key = set.map(({ id }) => id).join('/');
    const own = row.line_id === null ? [] : [String(row.line_id)];
    const before = found.get(key);
    found.set(key, {
      ...(set.at(-1) ?? { id: '', name: '' }),
      biller_type: names.includes('biller') ? row.biller.type : null,
      budget_line_item_ids: [...(before?.budget_line_item_ids ?? []), ...own],
      figures: before === undefined ? row.figures : added(before.figures, row.figures),
    });
  }
  return [...found.values()];
}

function added(a: BudgetFigures, b: BudgetFigures): BudgetFigures {
  return {
    original: a.original + b.original,
    modifications: a.modifications + b.modifications,
    approvedChanges: a.approvedChanges + b.approvedChanges,
    pendingChanges: a.pendingChanges + b.pendingChanges,
    committed: a.committed + b.committed,
    direct: a.direct + b.direct,
    jobToDate: a.jobToDate + b.jobToDate,
    pendingCosts: a.pendingCosts + b.pendingCosts,
  };
}
