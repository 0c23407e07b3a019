// What the plan of a month's direct cost is made from: what people entered in Xero Projects, and what an hour of theirs costs.
import type { MonthOfProject } from '../../domain/identity/cost-of-projects.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { takesCostsFrom } from '../../domain/mapping/direct-costs.ts';
import { sendsTimecards } from '../../domain/mapping/directions.ts';
import { statusesToPost, userMeant, userNamed } from '../../domain/mapping/labour.ts';
import {
  expensesOption,
  linesOfExpenses,
  linesOfTime,
} from '../../domain/objects/direct-cost/cost-of-month.ts';
import type { TimeOnTask } from '../../domain/objects/direct-cost/cost-of-month.ts';
import type { CodeWithOptions } from '../../domain/objects/direct-cost/observation.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { taskNameOf } from '../../domain/objects/project-labour/tasks.ts';
import { minutesOf } from '../../domain/objects/project-labour/wanted-time.ts';
import { directCostBaseSchema } from '../../domain/plan/direct-cost-base.ts';
import type { XeroProjectTask } from '../../domain/records/xero/project-task.ts';
import { monthInWords } from '../../domain/text/month-in-words.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import { openCardsOfMonth } from '../queries/labour.ts';
import { linksOfFamily } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import type { EntryOfMonth, MonthAsk, SeenUser } from '../queries/time-of-month.ts';
import {
  expenseTotals,
  projectLinkedTo,
  timeOfMonth,
  unreadableTime,
  usersEver,
} from '../queries/time-of-month.ts';
import type { Borne, CodesAsk } from './cost-shares.ts';
import { sharesOf } from './cost-shares.ts';
import { xeroGround } from './ground.ts';
import { daysHere } from './post-from.ts';
import type { ObserverSettings } from './settings.ts';

type Ask = { id: DocumentId<'directCost'>; month: MonthOfProject };

/** What the month bears: its lines, the day it is dated, and when the first of it came into sight. */
type Bearing = {
  lines: Borne['lines'];
  rates: Borne['rates'];
  date: string | null;
  inSightSince: Date | null;
  claimedBy: string | null;
  codes: (ask: CodesAsk) => CodeWithOptions[];
};

export async function observeCostOfMonth(
  db: Queryable,
  settings: ObserverSettings,
  { id, month }: Ask,
): Promise<Observation<'directCost'>> {
  const { connection } = settings;
  const workflowId = workflowIdOf(id);
  const [answers, links, { organisation }, place] = await Promise.all([
    answersOf(db, workflowId),
    linksOfFamily(db, workflowId, 'directCost/'),
    xeroGround(db, connection),
    placeOf(db, connection, month),
  ]);
  const projectId = place.labour?.projectId ?? links[0]?.role.slice('directCost/'.length) ?? null;
  const days = projectId === null ? null : await daysHere(db, connection, projectId);
  const isHere = days !== null && (days.until === null || `${month.month}-01` < days.until);
  const bearing = await bearingOf(db, settings, {
    ...{ month, place, organisation, days: isHere ? days : null },
    ratesBefore: directCostBaseSchema.safeParse(links[0]?.base).data?.rates ?? {},
  });
  const { lines, rates, inSightSince, claimedBy, codes } = bearing;
  const date = bearing.date ?? `${month.month}-01`;
  const shares = await sharesOf(db, settings, {
    ...{ id, links, vendorId: null, inSightSince, document: { number: null, date } },
    borne: projectId === null || lines.length === 0 ? [] : [{ projectId, lines, rates }],
    codesFor: (ask) => Promise.resolve(codes(ask)),
  });
  const named = { kind: kindOf[month.what], id: month.xeroProjectId };
  return {
    ...settings,
    type: 'directCost',
    answers,
    sourceId: id.sourceId,
    sourceUnseen: false,
    // Of a project that is off, or whose time was never read, nothing is known: what stands for it stays.
    document:
      place.isRead && isHere
        ? { ...named, ...unnumbered, date, name: nameOf(month, place.name) }
        : null,
    baseCurrency: organisation.baseCurrency,
    ...{ vendorId: null, linking: null, sameNumber: [], claimedBy, shares },
    ...(place.unreadable.length > 0 ? { unreadable: place.unreadable } : {}),
    linkedTargetId: links[0]?.targetId ?? null,
    context: contentHash(shares.map(({ budget, alike, ownedBy }) => [budget, alike, ownedBy])),
  };
}

const kindOf = { time: 'xeroProjectTime', expenses: 'xeroProject' } as const;

/** What a document of the ledger has and a month has not. */
const unnumbered = {
  ...{ number: null, contactId: null, contactName: null, updatedAt: '' },
  ...{ isPosted: true, isOnCommitment: false, isUnvalued: false },
} as const;

function nameOf({ what, month }: MonthOfProject, project: string): string {
  return `${what} of ${monthInWords(month)} on ${project}`;
}

type Place = {
  /** The labour that the project is linked to. */
  labour: { projectId: string; workflowId: string } | null;
  /** As Xero calls the project. */
  name: string;
  currency: string | null;
  /** Whether its time was ever read whole. */
  isRead: boolean;
  /** Entries that cannot be read, in words. */
  unreadable: string[];
};

async function placeOf(
  db: Queryable,
  connection: string,
  { what, xeroProjectId }: MonthOfProject,
): Promise<Place> {
  const [read, { record }, labour, unreadable] = await Promise.all([
    standingOf(db, connection, 'xeroProjectTime', xeroProjectId),
    standingOf(db, connection, 'xeroProject', xeroProjectId),
    projectLinkedTo(db, connection, xeroProjectId),
    what === 'time' ? unreadableTime(db, connection, xeroProjectId) : [],
  ]);
  return {
    ...{ labour, unreadable, isRead: read.record !== null },
    ...{ name: record?.name ?? xeroProjectId, currency: record?.currency ?? null },
  };
}

