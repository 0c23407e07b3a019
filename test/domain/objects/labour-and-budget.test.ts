// Proves that a project's labour and its budget, looking in whatever order, end with one task for each cost code, which both know.
import { describe, expect, test } from 'vitest';
import { labourAsUsual } from '../../../domain/mapping/labour.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { adoptedTask } from '../../../domain/objects/project-budget/plan-tasks.ts';
import type { TaskBase } from '../../../domain/plan/owned.ts';
import { wantedTasks } from '../../../domain/objects/project-budget/wanted-tasks.ts';
import type { XeroProjectTask } from '../../../domain/records/xero/project-task.ts';
import { budget, budgetId, budgetOf, line, projects, tasksOn } from '../../support/budget-tasks.ts';
import { kept } from '../../support/kept-records.ts';
import type { Labour } from '../../support/labour.ts';
import { card, labour, nothing, planned, unlinked, owner } from '../../support/labour.ts';

type Link = { costCodeId: string; taskId: string };
type World = {
  tasks: XeroProjectTask[];
  labour: (Link & { isLive: boolean })[];
  budget: (Link & { base: TaskBase })[];
};
type CostCode = { id: string; code: string; name: string };

const concreteCode = { id: '301', code: '03-300', name: 'Concrete' };
const pilesCode = { id: '302', code: '03-350', name: 'Piles' };
const steelCode = { id: '305', code: '05-120', name: 'Steel' };

const budgeted = [concreteCode, pilesCode];
const worked = [concreteCode, steelCode];
const seenBudget = budgetOf(
  ...budgeted.map(({ id, ...costCode }) => line({ costCode, costCodeId: id })),
);

function labourSees(world: World, on: boolean): Labour {
  const wanted = wantedTasks(budget({ budget: seenBudget, mapping: mappingOf(on) }));
  const waiting = worked.map((costCode: CostCode) => ({ worker: card().worker, costCode }));
  return labour({
    ...{ mapping: mappingOf(on), waiting, time: [], tasks: world.tasks },
    taskLinks: world.labour.filter(({ isLive }) => isLive),
    budgeted: {
      workflowId: budgetId,
      costCodeIds: wanted.flatMap(({ costCodes }) => costCodes.map(({ id }) => id)),
      names: wanted.map(({ name }) => name.toLowerCase()),
      links: world.budget,
    },
  });
}

const mappingOf = (on: boolean) => ({
  ...tasksOn,
  labour: {
    ...labourAsUsual,
    workers: { '91': 'site@harbour.example' },
    statuses: ['approved' as const],
  },
  budgets: { to: on ? ('tasks' as const) : ('options' as const) },
});

function budgetSees(world: World) {
  const { tasks, budget: taskLinks, labour: labourLinks } = world;
  return budget({
    ...{ budget: seenBudget, mapping: mappingOf(true) },
    projects: projects({ tasks, taskLinks, labourLinks }),
  });
}

const made = (world: World, body: { name: string; estimateMinutes?: number | undefined }) => {
  const task = kept('xeroProjectTask', {
    ...{ id: `task-${world.tasks.length + 1}`, name: body.name },
    terms: { estimateMinutes: body.estimateMinutes ?? null, rate: null, status: 'ACTIVE' },
  });
  world.tasks.push(task);
  return task.id;
};

/** Carries out what goes, as the settles would; answers whether anything did. A target that the other has is refused, as by Postgres. */
function labourLooks(world: World, on: boolean): boolean {
  const { going } = planObservation(labourSees(world, on)).gated;
  for (const { verdict } of going) {
    const costCodeId = verdict.role.slice('task/'.length);
    const live = world.labour.find((link) => link.isLive && link.costCodeId === costCodeId);
    if (verdict.outcome === 'delete' && live) live.isLive = false;
    else if (verdict.outcome === 'adopt') linkOnce(world, { costCodeId, taskId: verdict.targetId });
    else if (verdict.outcome === 'create' && verdict.write?.body.kind === 'xeroProjectTask') {
      linkOnce(world, { costCodeId, taskId: made(world, verdict.write.body) });
    }
  }
  return going.length > 0;
}

function linkOnce(world: World, link: Link): void {
  expect(world.budget.map(({ taskId }) => taskId)).not.toContain(link.taskId);
  world.labour.push({ ...link, isLive: true });
}

