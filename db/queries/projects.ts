// The first day: which projects post and from which day, what turning one on would post, and turning it on.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../database.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { fromMinor, isWholeMinor, sumMinor, toMinor } from '../../domain/money/amount.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import { document, link, projectStart } from '../schema/document-tables.ts';
import { mirror } from '../schema/record-tables.ts';
import { addAudit } from './documents.ts';
import { recordsOf, standingOf } from './mirror.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

/** What turning a project on would come to. `totals` is what is due without tax, by currency. */
export type StartList = { count: number; totals: Record<string, string> };

export type ProjectListed = {
  id: string;
  name: string;
  isActive: boolean;
  /** Null while it is off. */
  start: { postFrom: string; person: string; startedAt: Date } | null;
  /** Of a project that is off. */
  wouldPost:
    | (StartList & {
        /** Pay apps in a posted status with a billing date before that day: never posted. */
        before: number;
        /** Those without a billing date: each becomes a question. */
        undated: number;
      })
    | null;
};

type Ask = {
  connection: string;
  postedStatuses: Mapping['postedStatuses'];
  /** The day from which pay apps would be posted. */
  from: string;
};

/** Every project that Procore shows, those that are off first, each with what it would post from the day asked for. */
export async function listProjects(db: Queryable, ask: Ask): Promise<ProjectListed[]> {
  const { connection } = ask;
  const starts = await db
    .select()
    .from(projectStart)
    .where(eq(projectStart.connection, connection));
  const startOf = new Map(starts.map((row) => [row.projectId, row]));
  const projects = await recordsOf(db, connection, 'procoreProject');
  const requisitions = await unpostedOf(db, ask);
  const currencyOf = await currenciesOf(db, connection);
  return projects
    .map((project): ProjectListed => {
      const start = startOf.get(project.id) ?? null;
      const own = requisitions.filter(({ projectId }) => projectId === project.id);
      return {
        id: project.id,
        name: nameOf(project),
        isActive: project.isActive,
        start: start && {
          postFrom: start.postFrom,
          person: start.person,
          startedAt: start.startedAt,
        },
        wouldPost: start ? null : listFrom(ask.from, own, currencyOf),
      };
    })
    .sort(byStateAndName);
}

/** Projects that Procore shows and that post nothing. */
export async function countProjectsOff(db: Queryable, connection: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(mirror)
    .leftJoin(
      projectStart,
      and(eq(projectStart.connection, connection), eq(projectStart.projectId, mirror.recordId)),
    )
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, 'procoreProject'),
        eq(mirror.unseen, false),
        isNull(projectStart.projectId),
      ),
    );
  return row?.count ?? 0;
}

function nameOf({ number, name }: ProcoreProject): string {
  return `${number} ${name}`.trim();
}

