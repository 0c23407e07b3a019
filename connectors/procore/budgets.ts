// How a project's budget is read: through one of its views, since v1 has no list of budget line items.
import { z } from 'zod';
import { sumAmounts } from '../../domain/money/amount.ts';
import type { BudgetLine, ProcoreBudget } from '../../domain/records/procore/budget.ts';
import { readOne, UnreadableFieldError } from '../http/parsed-records.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { HourColumns } from './budget-hours.ts';
import { hourColumnsOf, quantityIn } from './budget-hours.ts';
import type { ProcoreClient } from './procore-api.ts';
import {
  currency,
  idField,
  optionalAmount,
  optionalId,
  optionalText,
  text,
} from './procore-fields.ts';
import type { ProcoreReading } from './procore-reading.ts';

const views = '/rest/v1.0/budget_views';
const viewSchema = z.looseObject({ id: idField, name: text });
const columnSchema = z.looseObject({ id: text, type: text });
/** The view every company has; companies add their own beside it. */
const standardView = /\bstandard\b/i;
/**
 * The slug of the standard column that names the cost code, which is its key in a row.
 * Source: Procore REST reference of 2026, budget detail columns and detail rows; read 2026-11-27.
 */
const codeColumn = 'cost_code';

/** The view that a company makes to show the hours of its budgets, where the standard one does not. */
const hoursView = /\bhours\b/i;

/** Three calls at least, and one more where a view is named for its hours and shows none. Rows that stand for no line of the budget are not asked for: their codes are nobody's plan. */
export function budgetReads(reading: ProcoreReading): Pick<ProcoreClient, 'readBudget'> {
  return {
    readBudget: async ({ projectId, withHours = false }) => {
      const shown = withHours
        ? await rowsWithHours(reading, projectId)
        : { rows: await budgetRows(reading, projectId), hours: null };
      return readOne({
        element: shown.rows,
        read: budgetReader(projectId, withHours ? { columns: shown.hours } : null),
        id: projectId,
        context: { vendor: 'procore', resource: 'budget' },
        write: false,
      });
    },
  };
}

/** The rows of the budget through the view every company has. Throws VendorError where no view shows codes. */
export async function budgetRows(reading: ProcoreReading, projectId: string): Promise<unknown[]> {
  const usual = usualView(await listedViews(reading, projectId));
  if (!showsCodes(await columnsOf(reading, projectId, usual))) throw noCodes(usual);
  return rowsThrough(reading, projectId, usual);
}

/** Through the view that is named for hours, where it shows them and codes; else through the usual one, with or without. */
async function rowsWithHours(
  reading: ProcoreReading,
  projectId: string,
): Promise<{ rows: unknown[]; hours: HourColumns | null }> {
  const listed = await listedViews(reading, projectId);
  const usual = usualView(listed);
  const named = listed.find(({ name }) => hoursView.test(name));
  if (named && named.id !== usual.id) {
    const columns = await columnsOf(reading, projectId, named);
    const hours = showsCodes(columns) ? hourColumnsOf(columns) : null;
    if (hours) return { rows: await rowsThrough(reading, projectId, named), hours };
  }
  const columns = await columnsOf(reading, projectId, usual);
  if (!showsCodes(columns)) throw noCodes(usual);
  return { rows: await rowsThrough(reading, projectId, usual), hours: hourColumnsOf(columns) };
}

type View = z.output<typeof viewSchema>;

async function listedViews({ elements }: ProcoreReading, projectId: string): Promise<View[]> {
  return viewsIn(await elements({ template: views, query: { project_id: projectId } }));
}

function usualView(listed: readonly View[]): View {
  const view = listed.find(({ name }) => standardView.test(name)) ?? listed[0];
  if (!view) throw notReadable('the budget has no view to be read through');
  return view;
}

function columnsOf({ show }: ProcoreReading, projectId: string, { id }: View): Promise<unknown> {
  const place = { params: { id }, query: { project_id: projectId } };
  return show({ ...place, template: `${views}/{id}/budget_detail_columns` });
}

