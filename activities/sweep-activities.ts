// What a sweep does: reads one feed, stores what it says, wakes the documents concerned and moves the cursor, in one transaction.
import type { Transaction } from '../db/database.ts';
import { wakeWritersOfUnsettled } from '../db/queries/claims.ts';
import { wakeForOldCisSettings } from '../db/queries/cis-settings.ts';
import { markReachedEnd } from '../db/queries/epoch.ts';
import { settingAside } from '../connectors/http/parsed-records.ts';
import { forgetNeverShown } from '../db/queries/mirror-gone.ts';
import { wakeBudgetsOfOverProjects } from '../db/queries/project-over.ts';
import { pruneRetries } from '../db/queries/retries.ts';
import { projectsToRead } from '../db/queries/project-routes.ts';
import { startFirstProjects } from '../db/queries/project-starts.ts';
import { beginSweep, endSweep, forgetOldSweeps, projectsNotListed } from '../db/queries/sweeps.ts';
import { noteWholeRead } from '../db/queries/unreadable.ts';
import { forgetOldHints } from '../db/queries/webhook-intake.ts';
import { forgetOldReads } from '../db/queries/vendor-calls.ts';
import { forgetDoneWakes } from '../db/queries/wake.ts';
import { makesOptions } from '../domain/mapping/budgets.ts';
import { failureOf } from './failures.ts';
import { searchForCosts } from './cost-search.ts';
import { sweepConnection } from './feeds.ts';
import { withHeartbeat } from './heartbeats.ts';
import { closeProjectsAccess } from './labour-feeds.ts';
import type { LeftOut, SweepEnd } from './lost-access.ts';
import { isWhole, noteAccess, partsLost, wordsOfNotListed } from './lost-access.ts';
import type { SweepContext } from './sweep-feeds.ts';
import { named } from './readers.ts';
import { keep } from './sweep-feeds.ts';
import { sweepProject } from './sweep-project.ts';

export type SweepActivities = ReturnType<typeof createSweepActivities>;
/** `lost` is absent when nothing is. */
type CompanySwept = { projects: string[]; lost?: LeftOut[] };

/** The list that projects are found in. */
const projectList = 'procore/projects';
/** Reads kept longer than any window needs them: of Xero's the day is counted too. */
const readsKeptMs = { procore: 2 * 3_600_000, xero: 25 * 3_600_000 } as const;
/** Wake rows that are done stay for a day, for whoever looks into what woke a document. */
const doneWakesKeptMs = 24 * 3_600_000;
const hintsKeptMs = 14 * 24 * 3_600_000;
/** For whoever looks into what a sweep of the last days found. */
const sweepsKeptMs = 7 * 24 * 3_600_000;
/** As long as the hint that asked for a record may be heard again. */
const neverShownKeptMs = 24 * 3_600_000;

export function createSweepActivities(context: SweepContext) {
  const { db, connection, postFromAtFirst } = context;
  return {
    async dbBeginSweep({ sweepId }: { sweepId: string }): Promise<void> {
      await beginSweep(db, sweepId, connection);
    },

    /**
     * Everything of Xero that changed. A record that cannot be read is left out; that is said by failing
     * once the rest is kept.
     */
    async xeroSweep({ sweepId }: { sweepId: string }): Promise<void> {
      const leftOut = await reading(() => sweepConnection(context, 'xero', sweepId));
      if (leftOut.length > 0) throw partsLost(leftOut);
    },

    /**
     * What belongs to the whole company; answers the projects to go on with, and in words the known
     * ones that the list no longer shows: a shorter list is no proof that a project is gone.
     */
    async procoreSweepCompany({ sweepId }: { sweepId: string }): Promise<CompanySwept> {
      return reading(async () => {
        const { ids, active, lost } = await readProjects(context, sweepId);
        if (postFromAtFirst !== undefined) {
          await startFirstProjects(db, { connection, postFrom: postFromAtFirst }, ids);
        }
        lost.push(...(await sweepConnection(context, 'company', sweepId)));
        return { projects: active, ...(lost.length > 0 ? { lost } : {}) };
      });
    },

    /**
     * One project's periods, contracts and pay apps. What is out of sight is left out; that is said by
     * failing once the rest is kept, so that nobody takes the project for read.
     */
    async procoreSweepProject(ask: { sweepId: string; projectId: string }): Promise<void> {
      const leftOut = await reading(() => sweepProject(context, ask));
      if (leftOut.length > 0) throw partsLost(leftOut);
    },

    /**
     * Ends the run. Lost access is an exception of its own, closed by the next run that reads everything.
     * A run that left anything out is no proof that all is settled.
     */
    async dbEndSweep(end: SweepEnd): Promise<void> {
      await db.transaction(async (tx) => {
        await noteAccess(tx, connection, end);
        await endRun(tx, context, end);
        await forgetWhatIsOld(tx, connection);
      });
    },
  };
}

