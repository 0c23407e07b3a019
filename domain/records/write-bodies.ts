// The exact bodies Tieout decides on and sends, in the domain's words; the connectors only translate them.
import { z } from 'zod';
import { amountSchema, isGreater } from '../money/amount.ts';
import { bodyCurrency as currency, bodyText as text } from './body-text.ts';
import {
  projectTaskBodySchema,
  projectTaskChangeBodySchema,
  timeEntryBodySchema,
  timeEntryDeleteBodySchema,
  xeroProjectBodySchema,
} from './labour-bodies.ts';

const id = z.string().min(1);
const calendarDate = z.iso.date('the date is not a day of the calendar');

/** Xero's largest line, and the places of a unit amount it keeps with unitdp=4. Source: developer.xero.com, Invoices, read 2026-11-23. */
const lineAmountMaximum = '9999999999.99';
const xeroAmount = amountSchema.pipe(
  z
    .string()
    .refine(
      (amount) => !isGreater(amount.replace('-', ''), lineAmountMaximum),
      'an amount is beyond the 9,999,999,999.99 that Xero takes',
    )
    .refine((amount) => !/\.\d{5}/.test(amount), 'an amount has more than four decimal places'),
);

/**
 * Up to 255 characters. Xero documents printable ASCII only (Xero developer docs, Invoices, read 2026-11-23) and is
 * reported to drop others instead (waynerobinson/xeroizer issue 434): what it does is for it to say, of this bill alone.
 */
const documentNumber = z
  .string()
  .min(1, 'it has no number')
  .max(255, 'the number is longer than the 255 characters that Xero takes')
  .regex(/^[^\ufffd]*$/u, 'the number holds a character that cannot be kept');

/** A line to write: quantity 1, tax exclusive. `lineId` is null for a new line; a line left out is a line deleted. */
export const lineBodySchema = z.object({
  lineId: id.nullable(),
  description: text('description of a line', 4000).min(1, 'a line has no description'),
  unitAmount: xeroAmount,
  taxType: z.string(),
  /** As Xero computes it from the tax type, to the cent; sent only for a line that is there already. */
  taxAmount: amountSchema,
  accountCode: z.string(),
  /** By name, as Xero takes it. */
  tracking: z.array(z.object({ category: z.string(), option: z.string() })).max(2),
});
export type LineBody = z.infer<typeof lineBodySchema>;

/** What is absent from a body is not sent, and stays as it is at the vendor. A creation has every field. */
export const contactBodySchema = z.object({
  kind: z.literal('xeroContact'),
  contactId: id.nullable(),
  contactNumber: text('contact number', 50).optional(),
  name: text('name', 255).min(1, 'it has no name').optional(),
  email: text('e-mail address', 255).nullable().optional(),
  taxNumber: text('tax number', 50).nullable().optional(),
});
export type ContactBody = z.infer<typeof contactBodySchema>;

/** A vendor's own fields in Procore; what is absent stays as it is. */
export const vendorChangeBodySchema = z.object({
  kind: z.literal('procoreVendorChange'),
  vendorId: id,
  name: text('name', 255).min(1, 'it has no name').optional(),
  email: text('e-mail address', 255).optional(),
});
export type VendorChangeBody = z.infer<typeof vendorChangeBodySchema>;

const ledgerDocument = {
  contactId: id,
  number: documentNumber,
  date: calendarDate,
  currency,
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED']).nullable(),
  lines: z.array(lineBodySchema).min(1),
};

const invoiceDocument = {
  ...ledgerDocument,
  /** Carries the marker as its fragment. */
  url: z.string().optional(),
  /** Set only when it is created: Xero owns it afterwards. */
  dueDate: calendarDate.nullable(),
  /** Exact, six decimals at most; absent: Xero's own of the document's date. Source: Xero OpenAPI 16.1.0, CurrencyRate; read 2026-11-23. */
  currencyRate: z
    .string()
    .regex(/^\d+\.\d{1,6}$/)
    .optional(),
};

export const billBodySchema = z.object({
  kind: z.literal('xeroBill'),
  billId: id.nullable(),
  ...invoiceDocument,
});
export type BillBody = z.infer<typeof billBodySchema>;

export const salesInvoiceBodySchema = z.object({
  kind: z.literal('xeroSalesInvoice'),
  invoiceId: id.nullable(),
  ...invoiceDocument,
});
export type SalesInvoiceBody = z.infer<typeof salesInvoiceBodySchema>;

/** A supplier's carries its marker last in its first line's description, a customer's in its reference. */
export const creditNoteBodySchema = z.object({
  kind: z.literal('xeroCreditNote'),
  creditNoteId: id.nullable(),
  side: z.enum(['payable', 'receivable']),
  reference: text('reference', 255).optional(),
  ...ledgerDocument,
});
export type CreditNoteBody = z.infer<typeof creditNoteBodySchema>;

/** Part of a credit note, set off against one bill or sales invoice. */
export const allocationBodySchema = z.object({
  kind: z.literal('xeroAllocation'),
  creditNoteId: id,
  invoiceId: id,
  amount: amountSchema,
});
export type AllocationBody = z.infer<typeof allocationBodySchema>;

