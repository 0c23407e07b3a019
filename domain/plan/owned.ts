// What Tieout owns of a document in Xero, as a body says it, as Xero holds it, and as both sides last agreed on it.
import type { DirectCostBase } from './direct-cost-base.ts';
import { z } from 'zod';
import { canonicalAmount, isWholeMinor, toMinor } from '../money/amount.ts';
import { stepOf } from '../money/decimals.ts';
import type { XeroBill } from '../records/xero/bill.ts';
import type { XeroCreditNote } from '../records/xero/credit-note.ts';
import type { XeroLine } from '../records/xero/line.ts';
import type { XeroPurchaseOrder } from '../records/xero/purchase-order.ts';
import type { XeroSalesInvoice } from '../records/xero/sales-invoice.ts';
import type {
  BillBody,
  CreditNoteBody,
  LineBody,
  PurchaseOrderBody,
  SalesInvoiceBody,
} from '../records/write-bodies.ts';

/** Two options a line at most. Ids are null where only the names are known. */
const ownedTrackingSchema = z.object({
  category: z.string(),
  option: z.string(),
  categoryId: z.string().nullable().default(null),
  optionId: z.string().nullable().default(null),
});
export type OwnedTracking = z.infer<typeof ownedTrackingSchema>;

const ownedLineSchema = z.object({
  /** What in the source the line stands for; null where that was not kept. */
  key: z.string().nullable().default(null),
  /** The source's own codes that the line was coded from; null where that was not kept. */
  codes: z.string().nullable().default(null),
  /** Xero's id of the line; null where that was not kept. */
  lineId: z.string().nullable().default(null),
  description: z.string(),
  /** With the quantity where it is not 1. */
  unitAmount: z.string(),
  taxType: z.string(),
  taxAmount: z.string(),
  /** Percent as exact text, as the line was posted with; null where that was not kept. */
  taxRate: z.string().nullable().default(null),
  accountCode: z.string(),
  tracking: z.array(ownedTrackingSchema),
});
export type OwnedLine = z.infer<typeof ownedLineSchema>;

const ownedDocumentSchema = z.object({
  contactId: z.string(),
  number: z.string(),
  date: z.string(),
  currency: z.string(),
  /** Its Url, which carries our marker; absent where it is not ours to compare. */
  url: z.string().nullable().optional(),
  lines: z.array(ownedLineSchema),
});
/** The fields of a document in Xero that Tieout owns; Xero owns status, due date and payments. */
export type OwnedDocument = z.infer<typeof ownedDocumentSchema>;

/** The fields of a contact that Tieout owns once it is linked. */
const ownedContactSchema = z.object({
  name: z.string(),
  /** Absent where it was not kept. */
  email: z.string().nullable().optional(),
  taxNumber: z.string().nullable().optional(),
});
export type OwnedContact = z.infer<typeof ownedContactSchema>;

const provenance = {
  mappingVersion: z.string(),
  plannerVersion: z.number(),
  /** A hash over the document's own part of the source; null where that was not kept. */
  source: z.string().nullable().default(null),
};

/**
 * The last state both sides agreed on. `projection` is what the source said then, coding included; `target` what
 * Xero said. They differ only where a record was adopted with its differences, or Xero keeps a text otherwise.
 */
export const documentBaseSchema = z.object({
  projection: ownedDocumentSchema,
  target: ownedDocumentSchema,
  ...provenance,
  /** Ids of look-alikes that were there when it was posted; null where that was not kept. */
  twins: z.array(z.string()).nullable().default(null),
  /** What was decided on together with it: the hash of its release's lines, the bills its credit is set off against. */
  together: z
    .object({
      release: z.string().nullable(),
      allocations: z.array(z.object({ invoiceId: z.string(), amount: z.string() })),
    })
    .nullable()
    .default(null),
  /** An order that was set BILLED because its contract was closed. */
  closed: z.boolean().default(false),
});
export type DocumentBase = z.infer<typeof documentBaseSchema>;

export const contactBaseSchema = z.object({
  projection: ownedContactSchema,
  target: ownedContactSchema,
  ...provenance,
});
export type ContactBase = z.infer<typeof contactBaseSchema>;

/** What Tieout owns of a line, from a body or from Xero's own record; a quantity other than 1 shows in the amount. */
export function ownedLine(line: LineBody | XeroLine): OwnedLine {
  const quantity = 'quantity' in line ? canonicalAmount(line.quantity) : '1.00';
  const amount = canonicalAmount(line.unitAmount);
  return {
    key: null,
    codes: null,
    lineId: line.lineId,
    description: line.description,
    unitAmount: quantity === '1.00' ? amount : `${amount} × ${quantity}`,
    taxType: line.taxType ?? '',
    taxAmount: canonicalAmount(line.taxAmount),
    taxRate: null,
    accountCode: line.accountCode ?? '',
    // In Xero's order, so that what is not shown to move is written back as it stands.
    tracking: line.tracking.map((tracking) => ({ categoryId: null, optionId: null, ...tracking })),
  };
}

/** A body that says a document whole. */
export type DocumentBody = BillBody | SalesInvoiceBody | CreditNoteBody | PurchaseOrderBody;
/** A document as Xero holds it. */
export type DocumentRecord = XeroBill | XeroSalesInvoice | XeroCreditNote | XeroPurchaseOrder;

/** The owned fields of a document as it was, or would be, written. */
export function ownedBody(body: DocumentBody): OwnedDocument {
  const { contactId, number, date, currency, lines } = body;
  const url = 'url' in body && body.url !== undefined ? { url: body.url } : {};
  return { contactId, number, date, currency, ...url, lines: lines.map(ownedLine) };
}

