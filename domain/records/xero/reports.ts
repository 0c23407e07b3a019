// Xero's own profit and loss by tracking option, a year each, and its balance sheet of one option: what actuals are held against.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

/** As Xero shows it: costs and assets above zero where they are debits, income and liabilities where they are credits. */
const accountAmount = z.object({ accountId: id, amount: amountSchema });

export const xeroProfitAndLossSchema = z.object({
  kind: z.literal('xeroProfitAndLoss'),
  /** The calendar year: "2026". */
  id,
  from: calendarDate,
  to: calendarDate,
  /** One for each option of the projects' category by the name Xero gave it; null = what is tracked by none. */
  columns: z.array(z.object({ option: z.string().nullable(), amounts: z.array(accountAmount) })),
});
export type XeroProfitAndLoss = z.infer<typeof xeroProfitAndLossSchema>;

export const xeroBalanceSheetSchema = z.object({
  kind: z.literal('xeroBalanceSheet'),
  /** The tracking option's id. */
  id,
  date: calendarDate,
  amounts: z.array(accountAmount),
  /** Of what the documents said of its retention when it was read: another one, and it is read again. */
  ground: z.string(),
});
export type XeroBalanceSheet = z.infer<typeof xeroBalanceSheetSchema>;

/** A report has no version: the latest reading counts. */
const filed = (recordId: string) => ({ recordId, version: '', belongsTo: null, marker: null });

export const profitAndLossFiling: FilingOf<XeroProfitAndLoss> = ({ id: year }) => filed(year);
export const balanceSheetFiling: FilingOf<XeroBalanceSheet> = ({ id: optionId }) => filed(optionId);

/** Actuals are worked out when they are asked for. */
export const reportConcerns: ConcernsOf<XeroProfitAndLoss | XeroBalanceSheet> = () => [];
