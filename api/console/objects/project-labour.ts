// What the pages of a project's labour show: where its time goes, whose waits, and what is to be logged on which task.
import type { Observation } from '../../../domain/objects/objects.ts';
import { costCodesIn } from '../../../domain/objects/project-labour/plan-project-labour.ts';
import { userName } from '../../../domain/objects/project-labour/plan-time.ts';
import type { TaskStanding } from '../../../domain/objects/project-labour/tasks.ts';
import { tasksFor } from '../../../domain/objects/project-labour/tasks.ts';
import { workerIn } from '../../../domain/objects/project-labour/workers.ts';
import { factRow } from '../comparison-row.ts';
import type { Fact, ObjectPages } from './object-pages.ts';

type Labour = Observation<'projectLabour'>;

export const projectLabourPages: ObjectPages<Labour> = {
  words: { one: 'Labour', many: 'Labour' },
  place,
  facts: (observation) => {
    const { target, postFrom, isWriting, time } = observation;
    return [
      ['Project', place(observation)],
      ['Project in Xero', target && target.name],
      ['Logged in Xero', target && hoursOf(target.minutesLogged)],
      ['Expenses in Xero', target?.expenseTotal ?? null],
      ['Posts from', postFrom],
      ['Time on its way', isWriting ? 'yes, with the spare calls of the day' : null],
      ['Timecards being looked at', time.length === 0 ? null : String(time.length)],
      ...workersOf(observation),
    ];
  },
  sides: (observation) => [
    factRow('Project', place(observation), observation.target?.name ?? null),
    ...tasksFor(observation, costCodesIn(observation)).map((task) =>
      factRow(`Task for ${task.code}`, task.name, standingOf(task)),
    ),
  ],
  records: ({ project, target }) => ({ source: project, target }),
  inXero: () => null,
  sums: () => ({ procore: null, xero: null }),
  elsewhere: () => [],
  base: () => null,
  contactIds: ({ owner, target }) => [owner?.contactId, target?.contactId],
  contactNames: () => ({}),
  working: () => null,
};

/** Of those with time that waits: who logs it, or that nobody does. */
function workersOf(observation: Labour): Fact[] {
  const workers = new Map(
    observation.waiting.flatMap(({ worker }) =>
      worker ? [[worker.id, worker.name] as const] : [],
    ),
  );
  return [...workers].map(([id, name]): Fact => {
    const worker = workerIn(observation, id);
    const who = worker.is === 'user' ? userName(observation, worker.userId) : 'nobody yet';
    return [`Time of ${name}`, `logged for ${who}`];
  });
}

/** 450 minutes are "7 h 30 min". */
function hoursOf(minutes: number): string {
  const rest = minutes % 60;
  return `${(minutes - rest) / 60} h${rest === 0 ? '' : ` ${rest} min`}`;
}

function standingOf({ standing }: TaskStanding): string {
  switch (standing.is) {
    case 'linked':
    case 'shared':
      return 'there';
    case 'found':
      return standing.task.name;
    case 'awaited':
    case 'budgets':
    case 'missing':
      return 'to be made';
  }
}

function place({ project }: Labour): string | null {
  return project && `${project.number} ${project.name}`.trim();
}