function rowsThrough(
  { elements }: ProcoreReading,
  projectId: string,
  { id }: View,
): Promise<unknown[]> {
  const place = { params: { id }, query: { project_id: projectId } };
  return elements({ ...place, template: `${views}/{id}/detail_rows` });
}

function noCodes({ name }: View): VendorError {
  return notReadable(`the budget view "${name}" shows no codes`);
}

/** One that cannot be read is not the one to read through. */
function viewsIn(listed: readonly unknown[]): View[] {
  return listed.flatMap((one) => viewSchema.safeParse(one).data ?? []);
}

function showsCodes(columns: unknown): boolean {
  const read = z.array(columnSchema).safeParse(columns);
  return read.success && read.data.some(({ id, type }) => id === codeColumn && type === 'standard');
}

function notReadable(why: string): VendorError {
  const failure = { vendor: 'procore', kind: 'malformedAnswer', status: 200 } as const;
  return new VendorError({ ...failure, messages: [why], mayHaveHappened: false });
}

/** Each row has one more key for every column of the view; those that follow are in all of them. */
export const rowSchema = z.looseObject({
  [codeColumn]: text,
  cost_code_id: optionalId.catch(null),
  category: optionalText,
  biller: optionalText,
  biller_type: optionalText,
  biller_id: optionalId.catch(null),
  // For people to see: an odd one keeps no code from its place.
  original_budget_amount: optionalAmount.catch(null),
  currency_configuration: currency,
});
type Row = z.output<typeof rowSchema>;

/** `hours` is null where nobody makes tasks of the budget: its record is then what it always was. */
function budgetReader(
  projectId: string,
  hours: { columns: HourColumns | null } | null,
): (element: unknown) => ProcoreBudget {
  const withHours = (row: Row): BudgetLine => ({
    ...lineOf(row),
    ...(row.cost_code_id === null ? {} : { costCodeId: row.cost_code_id }),
    ...quantityIn(row, hours?.columns ?? null),
  });
  return (element) => {
    const rows = z.array(rowSchema).parse(element);
    return {
      kind: 'procoreBudget',
      projectId,
      currency: rows[0]?.currency_configuration ?? null,
      lines: onceEach(rows.map(hours ? withHours : lineOf)),
      ...(hours ? { withHours: true as const } : {}),
    };
  };
}

/** "03-100 - Concrete". That rows write it so, as budget details do, is unconfirmed: without a dash nothing is guessed. */
export function codeOfRow(row: Pick<Row, typeof codeColumn>): BudgetLine['costCode'] {
  const [, code = '', name = ''] = /^(.+?)\s+-\s+(.*)$/su.exec(row.cost_code.trim()) ?? [];
  if (code === '') throw new UnreadableFieldError(codeColumn, 'not "<code> - <name>"');
  return { code, name: name.trim() };
}

function lineOf(row: Row): BudgetLine {
  return {
    costCode: codeOfRow(row),
    costType: row.category,
    ...subJobOf(row),
    amount: row.original_budget_amount,
  };
}

function subJobOf({ biller, biller_type: type, biller_id: subJobId }: Row) {
  if (type !== 'SubJob') return { subJob: null };
  return { subJob: biller, ...(subJobId === null ? {} : { subJobId }) };
}

/** In one order, so that the same budget is the same record whatever order it is told in. */
function onceEach(lines: readonly BudgetLine[]): BudgetLine[] {
  const byKey = new Map<string, BudgetLine>();
  for (const line of lines) {
    const { costCode, costType, subJob, unit } = line;
    const key = JSON.stringify([costCode.code, costType, subJob, ...(unit ? [unit] : [])]);
    const before = byKey.get(key);
    byKey.set(key, before ? { ...before, ...together(before, line) } : line);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

/** Of the same unit, or of none. */
function together(a: BudgetLine, b: BudgetLine): Pick<BudgetLine, 'amount' | 'quantity'> {
  const amount = a.amount === null || b.amount === null ? null : sumAmounts([a.amount, b.amount]);
  const quantities = [a, b].flatMap(({ quantity }) => quantity ?? []);
  return { amount, ...(quantities.length === 0 ? {} : { quantity: sumAmounts(quantities) }) };
}
