// The Xero chart of accounts, tax rates and tracking: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroAccountSchema = z.object({
  id,
  code: z.string().nullable(),
  name: z.string(),
  type: z.string(),
  /** ASSET, EQUITY, EXPENSE, LIABILITY, REVENUE or one that Xero adds. */
  accountClass: z.string(),
  systemAccount: z.string().nullable(),
  /** Payments may be made from it though it is no bank account. */
  enablePaymentsToAccount: z.boolean().default(false),
  status: z.string(),
});
export type XeroAccount = z.infer<typeof xeroAccountSchema>;

export const xeroTaxRateSchema = z.object({
  taxType: z.string(),
  name: z.string(),
  /** Percent as exact text. */
  rate: z.string(),
  status: z.string(),
  appliesTo: z.array(z.enum(['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'])),
});
export type XeroTaxRate = z.infer<typeof xeroTaxRateSchema>;

export const xeroTrackingCategorySchema = z.object({
  id,
  name: z.string(),
  status: z.string(),
  options: z.array(z.object({ id, name: z.string(), status: z.string() })),
});
export type XeroTrackingCategory = z.infer<typeof xeroTrackingCategorySchema>;

/** The chart of accounts, tax rates and tracking as they stand; re-read whole because Xero has no delta for them. */
export const xeroChartSchema = z.object({
  kind: z.literal('xeroChart'),
  accounts: z.array(xeroAccountSchema),
  taxRates: z.array(xeroTaxRateSchema),
  trackingCategories: z.array(xeroTrackingCategorySchema),
});
export type XeroChart = z.infer<typeof xeroChartSchema>;

export const chartFiling: FilingOf<XeroChart> = () => ({
  recordId: 'chart',
  version: '',
  belongsTo: null,
  marker: null,
});

export const chartConcerns: ConcernsOf<XeroChart> = () => [
  { whose: 'connection', standing: 'inDoubt' },
  // Options that someone archived or made may be those a budget wants.
  { whose: 'ofType', type: 'projectBudget' },
];
