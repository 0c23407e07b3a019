// What a project's actuals are worked out from, as Postgres has it at one moment: Xero's documents, its chart, and which of them stand for a commitment.
import type { Actuals, ActualsFacts } from '../../domain/actuals/actuals.ts';
import { actualsOf } from '../../domain/actuals/actuals.ts';
import type { CostDocument } from '../../domain/actuals/cost-lines.ts';
import type { CrossCheck, ReportsRead } from '../../domain/actuals/cross-check.ts';
import { crossCheck } from '../../domain/actuals/cross-check.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import type { Queryable } from '../database.ts';
import { chartOf } from './chart.ts';
import { costGroundOf, optionLinksLike } from './cost-ground.ts';
import { takingActuals } from './cost-takers.ts';
import type { CostStanding } from './direct-cost-standing.ts';
import { directCostStandings } from './direct-cost-standing.ts';
import { recordsOf, standingOf } from './mirror.ts';

export type ActualsAsk = {
  connection: string;
  mapping: Mapping;
  projectId: string;
  asOf: string | null;
};

export type ActualsRead = {
  actuals: Actuals;
  check: CrossCheck;
  /** Null where costs do not go to Procore. */
  directCosts: CostStanding[] | null;
};

/** Null where Procore shows no such project, or Xero was never read. */
export async function readActuals(db: Queryable, ask: ActualsAsk): Promise<ActualsRead | null> {
  const { connection, projectId, asOf } = ask;
  const chart = await chartOf(db, connection);
  if (!chart) return null;
  const facts = await factsOf(db, ask, chart);
  const actuals = actualsOf(facts, { projectId, asOf });
  if (!actuals) return null;
  const reports = await reportsRead(db, connection, facts, projectId);
  const isSent = (await takingActuals(db, ask, [{ id: projectId }])).length > 0;
  const directCosts = isSent ? await directCostStandings(db, connection, actuals) : null;
  return { actuals, check: crossCheck(facts, reports, { projectId, asOf }), directCosts };
}

async function factsOf(db: Queryable, ask: ActualsAsk, chart: XeroChart): Promise<ActualsFacts> {
  const { connection, projectId } = ask;
  const documents = await documentsOf(db, connection);
  return {
    ...(await costGroundOf(db, ask, { chart, documents })),
    documents,
    codesOf: await codesOf(db, connection, projectId),
  };
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
