// What the mapping file says of budgets: whether their codes become tracking options, tasks of Xero Projects, or both.
import { z } from 'zod';

/** The usual one first. */
const budgetTargets = ['options', 'tasks', 'optionsAndTasks'] as const;
export type BudgetTarget = (typeof budgetTargets)[number];

/** The keys within `budgets`. */
export const budgetShape = { to: z.enum(budgetTargets).default('options') };

export const budgetsAsUsual: { to: BudgetTarget } = { to: 'options' };

type Ruled = { budgets: { to: BudgetTarget }; directions: { projectBudget: string } };

/** Whether budgets make tracking options; else people make them, as with budgets off. */
export function makesOptions({ budgets, directions }: Ruled): boolean {
  return directions.projectBudget !== 'off' && budgets.to !== 'tasks';
}

/** Whether budgets make tasks in Xero Projects, which `checkBudgets` lets nobody ask for while that is off. */
export function makesTasks({ budgets, directions }: Ruled): boolean {
  return directions.projectBudget !== 'off' && budgets.to !== 'options';
}

/** Tasks need Xero Projects, which labour alone turns on: off means that nothing of it is called, and none of its scopes asked for. */
export function checkBudgets(
  { budgets, directions }: Ruled & { directions: { projectLabour: string } },
  context: z.RefinementCtx,
): void {
  if (budgets.to === 'options') return;
  const refuse = (key: 'projectLabour' | 'projectBudget', then: string): void => {
    if (directions[key] !== 'off') return;
    const message = `"${budgets.to}" makes tasks in Xero Projects, and directions.${key} is "off", with which ${then}: turn that on, or set budgets.to to "options"`;
    context.addIssue({ code: 'custom', path: ['budgets', 'to'], message });
  };
  refuse('projectLabour', 'nothing of Xero Projects is asked or written');
  refuse('projectBudget', 'no budget is read');
}
