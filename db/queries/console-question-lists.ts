// Lists of questions, a page at a time: searched, in order, each with whose it is, and how many there are in all.
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { decision, document, exception } from '../schema/document-tables.ts';
import type { ExceptionRow } from './console-exceptions.ts';
import { searchedIn } from './console-search.ts';
import type { Whose } from './console-whose.ts';
import { whoseColumns } from './console-whose.ts';

/** `open` is everything not closed: a decision that is still to be carried out keeps its exception there. */
export const exceptionFilters = ['open', 'closed', 'all'] as const;
export type ExceptionFilter = (typeof exceptionFilters)[number];

export type QuestionAsk = {
  /** `approvable` is open, undecided, and settled by an approval. */
  filter: ExceptionFilter | 'approvable';
  kind?: string | null;
  search?: string | null;
  order?: 'oldest' | 'largest';
  limit: number;
  offset?: number;
  /** The id of the question after which to go on, oldest first. */
  after?: string;
};

/** A question in a list, and what was said about it where its end is still to come. */
export type ExceptionListed = Whose & { row: ExceptionRow; said: 'approve' | 'reject' | null };

function whereOf(connection: string, ask: QuestionAsk): SQL | undefined {
  const { filter, kind, search = null } = ask;
  const whose = whoseColumns(connection);
  const { documentName, amount, difference } = exception;
  return and(
    eq(exception.connection, connection),
    filter === 'open' ? ne(exception.state, 'closed') : undefined,
    filter === 'closed' ? eq(exception.state, 'closed') : undefined,
    filter === 'approvable' ? eq(exception.state, 'open') : undefined,
    filter === 'approvable' ? isNull(exception.fix) : undefined,
    kind === undefined || kind === null ? undefined : eq(exception.kind, kind),
    searchedIn(search, [
      sql`${documentName}`,
      whose.project,
      whose.subcontractor,
      sql`${amount}`,
      sql`${difference}`,
    ]),
  );
}

/** What a question holds: the money it is about, or that of the pay apps behind its document. */
function stake(connection: string): SQL {
  return sql`coalesce(${exception.difference}, ${exception.amount}, (
    with recursive behind(workflow_id) as (
      select workflow_id from dependency where waits_for = ${exception.workflowId}
      union
      select d.workflow_id from dependency d join behind on d.waits_for = behind.workflow_id
    )
    select sum(held.amount::numeric)::text from behind
    join document held on held.workflow_id = behind.workflow_id
    where held.type = 'payApp' and held.connection = ${connection}))::numeric`;
}

/** One page; `total` is of all pages. */
export async function listQuestions(
  db: Queryable,
  connection: string,
  ask: QuestionAsk,
): Promise<{ rows: ExceptionListed[]; total: number }> {
  const where = whereOf(connection, ask);
  const oldest = [asc(exception.openedAt), asc(exception.id)];
  const largest = [sql`${stake(connection)} desc nulls last`, ...oldest];
  const { after } = ask;
  const rest =
    after === undefined
      ? where
      : and(
          where,
          sql`(${exception.openedAt}, ${exception.id}) > (
            select e.opened_at, e.id from exception e where e.id = ${after})`,
        );
  const rows = await db
    .select({ row: exception, ...whoseColumns(connection), said: decision.verdict })
    .from(exception)
    .leftJoin(document, eq(document.workflowId, exception.workflowId))
    .leftJoin(
      decision,
      and(eq(decision.exceptionId, exception.id), eq(decision.planHash, exception.planHash)),
    )
    .where(rest)
    .orderBy(...(ask.order === 'largest' ? largest : oldest))
    .limit(ask.limit)
    .offset(ask.offset ?? 0);
  return { rows, total: await countOf(db, where) };
}

async function countOf(db: Queryable, where: SQL | undefined): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(exception)
    .leftJoin(document, eq(document.workflowId, exception.workflowId))
    .where(where);
  return row?.count ?? 0;
}

/** What waits in all, as Today says it before any list. */
export type Waiting = {
  open: number;
  approvable: number;
  /** Approved, and not carried out. */
  beingWritten: number;
  /** By currency, the largest first: what the questions are about, and the pay apps held up behind them. */
  money: { currency: string; sum: string }[];
  /** Pay apps that wait, through any number of others, behind a document with a question. */
  heldUp: number;
};

export async function readWaiting(db: Queryable, connection: string): Promise<Waiting> {
  const [counts] = await db
    .select({
      open: sql<number>`(count(*) filter (where ${exception.state} = 'open'))::int`,
      approvable: sql<number>`(count(*) filter (
        where ${exception.state} = 'open' and ${exception.fix} is null))::int`,
      beingWritten: sql<number>`(count(*) filter (where ${exception.state} = 'beingWritten'
        or (${exception.state} = 'decided' and ${decision.verdict} is distinct from 'reject')))::int`,
    })
    .from(exception)
    .leftJoin(
      decision,
      and(eq(decision.exceptionId, exception.id), eq(decision.planHash, exception.planHash)),
    )
    .where(and(eq(exception.connection, connection), ne(exception.state, 'closed')));
  const sums = await sumsWaiting(db, connection);
  return {
    ...(counts ?? { open: 0, approvable: 0, beingWritten: 0 }),
    money: sums.flatMap(({ currency, sum }) =>
      currency === null || sum === null ? [] : [{ currency, sum }],
    ),
    heldUp: sums.reduce((all, { held }) => all + held, 0),
  };
}

/** Several questions about the whole of one document are the same money once; parts of it are each their own. */
function sumsWaiting(db: Queryable, connection: string) {
  return db.execute<{ currency: string | null; sum: string | null; held: number }>(sql`
    with recursive waiting as (
      select workflow_id, currency, amount, coalesce(difference, amount) as part
      from exception where connection = ${connection} and state <> 'closed'
    ), behind(workflow_id) as (
      select d.workflow_id from dependency d join waiting on d.waits_for = waiting.workflow_id
      union
      select d.workflow_id from dependency d join behind on d.waits_for = behind.workflow_id
    ), asked as (
      select currency, coalesce(max(part::numeric) filter (where part = amount), 0)
        + coalesce(sum(part::numeric) filter (where part is distinct from amount), 0) as sum
      from waiting where part is not null and currency is not null
      group by workflow_id, currency
    ), held as (
      select currency, amount::numeric as sum from document
      where type = 'payApp' and connection = ${connection}
        and workflow_id in (select workflow_id from behind)
        and workflow_id not in (select workflow_id from waiting)
    ), money as (
      select currency, sum, 0 as held from asked
      union all
      select currency, sum, 1 as held from held
    )
    select currency, sum(sum)::text as sum, sum(held)::int as held
    from money group by currency order by sum(sum) desc nulls last`);
}

/** How many exceptions of each kind are not closed. */
export async function countOpenKinds(
  db: Queryable,
  connection: string,
): Promise<{ kind: string; count: number }[]> {
  return db
    .select({ kind: exception.kind, count: sql<number>`count(*)::int` })
    .from(exception)
    .where(and(eq(exception.connection, connection), ne(exception.state, 'closed')))
    .groupBy(exception.kind)
    .orderBy(exception.kind);
}
