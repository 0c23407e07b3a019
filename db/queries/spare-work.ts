// What is written with the day's spare calls: what of it that goes with a document has come to its end, what a person let go, and whose turn it is.
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Endpoint } from '../../domain/identity/endpoints.ts';
import { endpointsOf, spareEndpoints } from '../../domain/identity/endpoints.ts';
import { markerOf } from '../../domain/identity/markers.ts';
import { personName } from '../../domain/identity/person-name.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { SpareSettings } from '../../domain/mapping/spare-work.ts';
import type { Decided, Spare } from '../../domain/spare/observation.ts';
import { ago } from '../clock.ts';
import type { Queryable } from '../database.ts';
import { intent, vendorCall } from '../schema/delivery-tables.ts';
import { decision, exception } from '../schema/document-tables.ts';
import { snapshot } from '../schema/record-tables.ts';
import { unsettledStates } from './answers.ts';

/** Which documents a note can be written on, by the endpoint of the write that a person let go. */
const noted: Partial<Record<Endpoint, Decided['of']>> = {
  'xero/invoices': 'xeroBill',
  'xero/salesinvoices': 'xeroSalesInvoice',
  'xero/creditnotes': 'xeroCreditNote',
  'xero/purchaseorders': 'xeroPurchaseOrder',
};

/** Null where the mapping asks for nothing spare: then nothing is asked of Postgres either. */
export async function spareOf(
  db: Queryable,
  id: DocumentId,
  { attachments, historyNotes }: Pick<SpareSettings, 'attachments' | 'historyNotes'>,
): Promise<Spare | null> {
  if (attachments === 'off' && historyNotes === 'off') return null;
  const [ended, decided] = await Promise.all([
    endedOf(db, workflowIdOf(id)),
    historyNotes === 'off' ? [] : decidedOf(db, id),
  ]);
  return { ended, decided };
}

/** Written, or refused for good; what was taken back when the setting was off for a while may come again. */
async function endedOf(db: Queryable, workflowId: string): Promise<Spare['ended']> {
  const isRefused = and(eq(intent.state, 'failed'), sql`${intent.outcome} ->> 'why' = 'refused'`);
  return db
    .selectDistinct({
      role: intent.role,
      documentId: sql<string>`${intent.body} ->> 'documentId'`,
    })
    .from(intent)
    .where(
      and(
        eq(intent.workflowId, workflowId),
        inArray(intent.endpoint, spareEndpoints),
        or(eq(intent.state, 'done'), isRefused),
      ),
    )
    .orderBy(intent.role, sql`2`);
}

/** Only what was let go while notes were asked for: turning them on says nothing of decisions before. */
async function decidedOf(db: Queryable, id: DocumentId): Promise<Decided[]> {
  const rows = await db
    .select({
      key: intent.key,
      endpoint: intent.endpoint,
      documentId: sql<string | null>`${intent.outcome} ->> 'targetId'`,
      person: decision.person,
      decidedAt: decision.decidedAt,
      asked: exception.sentence,
      reason: decision.reason,
    })
    .from(intent)
    .innerJoin(decision, eq(decision.id, intent.decisionId))
    .innerJoin(exception, eq(exception.id, decision.exceptionId))
    .innerJoin(snapshot, eq(snapshot.hash, intent.observationHash))
    .where(
      and(
        eq(intent.workflowId, workflowIdOf(id)),
        eq(intent.state, 'done'),
        sql`${snapshot.body} #>> '{mapping,historyNotes}' = 'decided'`,
      ),
    )
    .orderBy(intent.settledAt, intent.key);
  return rows.flatMap(({ key, endpoint, documentId, decidedAt, person, asked, reason }) => {
    const of = noted[endpoint as Endpoint];
    if (of === undefined || documentId === null) return [];
    const role = `note/${key.slice(0, 16)}` as const;
    const by = { person: personName(person), decidedAt: decidedAt.toISOString(), asked, reason };
    return [{ role, marker: markerOf(id, role), of, documentId, ...by }];
  });
}

export type SpareTurn =
  | { turn: 'go' }
  /** Something else is about to leave, or has just left: look again then. */
  | { turn: 'later'; waitMs: number }
  /** No calls of the day are to spare: the end of every sweep asks again. */
  | { turn: 'none' };

export type SpareAsk = {
  connection: string;
  day: SpareSettings['xeroDay'];
  /** What Xero allows in its short window. */
  minute: { calls: number; windowMs: number };
  /** The most calls that what would leave takes. */
  callsEach: number;
};

const dayMs = 24 * 3_600_000;
const busyWaitMs = 2_000;
/** What has been on its way for longer is stuck; whoever waits for it is woken by sweeps. */
const busyMs = 120_000;

/**
 * Whether one file or note, or a few time entries, may leave now. Everything else goes first: nothing spare leaves while any other write to Xero is
 * to be sent, nor into the second half of the minute's calls, nor into the reserve of the day's; and one at a time. A
 * sliding day never exceeds a fixed one, wherever that begins.
 */
export async function spareTurn(db: Queryable, ask: SpareAsk): Promise<SpareTurn> {
  const { connection, day, minute, callsEach } = ask;
  const others = endpointsOf('xero').filter((endpoint) => !spareEndpoints.includes(endpoint));
  const ofXero = and(eq(vendorCall.connection, connection), eq(vendorCall.vendor, 'xero'));
  const calls = (ms: number) =>
    sql`(select count(*)::int from ${vendorCall} where ${ofXero} and ${vendorCall.startedAt} > ${ago(ms)})`;
  const unsettled = and(
    eq(intent.connection, connection),
    or(
      and(inArray(intent.endpoint, others), inArray(intent.state, [...unsettledStates])),
      and(
        inArray(intent.endpoint, spareEndpoints),
        inArray(intent.state, ['claimed', 'sent', 'unknown']),
      ),
    ),
  );
  const [row] = await db.execute<{ today: number; lately: number; oldestMs: string | null }>(sql`
    select ${calls(dayMs)} as today, ${calls(minute.windowMs)} as lately,
      (select extract(epoch from clock_timestamp() - min(${intent.createdAt})) * 1000
        from ${intent} where ${unsettled}) as "oldestMs"`);
  const { today = 0, lately = 0, oldestMs = null } = row ?? {};
  if (today + callsEach > day.calls - day.reserve) return { turn: 'none' };
  if (oldestMs !== null) {
    return Number(oldestMs) > busyMs ? { turn: 'none' } : { turn: 'later', waitMs: busyWaitMs };
  }
  if ((lately + callsEach) * 2 > minute.calls) return { turn: 'later', waitMs: busyWaitMs };
  return { turn: 'go' };
}
