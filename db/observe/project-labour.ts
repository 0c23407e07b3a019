// What the plan of a project's labour is made from: of all its timecards those that are not as they were settled, some hundred at most.
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { markerOf } from '../../domain/identity/markers.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { makesTasks } from '../../domain/mapping/budgets.ts';
import { sendsTimecards } from '../../domain/mapping/directions.ts';
import { statusesToPost } from '../../domain/mapping/labour.ts';
import { projectOptionOf } from '../../domain/mapping/option-names.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { ContactLink } from '../../domain/objects/common-observation.ts';
import { wantedTasks } from '../../domain/objects/project-budget/wanted-tasks.ts';
import { costCodesIn } from '../../domain/objects/project-labour/plan-project-labour.ts';
import { askedAtOnce } from '../../domain/objects/project-labour/plan-time.ts';
import type { BudgetedTasks } from '../../domain/objects/project-labour/tasks.ts';
import { readyTasks, tasksFor } from '../../domain/objects/project-labour/tasks.ts';
import { readyWorkers } from '../../domain/objects/project-labour/workers.ts';
import type { Answers } from '../../domain/plan/answers.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import { projectsFeed } from '../../domain/records/xero/project.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import type { LabourAsk } from '../queries/labour.ts';
import {
  doubledTime,
  labourLinks,
  labourOnItsWay,
  movedTime,
  newTime,
  waitingTime,
  workersAskedElsewhere,
} from '../queries/labour.ts';
import { linkedAmong } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { lastFullRead } from '../queries/sweeps.ts';
import { budgetTaskLinks } from '../queries/task-links.ts';
import { contactLinkOf, xeroGround } from './ground.ts';
import { localDayOf } from './local-day.ts';
import { postFromWhileHere } from './post-from.ts';
import type { ObserverSettings } from './settings.ts';

/** So many entries are on their way at once; more are gathered when half of them are written, so that looks stay few. */
const onItsWayMost = 150;
/** Timecards that changed after they were posted, or whose entries did, a look. */
const movedMost = 100;
const doublesMost = 20;
const utc = 'UTC';

type Id = DocumentId<'projectLabour'>;

export async function observeProjectLabour(
  db: Queryable,
  settings: ObserverSettings,
  id: Id,
): Promise<Observation<'projectLabour'>> {
  const { connection, mapping } = settings;
  const projectId = id.sourceId;
  const workflowId = workflowIdOf(id);
  const [source, said, { organisation }, postFrom, users, links, onItsWay, read] =
    await Promise.all([
      standingOf(db, connection, 'procoreProject', projectId),
      answersOf(db, workflowId),
      xeroGround(db, connection),
      postFromWhileHere(db, connection, projectId),
      recordsOf(db, connection, 'xeroProjectsUser'),
      labourLinks(db, workflowId),
      labourOnItsWay(db, workflowId),
      lastFullRead(db, connection, projectsFeed),
    ]);
  const project = source.record;
  const linked = await linkedProject(db, connection, links.projectId);
  const budgeted = await budgetedTasks(db, settings, { projectId, project, postFrom });
  const ask: LabourAsk = {
    ...{ connection, workflowId, projectId, postFrom },
    statuses: statusesToPost(mapping),
    timeZone: organisation.timeZone ?? utc,
  };
  const sends = sendsTimecards(mapping.directions);
  const gathered = await gather(db, sends ? ask : { ...ask, postFrom: null }, {
    id,
    known: { mapping, projectId, users, tasks: linked.tasks, taskLinks: links.tasks, budgeted },
    xeroProjectId: sends && linked.isTimeRead ? links.projectId : null,
    onItsWay: onItsWay.count,
  });
  const seen = {
    ...gathered,
    onItsWay: onItsWay.asked,
    isWriting: onItsWay.count > 0,
  };
  return {
    ...settings,
    type: 'projectLabour',
    answers: answersAbout(said, seen),
    projectId,
    sourceUnseen: source.unseen,
    project,
    postFrom,
    isProjectsRead: read !== null,
    organisation: {
      baseCurrency: organisation.baseCurrency,
      isWestOfUtc: isWestOfUtc(organisation.timeZone),
    },
    owner: links.projectId === null ? await ownerOf(db, connection, projectId) : null,
    candidates:
      links.projectId === null && project ? await candidatesOf(db, settings, project) : [],
    ...linked,
    users,
    taskLinks: links.tasks,
    budgeted,
    ...seen,
    askedElsewhere: seen.waiting.length === 0 ? [] : await workersAskedElsewhere(db, ask),
    linkedTargetId: links.projectId,
    context: contentHash({
      project: linked.target && { id: linked.target.id, status: linked.target.status },
      // What was refused is no other for another estimate.
      tasks: linked.tasks.map(({ terms: _terms, ...task }) => task),
      users,
    }),
  };
}

type Gathering = {
  id: Id;
  known: Parameters<typeof tasksFor>[0] & Parameters<typeof readyWorkers>[0];
  /** Null where nothing can be logged yet. */
  xeroProjectId: string | null;
  onItsWay: number;
};

