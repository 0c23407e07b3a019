// How a sweep reads labour: timecards by what changed, and of Xero Projects, which tells nothing of that, the list of projects, whose sums tell whose time moved.
import { VendorError } from '../connectors/http/vendor-error.ts';
import { settingAside } from '../connectors/http/parsed-records.ts';
import type { Queryable } from '../db/database.ts';
import { wakeDependents } from '../db/queries/documents.ts';
import { projectsPosting, timecardsFeedOf, timeKept } from '../db/queries/labour-feed.ts';
import type { TimeKept } from '../db/queries/labour-feed.ts';
import { documentsConcerned } from '../db/queries/concerned.ts';
import { monthsOf } from '../db/queries/concerned-months.ts';
import { markGone, notShownSince } from '../db/queries/mirror-gone.ts';
import { askStandalone, closeQuestion, liveQuestionsOf } from '../db/queries/questions.ts';
import { lastFullRead, noteFullRead } from '../db/queries/sweeps.ts';
import { timeFeedOf } from '../db/queries/time-of-month.ts';
import { noteWholeRead } from '../db/queries/unreadable.ts';
import { sentenceOf } from '../domain/gate/gate.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import { accessIdOf } from '../domain/identity/workflow-ids.ts';
import { fixOfKind } from '../domain/plan/question-kinds.ts';
import { projectsFeed } from '../domain/records/xero/project.ts';
import { searchForLabourCosts } from './cost-search.ts';
import { named } from './readers.ts';
import type { Sweep, SweepContext } from './sweep-feeds.ts';
import { feedAndWhole, isWholeReadDue, keep, leavingOut } from './sweep-feeds.ts';

type Asked = { sweepId: string };

/** Thousands of cards: read whole as seldom as Xero's lists are, and by what changed in between. */
const seldomMs = 6 * 3_600_000;
/** What moves no sum, such as another day or another person, is met then. */
const timeAtLatestMs = 6 * 3_600_000;

/**
 * Of all projects that post, each from its first day on: what was worked before is nobody's business here. A project that
 * is turned on makes it another list, which is then read whole.
 */
export const timecards: Sweep<Asked> = async (context, { sweepId }) => {
  const { db, connection, procore } = context;
  const posting = await projectsPosting(db, connection);
  const [from] = [...posting.values()].sort();
  if (from === undefined) return [];
  const name = timecardsFeedOf(posting);
  const projectIds = new Set(posting.keys());
  const list = {
    ...{ name, kind: 'procoreTimecard' as const, what: 'timecards of the company' },
    ...{ projectId: null, wholeEveryMs: seldomMs },
  };
  return feedAndWhole(context, sweepId, list, (updatedSince) =>
    leavingOut({ kind: 'procoreTimecard', feed: name }, async () => {
      const cards = await procore.listTimecards({ from, projectIds, updatedSince });
      return cards.filter(({ projectId, date }) => date >= (posting.get(projectId) ?? ''));
    }),
  );
};

/**
 * One call each for the users and the projects, as often as lists are read whole; then the tasks and the time of each project
 * that labour goes to, where what is kept of it does not add up to what Xero says was logged. An organisation without
 * Xero Projects is one question, and no reason to read or write anything else less.
 */
export const projectsOfXero: Sweep<Asked> = async (context, { sweepId }) => {
  const { db, connection, xero } = context;
  if (!(await isWholeReadDue(context, { name: projectsFeed }))) return [];
  if (!(await isWholeReadDue(context, { name: refusedFeed }))) return [];
  const began = new Date();
  try {
    const users = await readList(context, sweepId, 'xeroProjectsUser', () =>
      xero.listProjectsUsers(),
    );
    const projects = await readList(context, sweepId, 'xeroProject', () => xero.listProjects());
    const leftOut = [...users, ...projects];
    for (const one of await timeKept(db, connection)) {
      if (isTimeDue(one)) leftOut.push(...(await readTime(context, sweepId, one)));
    }
    await db.transaction(async (tx) => {
      await noteUsable(tx, connection, began);
      await searchForLabourCosts(tx, context, sweepId);
    });
    return leftOut;
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== 'forbidden') throw error;
    await db.transaction((tx) => noteRefused(tx, connection, { error, began }));
    return [];
  }
};

const refusedFeed = 'xero/projects refused';

const words = { xeroProjectsUser: 'users of Xero Projects', xeroProject: 'projects in Xero' };

function readList(
  context: SweepContext,
  sweepId: string,
  kind: keyof typeof words,
  read: Parameters<typeof leavingOut>[1],
): Promise<string[]> {
  const name = `xero/${kind}`;
  const list = { name, kind, what: words[kind], projectId: null, wholeEveryMs: 0 };
  return feedAndWhole(context, sweepId, list, () => leavingOut({ kind, feed: name }, read));
}