/** What was set off, taken back: both documents are as open again as before. */
export const allocationDeleteBodySchema = z.object({
  kind: z.literal('xeroAllocationDelete'),
  creditNoteId: id,
  invoiceId: id,
  allocationId: id,
});
export type AllocationDeleteBody = z.infer<typeof allocationDeleteBodySchema>;

/** A payment of a bill or sales invoice that was recorded in Procore. Xero lets none be changed: it is made, or deleted. */
export const xeroPaymentBodySchema = z.object({
  kind: z.literal('xeroPayment'),
  invoiceId: id,
  /** A bank account, or one that takes payments. */
  accountCode: z.string(),
  date: calendarDate,
  /** In the currency of what it pays, tax included. */
  amount: amountSchema,
  /** Carries the marker as its last word. */
  reference: text('reference', 255),
});
export type XeroPaymentBody = z.infer<typeof xeroPaymentBodySchema>;

export const xeroPaymentDeleteBodySchema = z.object({
  kind: z.literal('xeroPaymentDelete'),
  paymentId: id,
});
export type XeroPaymentDeleteBody = z.infer<typeof xeroPaymentDeleteBodySchema>;

export const purchaseOrderBodySchema = z.object({
  kind: z.literal('xeroPurchaseOrder'),
  orderId: id.nullable(),
  contactId: id,
  number: text('number', 255).min(1, 'it has no number'),
  /** Carries the marker as its last word. */
  reference: text('reference', 4000).optional(),
  date: calendarDate,
  currency,
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED']).nullable(),
  lines: z.array(lineBodySchema).min(1),
});
export type PurchaseOrderBody = z.infer<typeof purchaseOrderBodySchema>;

export const contractPaymentBodySchema = z.object({
  kind: z.literal('procoreContractPayment'),
  projectId: id,
  contractId: id,
  /** Null for a payment received: a prime contract has no requisitions. */
  requisitionId: id.nullable(),
  /** The number of the owner invoice that a payment received pays. */
  claimNumber: z.number().int().optional(),
  amount: amountSchema,
  date: calendarDate,
  invoiceNumber: z.string().nullable(),
  /** Carries the marker and the Xero PaymentID as its last words. */
  notes: z.string(),
});
export type ContractPaymentBody = z.infer<typeof contractPaymentBodySchema>;

/** VOIDED for a bill that is authorised, DELETED for one that is a draft or submitted: Xero takes no other way out. */
export const billVoidBodySchema = z.object({
  kind: z.literal('xeroBillVoid'),
  billId: id,
  status: z.enum(['VOIDED', 'DELETED']),
});
export type BillVoidBody = z.infer<typeof billVoidBodySchema>;

export const salesInvoiceVoidBodySchema = z.object({
  kind: z.literal('xeroSalesInvoiceVoid'),
  invoiceId: id,
  status: z.enum(['VOIDED', 'DELETED']),
});
export type SalesInvoiceVoidBody = z.infer<typeof salesInvoiceVoidBodySchema>;

export const creditNoteVoidBodySchema = z.object({
  kind: z.literal('xeroCreditNoteVoid'),
  creditNoteId: id,
  status: z.enum(['VOIDED', 'DELETED']),
});
export type CreditNoteVoidBody = z.infer<typeof creditNoteVoidBodySchema>;

export const purchaseOrderDeleteBodySchema = z.object({
  kind: z.literal('xeroPurchaseOrderDelete'),
  orderId: id,
});
export type PurchaseOrderDeleteBody = z.infer<typeof purchaseOrderDeleteBodySchema>;

const placeOfPayment = { projectId: id, contractId: id, paymentId: id };

export const contractPaymentChangeBodySchema = z.object({
  kind: z.literal('procoreContractPaymentChange'),
  ...placeOfPayment,
  amount: amountSchema,
  date: calendarDate,
  /** Whole, with the marker; left as they are where not given. */
  notes: z.string().optional(),
});
export type ContractPaymentChangeBody = z.infer<typeof contractPaymentChangeBodySchema>;

export const contractPaymentDeleteBodySchema = z.object({
  kind: z.literal('procoreContractPaymentDelete'),
  ...placeOfPayment,
});
export type ContractPaymentDeleteBody = z.infer<typeof contractPaymentDeleteBodySchema>;

/** Source: Procore REST reference of 2026, Create Direct Cost: a hundred lines at most; read 2026-11-23. */
const directCostLinesMaximum = 100;

/** One line a budget code, so that a change finds each again by its code. */
const directCostLineBodySchema = z.object({
  /** Procore's id of the budget code, of the project's own. */
  wbsCodeId: id,
  /** Without tax; below zero for what came back. */
  amount: amountSchema,
  description: z.string(),
});