/** In the order in which each is known: who and what waits, what was changed, and what of the rest can be logged now. */
async function gather(
  db: Queryable,
  ask: LabourAsk,
  { id, known, xeroProjectId, onItsWay }: Gathering,
) {
  const waiting = await waitingTime(db, ask);
  if (xeroProjectId === null) return { waiting, time: [], doubles: [] };
  const room = onItsWay * 2 > onItsWayMost ? 0 : onItsWayMost - onItsWay;
  const moved = await movedTime(db, ask, Math.min(movedMost, onItsWayMost));
  const workerIds = waiting.flatMap(({ worker }) => worker?.id ?? []);
  const fresh = await newTime(db, ask, {
    xeroProjectId,
    workers: readyWorkers(known, workerIds),
    tasks: readyTasks(tasksFor(known, costCodesIn({ waiting, time: moved }))),
    ...{ most: room, askedMost: askedAtOnce },
  });
  const markerStem = markerOf(id, 'time/');
  const doubles = await doubledTime(db, ask, { xeroProjectId, markerStem, most: doublesMost });
  return { waiting, time: [...moved, ...fresh], doubles };
}

/** The project in Xero that labour is linked to, its tasks, and whether they were read since. */
export async function linkedProject(
  db: Queryable,
  connection: string,
  xeroProjectId: string | null,
) {
  if (xeroProjectId === null) return { target: null, tasks: [], isTimeRead: false };
  const [{ record: target }, { record: whole }, tasks] = await Promise.all([
    standingOf(db, connection, 'xeroProject', xeroProjectId),
    standingOf(db, connection, 'xeroProjectTime', xeroProjectId),
    recordsOf(db, connection, 'xeroProjectTask', { belongsTo: xeroProjectId }),
  ]);
  return { target, tasks, isTimeRead: whole !== null };
}

/** What of the tasks is the budget's; also of one that makes none any more and has some. */
async function budgetedTasks(
  db: Queryable,
  { connection, mapping }: ObserverSettings,
  of: { projectId: string; project: ProcoreProject | null; postFrom: string | null },
): Promise<BudgetedTasks | null> {
  const workflowId = workflowIdOf({
    ...{ type: 'projectBudget', connection, sourceId: of.projectId },
  });
  const [{ record: budget }, links, { accepted }] = await Promise.all([
    standingOf(db, connection, 'procoreBudget', of.projectId),
    budgetTaskLinks(db, workflowId),
    answersOf(db, workflowId),
  ]);
  if (!makesTasks(mapping) && links.length === 0) return null;
  // What a person left undone there is nobody's to wait for.
  const left = new Set<string>(accepted.map(({ subject }) => subject));
  const wanted = wantedTasks({ mapping, budget, ...of }).filter(
    ({ costCodes }) => !costCodes.some(({ id }) => left.has(`task/${id}`)),
  );
  return {
    workflowId,
    costCodeIds: wanted.flatMap(({ costCodes }) => costCodes.map(({ id }) => id)),
    names: wanted.map(({ name }) => name.toLowerCase()),
    links: links.map(({ costCodeId, taskId }) => ({ costCodeId, taskId })),
  };
}

/** Of the prime contract; where there are several, of the first that names one. */
async function ownerOf(
  db: Queryable,
  connection: string,
  projectId: string,
): Promise<ContactLink | null> {
  const contracts = await recordsOf(db, connection, 'procorePrimeContract', {
    belongsTo: projectId,
  });
  const named = contracts.find(({ vendorId }) => vendorId !== null);
  return (await contactLinkOf(db, connection, named?.vendorId ?? null)).link;
}

/** Called exactly as the project's tracking option, in whatever case. */
async function candidatesOf(
  db: Queryable,
  { connection, mapping }: ObserverSettings,
  project: ProcoreProject,
) {
  const name = projectOptionOf(mapping, project).toLowerCase();
  const all = await recordsOf(db, connection, 'xeroProject');
  const called = all.filter((one) => one.name.trim().toLowerCase() === name);
  const targetIds = called.map((one) => one.id);
  const taken = await linkedAmong(db, connection, { kind: 'xeroProject', targetIds });
  return called.map((one) => ({ ...one, isTaken: taken.has(one.id) }));
}

/** By the first day of a year, on which nobody who is west of it in winter is east of it in summer. */
function isWestOfUtc(timeZone: string | null): boolean {
  const day = localDayOf('2026-01-01T00:00:00.000Z', timeZone);
  return day !== null && day < '2026-01-01';
}

/** Of what was said of thousands of timecards only what is about those that were gathered: the rest is as it was left. */
function answersAbout(
  { accepted, refusals, decisions, inFlight }: Answers,
  seen: Pick<Observation<'projectLabour'>, 'time' | 'doubles' | 'onItsWay'>,
): Answers {
  const gathered = new Set<string>([
    ...seen.time.map(({ timecardId }) => `time/${timecardId}`),
    ...seen.doubles.map(({ id }) => `doubleTime/${id}`),
    ...seen.onItsWay,
  ]);
  const isAbout = (role: string): boolean =>
    !/^(time|doubleTime)\//.test(role) || gathered.has(role);
  return {
    accepted: accepted.filter(({ subject }) => isAbout(subject)),
    refusals: refusals.filter(({ role }) => isAbout(role)),
    decisions,
    inFlight: inFlight.filter(isAbout),
  };
}
