// By what a document of Xero is judged a cost: the chart, the options of projects, and which documents stand for a commitment.
import { and, eq, inArray, isNotNull, isNull, like, or, sql } from 'drizzle-orm';
import type { ActualsFacts } from '../../domain/actuals/actuals.ts';
import type { CostDocument } from '../../domain/actuals/cost-lines.ts';
import { projectsWithOptions } from '../../domain/actuals/project-options.ts';
import { documentOfMarker, markerIn } from '../../domain/identity/markers.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { OptionCode } from '../../domain/mapping/option-codes.ts';
import { codesAsked, optionIndexOf } from '../../domain/mapping/option-index.ts';
import { projectOptionOf } from '../../domain/mapping/option-names.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import { markerOfCreditNote } from '../../domain/records/xero/credit-note.ts';
import type { Queryable } from '../database.ts';
import { earlierNames } from '../observe/ground.ts';
import { link, optionLink } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { recordsOf, standingOf } from './mirror.ts';
import { retentionAccountsEver } from './retention-posted.ts';

export type GroundAsk = { connection: string; mapping: Pick<Mapping, 'tracking'> };
export type CostGround = Omit<ActualsFacts, 'documents' | 'codesOf'>;

/** All that is the same for every document; which of those that are asked about stand for a commitment. */
export async function costGroundOf(
  db: Queryable,
  { connection, mapping }: GroundAsk,
  { chart, documents }: { chart: XeroChart; documents: readonly CostDocument[] },
): Promise<CostGround> {
  const organisation = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  const options = await optionsEver(db, connection, chart);
  const { payable, receivable } = await retentionAccountsEver(db, connection);
  return {
    baseCurrency: organisation.record?.baseCurrency ?? '',
    accounts: chart.accounts,
    retentionAccounts: [...payable, ...receivable],
    categories: {
      project: mapping.tracking.projectCategory,
      code: mapping.tracking.costCodeCategory,
    },
    options,
    projects: await projectsOf(db, { connection, mapping }, options),
    onCommitments: await onCommitments(db, connection, documents),
  };
}

/** Every option there is or was, under every name it had. */
export async function optionsEver(
  db: Queryable,
  connection: string,
  chart: XeroChart,
): Promise<OptionCode[]> {
  const earlier = await earlierNames(db, connection);
  const now = chart.trackingCategories.flatMap((category) => category.options);
  return codesAsked(optionIndexOf(chart), earlier, {
    names: now.map(({ name }) => name),
    ids: [...now.map(({ id }) => id), ...earlier.map(({ optionId }) => optionId)],
  });
}

async function projectsOf(
  db: Queryable,
  { connection, mapping }: GroundAsk,
  options: readonly OptionCode[],
): Promise<ActualsFacts['projects']> {
  const projects = await recordsOf(db, connection, 'procoreProject');
  const links = await optionLinksLike(db, connection, 'project/%');
  // A project's total is the sum over its own option and those of its sub jobs.
  const ofSubJobs = await optionLinksLike(db, connection, 'subJob/%');
  const category = mapping.tracking.projectCategory.toLowerCase();
  return projectsWithOptions(
    projects.map((project) => ({
      ...{ id: project.id, name: `${project.number} ${project.name}`.trim() },
      optionWanted: projectOptionOf(mapping, project),
    })),
    [...links, ...ofSubJobs].map(({ source, optionId }) => ({
      projectId: source.split('/')[1] ?? '',
      optionId,
    })),
    options.filter((option) => option.category.toLowerCase() === category),
  );
}

export function optionLinksLike(db: Queryable, connection: string, pattern: string) {
  const { source, optionId } = optionLink;
  return db
    .select({ source, optionId })
    .from(optionLink)
    .where(and(eq(optionLink.connection, connection), like(source, pattern)))
    .orderBy(source, optionId);
}

/**
 * A document that was posted from a pay app or its release, or taken over as one; one that bears such a marker, whatever
 * became of its link; and a bill that was copied from one of our orders. What any of them says is in the commitment.
 */
async function onCommitments(
  db: Queryable,
  connection: string,
  documents: readonly CostDocument[],
): Promise<Set<string>> {
  const [only, ...more] = documents;
  const rows = await db
    .select({ targetId: link.targetId })
    .from(link)
    .where(
      and(
        eq(link.connection, connection),
        isNull(link.endedAt),
        or(
          like(link.workflowId, `payApp/${connection}/%`),
          like(link.workflowId, `retainageRelease/${connection}/payApp-%`),
        ),
        inArray(link.kind, ['xeroBill', 'xeroCreditNote']),
        only && more.length === 0 ? eq(link.targetId, only.id) : undefined,
      ),
    );
  const numbers = await orderNumbers(db, connection, documents);
  const marked = documents.filter((one) => isOfPayApp(one) || isCopied(one, numbers));
  return new Set([...rows.map(({ targetId }) => targetId), ...marked.map(({ id }) => id)]);
}

/** The numbers of our orders that any of the documents bears. */
async function orderNumbers(
  db: Queryable,
  connection: string,
  documents: readonly CostDocument[],
): Promise<Set<string>> {
  const borne = documents.flatMap((one) => (one.kind === 'xeroBill' ? (one.number ?? []) : []));
  if (borne.length === 0) return new Set();
  const number = sql<string>`${snapshot.body} ->> 'number'`;
  const rows = await db
    .select({ number })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        ...[eq(mirror.connection, connection), eq(mirror.kind, 'xeroPurchaseOrder')],
        ...[eq(mirror.unseen, false), isNotNull(mirror.marker)],
        sql`${number} = any(${sql.param([...new Set(borne)])}::text[])`,
      ),
    );
  return new Set(rows.map((row) => row.number));
}

function isCopied(document: CostDocument, orders: ReadonlySet<string>): boolean {
  return document.kind === 'xeroBill' && document.number !== null && orders.has(document.number);
}

function isOfPayApp(document: CostDocument): boolean {
  const marker =
    document.kind === 'xeroBill'
      ? markerIn(document.url)
      : document.kind === 'xeroCreditNote'
        ? markerOfCreditNote(document)
        : null;
  const of = marker === null ? null : documentOfMarker(marker);
  if (of?.type === 'payApp') return true;
  return of?.type === 'retainageRelease' && of.sourceId.startsWith('payApp-');
}
