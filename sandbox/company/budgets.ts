// What each project of a seeded company was budgeted at: near what its contracts came to, beside work nobody is contracted for.
import type { SeededCompany, SeededProject, SeededWbsCode } from './seeded-company.ts';
import { nearestCentsOf, sum, textOf } from './cents.ts';
import { idCounter } from './ids.ts';
import { randomFrom } from './random.ts';
import type { Random } from './random.ts';

export type SeededBudgetLine = {
  id: number;
  project_id: number;
  wbs_code_id: number;
  original_budget_amount: string;
  created_at: string;
  updated_at: string;
};

export type SeededBudgetModification = {
  id: number;
  project_id: number;
  /** Null: from nowhere, so that the budget grows. */
  from_budget_line_item_id: number | null;
  to_budget_line_item_id: number;
  transfer_amount: string;
  notes: string;
  created_at: string;
  updated_at: string;
};

export type SeededBudget = {
  lines: SeededBudgetLine[];
  modifications: SeededBudgetModification[];
};

const CREATED = '2026-03-02T20:15:00.000Z';
const stamps = { created_at: CREATED, updated_at: CREATED };

/** Codes of the firm's own work, which no contract has. */
const OWN_WORK = 3;
/** With fewer codes under contract than this, every one is budgeted. */
const ENOUGH_CODES = 4;

/** Beside the company and not in it, so that the company's bytes stay what they were. */
export function budgetOf(company: SeededCompany): SeededBudget {
  const [lineId, modificationId] = [idCounter('budgetLine'), idCounter('budgetModification')];
  const budget: SeededBudget = { lines: [], modifications: [] };
  for (const project of company.projects) {
    const random = randomFrom(`${company.seed}/budget/${project.project_number}`);
    const lines = amountsOf(company, project, random).map(({ wbsCode, amount }) => ({
      id: lineId(),
      project_id: project.id,
      wbs_code_id: wbsCode.id,
      original_budget_amount: textOf(amount),
      ...stamps,
    }));
    budget.lines.push(...lines);
    const [to, from] = [lines[0], lines.at(-1)];
    if (to === undefined || from === undefined || to.id === from.id) continue;
    const between = { project_id: project.id, to_budget_line_item_id: to.id, ...stamps };
    budget.modifications.push(
      {
        ...between,
        id: modificationId(),
        from_budget_line_item_id: from.id,
        transfer_amount: '1000.00',
        notes: 'Moved to where it is needed',
      },
      {
        ...between,
        id: modificationId(),
        from_budget_line_item_id: null,
        transfer_amount: '2500.00',
        notes: 'More from the client',
      },
    );
  }
  return budget;
}

type Amount = { wbsCode: SeededWbsCode; amount: bigint };

function amountsOf(company: SeededCompany, project: SeededProject, random: Random): Amount[] {
  const codes = company.wbsCodes.filter(({ project_id }) => project_id === project.id);
  const contracted = codes.flatMap((wbsCode) => {
    const total = contractedOn(company, wbsCode.id);
    return total === 0n ? [] : [{ wbsCode, total }];
  });
  // One is forgotten, as somebody always forgets one.
  const budgeted = contracted.length < ENOUGH_CODES ? contracted : contracted.slice(0, -1);
  const free = codes.filter(({ id }) => !contracted.some(({ wbsCode }) => wbsCode.id === id));
  const own = free.filter(({ flat_code }) => flat_code.endsWith('.L')).slice(0, OWN_WORK);
  return [
    ...budgeted.map(({ wbsCode, total }) => {
      const percent = BigInt(random.between(96, 112));
      return { wbsCode, amount: toHundreds((total * percent) / 100n) };
    }),
    ...own.map((wbsCode) => ({ wbsCode, amount: BigInt(random.between(50, 400)) * 10_000n })),
  ];
}

function contractedOn({ commitments }: SeededCompany, wbsCodeId: number): bigint {
  const lines = commitments.flatMap((commitment) => commitment.lines);
  const own = lines.filter(({ wbs_code_id }) => wbs_code_id === wbsCodeId);
  return sum(own.map(({ amount }) => nearestCentsOf(amount)));
}

/** A budget is in whole hundreds. */
function toHundreds(amount: bigint): bigint {
  return (amount / 10_000n) * 10_000n;
}