/**
 * The owned fields of a document as Xero holds it. Tieout writes amounts without tax; a person who makes them tax
 * inclusive changes what every line means, so that shows in the amounts too.
 */
export function ownedDocument(record: DocumentRecord): OwnedDocument {
  const inclusive = record.lineAmountTypes === 'Inclusive' ? ' tax inclusive' : '';
  return {
    contactId: record.contactId,
    number: record.number ?? '',
    date: record.date,
    currency: record.currency,
    ...('url' in record ? { url: record.url } : {}),
    lines: record.lines.map(ownedLine).map((line) => ({
      ...line,
      unitAmount: `${line.unitAmount}${inclusive}`,
    })),
  };
}

/**
 * What a document says, without what only tells its lines and options apart, so that a body and Xero's record of it are
 * alike whatever order Xero gives the tracking. `withUrl` where both sides say one.
 */
export function whatItSays(document: OwnedDocument, withUrl: boolean): unknown {
  const { contactId, number, date, currency, url, lines } = document;
  return {
    ...{ contactId, number, date, currency },
    ...(withUrl ? { url: url ?? null } : {}),
    lines: lines.map(({ description, unitAmount, taxType, taxAmount, accountCode, tracking }) => ({
      ...{ description, unitAmount, taxType, taxAmount, accountCode },
      tracking: tracking.map(({ category, option }) => `${category}: ${option}`).sort(),
    })),
  };
}

/**
 * A written document as Xero answered it, where that is Xero's to say: the ids of its lines and their options, how it
 * keeps a text, and its tax where that is within a cent a line of ours (a whole unit of a currency without cents), since
 * how it rounds a half, and what it rounds yen to, is not documented.
 * Whatever else differs from what was sent stays as sent, so that it shows as a difference.
 */
export function asXeroKeepsIt(sent: OwnedDocument, answer: OwnedDocument): OwnedDocument {
  return {
    ...sent,
    number: answer.number,
    ...(answer.url === undefined ? {} : { url: answer.url }),
    lines: sent.lines.map((line, index) => {
      const kept = answer.lines[index];
      return kept ? { ...line, ...keptOf(line, kept, stepOf(sent.currency)) } : line;
    }),
  };
}

function keptOf(sent: OwnedLine, kept: OwnedLine, step: bigint): Partial<OwnedLine> {
  return {
    lineId: kept.lineId,
    description: kept.description,
    taxAmount: isWithin(step, sent.taxAmount, kept.taxAmount) ? kept.taxAmount : sent.taxAmount,
    tracking: sent.tracking.map((wanted) => {
      const same = kept.tracking.find(
        ({ category, option }) => category === wanted.category && option === wanted.option,
      );
      return same ? { ...wanted, categoryId: same.categoryId, optionId: same.optionId } : wanted;
    }),
  };
}

function isWithin(step: bigint, ours: string, theirs: string): boolean {
  if (!isWholeMinor(theirs) || !isWholeMinor(ours)) return false;
  const difference = toMinor(theirs) - toMinor(ours);
  return difference >= -step && difference <= step;
}

/** What is agreed on once a contract payment stands in Procore: net of tax, as written or as a person typed it. */
export const paymentBaseSchema = z.object({
  amount: z.string(),
  date: z.string().nullable().default(null),
  cleared: z.string().nullable().default(null),
  /** How its amount was told in Procore; null where a person had typed it. */
  told: z.enum(['withoutTax', 'withTax']).nullable().default('withoutTax'),
});
export type PaymentBase = z.infer<typeof paymentBaseSchema>;

/** What is agreed on once a payment recorded in Procore stands in Xero. */
export const sentPaymentBaseSchema = z.object({
  /** What stands in Xero, tax included. */
  paid: z.string(),
  /** The part of the contract payment that it stands for, as Procore counts it. */
  part: z.string(),
  /** The whole contract payment, and its day. */
  whole: z.string(),
  date: z.string(),
});
export type SentPaymentBase = z.infer<typeof sentPaymentBaseSchema>;

/** What is agreed on once a credit is set off: its amount, with tax. */
export const allocationBaseSchema = z.object({ allocated: z.string() });
export type AllocationBase = z.infer<typeof allocationBaseSchema>;

const ownedTimeSchema = z.object({
  userId: z.string(),
  taskId: z.string(),
  /** The day of the work, where the organisation is: at which moment of it Xero keeps an entry is not documented. */
  date: z.string(),
  minutes: z.number().int(),
  /** With our marker. */
  description: z.string(),
});
/** What Tieout owns of a time entry. */
export type OwnedTime = z.infer<typeof ownedTimeSchema>;

/** What is agreed on once time stands in Xero: what the timecard said, and the entry as it stands. */
export const timeBaseSchema = z.object({
  timecard: z.object({
    date: z.string(),
    hours: z.string(),
    costCodeId: z.string(),
    workerId: z.string(),
    description: z.string(),
  }),
  entry: ownedTimeSchema,
});
export type TimeBase = z.infer<typeof timeBaseSchema>;

/**
 * What is agreed on once a task stands for codes of a budget, in minutes: what their hours came to, and what the task's
 * estimate was. Null for none; both are where a task was taken over with another estimate, so that a person is asked.
 */
export const taskBaseSchema = z.object({
  budget: z.number().int().nullable(),
  task: z.number().int().nullable(),
});
export type TaskBase = z.infer<typeof taskBaseSchema>;

export type Agreement =
  | DocumentBase
  | ContactBase
  | PaymentBase
  | SentPaymentBase
  | AllocationBase
  | TimeBase
  | TaskBase
  | DirectCostBase;
