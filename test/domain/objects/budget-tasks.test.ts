// Proves which tasks a budget makes in Xero Projects, that only their estimates follow its hours, and that a person has the word wherever they said something.
import { describe, expect, test } from 'vitest';
import { planObservation } from '../../../domain/objects/objects.ts';
import { adoptedTask } from '../../../domain/objects/project-budget/plan-tasks.ts';
import { projectBudget } from '../../../domain/objects/project-budget/project-budget.ts';
import { estimateOf } from '../../../domain/objects/project-budget/budgeted-hours.ts';
import { settledAgreement } from '../../../domain/plan/settled-agreement.ts';
import { leftAsItIs } from '../../support/answered.ts';
import type { Budget } from '../../support/budget-tasks.ts';
import {
  budget,
  budgetOf,
  concrete,
  inXero,
  labourId,
  line,
  linked,
  piles,
  planned,
  tasksOn,
} from '../../support/budget-tasks.ts';
import { mapping, optionCode, project } from '../../support/domain-builders.ts';
import { kept } from '../../support/kept-records.ts';
import { goingOf } from '../../support/posted-documents.ts';

type Told = ReturnType<typeof planned>;
const nothing: Told = { goes: [], asked: [], waits: [] };
const goes = (...all: string[]): Told => ({ ...nothing, goes: all });
const asked = (...all: string[]): Told => ({ ...nothing, asked: all });
const waits: Told = { ...nothing, waits: [labourId] };
const hours = (quantity: string, ...more: Parameters<typeof line>) =>
  budgetOf(line({ ...more[0], quantity }));

describe('the hours of a budget', () => {
  test.each<[string, Parameters<typeof line>[0][], ReturnType<typeof estimateOf>]>([
    ['none', [{ unit: 'ea' }], null],
    ['none, where the view tells no unit', [{ unit: undefined }], null],
    ['none, where it tells no quantity', [{ quantity: undefined }], null],
    ['that come to nothing', [{ quantity: '0.00' }], null],
    ['below nothing', [{ quantity: '-2.00' }], null],
    ['whole', [{}], { hours: '90.00', minutes: 5400, isExact: true }],
    [
      'rounded once, over the sum',
      [{ quantity: '1.333' }, { quantity: '1.00' }],
      { hours: '2.333', minutes: 140, isExact: false },
    ],
    ['half a minute up', [{ quantity: '0.025' }], { hours: '0.025', minutes: 2, isExact: false }],
    [
      'in any case, and with a dot',
      ['H', 'hr', 'HRS', 'Hour', 'hours', ' Hrs. '].map((unit) => ({ unit, quantity: '1.00' })),
      { hours: '6.00', minutes: 360, isExact: true },
    ],
    [
      'beside what is no time',
      [{}, { quantity: '7.00', unit: 'm3' }, { quantity: '9.00', unit: 'hour rate' }],
      { hours: '90.00', minutes: 5400, isExact: true },
    ],
  ])('%s', (_case, lines, estimate) => {
    expect(estimateOf(lines.map((one) => line(one)))).toEqual(estimate);
  });

  test('that are no whole minutes are shown beside what they are written as', () => {
    const seen = budget({ budget: hours('1.333') });
    expect(projectBudget.alterations(seen)).toEqual([
      {
        ...{ path: '03-300 Concrete', source: '1.333 h', written: '80 min' },
        why: 'Xero takes whole minutes',
      },
    ]);
    expect(projectBudget.alterations(budget())).toEqual([]);
  });
});

