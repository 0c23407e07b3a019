// Proves what the mapping file may say of budgets, and that tasks are asked for only where Xero Projects may be called at all.
import { expect, test } from 'vitest';
import { makesOptions, makesTasks } from '../../../domain/mapping/budgets.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { mapping } from '../../support/domain-builders.ts';

const on = {
  ...mapping.directions,
  projectBudget: 'procoreToXero',
  projectLabour: 'procoreToXero',
};
const parsed = (budgets: object | undefined, directions: object = on) => {
  const { budgets: _budgets, ...rest } = mapping;
  return mappingSchema.safeParse({ ...rest, directions, ...(budgets ? { budgets } : {}) });
};
const said = (result: ReturnType<typeof parsed>) =>
  result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

test.each([
  [undefined, { options: true, tasks: false }],
  [{}, { options: true, tasks: false }],
  [{ to: 'options' }, { options: true, tasks: false }],
  [{ to: 'tasks' }, { options: false, tasks: true }],
  [{ to: 'optionsAndTasks' }, { options: true, tasks: true }],
])('%j makes %j', (budgets, made) => {
  const { data } = parsed(budgets);
  if (!data) throw new Error('it is refused');
  expect({ options: makesOptions(data), tasks: makesTasks(data) }).toEqual(made);
  const off = { ...data, directions: { ...data.directions, projectBudget: 'off' as const } };
  expect([makesOptions(off), makesTasks(off)]).toEqual([false, false]);
});

test.each(['tasks', 'optionsAndTasks'])('%s is refused while what it needs is off', (to) => {
  const refusal = (key: string, then: string) =>
    `budgets.to: "${to}" makes tasks in Xero Projects, and directions.${key} is "off", with which ${then}: turn that on, or set budgets.to to "options"`;
  const ofLabour = refusal('projectLabour', 'nothing of Xero Projects is asked or written');
  const ofBudget = refusal('projectBudget', 'no budget is read');
  expect(said(parsed({ to }, { ...on, projectLabour: 'off' }))).toEqual([ofLabour]);
  expect(said(parsed({ to }, { ...on, projectBudget: 'off' }))).toEqual([ofBudget]);
  expect(said(parsed({ to }, mapping.directions))).toEqual([ofLabour, ofBudget]);
});

test('another word or key is refused', () => {
  expect(said(parsed({ to: 'off' }))).toHaveLength(1);
  expect(said(parsed({ into: 'tasks' }))).toEqual([
    'budgets: there is no key "into" here; the keys are to',
  ]);
  expect(said(parsed({ to: 'options' }, mapping.directions))).toEqual([]);
});