const directCostSaid = {
  projectId: id,
  status: z.enum(['draft', 'pending', 'approved']),
  vendorId: id.nullable(),
  invoiceNumber: z.string().min(1, 'it has no number').nullable(),
  date: calendarDate,
  /** Carries the marker as its last word. */
  description: z.string(),
  lines: z
    .array(directCostLineBodySchema)
    .min(1, 'it has no lines')
    .max(
      directCostLinesMaximum,
      `it is on more than the ${directCostLinesMaximum} budget codes that Procore takes at once`,
    ),
};

/** What a project cost without a commitment. */
export const directCostBodySchema = z.object({
  kind: z.literal('procoreDirectCost'),
  type: z.enum(['invoice', 'expense', 'payroll']),
  /** Of a payroll cost, where it is one person's. */
  employeeId: id.optional(),
  /** Locks it for people; only where the mapping says so. */
  originId: z.string().min(1).optional(),
  ...directCostSaid,
});
export type DirectCostBody = z.infer<typeof directCostBodySchema>;

/** Whole: what it says is what it shall say. Its type is set once and for all when it is made. */
export const directCostChangeBodySchema = z.object({
  kind: z.literal('procoreDirectCostChange'),
  directCostId: id,
  ...directCostSaid,
});
export type DirectCostChangeBody = z.infer<typeof directCostChangeBodySchema>;

export const directCostDeleteBodySchema = z.object({
  kind: z.literal('procoreDirectCostDelete'),
  projectId: id,
  directCostId: id,
});
export type DirectCostDeleteBody = z.infer<typeof directCostDeleteBodySchema>;

/** A new tracking option. Up to 100 characters. Source: Xero developer docs, Tracking categories, read 2026-11-23. */
export const trackingOptionBodySchema = z.object({
  kind: z.literal('xeroTrackingOption'),
  categoryId: id,
  name: text('name of the tracking option', 100).min(1, 'the tracking option has no name'),
});
export type TrackingOptionBody = z.infer<typeof trackingOptionBodySchema>;

export const trackingOptionArchiveBodySchema = z.object({
  kind: z.literal('xeroTrackingOptionArchive'),
  categoryId: id,
  optionId: id,
  status: z.literal('ARCHIVED'),
});
export type TrackingOptionArchiveBody = z.infer<typeof trackingOptionArchiveBodySchema>;

/**
 * A file of a pay app that goes with its bill. Its content is in no body: it is fetched from Procore on its way out. No
 * character that Xero takes in no name. Source: Xero developer docs, Attachments, read 2026-11-23.
 */
export const attachmentBodySchema = z.object({
  kind: z.literal('xeroAttachment'),
  documentId: id,
  name: text('name of the file', 100).regex(
    /^[^<>:"/\\|?*+\p{Cc}]+$/u,
    'the name of the file holds a character that Xero does not take',
  ),
  projectId: id,
  requisitionId: id,
  attachmentId: id,
});
export type AttachmentBody = z.infer<typeof attachmentBodySchema>;

/** Which document a note is in the history of. */
export const notedKinds = [
  'xeroBill',
  'xeroSalesInvoice',
  'xeroCreditNote',
  'xeroPurchaseOrder',
] as const;

/** A note that nobody can change or take away. Up to 2,500 characters. Source: Xero developer docs, History and notes, read 2026-11-23. */
export const historyNoteBodySchema = z.object({
  kind: z.literal('xeroHistoryNote'),
  of: z.enum(notedKinds),
  documentId: id,
  /** Carries the marker as its last word. */
  details: text('note', 2500).min(1, 'the note says nothing'),
});
export type HistoryNoteBody = z.infer<typeof historyNoteBodySchema>;

export const writeBodySchema = z.discriminatedUnion('kind', [
  contactBodySchema,
  vendorChangeBodySchema,
  billBodySchema,
  salesInvoiceBodySchema,
  creditNoteBodySchema,
  allocationBodySchema,
  allocationDeleteBodySchema,
  xeroPaymentBodySchema,
  xeroPaymentDeleteBodySchema,
  purchaseOrderBodySchema,
  contractPaymentBodySchema,
  billVoidBodySchema,
  salesInvoiceVoidBodySchema,
  creditNoteVoidBodySchema,
  purchaseOrderDeleteBodySchema,
  contractPaymentChangeBodySchema,
  contractPaymentDeleteBodySchema,
  directCostBodySchema,
  directCostChangeBodySchema,
  directCostDeleteBodySchema,
  trackingOptionBodySchema,
  trackingOptionArchiveBodySchema,
  attachmentBodySchema,
  historyNoteBodySchema,
  xeroProjectBodySchema,
  projectTaskBodySchema,
  projectTaskChangeBodySchema,
  timeEntryBodySchema,
  timeEntryDeleteBodySchema,
]);
export type WriteBody = z.infer<typeof writeBodySchema>;

/** Why a body cannot be written as it is, for a person; null where it can. What it says names the field and never its value. */
export function whyNotWritable(body: WriteBody): string | null {
  const read = writeBodySchema.safeParse(body);
  if (read.success) return null;
  const [first] = read.error.issues;
  if (!first) return 'it is not a body that can be written';
  const isOurs = /^(an? |the |it )/.test(first.message);
  return isOurs ? first.message : `${first.path.map(String).join('.')}: ${first.message}`;
}