describe('the tasks of a budget', () => {
  const none = { tasks: [], taskLinks: [] };
  const edited = concrete({}, { estimateMinutes: 600 });
  const moved = { budget: hours('100.00') };

  test.each<[string, Budget, Told]>([
    ['as agreed: nothing', budget(), nothing],
    ['missing: made', inXero(none), goes('create task/301')],
    [
      'one for each code, whether or not hours are budgeted on it',
      inXero(none, { budget: budgetOf(line(), piles) }),
      goes('create task/301', 'create task/302'),
    ],
    [
      'there under the name, in whatever case: taken',
      inXero({ tasks: [concrete({ name: '03-300 CONCRETE' })], taskLinks: [] }),
      goes('adopt task/301'),
    ],
    [
      'there under the name, and charged: asked',
      inXero({ tasks: [concrete({ chargeType: 'TIME' })], taskLinks: [] }),
      asked('taskChargeable task/301'),
    ],
    ['other hours: changed', budget(moved), goes('update task/301')],
    [
      'other hours, and renamed or charged by a person: the link is by id',
      inXero({ tasks: [concrete({ name: 'Slabs', chargeType: 'FIXED' })] }, moved),
      goes('update task/301'),
    ],
    ['an estimate of a person: asked', inXero({ tasks: [edited] }), asked('editedInXero task/301')],
    [
      'an estimate that a person took away: asked',
      inXero({ tasks: [concrete({}, { estimateMinutes: null })] }),
      asked('editedInXero task/301'),
    ],
    [
      'changed on both sides: asked',
      inXero({ tasks: [edited] }, moved),
      asked('editedInXero task/301'),
    ],
    [
      'the same on both sides by now: agreed on anew, without a write',
      inXero({ tasks: [edited] }, { budget: hours('10.00') }),
      goes('adopt task/301'),
    ],
    [
      'no hours any more: the estimate stays, since a view may have lost a column',
      budget({ budget: budgetOf(line({ quantity: undefined, unit: undefined })) }),
      nothing,
    ],
    [
      'hours for the first time',
      inXero({ tasks: [concrete({}, { estimateMinutes: null })], taskLinks: [linked(null)] }),
      goes('update task/301'),
    ],
    ['a code that left the budget: the task stays', budget({ budget: budgetOf() }), nothing],
    ['deleted by a person: asked', inXero({ tasks: [] }), asked('taskDeletedInXero task/301')],
    [
      'deleted, and another one made under its name: that one',
      inXero({ tasks: [concrete({ id: 'task-9' })] }),
      goes('adopt task/301'),
    ],
    [
      'locked, with other hours: asked, and nothing is written',
      inXero({ tasks: [concrete({}, { status: 'LOCKED' })] }, moved),
      asked('taskLocked task/301'),
    ],
    [
      'invoiced, as agreed: nothing',
      inXero({ tasks: [concrete({}, { status: 'INVOICED' })] }),
      nothing,
    ],
    [
      'charged at a rate that Xero does not say: no change is made of it',
      inXero({ tasks: [concrete({ chargeType: 'TIME' }, { rate: null })] }, moved),
      asked('notWritable task/301'),
    ],
    [
      'no project in Xero yet: labour makes it',
      inXero({ linkedProjectId: null, target: null, ...none }),
      waits,
    ],
    [
      'a project that is closed: labour asks',
      inXero({ target: kept('xeroProject', { status: 'CLOSED' }) }, moved),
      waits,
    ],
    ['tasks that were not read yet', inXero({ isTimeRead: false, ...none }), waits],
    [
      "labour's own: given up first",
      inXero({
        taskLinks: [],
        labourLinks: [{ costCodeId: '301', taskId: 'task-1', isLive: true }],
      }),
      waits,
    ],
    [
      "labour's own under the same name: given up first",
      inXero({
        taskLinks: [],
        labourLinks: [{ costCodeId: '399', taskId: 'task-1', isLive: true }],
      }),
      waits,
    ],
    [
      'given up by labour, whatever it is called by now: taken',
      inXero({
        ...{ tasks: [concrete({ name: 'Slabs' })], taskLinks: [] },
        labourLinks: [{ costCodeId: '301', taskId: 'task-1', isLive: false }],
      }),
      goes('adopt task/301'),
    ],
    [
      'a budget that was not read for its hours',
      inXero(none, { budget: kept('procoreBudget') }),
      nothing,
    ],
    ['a project that is over', inXero(none, { project: { ...project, isActive: false } }), nothing],
    ['a project that is not turned on', inXero(none, { postFrom: null }), nothing],
    [
      'options alone',
      budget({ mapping: { ...tasksOn, budgets: { to: 'options' } }, budget: null, projects: null }),
      nothing,
    ],
    ['off', inXero(none, { mapping }), nothing],
  ])('%s', (_case, seen, told) => {
    expect(planned(seen)).toEqual(told);
  });

  test('say what is budgeted, are not charged, and hold no amount', () => {
    const [write] = goingOf(planObservation(inXero(none)));
    expect(write?.body).toEqual({
      ...{ kind: 'xeroProjectTask', projectId: 'project-1', name: '03-300 Concrete' },
      ...{ chargeType: 'NON_CHARGEABLE', currency: 'NZD', estimateMinutes: 5400 },
    });
    const [withoutHours] = goingOf(planObservation(inXero(none, { budget: budgetOf(piles) })));
    expect(withoutHours?.body).not.toHaveProperty('estimateMinutes');
  });

  test('are changed in nothing but the estimate, as they were read', () => {
    const rate = { currency: 'NZD', value: '75.50' };
    const theirs = concrete({ name: 'Slabs', chargeType: 'TIME' }, { rate });
    const [write] = goingOf(planObservation(inXero({ tasks: [theirs] }, moved)));
    expect(write?.body).toEqual({
      ...{ kind: 'xeroProjectTaskChange', projectId: 'project-1', taskId: 'task-1' },
      ...{ name: 'Slabs', chargeType: 'TIME', rate, estimateMinutes: 6000 },
    });
    expect(write?.agreed).toEqual({ budget: 6000, task: 6000 });
  });

  test('of one name are one, with the hours of all its codes', () => {
    const rolled = { ...tasksOn, tracking: { ...tasksOn.tracking, rollUp: 'division' as const } };
    const lines = [line(), line({ ...piles, quantity: '10.00', unit: 'h' })];
    const seen = inXero(none, { mapping: rolled, budget: budgetOf(...lines) });
    expect(goingOf(planObservation(seen)).map(({ body }) => body)).toMatchObject([
      { name: '03', estimateMinutes: 6000 },
    ]);
    // The code it was made for left the budget; its task is the one all the same.
    const without = {
      mapping: rolled,
      budget: budgetOf(line({ ...piles, quantity: '90.00', unit: 'h' })),
    };
    expect(planned(inXero({ tasks: [concrete({ name: '03' })] }, without))).toEqual(nothing);
  });

  test('that two codes would take by now are taken once', () => {
    const seen = inXero(
      {
        ...{ tasks: [concrete({ name: '03-350 Piles' })], taskLinks: [] },
        labourLinks: [{ costCodeId: '301', taskId: 'task-1', isLive: false }],
      },
      { budget: budgetOf(line(), piles) },
    );
    expect(planned(seen)).toEqual(goes('adopt task/301'));
  });

  test('left with the estimate of a person stay so until one of both says something else', () => {
    const left = leftAsItIs(inXero({ tasks: [edited] }));
    expect(planned(left)).toEqual(nothing);
    expect(planned({ ...left, ...moved })).toEqual(asked('editedInXero task/301'));
  });

  test('that are taken agree on an estimate only where both say the same', () => {
    const taken = (estimateMinutes: number | null) =>
      adoptedTask(
        inXero({ tasks: [concrete({}, { estimateMinutes })], taskLinks: [] }),
        'task/301',
      );
    expect(taken(5400)).toEqual({ budget: 5400, task: 5400 });
    expect(taken(null)).toEqual({ budget: null, task: null });
    expect(taken(600)).toEqual({ budget: null, task: null });
    // So that a person's own is asked about, and none of nobody's.
    expect(planned(inXero({ tasks: [edited], taskLinks: [linked(null)] }))).toEqual(
      asked('editedInXero task/301'),
    );
  });

  test('that a person made meanwhile are agreed on with their own estimate only where it is the same', () => {
    const [write] = goingOf(planObservation(inXero(none)));
    if (!write) throw new Error('nothing is made');
    const settled = (estimateMinutes: number | null) =>
      settledAgreement({
        ...{ body: write.body, agreed: write.agreed, mappingVersion: 'v1' },
        answer: concrete({}, { estimateMinutes }),
      });
    expect(settled(5400)).toEqual({ budget: 5400, task: 5400 });
    expect(settled(600)).toEqual({ budget: null, task: null });
  });
});

