// The first day: which projects post and from which day, what turning one on would post, and turning it on.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../database.ts';
import { connectionOfProject } from '../../domain/mapping/routing.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import { document, projectStart } from '../schema/document-tables.ts';
import { mirror } from '../schema/record-tables.ts';
import { lookForCostsAgain } from './cost-search.ts';
import { addAudit } from './documents.ts';
import { recordsOf } from './mirror.ts';
import { movedProjects, whyNotHere } from './project-routes.ts';
import type { ProjectStart } from './project-starts.ts';
import type { StartGround, StartList, WouldPost } from './project-start-list.ts';
import { isSameList, unpostedClaims, wouldPostOf } from './project-start-list.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type ProjectListed = {
  id: string;
  name: string;
  isActive: boolean;
  /** Null while it is off. */
  start: { postFrom: string; person: string; startedAt: Date } | null;
  /** Of a project that is off. */
  wouldPost: WouldPost | null;
  /** The connection it was moved to, and from which day; null while it is of this one. */
  movedTo: { to: string; from: string } | null;
  /** The other connection that the mapping file gives it to, where nobody has moved it there; else null. */
  givenTo: string | null;
};

/** Every project that Procore shows, those that are off first, each with what it would post from the day asked for. */
export async function listProjects(db: Queryable, ask: StartGround): Promise<ProjectListed[]> {
  const { connection } = ask;
  const starts = await db
    .select()
    .from(projectStart)
    .where(eq(projectStart.connection, connection));
  const startOf = new Map(starts.map((row) => [row.projectId, row]));
  const projects = await recordsOf(db, connection, 'procoreProject');
  const unposted = await unpostedClaims(db, ask);
  const moved = await movedProjects(db, connection);
  return projects
    .map((project): ProjectListed => {
      const start = startOf.get(project.id) ?? null;
      return {
        id: project.id,
        name: nameOf(project),
        isActive: project.isActive,
        start: start && {
          postFrom: start.postFrom,
          person: start.person,
          startedAt: start.startedAt,
        },
        wouldPost: start ? null : wouldPostOf(unposted, { projectId: project.id, from: ask.from }),
        movedTo: moved.get(project.id) ?? null,
        givenTo: moved.has(project.id) ? null : givenTo(ask, project.id),
      };
    })
    .sort(byStateAndName);
}

function givenTo({ connection, routing }: StartGround, projectId: string): string | null {
  const given = routing ? connectionOfProject(routing, projectId) : connection;
  return given === connection ? null : given;
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

export type StartAsk = StartGround & { projectId: string; shown: StartList; person: string };

export type StartAnswer =
  | { answer: 'unknown' }
  | { answer: 'started' | 'startedBefore'; project: ProjectListed; woken: number }
  /** It posts from another day already: the day cannot be moved, because bills stand on it. */
  | { answer: 'startedOtherwise'; project: ProjectListed }
  /** The list is not what was shown any more. */
  | { answer: 'listMoved'; project: ProjectListed }
  /** It is another connection's, or what is billed then is. */
  | { answer: 'notHere'; project: ProjectListed; why: string };

/** Turns a project on against exactly the list that was shown: row, audit and wake rows in one transaction. */
export async function startProject(db: Database, ask: StartAsk): Promise<StartAnswer> {
  const { connection, projectId, from, shown, person } = ask;
  return db.transaction(async (tx) => {
    const [project] = (await listProjects(tx, ask)).filter(({ id }) => id === projectId);
    if (!project) return { answer: 'unknown' };
    if (project.start) return before(project, from);
    const why = await whyNotHere(tx, { connection, projectId, name: project.name, from });
    if (why !== null) return { answer: 'notHere', project, why };
    const { wouldPost } = project;
    if (!wouldPost || !isSameList(wouldPost, shown)) return { answer: 'listMoved', project };
    const started = await turnOn(tx, { connection, projectId, postFrom: from, person, shown });
    // Turned on by someone else since the list was read.
    if (!started) {
      const [now] = (await listProjects(tx, ask)).filter(({ id }) => id === projectId);
      return now?.start ? before(now, from) : { answer: 'listMoved', project };
    }
    const { startedAt, woken } = started;
    const start = { postFrom: from, person, startedAt };
    return { answer: 'started', project: { ...project, start, wouldPost: null }, woken };
  });
}

/** Turns a project on, says so in the audit log and wakes its documents; null where it is on already. */
export async function turnOn(
  tx: Queryable,
  start: ProjectStart,
): Promise<{ startedAt: Date; woken: number } | null> {
  const { connection, projectId, postFrom, person, shown } = start;
  const [row] = await tx.insert(projectStart).values(start).onConflictDoNothing().returning();
  if (!row) return null;
  const woken = await wakeProject(tx, { connection, projectId, because: 'projectStarted' });
  await lookForCostsAgain(tx, connection);
  await addAudit(tx, {
    connection,
    actor: person,
    action: 'projectStarted',
    workflowId: null,
    decisionId: null,
    details: { projectId, postFrom, shown, documents: woken },
  });
  return { startedAt: row.startedAt, woken };
}

function before(project: ProjectListed, from: string): StartAnswer {
  return project.start?.postFrom === from
    ? { answer: 'startedBefore', project, woken: 0 }
    : { answer: 'startedOtherwise', project };
}

/** Every document of the project looks again. */
export async function wakeProject(
  tx: Queryable,
  { connection, projectId, because }: { connection: string; projectId: string; because: string },
): Promise<number> {
  const rows = await tx
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(and(eq(document.connection, connection), eq(document.projectId, projectId)))
    .orderBy(sql`${document.workflowId}`);
  await addWakeRows(
    tx,
    rows.map(({ workflowId }) => wakeChanged(workflowId, `${because}:${projectId}`)),
  );
  return rows.length;
}
