// Which intents leave next: claimed into batches whose membership is fixed before the call.
import { lockNamed } from './locks.ts';
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, ne, notInArray, sql } from 'drizzle-orm';
import type { Endpoint } from '../../domain/identity/endpoints.ts';
import { writerIdOf } from '../../domain/identity/endpoints.ts';
import type { Database, Queryable } from '../database.ts';
import { batch, intent, wake } from '../schema/delivery-tables.ts';
import { cursor } from '../schema/record-tables.ts';
import type { IntentRow } from './documents.ts';
import type { SpareTurn } from './spare-work.ts';
import { addWakeRows, markWakesDone, undoneWakes, wakeChanged } from './wake.ts';

export type Claim = (
  | { claimed: 'batch'; batchId: string }
  /** More may come at once, or nothing may leave yet: look again then. */
  | { claimed: 'later'; waitMs: number; why?: string }
  | { claimed: 'none' }
) & {
  /** What the writer remembers: a smaller one next time means that the database went back. */
  beat?: number;
};

export type ClaimAsk = {
  connection: string;
  endpoint: Endpoint;
  /** Batches the writer already has in hand. */
  inHand: readonly string[];
  batchSizeMaximum: number;
  /** Where each target is read by itself before it is changed, fewer changes go together. */
  changesMaximum?: number;
  /** How long an intent may wait for company, where documents are still to be looked at. A decided one never waits. */
  fillWaitMs: number;
  /** Of an endpoint that takes spare calls only: whether there are any. */
  spareTurn?: (tx: Queryable) => Promise<SpareTurn>;
};

/** How soon it is asked again whether company has come, or can come no more. */
const askAgainMs = 500;

/** Xero takes 10 MB a request (developer docs, Limits, read 2026-11-23); what it makes of our JSON is a little larger. */
const bodyBytesMaximum = 2_500_000;

/** Finds a batch nobody has in hand (a writer died), or makes one of the oldest ready intents. */
export async function claimBatch(db: Database, ask: ClaimAsk): Promise<Claim> {
  const { connection, endpoint } = ask;
  const writerId = writerIdOf(connection, endpoint);
  return db.transaction(async (tx) => {
    await lockNamed(tx, writerId);
    const wakes = await undoneWakes(tx, writerId);
    const left = await batchOfNobody(tx, ask);
    if (left !== null) return { claimed: 'batch', batchId: left };
    const ready = await readyIntents(tx, ask);
    const first = ready[0];
    if (!first) {
      // The rows of batches still in hand are done too: their settling wakes nobody but documents.
      await markWakesDone(
        tx,
        wakes.map((row) => row.id),
      );
      return { claimed: 'none' };
    }
    const turn = (await ask.spareTurn?.(tx)) ?? { turn: 'go' };
    if (turn.turn === 'later') return { claimed: 'later', waitMs: turn.waitMs };
    if (turn.turn === 'none') {
      // What is ready stays so: the end of every sweep wakes the writers of all that is unsettled.
      await markWakesDone(
        tx,
        wakes.map((row) => row.id),
      );
      return { claimed: 'none' };
    }
    const isUrgent = ready.some((row) => row.decisionId !== null) || first.alone;
    if (!isUrgent && ready.length < ask.batchSizeMaximum) {
      const leftMs = ask.fillWaitMs - (await ageMs(tx, first.key));
      if (leftMs > 0 && (await mayGetCompany(tx, connection))) {
        return { claimed: 'later', waitMs: Math.min(Math.ceil(leftMs), askAgainMs) };
      }
    }
    return { claimed: 'batch', batchId: await makeBatch(tx, ask, membersOf(ready, first, ask)) };
  });
}

/** Whether any document is still to be looked at: it may have something to write too. */
async function mayGetCompany(db: Queryable, connection: string): Promise<boolean> {
  const [row] = await db.execute<{ isSo: boolean }>(sql`
    select exists(
      select from ${wake} where ${wake.doneAt} is null
        and split_part(${wake.workflowId}, '/', 1) <> 'writer'
        and split_part(${wake.workflowId}, '/', 2) = ${connection}) as "isSo"`);
  return row?.isSo ?? false;
}

async function batchOfNobody(db: Queryable, ask: ClaimAsk): Promise<string | null> {
  const [left] = await db
    .select({ id: batch.id })
    .from(batch)
    .where(
      and(
        eq(batch.connection, ask.connection),
        eq(batch.endpoint, ask.endpoint),
        ne(batch.state, 'settled'),
        ask.inHand.length > 0 ? notInArray(batch.id, [...ask.inHand]) : undefined,
      ),
    )
    .orderBy(asc(batch.createdAt))
    .limit(1);
  return left?.id ?? null;
}

/** By the database's clock, which wrote the time it is measured from. */
async function ageMs(db: Queryable, key: string): Promise<number> {
  const [row] = await db
    .select({ ms: sql<string>`extract(epoch from clock_timestamp() - ${intent.createdAt}) * 1000` })
    .from(intent)
    .where(eq(intent.key, key));
  return Number(row?.ms ?? 0);
}

/** The keys an intent comes after, with the state each is in; a key nobody knows is not done. */
const predecessors = sql`
  jsonb_array_elements_text(${intent.after}) as earlier(key)
  left join ${intent} as before_it on before_it.key = earlier.key`;