/** A run that read all it may see lets writes leave; every run's end reminds the writers of what they have in hand, and those held for a rate of yesterday. */
async function endRun(tx: Transaction, context: SweepContext, end: SweepEnd): Promise<void> {
  const { connection, directed } = context;
  await endSweep(tx, end.sweepId, isWhole(end));
  // A list of Xero that was not read may hold what would be written a second time.
  if (end.incomplete !== true && end.lacksXero !== true) await markReachedEnd(tx, end.sweepId);
  await wakeWritersOfUnsettled(tx, connection);
  await wakeForOldCisSettings(tx, connection, end.sweepId);
  if (directed?.directions.projectLabour === 'off') await closeProjectsAccess(tx, connection);
  if (directed === undefined || makesOptions(directed)) {
    await wakeBudgetsOfOverProjects(tx, connection, end.sweepId);
  }
  await searchForCosts(tx, context, end.sweepId);
}

type ProjectsRead = { ids: string[]; active: string[]; lost: LeftOut[] };

/** The projects that are listed; what cannot be read of one says nothing about its documents, and it is read like the rest. */
async function readProjects(context: SweepContext, sweepId: string): Promise<ProjectsRead> {
  const { db, connection, procore, routing = [{ connection, projects: 'rest' }] } = context;
  const since = new Date();
  const { value: listed, aside } = await settingAside(() => procore.listProjects());
  const shown = named({ kind: 'procoreProject', feed: projectList }, aside);
  const every = [...listed.map(({ id }) => id), ...shown.aside.map(({ recordId }) => recordId)];
  const mine = await projectsToRead(db, { connection, routing }, every);
  const projects = listed.filter(({ id }) => mine.has(id));
  const unreadable = { ...shown, aside: shown.aside.filter(({ recordId }) => mine.has(recordId)) };
  const oddIds = unreadable.aside.map(({ recordId }) => recordId);
  const ids = every.filter((id) => mine.has(id));
  const missing = await projectsNotListed(db, connection, ids);
  await keep(context, sweepId, {
    feed: null,
    records: projects,
    since,
    aside: unreadable.aside,
    also: async (tx) => {
      const still = { kind: 'procoreProject', feed: projectList, still: oddIds } as const;
      await noteWholeRead(tx, connection, still);
      return [];
    },
  });
  const active = projects.filter(({ isActive }) => isActive).map(({ id }) => id);
  return {
    ids,
    active: [...active, ...oddIds],
    lost: [...unreadable.leftOut, ...wordsOfNotListed(missing)],
  };
}

async function forgetWhatIsOld(tx: Transaction, connection: string): Promise<void> {
  await forgetOldSweeps(tx, connection, sweepsKeptMs);
  await forgetOldReads(tx, 'procore', readsKeptMs.procore);
  await forgetOldReads(tx, 'xero', readsKeptMs.xero);
  await forgetDoneWakes(tx, doneWakesKeptMs);
  await forgetOldHints(tx, hintsKeptMs);
  await pruneRetries(tx);
  await forgetNeverShown(tx, neverShownKeptMs);
}

async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await withHeartbeat(work);
  } catch (error) {
    throw failureOf(error);
  }
}