function budgetLooks(world: World): boolean {
  const seen = budgetSees(world);
  const { going } = planObservation(seen).gated;
  for (const { verdict } of going) {
    const costCodeId = verdict.role.slice('task/'.length);
    const put = (taskId: string, base: TaskBase): void => {
      const ofLabour = world.labour.filter(({ isLive }) => isLive).map((link) => link.taskId);
      expect(ofLabour).not.toContain(taskId);
      world.budget = world.budget.filter((link) => link.costCodeId !== costCodeId);
      world.budget.push({ costCodeId, taskId, base });
    };
    const none = { budget: null, task: null };
    if (verdict.outcome === 'adopt') put(verdict.targetId, adoptedTask(seen, verdict.role) ?? none);
    else if (!('write' in verdict) || !verdict.write) throw new Error(`it does ${verdict.outcome}`);
    else if (verdict.write.body.kind === 'xeroProjectTask') {
      put(made(world, verdict.write.body), verdict.write.agreed as TaskBase);
    } else if (verdict.write.body.kind === 'xeroProjectTaskChange') {
      const { taskId, estimateMinutes } = verdict.write.body;
      world.tasks = world.tasks.map((task) =>
        task.id === taskId && task.terms
          ? { ...task, terms: { ...task.terms, estimateMinutes } }
          : task,
      );
      put(taskId, verdict.write.agreed as TaskBase);
    }
  }
  return going.length > 0;
}

/** In the order that bits say, and then until neither has anything to do. */
function run(world: World, order: number): void {
  for (let bit = 0; bit < 6; bit += 1) {
    if ((order >> bit) % 2 === 0) labourLooks(world, true);
    else budgetLooks(world);
  }
  for (let looks = 0; looks < 20; looks += 1) {
    const [one, other] = [budgetLooks(world), labourLooks(world, true)];
    if (!one && !other) return;
  }
  throw new Error('they never come to rest');
}

const empty = (): World => ({ tasks: [], labour: [], budget: [] });
/** Labour alone had the tasks, as before budgets made any. */
const before = (): World => {
  const world = empty();
  labourLooks(world, false);
  return world;
};
const renamed = (): World => {
  const world = before();
  world.tasks = world.tasks.map((task) => ({ ...task, name: `${task.name} (site)` }));
  return world;
};
const byHand = (): World => {
  const world = empty();
  made(world, { name: '03-300 CONCRETE' });
  return world;
};

describe('labour and budget together', () => {
  test.each([
    ['from the start', empty, ['03-300 Concrete', '03-350 Piles', '05-120 Steel']],
    ['where labour had tasks', before, ['03-300 Concrete', '03-350 Piles', '05-120 Steel']],
    [
      'where labour had tasks that were renamed',
      renamed,
      ['03-300 Concrete (site)', '03-350 Piles', '05-120 Steel (site)'],
    ],
    ['where a person had one', byHand, ['03-300 CONCRETE', '03-350 Piles', '05-120 Steel']],
  ])('%s: one task a code, in whatever order they look', (_case, world, names) => {
    for (let order = 0; order < 64; order += 1) {
      const now = world();
      run(now, order);
      expect(now.tasks.map(({ name }) => name).sort()).toEqual(names);
      expect(now.budget.map(({ costCodeId }) => costCodeId).sort()).toEqual(['301', '302']);
      const live = now.labour.filter(({ isLive }) => isLive);
      expect(live.map(({ costCodeId }) => costCodeId)).toEqual(['305']);
      const estimates = now.budget.map(
        ({ taskId }) => now.tasks.find(({ id }) => id === taskId)?.terms?.estimateMinutes,
      );
      expect(estimates).toEqual([5400, 5400]);
    }
  });

  test("time goes on the budget's task, also where budgets make none any more", () => {
    const world = empty();
    run(world, 0);
    for (const on of [true, false]) {
      const seen = { ...labourSees(world, on), waiting: [], time: labour().time };
      const going = planObservation(seen).gated.going;
      const bodies = going.flatMap(({ verdict }) =>
        'write' in verdict && verdict.write ? [verdict.write.body] : [],
      );
      const ofConcrete = world.budget.find(({ costCodeId }) => costCodeId === '301');
      expect(bodies).toMatchObject([{ kind: 'xeroTimeEntry', taskId: ofConcrete?.taskId }]);
    }
  });
});

describe('the project in Xero Projects', () => {
  const wants = {
    ...{ workflowId: budgetId, costCodeIds: ['301'], names: ['03-300 concrete'], links: [] },
  };

  test('is made for a budget too, though no time waits', () => {
    const idle = { waiting: [], owner };
    expect(planned(unlinked(idle))).toEqual(nothing);
    expect(planned(unlinked({ ...idle, budgeted: wants })).goes).toEqual(['create project']);
    const off = { ...idle, budgeted: wants, postFrom: null };
    expect(planned(unlinked(off))).toEqual(nothing);
    const none = { ...idle, budgeted: { ...wants, names: [] } };
    expect(planned(unlinked(none))).toEqual(nothing);
  });

  test('a task that the budget has still to make is waited for, and no time is logged meanwhile', () => {
    const seen = labour({ tasks: [], taskLinks: [], budgeted: wants });
    expect(planned(seen)).toEqual({ ...nothing, waits: [budgetId] });
  });
});
