// What was signed of take-ons, as looks ask for it: which record a document is, and the opening of a contract.
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { OpeningSigned } from '../../domain/claims/claim-observation.ts';
import { canonicalAmount } from '../../domain/money/amount.ts';
import type { RecordKind, RecordOf } from '../../domain/records/records.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import { askedTogether } from '../asked-together.ts';
import type { Queryable } from '../database.ts';
import { takeOn, takeOnMatch, takeOnOpening } from '../schema/take-on-tables.ts';
import { linkedAmong } from './links.ts';
import { standingOf } from './mirror.ts';

type MatchRow = { workflowId: string; role: string; kind: string; targetId: string };

const isLive = isNull(takeOn.endedAt);
const { workflowId, role, kind, targetId } = takeOnMatch;

const matchesOf = askedTogether<string, MatchRow[]>(async (db, workflowIds) => {
  const rows = await db
    .select({ workflowId, role, kind, targetId })
    .from(takeOnMatch)
    .innerJoin(takeOn, eq(takeOn.id, takeOnMatch.takeOnId))
    .where(and(inArray(workflowId, [...new Set(workflowIds)]), isLive))
    .orderBy(takeOnMatch.id);
  return workflowIds.map((id) => rows.filter((row) => row.workflowId === id));
});

/** The record that was signed to be this document's, while it stands and no document has it. */
export async function signedFor<K extends RecordKind>(
  db: Queryable,
  connection: string,
  ask: { workflowId: string; role: string; kind: K },
): Promise<RecordOf<K> | null> {
  const found = await matchesOf(db, ask.workflowId);
  const match = found.find((one) => one.role === ask.role && one.kind === ask.kind);
  if (!match) return null;
  const { record } = await standingOf(db, connection, ask.kind, match.targetId);
  if (!record || !('status' in record) || !isStanding(record)) return null;
  const linked = await linkedAmong(db, connection, { kind: ask.kind, targetIds: [match.targetId] });
  return linked.has(match.targetId) ? null : record;
}

/** Which of these records were signed to be some document's. */
export async function signedAmong(
  db: Queryable,
  connection: string,
  ask: { kind: string; targetIds: readonly string[] },
): Promise<Set<string>> {
  if (ask.targetIds.length === 0) return new Set();
  const rows = await db
    .select({ targetId })
    .from(takeOnMatch)
    .innerJoin(takeOn, eq(takeOn.id, takeOnMatch.takeOnId))
    .where(
      and(
        eq(takeOnMatch.connection, connection),
        eq(kind, ask.kind),
        inArray(targetId, [...ask.targetIds]),
        isLive,
      ),
    );
  return new Set(rows.map((row) => row.targetId));
}

export type OpeningRow = typeof takeOnOpening.$inferSelect;

/** The openings of a contract that are signed now, by tax type; none where nothing is. */
export async function openingsSigned(
  db: Queryable,
  connection: string,
  contractId: string,
): Promise<OpeningRow[]> {
  const rows = await db
    .select({ opening: takeOnOpening })
    .from(takeOnOpening)
    .innerJoin(takeOn, eq(takeOn.id, takeOnOpening.takeOnId))
    .where(
      and(
        eq(takeOnOpening.connection, connection),
        eq(takeOnOpening.contractId, contractId),
        isLive,
      ),
    )
    .orderBy(takeOnOpening.id);
  return rows.map(({ opening }) => opening);
}

export function signedRows(rows: readonly OpeningRow[]): OpeningSigned['signed'] {
  if (rows.length === 0) return null;
  return rows.map(({ taxType, held, stated }) => ({
    taxType,
    held: canonicalAmount(held),
    stated: canonicalAmount(stated),
  }));
}

export type SignedTakeOn = {
  id: number;
  postFrom: string;
  proposalHash: string;
  person: string;
  signedAt: Date;
  openings: OpeningRow[];
  matches: MatchRow[];
};

/** The take-on of a project that stands, with all that was signed. */
export async function takeOnOf(
  db: Queryable,
  connection: string,
  projectId: string,
): Promise<SignedTakeOn | null> {
  const [row] = await db
    .select()
    .from(takeOn)
    .where(and(eq(takeOn.connection, connection), eq(takeOn.projectId, projectId), isLive))
    .orderBy(desc(takeOn.id))
    .limit(1);
  if (!row) return null;
  const { id, postFrom, proposalHash, person, signedAt } = row;
  const openings = await db
    .select()
    .from(takeOnOpening)
    .where(eq(takeOnOpening.takeOnId, id))
    .orderBy(takeOnOpening.id);
  const matches = await db
    .select({ workflowId, role, kind, targetId })
    .from(takeOnMatch)
    .where(eq(takeOnMatch.takeOnId, id))
    .orderBy(takeOnMatch.id);
  return { id, postFrom, proposalHash, person, signedAt, openings, matches };
}

/** Ends the one that stands: what is signed next takes its place. */
export async function endTakeOn(db: Queryable, id: number): Promise<void> {
  await db
    .update(takeOn)
    .set({ endedAt: sql`clock_timestamp()`, endedBecause: 'signedAgain' })
    .where(eq(takeOn.id, id));
}
