// What a project's actuals are worked out from, as Postgres has it at one moment: Xero's documents, its chart, and which of them stand for a commitment.
import { and, eq, isNull, like, or, sql } from 'drizzle-orm';
import type { Actuals, ActualsFacts } from '../../domain/actuals/actuals.ts';
import { actualsOf } from '../../domain/actuals/actuals.ts';
import type { CostDocument } from '../../domain/actuals/cost-lines.ts';
import type { CrossCheck, ReportsRead } from '../../domain/actuals/cross-check.ts';
import { crossCheck } from '../../domain/actuals/cross-check.ts';
import { projectsWithOptions } from '../../domain/actuals/project-options.ts';
import { documentOfMarker, markerIn } from '../../domain/identity/markers.ts';
import { projectOptionOf } from '../../domain/mapping/option-names.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { OptionCode } from '../../domain/mapping/option-codes.ts';
import { codesAsked, optionIndexOf } from '../../domain/mapping/option-index.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import { markerOfCreditNote } from '../../domain/records/xero/credit-note.ts';
import type { Queryable } from '../database.ts';
import { earlierNames } from '../observe/ground.ts';
import { link, optionLink } from '../schema/document-tables.ts';
import { chartOf } from './chart.ts';
import { recordsOf, standingOf } from './mirror.ts';
import { retentionAccountsEver } from './retention-posted.ts';

export type ActualsAsk = {
  connection: string;
  mapping: Mapping;
  projectId: string;
  asOf: string | null;
};

export type ActualsRead = { actuals: Actuals; check: CrossCheck };

/** Null where Procore shows no such project, or Xero was never read. */
export async function readActuals(db: Queryable, ask: ActualsAsk): Promise<ActualsRead | null> {
  const { connection, projectId, asOf } = ask;
  const chart = await chartOf(db, connection);
  if (!chart) return null;
  const facts = await factsOf(db, ask, chart);
  const actuals = actualsOf(facts, { projectId, asOf });
  if (!actuals) return null;
  const reports = await reportsRead(db, connection, facts, projectId);
  return { actuals, check: crossCheck(facts, reports, { projectId, asOf }) };
}

async function factsOf(
  db: Queryable,
  { connection, mapping, projectId }: ActualsAsk,
  chart: XeroChart,
): Promise<ActualsFacts> {
  const organisation = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  const options = await optionsEver(db, connection, chart);
  const { payable, receivable } = await retentionAccountsEver(db, connection);
  const documents = await documentsOf(db, connection);
  return {
    baseCurrency: organisation.record?.baseCurrency ?? '',
    accounts: chart.accounts,
    retentionAccounts: [...payable, ...receivable],
    categories: {
      project: mapping.tracking.projectCategory,
      code: mapping.tracking.costCodeCategory,
    },
    ...{ options, documents },
    projects: await projectsOf(db, { connection, mapping }, options),
    codesOf: await codesOf(db, connection, projectId),
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

async function documentsOf(db: Queryable, connection: string): Promise<CostDocument[]> {
  return [
    ...(await recordsOf(db, connection, 'xeroBill')),
    ...(await recordsOf(db, connection, 'xeroSalesInvoice')),
    ...(await recordsOf(db, connection, 'xeroCreditNote')),
    ...(await recordsOf(db, connection, 'xeroBankTransaction')),
    ...(await recordsOf(db, connection, 'xeroManualJournal')),
  ];
}

async function projectsOf(
  db: Queryable,
  { connection, mapping }: Pick<ActualsAsk, 'connection' | 'mapping'>,
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

async function codesOf(
  db: Queryable,
  connection: string,
  projectId: string,
): Promise<ActualsFacts['codesOf']> {
  const own = `costCode/${projectId}/`;
  const found = new Map<string, string[]>();
  for (const { source, optionId } of await optionLinksLike(db, connection, `${own}%`)) {
    found.set(optionId, [...(found.get(optionId) ?? []), source.slice(own.length)]);
  }
  return found;
}

function optionLinksLike(db: Queryable, connection: string, pattern: string) {
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
        sql`${link.kind} in ('xeroBill', 'xeroCreditNote')`,
      ),
    );
  const orders = await recordsOf(db, connection, 'xeroPurchaseOrder');
  const numbers = new Set(
    orders
      .filter(({ reference }) => markerIn(reference) !== null)
      .flatMap(({ number }) => number ?? []),
  );
  const marked = documents.filter((one) => isOfPayApp(one) || isCopied(one, numbers));
  return new Set([...rows.map(({ targetId }) => targetId), ...marked.map(({ id }) => id)]);
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

async function reportsRead(
  db: Queryable,
  connection: string,
  facts: ActualsFacts,
  projectId: string,
): Promise<ReportsRead> {
  const years = await recordsOf(db, connection, 'xeroProfitAndLoss');
  const optionIds = facts.projects.find(({ id }) => id === projectId)?.optionIds ?? [];
  const profitAndLoss = await Promise.all(
    years.map(async (report) => {
      const { seenAt } = await standingOf(db, connection, 'xeroProfitAndLoss', report.id);
      return { report, readAt: seenAt ?? new Date(0) };
    }),
  );
  const sheets = await Promise.all(
    optionIds.map((id) => standingOf(db, connection, 'xeroBalanceSheet', id)),
  );
  const balanceSheets = sheets.flatMap(({ record, seenAt }) =>
    record && seenAt ? [{ report: record, readAt: seenAt }] : [],
  );
  return { profitAndLoss, balanceSheets };
}