describe('options and tasks', () => {
  const own = optionCode('Project', '26-001 Ferry Terminal');
  const chart = {
    ...budget().chart,
    links: [{ source: 'project/5', categoryId: 'c1', optionId: own.optionId }],
  };
  const categories = ['Project', 'Cost code'].map((name, index) => ({
    ...{ id: `c${index + 1}`, name, status: 'ACTIVE', used: 0 },
  }));
  const seen = (to: 'options' | 'tasks' | 'optionsAndTasks', over: Partial<Budget> = {}) =>
    inXero(
      { tasks: [], taskLinks: [] },
      { mapping: { ...tasksOn, budgets: { to } }, categories, ...over },
    );
  const options = [...['option/project/5', 'option/retention', 'option/costCode/5/03-300']].map(
    (role) => `create ${role}`,
  );

  test('are both made where both are asked for, and each alone else', () => {
    expect(planned(seen('options')).goes).toEqual(options);
    expect(planned(seen('tasks')).goes).toEqual(['create task/301']);
    expect(planned(seen('optionsAndTasks')).goes).toEqual([...options, 'create task/301']);
  });

  test('of a project that is over: only options that budgets make are offered to be archived', () => {
    const over = { project: { ...project, isActive: false }, chart: { ...chart, codes: [own] } };
    expect(planned(seen('optionsAndTasks', over))).toEqual(
      asked(`optionToArchive option/project/${project.id}`),
    );
    expect(planned(seen('tasks', over))).toEqual(nothing);
  });

  test('are whole once both are there', () => {
    const state = (one: Budget) => planObservation(one).standing.state;
    expect(state(budget())).toBe('linked');
    expect(state(seen('tasks'))).toBe('notPosted');
  });
});

describe('what is read first', () => {
  const reads = (seen: Budget) => projectBudget.readsFirst(seen).map(({ kind }) => kind);

  test.each<[string, Budget, string[]]>([
    ['nothing, once all is known', budget(), []],
    [
      'the tasks of a project that was just linked',
      inXero({ isTimeRead: false }),
      ['xeroProjectTime'],
    ],
    [
      'a budget that was read without its hours',
      budget({ budget: kept('procoreBudget') }),
      ['procoreBudget'],
    ],
    [
      'a task that was kept before its estimate was',
      inXero({ tasks: [concrete({ terms: undefined })] }),
      ['xeroProjectTask'],
    ],
    ['nothing where the budget makes no tasks', budget({ projects: null, mapping }), []],
  ])('%s', (_case, seen, kinds) => {
    expect(reads(seen)).toEqual(kinds);
  });

  test('before a decision: the budget with its hours, and the task', () => {
    const seen = inXero({ tasks: [concrete({}, { estimateMinutes: 600 })] });
    expect(projectBudget.reads(seen)).toEqual([
      { system: 'procore', kind: 'procoreBudget', id: project.id, withHours: true },
    ]);
  });
});
