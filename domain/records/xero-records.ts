// What Tieout keeps of a Xero record: ids, versions and the fields it owns or plans from, never a vendor body.
import { z } from 'zod';
import { amountSchema } from '../money/amount.ts';

const id = z.string().min(1);
const calendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Xero's UpdatedDateUTC as ISO text in UTC with milliseconds. Not every change moves it. */
const version = z.string().min(1);

export const xeroContactSchema = z.object({
  kind: z.literal('xeroContact'),
  id,
  name: z.string(),
  contactNumber: z.string().nullable(),
  email: z.string().nullable(),
  taxNumber: z.string().nullable(),
  status: z.enum(['ACTIVE', 'ARCHIVED', 'GDPRREQUEST']),
  updatedAt: version,
});
export type XeroContact = z.infer<typeof xeroContactSchema>;

export const trackingSchema = z.object({ category: z.string(), option: z.string() });
export type Tracking = z.infer<typeof trackingSchema>;

/** A line of a bill or an order. Amounts are tax exclusive. */
export const xeroLineSchema = z.object({
  lineId: id.nullable(),
  description: z.string(),
  quantity: z.string(),
  unitAmount: amountSchema,
  lineAmount: amountSchema,
  taxType: z.string().nullable(),
  taxAmount: amountSchema,
  accountCode: z.string().nullable(),
  tracking: z.array(trackingSchema),
});
export type XeroLine = z.infer<typeof xeroLineSchema>;

export const documentStatusSchema = z.enum([
  'DRAFT',
  'SUBMITTED',
  'AUTHORISED',
  'PAID',
  'VOIDED',
  'DELETED',
]);

export const xeroBillSchema = z.object({
  kind: z.literal('xeroBill'),
  id,
  contactId: id,
  number: z.string().nullable(),
  url: z.string().nullable(),
  date: calendarDate,
  dueDate: calendarDate.nullable(),
  currency: z.string(),
  currencyRate: z.string().nullable(),
  lineAmountTypes: z.enum(['Exclusive', 'Inclusive', 'NoTax']),
  status: documentStatusSchema,
  subTotal: amountSchema,
  totalTax: amountSchema,
  total: amountSchema,
  amountDue: amountSchema,
  amountPaid: amountSchema,
  amountCredited: amountSchema,
  lines: z.array(xeroLineSchema),
  updatedAt: version,
});
export type XeroBill = z.infer<typeof xeroBillSchema>;

export const xeroPurchaseOrderSchema = z.object({
  kind: z.literal('xeroPurchaseOrder'),
  id,
  contactId: id,
  number: z.string(),
  reference: z.string().nullable(),
  date: calendarDate,
  currency: z.string(),
  lineAmountTypes: z.enum(['Exclusive', 'Inclusive', 'NoTax']),
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED', 'DELETED']),
  subTotal: amountSchema,
  totalTax: amountSchema,
  total: amountSchema,
  lines: z.array(xeroLineSchema),
  updatedAt: version,
});
export type XeroPurchaseOrder = z.infer<typeof xeroPurchaseOrderSchema>;

export const xeroPaymentSchema = z.object({
  kind: z.literal('xeroPayment'),
  id,
  /** The bill or invoice it pays. */
  invoiceId: id,
  paymentType: z.string(),
  date: calendarDate,
  /** In the bill's currency, tax included. */
  amount: amountSchema,
  reference: z.string().nullable(),
  status: z.enum(['AUTHORISED', 'DELETED']),
  isReconciled: z.boolean(),
  batchPaymentId: id.nullable(),
  updatedAt: version,
});
export type XeroPayment = z.infer<typeof xeroPaymentSchema>;

export const xeroOrganisationSchema = z.object({
  kind: z.literal('xeroOrganisation'),
  id,
  name: z.string(),
  baseCurrency: z.string(),
  periodLockDate: calendarDate.nullable(),
  endOfYearLockDate: calendarDate.nullable(),
});
export type XeroOrganisation = z.infer<typeof xeroOrganisationSchema>;

export const xeroAccountSchema = z.object({
  id,
  code: z.string().nullable(),
  name: z.string(),
  type: z.string(),
  accountClass: z.enum(['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE']),
  systemAccount: z.string().nullable(),
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