async function readyIntents(db: Queryable, ask: ClaimAsk): Promise<IntentRow[]> {
  return (
    db
      .select()
      .from(intent)
      .where(
        and(
          eq(intent.connection, ask.connection),
          eq(intent.endpoint, ask.endpoint),
          eq(intent.state, 'ready'),
          sql`not exists (select from ${predecessors} where before_it.state is distinct from 'done')`,
        ),
      )
      // A person is waiting for what was decided.
      .orderBy(sql`${intent.decisionId} is null`, asc(intent.createdAt), asc(intent.key))
      .limit(ask.batchSizeMaximum)
      .for('update')
  );
}

/** Ready intents that must come after one that failed: they will never leave. */
export async function intentsAfterFailures(
  db: Queryable,
  connection: string,
  endpoint: Endpoint,
): Promise<IntentRow[]> {
  return db
    .select()
    .from(intent)
    .where(
      and(
        eq(intent.connection, connection),
        eq(intent.endpoint, endpoint),
        eq(intent.state, 'ready'),
        sql`exists (select from ${predecessors} where before_it.state = 'failed')`,
      ),
    )
    .for('update');
}

/** What one request takes: one operation, one kind of body, each target once, and no more bytes than the vendor takes. */
function membersOf(ready: readonly IntentRow[], first: IntentRow, ask: ClaimAsk): IntentRow[] {
  if (first.alone) return [first];
  const most =
    first.operation === 'create'
      ? ask.batchSizeMaximum
      : Math.min(ask.changesMaximum ?? ask.batchSizeMaximum, ask.batchSizeMaximum);
  const members: IntentRow[] = [];
  let bytes = 0;
  for (const row of ready) {
    const isOfKind = row.operation === first.operation && kindOf(row) === kindOf(first);
    if (row.alone || !isOfKind) continue;
    const isTargetTaken = members.some(
      ({ targetId }) => targetId !== null && targetId === row.targetId,
    );
    if (isTargetTaken) continue;
    bytes += Buffer.byteLength(JSON.stringify(row.body));
    if (members.length > 0 && bytes > bodyBytesMaximum) break;
    members.push(row);
    if (members.length === most) break;
  }
  return members;
}

function kindOf({ body }: IntentRow): unknown {
  return (body as { kind?: unknown }).kind;
}

async function makeBatch(
  db: Queryable,
  ask: ClaimAsk,
  members: readonly IntentRow[],
): Promise<string> {
  const id = randomUUID();
  const keys = members.map((row) => row.key);
  await db.insert(batch).values({
    id,
    connection: ask.connection,
    endpoint: ask.endpoint,
    operation: members[0]?.operation ?? 'create',
    idempotencyKey: `tieout-${randomUUID()}`,
    members: keys,
    since: await newestSeen(db, ask),
  });
  await db.update(intent).set({ state: 'claimed', batchId: id }).where(inArray(intent.key, keys));
  return id;
}

/** The vendor's own newest timestamp among what was read of the endpoint's records so far. */
async function newestSeen(db: Queryable, ask: ClaimAsk): Promise<string | null> {
  const [row] = await db
    .select({ value: cursor.value })
    .from(cursor)
    .where(and(eq(cursor.connection, ask.connection), eq(cursor.feed, ask.endpoint)));
  return row?.value ?? null;
}

/** Wakes the writers of what may leave now, or never will, because these intents have ended. */
export async function wakeWritersAfter(db: Queryable, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const names = sql.join(
    keys.map((key) => sql`${key}`),
    sql`, `,
  );
  const rows = await db
    .selectDistinct({ connection: intent.connection, endpoint: intent.endpoint })
    .from(intent)
    .where(
      and(
        eq(intent.state, 'ready'),
        sql`exists (select from jsonb_array_elements_text(${intent.after}) as earlier(key)
          where earlier.key in (${names}))`,
      ),
    );
  await wakeWriters(db, rows, 'after');
}

/** Wakes the writer of every intent that has not ended: nothing about a write is only in Temporal. */
async function writersOfUnsettled(db: Queryable, connection: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ connection: intent.connection, endpoint: intent.endpoint })
    .from(intent)
    .where(
      and(
        eq(intent.connection, connection),
        inArray(intent.state, ['ready', 'claimed', 'sent', 'unknown']),
      ),
    );
  return rows.map((row) => writerIdOf(row.connection, row.endpoint as Endpoint)).sort();
}

export async function wakeWritersOfUnsettled(db: Queryable, connection: string): Promise<void> {
  const writers = await writersOfUnsettled(db, connection);
  await addWakeRows(
    db,
    writers.map((writerId) => wakeChanged(writerId, 'sweep')),
  );
}

async function wakeWriters(
  db: Queryable,
  rows: readonly { connection: string; endpoint: string }[],
  hintId: string,
): Promise<void> {
  await addWakeRows(
    db,
    rows.map((row) => wakeChanged(writerIdOf(row.connection, row.endpoint as Endpoint), hintId)),
  );
}

/** Whether a record that a look-up brings is one this document had before: then it is no trace of what is in doubt. */
export async function targetsKnown(
  db: Queryable,
  members: readonly IntentRow[],
): Promise<Set<string>> {
  if (members.length === 0) return new Set();
  const markers = sql.join(
    members.map(({ marker }) => sql`${marker}`),
    sql`, `,
  );
  const workflows = sql.join(
    members.map(({ workflowId }) => sql`${workflowId}`),
    sql`, `,
  );
  const rows = await db.execute<{ id: string }>(sql`
    select outcome ->> 'targetId' as id from intent
      where state = 'done' and marker in (${markers}) and outcome ->> 'targetId' is not null
    union
    select target_id as id from link where workflow_id in (${workflows})`);
  return new Set([...rows].map(({ id }) => id));
}