const nothing: Bearing = {
  ...{ lines: [], rates: {}, date: null, inSightSince: null, claimedBy: null },
  codes: () => [],
};

type BearingAsk = {
  month: MonthOfProject;
  place: Place;
  /** Null while the project is not turned on, or another connection's in that month. */
  days: { postFrom: string; until: string | null } | null;
  organisation: { baseCurrency: string; timeZone: string | null };
  ratesBefore: Readonly<Record<string, string>>;
};
type Known = BearingAsk & { of: MonthAsk; labour: NonNullable<Place['labour']> };

/** Of a project that takes what the ledger says, or whose labour is elsewhere by now, nothing. */
async function bearingOf(
  db: Queryable,
  settings: ObserverSettings,
  ask: BearingAsk,
): Promise<Bearing> {
  const { month, days, organisation } = ask;
  const { labour } = ask.place;
  if (days === null || labour === null) return nothing;
  const { connection, mapping } = settings;
  const { record } = await standingOf(db, connection, 'procoreProject', labour.projectId);
  if (!takesCostsFrom(mapping, 'labour', record?.number ?? null)) return nothing;
  const { xeroProjectId } = month;
  const timeZone = organisation.timeZone ?? 'UTC';
  const of = { connection, xeroProjectId, month: month.month, timeZone, ...days };
  const known = { ...ask, of, labour };
  return month.what === 'time'
    ? timeBorne(db, settings, known)
    : expensesBorne(db, settings, known);
}

async function timeBorne(
  db: Queryable,
  { connection, mapping }: ObserverSettings,
  { labour, of, organisation, ratesBefore }: Known,
): Promise<Bearing> {
  const currency = organisation.baseCurrency;
  const { entries, inSightSince } = await timeOfMonth(db, of);
  const [users, tasks] = await Promise.all([
    usersEver(
      db,
      connection,
      entries.map(({ userId }) => userId),
    ),
    recordsOf(db, connection, 'xeroProjectTask', { belongsTo: of.xeroProjectId }),
  ]);
  const time = byTask(entries, { users, tasks });
  const cards = sendsTimecards(mapping.directions)
    ? await openCardsOfMonth(
        db,
        {
          ...{ connection, ...labour, postFrom: of.postFrom, timeZone: of.timeZone },
          statuses: statusesToPost(mapping),
        },
        of.month,
      )
    : [];
  const isClaimed = cards.some(({ day, hours, workerId }) => {
    const named = userNamed(mapping.labour, workerId);
    const user = named === null ? undefined : userMeant(users, named);
    const { minutes } = minutesOf(hours);
    return entries.some(
      (entry) => entry.userId === user?.id && entry.day === day && entry.minutes === minutes,
    );
  });
  return {
    ...linesOfTime({ time, labour: mapping.labour, ratesBefore, currency }),
    date:
      entries
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? null,
    inSightSince,
    claimedBy: isClaimed ? labour.workflowId : null,
    // A task stands for the code whose option bears its name.
    codes: ({ project, budget }) =>
      budget.codes.flatMap((code) => {
        const name = taskNameOf({ mapping, projectId: project.id }, code.costCode).toLowerCase();
        return tasks
          .filter((task) => task.name.toLowerCase() === name)
          .map((task) => ({ ...code, optionId: task.id, projectOptionId: null }));
      }),
  };
}

/** In the order of the tasks' ids, and of the users' within each. */
function byTask(
  entries: readonly EntryOfMonth[],
  known: { users: readonly SeenUser[]; tasks: readonly XeroProjectTask[] },
): TimeOnTask[] {
  const taskIds = [...new Set(entries.map(({ taskId }) => taskId))].sort();
  return taskIds.map((taskId) => {
    const ofTask = entries.filter((entry) => entry.taskId === taskId);
    const userIds = [...new Set(ofTask.map(({ userId }) => userId))].sort();
    return {
      task: { id: taskId, name: known.tasks.find(({ id }) => id === taskId)?.name ?? taskId },
      users: userIds.map((id) => {
        const user = known.users.find((one) => one.id === id);
        const minutes = ofTask
          .filter(({ userId }) => userId === id)
          .reduce((sum, entry) => sum + entry.minutes, 0);
        return user
          ? { ...user, minutes }
          : { id, name: id, email: null, minutes, isUnknown: true as const };
      }),
    };
  });
}

async function expensesBorne(
  db: Queryable,
  { mapping }: ObserverSettings,
  { of, organisation, place }: Known,
): Promise<Bearing> {
  const { expenses } = mapping.labour;
  const currency = organisation.baseCurrency;
  if (expenses === null) return nothing;
  const totals = await expenseTotals(db, of);
  const { lines, date } = linesOfExpenses(totals, {
    ...{ month: of.month, postFrom: of.postFrom, until: of.until, expenses },
  });
  const isForeign = place.currency !== null && place.currency !== currency;
  const lacks = `its expenses are in ${place.currency ?? ''}, and the ledger in ${currency}`;
  return {
    lines: isForeign ? lines.map((line) => ({ ...line, lacks })) : lines,
    ...{ rates: {}, date, claimedBy: null },
    inSightSince: totals.find(({ day }) => day.startsWith(`${of.month}-`))?.seenAt ?? null,
    codes: ({ budget }) =>
      budget.codes
        .filter(({ costCode }) => costCode.code === expenses.costCode)
        .map((code) => ({ ...code, optionId: expensesOption, projectOptionId: null })),
  };
}