function byStateAndName(a: ProjectListed, b: ProjectListed): number {
  if ((a.start === null) !== (b.start === null)) return a.start === null ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** Pay apps in a posted status that are not in Xero yet. */
async function unpostedOf(
  db: Queryable,
  { connection, postedStatuses }: Ask,
): Promise<ProcoreRequisition[]> {
  const all = await recordsOf(db, connection, 'procoreRequisition');
  const posted = await db
    .select({ sourceId: document.sourceId })
    .from(document)
    .innerJoin(link, and(eq(link.workflowId, document.workflowId), eq(link.role, 'bill')))
    .where(and(eq(document.connection, connection), isNull(link.endedAt)));
  const isPosted = new Set(posted.map(({ sourceId }) => sourceId));
  return all.filter(
    ({ id, status }) => postedStatuses.payApp.includes(status) && !isPosted.has(id),
  );
}

type CurrencyOf = (requisition: ProcoreRequisition) => string;

/** A pay app's own currency, else its contract's, else the organisation's. */
async function currenciesOf(db: Queryable, connection: string): Promise<CurrencyOf> {
  const contracts = await recordsOf(db, connection, 'procoreCommitment');
  const byContract = new Map(
    contracts.map(({ contractKind, id, currency }) => [`${contractKind}-${id}`, currency]),
  );
  const organisation = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  const base = organisation.record?.baseCurrency ?? 'no currency';
  return ({ currency, contractKind, commitmentId }) =>
    currency ?? byContract.get(`${contractKind}-${commitmentId}`) ?? base;
}

function listFrom(
  from: string,
  requisitions: readonly ProcoreRequisition[],
  currencyOf: CurrencyOf,
): NonNullable<ProjectListed['wouldPost']> {
  const dated = requisitions.filter(({ billingDate }) => billingDate !== null);
  const toPost = dated.filter(({ billingDate }) => billingDate !== null && billingDate >= from);
  return {
    count: toPost.length,
    totals: totalsOf(toPost, currencyOf),
    before: dated.length - toPost.length,
    undated: requisitions.length - dated.length,
  };
}

function totalsOf(
  requisitions: readonly ProcoreRequisition[],
  currencyOf: CurrencyOf,
): StartList['totals'] {
  const parts = new Map<string, bigint[]>();
  for (const requisition of requisitions) {
    const due = requisition.summary.currentPaymentDue;
    // An amount with parts of a cent is no sum anyone could check; its pay app becomes a question of its own.
    if (!isWholeMinor(due)) continue;
    const currency = currencyOf(requisition);
    parts.set(currency, [...(parts.get(currency) ?? []), toMinor(due)]);
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([currency, minors]) => [currency, fromMinor(sumMinor(minors))]),
  );
}

export type StartAsk = Ask & { projectId: string; shown: StartList; person: string };

export type StartAnswer =
  | { answer: 'unknown' }
  | { answer: 'started' | 'startedBefore'; project: ProjectListed; woken: number }
  /** It posts from another day already: the day cannot be moved, because bills stand on it. */
  | { answer: 'startedOtherwise'; project: ProjectListed }
  /** The list is not what was shown any more. */
  | { answer: 'listMoved'; project: ProjectListed };

/** Turns a project on against exactly the list that was shown: row, audit and wake rows in one transaction. */
export async function startProject(db: Database, ask: StartAsk): Promise<StartAnswer> {
  const { connection, projectId, from, shown, person } = ask;
  return db.transaction(async (tx) => {
    const [project] = (await listProjects(tx, ask)).filter(({ id }) => id === projectId);
    if (!project) return { answer: 'unknown' };
    if (project.start) return before(project, from);
    const { wouldPost } = project;
    if (!wouldPost || !isSame(wouldPost, shown)) return { answer: 'listMoved', project };
    const [row] = await tx
      .insert(projectStart)
      .values({ connection, projectId, postFrom: from, person, shown })
      .onConflictDoNothing()
      .returning();
    // Turned on by someone else since the list was read.
    if (!row) {
      const [now] = (await listProjects(tx, ask)).filter(({ id }) => id === projectId);
      return now?.start ? before(now, from) : { answer: 'listMoved', project };
    }
    const woken = await wakeProject(tx, connection, projectId);
    await addAudit(tx, {
      connection,
      actor: person,
      action: 'projectStarted',
      workflowId: null,
      decisionId: null,
      details: { projectId, postFrom: from, shown, documents: woken },
    });
    const start = { postFrom: from, person, startedAt: row.startedAt };
    return { answer: 'started', project: { ...project, start, wouldPost: null }, woken };
  });
}

function before(project: ProjectListed, from: string): StartAnswer {
  return project.start?.postFrom === from
    ? { answer: 'startedBefore', project, woken: 0 }
    : { answer: 'startedOtherwise', project };
}

function isSame(now: StartList, shown: StartList): boolean {
  const textOf = ({ count, totals }: StartList): string =>
    JSON.stringify([count, Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return textOf(now) === textOf(shown);
}

async function wakeProject(tx: Queryable, connection: string, projectId: string): Promise<number> {
  const rows = await tx
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(and(eq(document.connection, connection), eq(document.projectId, projectId)))
    .orderBy(sql`${document.workflowId}`);
  await addWakeRows(
    tx,
    rows.map(({ workflowId }) => wakeChanged(workflowId, `projectStarted:${projectId}`)),
  );
  return rows.length;
}
