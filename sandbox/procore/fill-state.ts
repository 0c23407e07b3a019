// How the tables are filled from a seeded company, each record with what nobody has typed yet.
import type {
  SeededChangeOrder,
  SeededCommitment,
  SeededCompany,
  SeededDetailLine,
  SeededLine,
} from '../company/seeded-company.ts';
import { budgetOf } from '../company/budgets.ts';
import { countryOf } from '../company/countries/country-of.ts';
import { peopleOf } from '../company/site-people.ts';
import { beginMeta } from './procore-state.ts';
import type {
  ChangeOrderRow,
  DetailLineRow,
  LineRow,
  Origin,
  ProcoreState,
  Table,
} from './procore-state.ts';

const lumpSum = { quantity: null, unit_cost: null, uom: null, extended_type: 'manual' } as const;
const FIRST_PERSON = 562_949_949_001_001;
const FIRST_USER = 562_949_949_002_001;
const noOrigin: Origin = { origin_id: null, origin_data: null };

function stampedAs({
  created_at,
  updated_at,
}: Pick<SeededCommitment, 'created_at' | 'updated_at'>) {
  return (detail: SeededDetailLine): DetailLineRow => ({ ...detail, created_at, updated_at });
}

function changeOrderRow(changeOrder: SeededChangeOrder): ChangeOrderRow {
  return {
    ...changeOrder,
    ...noOrigin,
    executed: changeOrder.status === 'approved',
    deleted_at: null,
    kept: {},
    lines: changeOrder.lines.map((line) => {
      const { commitment_line_item_id = null } = line;
      return { ...line, ...noOrigin, ...lumpSum, commitment_line_item_id };
    }),
  };
}

/** Fills empty tables from a seeded company. The caller has emptied them. */
export function fillState(state: ProcoreState, company: SeededCompany): void {
  const fill = <T extends { id: number }>(table: Table<T>, rows: readonly T[]): void => {
    for (const row of rows) table.set(String(row.id), row);
  };
  fill(
    state.projects,
    company.projects.map((project) => ({ ...project, ...noOrigin, active: true, kept: {} })),
  );
  fill(
    state.vendors,
    company.vendors.map((vendor) => ({
      ...vendor,
      ...noOrigin,
      origin_code: null,
      is_active: true,
      kept: {},
    })),
  );
  fill(state.costCodes, company.costCodes);
  fill(state.costTypes, company.costTypes);
  fill(state.wbsCodes, company.wbsCodes);
  fill(state.taxCodes, company.taxCodes);
  fill(state.billingPeriods, company.billingPeriods);
  fill(
    state.commitments,
    company.commitments.map(({ details, ...commitment }) => ({
      ...commitment,
      ...noOrigin,
      executed: commitment.status === 'Approved',
      private: false,
      deleted_at: null,
      kept: {},
      lines: commitment.lines.map((line) => ({ ...line, ...noOrigin, ...lumpSum })),
      ...(details === undefined ? {} : { details: details.map(stampedAs(commitment)) }),
    })),
  );
  fill(state.changeOrders, (company.changeOrders ?? []).map(changeOrderRow));
  fill(
    state.requisitions,
    company.requisitions.map((requisition) => ({
      ...requisition,
      ...noOrigin,
      payment_date: null,
      final: false,
    })),
  );
  const budget = budgetOf(company);
  fill(
    state.budgetLines,
    budget.lines.map((line) => ({ ...line, sub_job_id: null })),
  );
  fill(
    state.budgetModifications,
    budget.modifications.map((one) => ({ ...one, ...noOrigin })),
  );
  fillPeople(state, company);
  const owners = fillOwnerSide(state, company);
  const stamps = [
    ...company.requisitions,
    ...company.commitments,
    ...(company.changeOrders ?? []),
    ...company.vendors,
    ...owners,
  ].map((record) => Date.parse(record.updated_at));
  beginMeta(state, {
    company: company.company,
    seed: company.seed,
    lastStampMs: stamps.reduce((latest, stamp) => Math.max(latest, stamp), 0),
  });
}

/** Those of the office sign in, and so does the foreman. */
function fillPeople(state: ProcoreState, { company }: SeededCompany): void {
  for (const [index, person] of peopleOf(countryOf(company)).entries()) {
    const { key, firstName, lastName, email, trade } = person;
    const id = FIRST_PERSON + index;
    const signsIn = trade === null || trade === 'Foreman';
    state.people.set(String(id), {
      ...{ id, key, email, trade, first_name: firstName, last_name: lastName },
      employee_id: `E-${String(index + 1).padStart(3, '0')}`,
      user_id: signsIn ? FIRST_USER + index : null,
    });
  }
}

/** The owner's side of a company that has one. */
function fillOwnerSide(state: ProcoreState, company: SeededCompany): { updated_at: string }[] {
  const { primeContracts = [], primeChangeOrders = [], paymentApplications = [] } = company;
  const linesOf = (lines: readonly SeededLine[]): LineRow[] =>
    lines.map((line) => ({ ...line, ...noOrigin, ...lumpSum }));
  for (const contract of primeContracts) {
    const executed = contract.status === 'Approved';
    const lines = linesOf(contract.lines);
    const row = { ...contract, ...noOrigin, lines, executed, kept: {} };
    state.primeContracts.set(String(row.id), row);
  }
  for (const change of primeChangeOrders) {
    const executed = change.status === 'approved';
    const blank = { revision: 0, schedule_impact_amount: null, deleted_at: null, kept: {} };
    const row = { ...change, ...blank, executed, lines: linesOf(change.lines) };
    state.primeChangeOrders.set(String(row.id), row);
  }
  for (const application of paymentApplications) {
    state.paymentApplications.set(String(application.id), { ...application, ...noOrigin });
  }
  return [...primeContracts, ...primeChangeOrders, ...paymentApplications];
}
