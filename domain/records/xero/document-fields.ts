// What is kept of every document of Xero's ledger alike, be it a bill, a sales invoice or a credit note.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import { xeroLineSchema } from './line.ts';

export const ledgerDocumentFields = {
  id,
  contactId: id,
  number: z.string().nullable(),
  date: calendarDate,
  currency: z.string(),
  currencyRate: z.string().nullable(),
  lineAmountTypes: z.enum(['Exclusive', 'Inclusive', 'NoTax']),
  /** DRAFT, SUBMITTED, AUTHORISED, PAID, VOIDED, DELETED or one that Xero adds. */
  status: z.string(),
  subTotal: amountSchema,
  totalTax: amountSchema,
  total: amountSchema,
  lines: z.array(xeroLineSchema),
  updatedAt: version,
};

/** What a bill and a sales invoice have beside that. */
export const invoiceFields = {
  ...ledgerDocumentFields,
  url: z.string().nullable(),
  dueDate: calendarDate.nullable(),
  amountDue: amountSchema,
  amountPaid: amountSchema,
  amountCredited: amountSchema,
  /** Withheld for the tax office (the United Kingdom's CIS); nothing where there is none or it was not kept. */
  deducted: amountSchema.default('0.00'),
};
