// Which documents of Xero bear a direct cost of a project that is turned on and have no workflow yet, and which stand for a commitment by now.
import { and, eq, gte, inArray, isNotNull, notInArray, sql } from 'drizzle-orm';
import { groundOf } from '../../domain/actuals/actuals.ts';
import type { CostDocument } from '../../domain/actuals/cost-lines.ts';
import { directSharesOf } from '../../domain/actuals/shares.ts';
import { costKinds, costSourceId } from '../../domain/identity/cost-documents.ts';
import type { CostKind } from '../../domain/identity/cost-documents.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { projectRoute, projectStart } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { chartOf } from './chart.ts';
import { costGroundOf } from './cost-ground.ts';
import { takingActuals } from './cost-takers.ts';
import { knownAmong } from './known-documents.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type FindAsk = {
  connection: string;
  mapping: Pick<Mapping, 'tracking' | 'directCosts' | 'directions' | 'actuals'>;
  /** Only what was read since; null looks at everything. */
  since: Date | null;
  sweepId: string;
};

/**
 * Begins the workflow of each, and wakes those whose document a pay app has taken over since; answers how many. A document
 * without such a line, or of a project that is not on, gets none.
 */
export async function wakeCosts(tx: Queryable, ask: FindAsk): Promise<number> {
  const { connection, sweepId } = ask;
  const found = [...(await newCosts(tx, ask)), ...(await takenOver(tx, connection))];
  await addWakeRows(
    tx,
    found.map((workflowId) => wakeChanged(workflowId, `sweep:${sweepId}`)),
  );
  return found.length;
}

async function newCosts(tx: Queryable, ask: FindAsk): Promise<string[]> {
  const { connection, mapping } = ask;
  const from = await postFromByProject(tx, connection);
  const chart = await chartOf(tx, connection);
  if (from.size === 0 || !chart) return [];
  const documents = await trackedDocuments(tx, ask);
  if (documents.length === 0) return [];
  const ground = await costGroundOf(tx, { connection, mapping }, { chart, documents });
  const lineGround = groundOf(ground);
  const on = ground.projects.filter(({ id }) => from.has(id));
  const projects = await takingActuals(tx, { connection, mapping }, on);
  const ids = documents.flatMap((document) => {
    const sourceId = costSourceId(document);
    const shares = directSharesOf(document, lineGround, projects);
    const isOn = shares.some(({ projectId }) => document.date >= (from.get(projectId) ?? ''));
    return sourceId !== null && isOn
      ? [workflowIdOf({ type: 'directCost', connection, sourceId })]
      : [];
  });
  const known = new Set(await knownAmong(tx, connection, ids));
  return ids.filter((id) => !known.has(id));
}

/** The day from which each project that is on and is still this connection's posts. */
export async function postFromByProject(
  tx: Queryable,
  connection: string,
): Promise<ReadonlyMap<string, string>> {
  const { projectId, postFrom } = projectStart;
  const moved = tx
    .select({ projectId: projectRoute.projectId })
    .from(projectRoute)
    .where(and(eq(projectRoute.connection, connection), isNotNull(projectRoute.until)));
  const rows = await tx
    .select({ projectId, postFrom })
    .from(projectStart)
    .where(and(eq(projectStart.connection, connection), notInArray(projectId, moved)));
  return new Map(rows.map((row) => [row.projectId, row.postFrom]));
}

/** Those in sight with a line that is tracked by any project at all. */
async function trackedDocuments(
  tx: Queryable,
  { connection, mapping, since }: FindAsk,
): Promise<CostDocument[]> {
  const category = mapping.tracking.projectCategory;
  const isTracked = sql`exists (
    select from jsonb_array_elements(${snapshot.body} -> 'lines') line,
      jsonb_array_elements(line -> 'tracking') tracked
    where lower(tracked ->> 'category') = lower(${category}))`;
  const rows = await tx
    .select({ kind: mirror.kind, body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        ...[eq(mirror.connection, connection), eq(mirror.unseen, false)],
        inArray(mirror.kind, [...costKinds]),
        since === null ? undefined : gte(mirror.seenAt, since),
        isTracked,
      ),
    );
  return rows.map(({ kind, body }) => parseRecord(kind as CostKind, body));
}

/** What stands in Procore as a direct cost while its document is a pay app's by now, and nobody was asked yet. */
async function takenOver(tx: Queryable, connection: string): Promise<string[]> {
  const rows = await tx.execute<{ workflow_id: string }>(sql`
    select distinct own.workflow_id
    from link own
    join link other on other.connection = own.connection and other.ended_at is null
      and other.kind in ('xeroBill', 'xeroCreditNote')
      and (other.workflow_id like ${`payApp/${connection}/%`}
        or other.workflow_id like ${`retainageRelease/${connection}/payApp-%`})
      and own.workflow_id in (
        ${`directCost/${connection}/bill-`} || other.target_id,
        ${`directCost/${connection}/creditNote-`} || other.target_id)
    where own.connection = ${connection} and own.kind = 'procoreDirectCost' and own.ended_at is null
      and not exists (select from exception e
        where e.workflow_id = own.workflow_id and e.state <> 'closed')
      and not exists (select from accepted_difference a
        where a.workflow_id = own.workflow_id and a.ended_at is null)
      and not exists (select from intent i
        where i.workflow_id = own.workflow_id and i.state not in ('done', 'failed'))
    order by own.workflow_id`);
  return rows.map((row) => row.workflow_id);
}
