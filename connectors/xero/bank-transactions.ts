// How money spent and received, and manual journals, are read; none is ever written.
import { z } from 'zod';
import type { XeroBankTransaction } from '../../domain/records/xero/bank-transaction.ts';
import type { XeroManualJournal } from '../../domain/records/xero/manual-journal.ts';
import type { PostedLine } from '../../domain/records/xero/posted-line.ts';
import { lineAmountTypesField, lineItemSchema, toLine } from './line-items.ts';
import {
  dateOfEither,
  decimal,
  idField,
  optionalDate,
  optionalText,
  text,
  versionFields,
  versionOf,
} from './xero-fields.ts';

const bankTransactionSchema = z.looseObject({
  BankTransactionID: idField,
  Type: text,
  Contact: z.looseObject({ ContactID: optionalText }).nullish(),
  Reference: optionalText,
  Date: optionalDate,
  DateString: optionalDate,
  CurrencyCode: text,
  CurrencyRate: decimal.nullish(),
  LineAmountTypes: lineAmountTypesField,
  Status: text,
  /** A transfer between bank accounts has none. */
  LineItems: z.array(lineItemSchema).nullish(),
  ...versionFields,
});

export function readBankTransaction(element: unknown): XeroBankTransaction {
  const spent = bankTransactionSchema.parse(element);
  return {
    kind: 'xeroBankTransaction',
    id: spent.BankTransactionID,
    type: spent.Type,
    contactId: spent.Contact?.ContactID ?? null,
    reference: spent.Reference,
    date: dateOfEither('Date', spent.DateString, spent.Date),
    currency: spent.CurrencyCode,
    currencyRate: spent.CurrencyRate ?? null,
    lineAmountTypes: spent.LineAmountTypes,
    status: spent.Status,
    lines: (spent.LineItems ?? []).map(toPostedLine),
    updatedAt: versionOf(spent),
  };
}

/** Its lines are called JournalLines and have no quantity. Source: Xero OpenAPI 16.1.0, ManualJournalLine, read 2026-11-27. */
const manualJournalSchema = z.looseObject({
  ManualJournalID: idField,
  Narration: optionalText,
  Date: optionalDate,
  DateString: optionalDate,
  LineAmountTypes: lineAmountTypesField.nullish(),
  Status: text,
  JournalLines: z.array(lineItemSchema).nullish(),
  ...versionFields,
});

export function readManualJournal(element: unknown): XeroManualJournal {
  const journal = manualJournalSchema.parse(element);
  return {
    kind: 'xeroManualJournal',
    id: journal.ManualJournalID,
    narration: journal.Narration ?? '',
    date: dateOfEither('Date', journal.DateString, journal.Date),
    lineAmountTypes: journal.LineAmountTypes ?? 'NoTax',
    status: journal.Status,
    lines: (journal.JournalLines ?? []).map(toPostedLine),
    updatedAt: versionOf(journal),
  };
}

function toPostedLine(line: z.infer<typeof lineItemSchema>): PostedLine {
  const { lineId: _lineId, quantity: _quantity, unitAmount: _unitAmount, ...posted } = toLine(line);
  return posted;
}
