// Records that cannot be read as they stand: kept, told to the documents they belong to, and asked about where they belong to none.
import { and, eq, inArray, notInArray, or, sql } from 'drizzle-orm';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { unreadableRecordIdOf } from '../../domain/identity/workflow-ids.ts';
import { sentenceOf } from '../../domain/gate/gate.ts';
import { fixOfKind } from '../../domain/plan/question-kinds.ts';
import type { RecordKind } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { unreadableRecord } from '../schema/record-tables.ts';
import { documentsHeardOf } from './concerned.ts';
import { askStandalone, closeQuestion, liveQuestionsOf } from './questions.ts';

/** A record that its list showed and that could not be read; `words` name it and what is wrong, never its values. */
export type Unreadable = { kind: RecordKind; recordId: string; words: string; feed: string };

/** Keeps them and answers the documents they concern; one that concerns no document is a question of its own. */
export async function keepUnreadable(
  db: Queryable,
  connection: string,
  records: readonly Unreadable[],
): Promise<string[]> {
  if (records.length === 0) return [];
  const hints = records.map(({ kind, recordId }) => ({ resource: kind, recordId }));
  const heard = await documentsHeardOf(db, connection, hints);
  const concerned: string[] = [];
  for (const [index, record] of records.entries()) {
    const isNews = await keepOne(db, connection, record);
    const documents = heard[index] ?? [];
    if (documents.length === 0) await ask(db, connection, record);
    else if (isNews) concerned.push(...documents);
  }
  return [...new Set(concerned)];
}

/** Whether it was not known, or known for another reason. */
async function keepOne(
  db: Queryable,
  connection: string,
  { kind, recordId, words, feed }: Unreadable,
): Promise<boolean> {
  const kept = await db
    .insert(unreadableRecord)
    .values({ connection, kind, recordId, words, feed })
    .onConflictDoUpdate({
      target: [unreadableRecord.connection, unreadableRecord.kind, unreadableRecord.recordId],
      set: { words, feed: sql`coalesce(nullif(excluded.feed, ''), ${unreadableRecord.feed})` },
      setWhere: sql`${unreadableRecord.words} <> excluded.words`,
    })
    .returning({ recordId: unreadableRecord.recordId });
  return kept.length > 0;
}

async function ask(db: Queryable, connection: string, record: Unreadable): Promise<void> {
  const { kind, recordId, words } = record;
  const workflowId = unreadableRecordIdOf({ connection, kind, recordId });
  const planHash = contentHash({ unreadable: words });
  const [live] = await liveQuestionsOf(db, workflowId);
  if (live?.planHash === planHash) return;
  if (live) await closeQuestion(db, live.id, 'superseded');
  await askStandalone(db, {
    connection,
    kind: 'unreadable',
    workflowId,
    planHash,
    documentName: words.split(':')[0] ?? words,
    sentence: sentenceOf({ kind: 'unreadable', detail: words }),
    fix: fixOfKind('unreadable'),
  });
}

type Read = { kind: RecordKind; recordId: string };

/** Forgets what has been read, or is no longer shown; answers which of them were unreadable. */
export async function noteReadable(
  db: Queryable,
  connection: string,
  read: readonly Read[],
): Promise<Read[]> {
  const ended: Read[] = [];
  for (const kind of new Set(read.map((one) => one.kind))) {
    const ids = read.filter((one) => one.kind === kind).map(({ recordId }) => recordId);
    ended.push(...(await forget(db, connection, kind, inArray(unreadableRecord.recordId, ids))));
  }
  return ended;
}

/** After a list was read whole: of those it showed, none but these is unreadable any more. */
export async function noteWholeRead(
  db: Queryable,
  connection: string,
  { kind, feed, still }: { kind: RecordKind; feed: string; still: readonly string[] },
): Promise<Read[]> {
  const mine = eq(unreadableRecord.feed, feed);
  const others =
    still.length === 0 ? mine : and(mine, notInArray(unreadableRecord.recordId, [...still]));
  return forget(db, connection, kind, others);
}

async function forget(
  db: Queryable,
  connection: string,
  kind: RecordKind,
  which: ReturnType<typeof and>,
): Promise<Read[]> {
  const rows = await db
    .delete(unreadableRecord)
    .where(and(eq(unreadableRecord.connection, connection), eq(unreadableRecord.kind, kind), which))
    .returning({ recordId: unreadableRecord.recordId });
  for (const { recordId } of rows) {
    const workflowId = unreadableRecordIdOf({ connection, kind, recordId });
    for (const { id } of await liveQuestionsOf(db, workflowId)) {
      await closeQuestion(db, id, 'resolved');
    }
  }
  return rows.map(({ recordId }) => ({ kind, recordId }));
}

/** What of these records cannot be read, in words, in their order. */
export async function unreadableAmong(
  db: Queryable,
  connection: string,
  records: readonly { kind: RecordKind; recordId: string | null | undefined }[],
): Promise<string[]> {
  const asked = records.flatMap(({ kind, recordId }) =>
    recordId ? [and(eq(unreadableRecord.kind, kind), eq(unreadableRecord.recordId, recordId))] : [],
  );
  if (asked.length === 0) return [];
  const rows = await db
    .select({ words: unreadableRecord.words })
    .from(unreadableRecord)
    .where(and(eq(unreadableRecord.connection, connection), or(...asked)))
    .orderBy(unreadableRecord.kind, unreadableRecord.recordId);
  return rows.map(({ words }) => words);
}
