// How Xero's reports are read: their rows by account, a column each, and nothing of the sums between them.
import { z } from 'zod';
import { amountOrNothing } from './xero-fields.ts';

/** Source: Xero OpenAPI 16.1.0, ReportWithRows and the example of GET /Reports/BalanceSheet, read 2026-11-27. */
const cellSchema = z.looseObject({
  Value: z.string().nullish(),
  Attributes: z
    .array(z.looseObject({ Id: z.string().nullish(), Value: z.string().nullish() }))
    .nullish(),
});
const rowSchema = z.looseObject({ RowType: z.string(), Cells: z.array(cellSchema).nullish() });
const reportSchema = z.looseObject({
  Rows: z.array(rowSchema.extend({ Rows: z.array(rowSchema).nullish() })),
});
type Row = z.infer<typeof rowSchema>;

export type ReportTable = {
  /** Of the columns after the first. */
  titles: string[];
  /** An amount for each column; a cell that is empty is nothing. */
  rows: { accountId: string; amounts: string[] }[];
};

export function readReport(element: unknown): ReportTable {
  const { Rows } = reportSchema.parse(element);
  const header = Rows.find(({ RowType }) => RowType === 'Header');
  const titles = (header?.Cells ?? []).slice(1).map(({ Value }) => Value ?? '');
  const rows = Rows.flatMap((row) => row.Rows ?? []).flatMap((row) => accountRow(row) ?? []);
  return { titles, rows };
}

/** Sums, and rows such as net profit, name no account. */
function accountRow({ RowType, Cells }: Row): ReportTable['rows'][number] | null {
  const [first, ...others] = Cells ?? [];
  const accountId = first?.Attributes?.find(({ Id }) => Id === 'account')?.Value ?? null;
  if (RowType !== 'Row' || accountId === null || accountId === '') return null;
  const amounts = others.map(({ Value }) => amountOrNothing.parse(Value === '' ? null : Value));
  return { accountId, amounts };
}
