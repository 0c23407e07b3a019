// How a project's budget is read: through one of its views, since v1 has no list of budget line items.
import { z } from 'zod';
import { sumAmounts } from '../../domain/money/amount.ts';
import type { BudgetLine, ProcoreBudget } from '../../domain/records/procore/budget.ts';
import { readOne, UnreadableFieldError } from '../http/parsed-records.ts';
import { VendorError } from '../http/vendor-error.ts';
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

/** Three calls at least. Rows that stand for no line of the budget are not asked for: their codes are nobody's plan. */
export function budgetReads(reading: ProcoreReading): Pick<ProcoreClient, 'readBudget'> {
  return {
    readBudget: async ({ projectId }) => {
      return readOne({
        element: await budgetRows(reading, projectId),
        read: budgetReader(projectId),
        id: projectId,
        context: { vendor: 'procore', resource: 'budget' },
        write: false,
      });
    },
  };
}

/** The rows of the budget through the view every company has. Throws VendorError where no view shows codes. */
export async function budgetRows(
  { show, elements }: ProcoreReading,
  projectId: string,
): Promise<unknown[]> {
  const query = { project_id: projectId };
  const listed = viewsIn(await elements({ template: views, query }));
  const view = listed.find(({ name }) => standardView.test(name)) ?? listed[0];
  if (!view) throw notReadable('the budget has no view to be read through');
  const place = { params: { id: view.id }, query };
  const columns = await show({ ...place, template: `${views}/{id}/budget_detail_columns` });
  if (!showsCodes(columns)) throw notReadable(`the budget view "${view.name}" shows no codes`);
  return elements({ ...place, template: `${views}/{id}/detail_rows` });
}

/** One that cannot be read is not the one to read through. */
function viewsIn(listed: readonly unknown[]): z.output<typeof viewSchema>[] {
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
  category: optionalText,
  biller: optionalText,
  biller_type: optionalText,
  biller_id: optionalId.catch(null),
  // For people to see: an odd one keeps no code from its place.
  original_budget_amount: optionalAmount.catch(null),
  currency_configuration: currency,
});
type Row = z.output<typeof rowSchema>;

function budgetReader(projectId: string): (element: unknown) => ProcoreBudget {
  return (element) => {
    const rows = z.array(rowSchema).parse(element);
    return {
      kind: 'procoreBudget',
      projectId,
      currency: rows[0]?.currency_configuration ?? null,
      lines: onceEach(rows.map(lineOf)),
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
    const key = JSON.stringify([line.costCode.code, line.costType, line.subJob]);
    const before = byKey.get(key);
    byKey.set(key, before ? { ...before, amount: together(before, line) } : line);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

function together(a: BudgetLine, b: BudgetLine): string | null {
  return a.amount === null || b.amount === null ? null : sumAmounts([a.amount, b.amount]);
}
