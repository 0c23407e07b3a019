// Moving a project from one connection to another, from a day on, against exactly what was shown to move.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Database, Queryable } from '../database.ts';
import { intent } from '../schema/delivery-tables.ts';
import { document, link, projectRoute } from '../schema/document-tables.ts';
import { unsettledStates } from './answers.ts';
import { addAudit } from './documents.ts';
import { recordsOf } from './mirror.ts';
import type { StartList } from './project-start-list.ts';
import { isSameList, unpostedClaims, wouldPostOf } from './project-start-list.ts';
import type { ProjectListed, StartAsk } from './projects.ts';
import { listProjects, wakeProject } from './projects.ts';

/** `connection` is the one it is of; `from` the first day whose bills are the other's. */
export type MoveAsk = StartAsk & { to: string; connections: readonly string[] };

export type MoveAnswer =
  | { answer: 'unknown' }
  | { answer: 'moved' | 'movedBefore'; project: ProjectListed }
  | { answer: 'listMoved'; project: ProjectListed; list: StartList }
  | { answer: 'refused'; project: ProjectListed; why: string };

/** What is not posted yet and billed from that day on, and so would be the other connection's. */
export async function wouldMove(db: Queryable, ask: Omit<MoveAsk, 'shown' | 'person'>) {
  const { projectId, from } = ask;
  return wouldPostOf(await unpostedClaims(db, ask), { projectId, from });
}

/**
 * Nothing moves but what is to come: what is posted stays where it is, with its payments. The other connection posts
 * nothing before the project is turned on there.
 */
export async function moveProject(db: Database, ask: MoveAsk): Promise<MoveAnswer> {
  const { connection, projectId, to, from, shown, person } = ask;
  return db.transaction(async (tx) => {
    const [project] = (await listProjects(tx, ask)).filter(({ id }) => id === projectId);
    const [standing] = await tx
      .select()
      .from(projectRoute)
      .where(and(eq(projectRoute.projectId, projectId), isNull(projectRoute.until)))
      .for('update');
    if (!project || !standing) return { answer: 'unknown' };
    if (project.movedTo?.to === to && project.movedTo.from === from) {
      return { answer: 'movedBefore', project };
    }
    const why = whyNot(ask, standing.connection) ?? (await whyNotYet(tx, ask));
    if (why !== null) return { answer: 'refused', project, why: `${project.name} ${why}` };
    const list = await wouldMove(tx, ask);
    if (!isSameList(list, shown)) return { answer: 'listMoved', project, list };
    await tx
      .update(projectRoute)
      .set({ until: from })
      .where(and(eq(projectRoute.projectId, projectId), eq(projectRoute.connection, connection)));
    await tx
      .insert(projectRoute)
      .values({ projectId, connection: to, person })
      .onConflictDoUpdate({
        target: [projectRoute.projectId, projectRoute.connection],
        set: { until: null, person },
      });
    await addAudit(tx, {
      ...{ connection, actor: person, action: 'projectMoved', workflowId: null, decisionId: null },
      details: { projectId, to, from, shown },
    });
    for (const one of [connection, to]) {
      await wakeProject(tx, { connection: one, projectId, because: 'projectMoved' });
    }
    return { answer: 'moved', project: { ...project, movedTo: { to, from }, givenTo: null } };
  });
}

function whyNot({ connection, to, connections }: MoveAsk, standing: string): string | null {
  if (standing !== connection) {
    return `is of the connection "${standing}" now; move it from there.`;
  }
  if (to === connection) return `is of the connection "${to}" already.`;
  if (connections.includes(to)) return null;
  const names = connections.filter((one) => one !== connection).map((one) => `"${one}"`);
  return `cannot go to "${to}": the mapping file has no such connection; use ${names.join(' or ') || 'one that it has'}.`;
}

/** What is posted, or on its way, stays: a day that would part it from its own month is no day to move on. */
async function whyNotYet(
  tx: Queryable,
  { connection, projectId, from }: MoveAsk,
): Promise<string | null> {
  const claims = [
    ...(await recordsOf(tx, connection, 'procoreRequisition')),
    ...(await recordsOf(tx, connection, 'procorePaymentApplication')),
  ].filter((one) => one.projectId === projectId && (one.billingDate ?? from) >= from);
  const late = new Set(claims.map(({ id }) => id));
  const ofProject = and(
    ...[eq(document.connection, connection), eq(document.projectId, projectId)],
    inArray(document.type, ['payApp', 'ownerInvoice']),
  );
  const posted = await tx
    .selectDistinct({ sourceId: document.sourceId })
    .from(document)
    .innerJoin(link, and(eq(link.workflowId, document.workflowId), isNull(link.endedAt)))
    .where(ofProject);
  const here = posted.filter(({ sourceId }) => late.has(sourceId)).length;
  if (here > 0) {
    const what = here === 1 ? '1 claim' : `${here} claims`;
    return `has ${what} billed on or after ${from} in Xero already; name a later day.`;
  }
  const going = await tx
    .select({ key: intent.key })
    .from(intent)
    .innerJoin(document, eq(document.workflowId, intent.workflowId))
    .where(and(ofProject, inArray(intent.state, [...unsettledStates])))
    .limit(1);
  return going.length > 0 ? 'has a bill on its way to Xero just now; try again in a minute.' : null;
}
