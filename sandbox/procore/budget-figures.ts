// What a project's records come to on each of its budget codes, in the project's own currency.
import { nearestCentsOf, sum } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import type { BudgetFigures, BudgetRow } from './budget-rows.ts';
import { changeOrdersOf, standingOf } from './change-order-sums.ts';
import { inProjectCurrency } from './currency.ts';
import { ruleOf } from './open-rules.ts';
import type { CommitmentRow, ProcoreState, ProjectRow } from './procore-state.ts';
import { leavesOf } from './requisition-leaves.ts';

type Cost = Exclude<keyof BudgetFigures, 'original' | 'modifications'>;
type Entry = { wbs_code_id: number; cost: Cost; amount: Cents };

/** Which contracts are committed cost is UNCONFIRMED: those that are agreed, whether or not they are done with. */
const COMMITTED = ['Approved', 'Complete', 'Closed', 'Partially Received', 'Received'];

/** The lines of the budget, then a row for each code that costs something and has no line. */
export function budgetRowsOf(state: ProcoreState, project: ProjectRow): BudgetRow[] {
  const entries = entriesOf(state, project);
  const lines = state.budgetLines.values().filter(({ project_id }) => project_id === project.id);
  const budgeted = lines.map((line): BudgetRow => ({
    line_id: line.id,
    project_id: project.id,
    wbs_code_id: line.wbs_code_id,
    sub_job_id: line.sub_job_id,
    ...{ quantity: line.quantity, uom: line.uom },
    figures: {
      ...costsOn(line.sub_job_id === null ? entries : [], line.wbs_code_id),
      original: nearestCentsOf(line.original_budget_amount),
      modifications: movedTo(state, line.id),
    },
  }));
  const own = new Set(lines.flatMap((line) => (line.sub_job_id === null ? line.wbs_code_id : [])));
  const others = new Set(
    entries.map(({ wbs_code_id }) => wbs_code_id).filter((id) => !own.has(id)),
  );
  const unbudgeted = [...others].map((wbs_code_id): BudgetRow => ({
    line_id: null,
    project_id: project.id,
    wbs_code_id,
    sub_job_id: null,
    figures: { ...costsOn(entries, wbs_code_id), original: 0n, modifications: 0n },
  }));
  return [...budgeted, ...unbudgeted];
}

function costsOn(entries: readonly Entry[], wbsCodeId: number): Pick<BudgetFigures, Cost> {
  const of = (cost: Cost): Cents =>
    sum(
      entries
        .filter((entry) => entry.wbs_code_id === wbsCodeId && entry.cost === cost)
        .map(({ amount }) => amount),
    );
  return {
    approvedChanges: of('approvedChanges'),
    pendingChanges: of('pendingChanges'),
    committed: of('committed'),
    direct: of('direct'),
    jobToDate: of('jobToDate'),
    pendingCosts: of('pendingCosts'),
  };
}

/** What was moved to a line less what was moved away. */
function movedTo(state: ProcoreState, lineId: number): Cents {
  const amounts = state.budgetModifications.values().flatMap((one) => {
    const amount = nearestCentsOf(one.transfer_amount);
    if (one.to_budget_line_item_id === lineId) return amount;
    return one.from_budget_line_item_id === lineId ? -amount : [];
  });
  return sum(amounts);
}

function entriesOf(state: ProcoreState, project: ProjectRow): Entry[] {
  const commitments = state.commitments
    .values()
    .filter(({ project_id, deleted_at }) => project_id === project.id && deleted_at === null);
  return [
    ...commitments.flatMap((commitment) => ofCommitment(state, commitment)),
    ...ofPayApps(state, project),
    ...ofPrimeChanges(state, project),
    ...ofDirectCosts(state, project),
  ];
}

type Coded = { wbs_code_id: number; amount: string };

function entriesFor(
  state: ProcoreState,
  contractId: number,
  lines: readonly Coded[],
  cost: Cost,
): Entry[] {
  return lines.map(({ wbs_code_id, amount }) => ({
    wbs_code_id,
    cost,
    amount: inProjectCurrency(state, contractId, nearestCentsOf(amount)),
  }));
}

function ofCommitment(state: ProcoreState, { id, status, lines }: CommitmentRow): Entry[] {
  const own = COMMITTED.includes(status) ? entriesFor(state, id, lines, 'committed') : [];
  const changes = changeOrdersOf(state, id).flatMap((row) => {
    const standing = standingOf(row);
    if (standing === 'approved') return entriesFor(state, id, row.lines, 'committed');
    return standing === 'pending' ? entriesFor(state, id, row.lines, 'pendingCosts') : [];
  });
  return [...own, ...changes];
}

/** Only approved ones, not those approved as noted. Source: facts of the rule `jobToDateAmount`. */
function ofPayApps(state: ProcoreState, project: ProjectRow): Entry[] {
  const field = ruleOf(state, 'jobToDateAmount') === 'gross' ? 'gross_amount' : 'net_amount';
  return state.requisitions
    .values()
    .filter(({ project_id, status }) => project_id === project.id && status === 'approved')
    .flatMap(({ commitment_id, items }) => {
      const billed = leavesOf(items).map((item) => {
        return { wbs_code_id: item.wbs_code.id, amount: item[field] };
      });
      return entriesFor(state, commitment_id, billed, 'jobToDate');
    });
}

/** As in the sums of a prime contract: pending counts pending and revised. */
function ofPrimeChanges(state: ProcoreState, project: ProjectRow): Entry[] {
  const changes = state.primeChangeOrders.values().filter((row) => {
    return row.project_id === project.id && row.deleted_at === null;
  });
  return changes.flatMap(({ contract_id, status, lines }) => {
    if (status === 'approved') return entriesFor(state, contract_id, lines, 'approvedChanges');
    const isPending = ['pending', 'revised'].includes(status);
    return isPending ? entriesFor(state, contract_id, lines, 'pendingChanges') : [];
  });
}

/** Approved ones, without tax. That the others count nowhere is UNCONFIRMED. */
function ofDirectCosts(state: ProcoreState, project: ProjectRow): Entry[] {
  return state.directCosts
    .values()
    .filter(({ project_id, status }) => project_id === project.id && status === 'approved')
    .flatMap(({ lines }) =>
      lines.map(({ wbs_code_id, amount }) => ({
        ...{ wbs_code_id, cost: 'direct' as const },
        amount: nearestCentsOf(amount),
      })),
    );
}