function isTimeDue({ minutesLogged, minutesKept, readAt }: TimeKept): boolean {
  if (readAt === null || minutesLogged !== minutesKept) return true;
  return Date.now() - readAt.getTime() >= timeAtLatestMs;
}

/** Tasks and time of one project. One that Xero shows no more has none to read: its own document says so. */
async function readTime(
  context: SweepContext,
  sweepId: string,
  { projectId, minutesLogged }: TimeKept,
): Promise<string[]> {
  const { xero } = context;
  const since = new Date();
  const name = timeFeedOf(projectId);
  const place = { kind: 'xeroTimeEntry', feed: name } as const;
  try {
    const { value: tasks, aside: oddTasks } = await settingAside(() =>
      xero.listProjectTasks({ projectId }),
    );
    const { value: time, aside } = await settingAside(() => xero.listTimeEntries({ projectId }));
    const odd = named(place, aside);
    const oddOnes = named({ kind: 'xeroProjectTask', feed: name }, oddTasks);
    const leftOut = [...odd.leftOut, ...oddOnes.leftOut];
    const minutes = time.reduce((sum, entry) => sum + entry.minutes, 0);
    const whole = { kind: 'xeroProjectTime', projectId, entries: time.length, minutes } as const;
    const still = [...odd.aside, ...oddOnes.aside].map(({ recordId }) => recordId);
    const isProven = minutes === minutesLogged;
    await keep(context, sweepId, {
      ...{ feed: null, since, aside: [...odd.aside, ...oddOnes.aside] },
      records: [...tasks, ...time, ...(leftOut.length > 0 ? [] : [whole])],
      also: async (tx) => {
        await noteWholeRead(tx, context.connection, {
          ...{ kind: 'xeroProjectTask', feed: name, still },
        });
        const readable = await noteWholeRead(tx, context.connection, { ...place, still });
        const concerned = await gone(tx, context, { projectId, name, since, isProven, still });
        // What could not be read and is not there any more kept every month of the project waiting.
        const ofTime = { what: 'time', xeroProjectId: projectId } as const;
        const freed = readable.length > 0 ? await monthsOf(tx, context.connection, [ofTime]) : [];
        return [...concerned, ...freed];
      },
    });
    return leftOut;
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'notFound') return [];
    throw error;
  }
}

/**
 * What a reading lacks is gone where the rest adds up to what Xero says was logged; else two readings in a row must lack it.
 * One that was written since the reading began is not.
 */
async function gone(
  tx: Queryable,
  { connection }: SweepContext,
  read: { projectId: string; name: string; since: Date; isProven: boolean; still: string[] },
): Promise<string[]> {
  const { projectId, name, since, isProven, still } = read;
  const last = (await lastFullRead(tx, connection, name))?.beganAt ?? null;
  await noteFullRead(tx, connection, name, since);
  const of = { field: 'projectId', value: projectId } as const;
  const concerned: string[] = [];
  for (const kind of ['xeroTimeEntry', 'xeroProjectTask'] as const) {
    const before = kind === 'xeroTimeEntry' && isProven ? since : last;
    if (before === null) continue;
    const missing = await notShownSince(tx, connection, kind, { of, since: before });
    const ids = missing.filter((id) => !still.includes(id));
    const records = await markGone(tx, { connection, kind, seenAt: since }, ids);
    concerned.push(...(await documentsConcerned(tx, connection, records)));
  }
  return concerned;
}

/** Read: whoever waited for that goes on. */
async function noteUsable(tx: Queryable, connection: string, began: Date): Promise<void> {
  await noteFullRead(tx, connection, projectsFeed, began);
  await closeProjectsAccess(tx, connection);
  await wakeDependents(tx, accessIdOf(connection, 'xeroProjects'));
}

/** Where labour is off, or Xero Projects can be used, nobody is asked for it. */
export async function closeProjectsAccess(tx: Queryable, connection: string): Promise<void> {
  const id = accessIdOf(connection, 'xeroProjects');
  for (const live of await liveQuestionsOf(tx, id)) await closeQuestion(tx, live.id, 'resolved');
}

/** Not bought, or not this person's to use: asked about once, and tried again as often as lists are read whole. */
async function noteRefused(
  tx: Queryable,
  connection: string,
  { error, began }: { error: VendorError; began: Date },
): Promise<void> {
  await noteFullRead(tx, connection, refusedFeed, began);
  const id = accessIdOf(connection, 'xeroProjects');
  const said = error.messages.join(' ');
  const planHash = contentHash({ projectsNotAvailable: said });
  const [live] = await liveQuestionsOf(tx, id);
  if (live?.planHash === planHash) return;
  if (live) await closeQuestion(tx, live.id, 'superseded');
  await askStandalone(tx, {
    ...{ connection, workflowId: id, planHash },
    kind: 'projectsNotAvailable',
    documentName: 'Xero Projects',
    sentence: sentenceOf({ kind: 'projectsNotAvailable', detail: said }),
    fix: fixOfKind('projectsNotAvailable'),
  });
}
