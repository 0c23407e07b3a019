// What happened since a moment: each known document in exactly one count, the writes sent, and all that waits.
import { sql } from 'drizzle-orm';
import { endpointsOf } from '../../domain/identity/endpoints.ts';
import type { Vendor } from '../../domain/identity/endpoints.ts';
import { documentTypes } from '../../domain/identity/workflow-ids.ts';
import type { DocumentType } from '../../domain/identity/workflow-ids.ts';
import type { Queryable } from '../database.ts';

export type DocumentCounts = { posted: number; waiting: number; unchanged: number };
export type WriteCounts = { calls: number; documents: number };

export type Summary = {
  documents: Record<DocumentType, DocumentCounts>;
  writes: Record<Vendor, WriteCounts>;
  exceptions: {
    id: string;
    kind: string;
    /** The workflow id. */
    document: string;
    amount: string | null;
    /** What of it is at stake. */
    difference: string | null;
    currency: string | null;
  }[];
};

export async function readSummary(
  db: Queryable,
  connection: string,
  since: Date,
): Promise<Summary> {
  const from = since.toISOString();
  return {
    documents: await countDocuments(db, connection, from),
    writes: await countWrites(db, connection, from),
    exceptions: [
      ...(await db.execute<Summary['exceptions'][number]>(sql`
        select id, kind, workflow_id as document, amount, coalesce(difference, amount) as difference,
          currency from exception
        where connection = ${connection} and state <> 'closed'
        order by opened_at, id`)),
    ],
  };
}

/** Of several connections, as if they were one. */
export function addSummaries(summaries: readonly Summary[]): Summary {
  const total = <K extends string>(of: (summary: Summary) => Record<K, number>, key: K): number =>
    summaries.reduce((sum, summary) => sum + of(summary)[key], 0);
  const documents = documentTypes.map((type) => {
    const of = (summary: Summary): DocumentCounts => summary.documents[type];
    const counts = {
      posted: total(of, 'posted'),
      waiting: total(of, 'waiting'),
      unchanged: total(of, 'unchanged'),
    };
    return [type, counts] as const;
  });
  const writesTo = (vendor: Vendor): WriteCounts => {
    const of = (summary: Summary): WriteCounts => summary.writes[vendor];
    return { calls: total(of, 'calls'), documents: total(of, 'documents') };
  };
  return {
    documents: Object.fromEntries(documents) as Summary['documents'],
    writes: { xero: writesTo('xero'), procore: writesTo('procore') },
    exceptions: summaries.flatMap(({ exceptions }) => exceptions),
  };
}

/**
 * `waiting` comes first: a document waits when it has an exception or depends, through any number of
 * others, on one that has. `posted` needs a write confirmed since; the rest is `unchanged`.
 */
async function countDocuments(
  db: Queryable,
  connection: string,
  from: string,
): Promise<Summary['documents']> {
  const rows = await db.execute<{ type: string } & DocumentCounts>(sql`
    with recursive waits(workflow_id) as (
      select workflow_id from exception where state <> 'closed'
      union
      select d.workflow_id from dependency d join waits on d.waits_for = waits.workflow_id
    ), told as (
      select type,
        case
          when workflow_id in (select workflow_id from waits) then 'waiting'
          when exists(select from intent i where i.workflow_id = document.workflow_id
            and i.state = 'done' and i.settled_at >= ${from}::timestamptz) then 'posted'
          else 'unchanged'
        end as told
      from document where connection = ${connection}
    )
    select type,
      count(*) filter (where told = 'posted')::int as posted,
      count(*) filter (where told = 'waiting')::int as waiting,
      count(*) filter (where told = 'unchanged')::int as unchanged
    from told group by type`);
  const byType = new Map(rows.map((row) => [row.type, row]));
  const countsOf = (type: DocumentType): DocumentCounts => {
    const { posted, waiting, unchanged } = byType.get(type) ?? noCounts;
    return { posted, waiting, unchanged };
  };
  const entries = documentTypes.map((type) => [type, countsOf(type)]);
  return Object.fromEntries(entries) as Summary['documents'];
}

const noCounts: DocumentCounts = { posted: 0, waiting: 0, unchanged: 0 };

/** `calls` are requests sent, resends included; `documents` are the elements the vendor confirmed. */
async function countWrites(
  db: Queryable,
  connection: string,
  from: string,
): Promise<Summary['writes']> {
  return {
    xero: await countWritesTo(db, connection, { vendor: 'xero', from }),
    procore: await countWritesTo(db, connection, { vendor: 'procore', from }),
  };
}

async function countWritesTo(
  db: Queryable,
  connection: string,
  { vendor, from }: { vendor: Vendor; from: string },
): Promise<WriteCounts> {
  const endpoints = sql.join(
    endpointsOf(vendor).map((endpoint) => sql`${endpoint}`),
    sql`, `,
  );
  const [counts] = await db.execute<WriteCounts>(sql`
    select
      (select count(*)::int from vendor_call c where c.connection = ${connection}
        and c.vendor = ${vendor} and c.purpose = 'write'
        and c.started_at >= ${from}::timestamptz) as calls,
      (select count(*)::int from intent i where i.connection = ${connection}
        and i.endpoint in (${endpoints}) and i.state = 'done'
        and i.settled_at >= ${from}::timestamptz) as documents`);
  return { calls: counts?.calls ?? 0, documents: counts?.documents ?? 0 };
}
