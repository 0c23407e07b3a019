// How a sweep reads the reports that actuals are held against: those under which something moved, and each from time to time.
import type { Database } from '../db/database.ts';
import { optionsHolding, yearsPosted } from '../db/queries/actuals-reports.ts';
import { optionsEver } from '../db/queries/cost-ground.ts';
import { chartOf } from '../db/queries/chart.ts';
import { standingOf } from '../db/queries/mirror.ts';
import { noteFullRead } from '../db/queries/sweeps.ts';
import { retentionAccountsEver } from '../db/queries/retention-posted.ts';
import { optionIdOf } from '../domain/mapping/option-codes.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { XeroTrackingCategory } from '../domain/records/xero/chart.ts';
import type { Sweep, SweepContext } from './sweep-feeds.ts';
import { isWholeReadDue, keep } from './sweep-feeds.ts';

/**
 * So long after its write began may an answer of ours still come to be in the books, and in a report (db/queries/chart.ts):
 * what began so shortly before a reading is looked for once more.
 */
const writingMs = 120_000;
/** What no document says, such as depreciation, is met then. */
const atLatestMs = 6 * 3_600_000;
/** One call each, out of a day of 5,000: what is left over is read by the next look. */
const sheetsPerLook = 30;

type Asked = { sweepId: string };

export const profitAndLoss: Sweep<Asked> = (context, { sweepId }) =>
  lookingAgain(context, 'xero/profitandloss', async (category) => {
    const { db, connection, xero } = context;
    for (const { year, newsAt } of await yearsPosted(db, connection)) {
      const { seenAt } = await standingOf(db, connection, 'xeroProfitAndLoss', year);
      if (!isDue(seenAt, seenAt !== null && isNewsSince(newsAt, seenAt))) continue;
      const since = new Date();
      const report = await xero.readProfitAndLoss({ year, categoryId: category.id });
      await kept(context, sweepId, since, report);
    }
  });

export const balanceSheets: Sweep<Asked> = (context, { sweepId }) =>
  lookingAgain(context, 'xero/balancesheets', async (category) => {
    const { db, connection, xero } = context;
    const last = (await yearsPosted(db, connection)).at(-1)?.year;
    if (last === undefined) return;
    let read = 0;
    for (const { optionId, ground } of await optionsOf(db, connection, category)) {
      if (read >= sheetsPerLook) break;
      const date = `${last}-12-31`;
      const { record, seenAt } = await standingOf(db, connection, 'xeroBalanceSheet', optionId);
      const moved = record?.ground !== ground || record.date !== date;
      if (!isDue(seenAt, moved)) continue;
      const since = new Date();
      const sheet = await xero.readBalanceSheet({ date, optionId });
      await kept(context, sweepId, since, { ...sheet, ground });
      read += 1;
    }
  });

/**
 * As often as lists are read whole, and no oftener: a document that changes every minute is no reason to ask every minute.
 * It is noted at the end, so that what failed is tried again by the next sweep.
 */
async function lookingAgain(
  context: SweepContext,
  name: string,
  look: (category: XeroTrackingCategory) => Promise<void>,
): Promise<string[]> {
  const { db, connection } = context;
  if (!(await isWholeReadDue(context, { name }))) return [];
  const began = new Date();
  const category = await projectCategoryOf(context);
  if (!category) return [];
  await look(category);
  await noteFullRead(db, connection, name, began);
  return [];
}

function isNewsSince(newsAt: Date, seenAt: Date): boolean {
  return newsAt.getTime() >= seenAt.getTime() - writingMs;
}

function isDue(seenAt: Date | null, moved: boolean): boolean {
  return seenAt === null || moved || Date.now() - seenAt.getTime() >= atLatestMs;
}

/** Undefined where the organisation has no such category. */
async function projectCategoryOf({
  db,
  connection,
  directed,
}: SweepContext): Promise<XeroTrackingCategory | undefined> {
  const chart = await chartOf(db, connection);
  const name = directed?.tracking.projectCategory.toLowerCase();
  return chart?.trackingCategories.find((one) => one.name.toLowerCase() === name);
}

/** Those of the category with lines on a retention account; one that Xero shows no more has no report. */
async function optionsOf(
  db: Database,
  connection: string,
  category: XeroTrackingCategory,
): Promise<{ optionId: string; ground: string }[]> {
  const { payable, receivable } = await retentionAccountsEver(db, connection);
  const accounts = [...payable, ...receivable];
  const holding = await optionsHolding(db, connection, { category: category.name, accounts });
  const chart = await chartOf(db, connection);
  const options = chart === null ? [] : await optionsEver(db, connection, chart);
  const held = new Map<string, string>();
  for (const { option, ground } of holding) {
    // A document keeps the name that its option had when it was read.
    const optionId = optionIdOf(options, { category: category.name, option });
    if (optionId !== null) held.set(optionId, `${held.get(optionId) ?? ''}${ground}`);
  }
  const shown = new Set(category.options.map(({ id }) => id));
  return [...held].flatMap(([optionId, ground]) =>
    shown.has(optionId) ? [{ optionId, ground }] : [],
  );
}

function kept(
  context: SweepContext,
  sweepId: string,
  since: Date,
  record: KeptRecord,
): Promise<void> {
  return keep(context, sweepId, { feed: null, records: [record], since });
}
