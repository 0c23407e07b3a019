// How credit notes are read and written, and set off against bills and sales invoices.
import type { Allocation } from 'xero-node';
import { CreditNote } from 'xero-node';
import { z } from 'zod';
import type { XeroAllocation } from '../../domain/records/xero/allocation.ts';
import type { XeroCreditNote } from '../../domain/records/xero/credit-note.ts';
import type {
  AllocationBody,
  CreditNoteBody,
  CreditNoteVoidBody,
} from '../../domain/records/write-bodies.ts';
import { markerIn } from '../../domain/identity/markers.ts';
import {
  lineAmountTypesField,
  lineAmountTypesSent,
  lineItemSchema,
  toLine,
  toLineItem,
} from './line-items.ts';
import { outgoingNumber } from './outgoing-number.ts';
import { outgoingCurrency } from './sendable.ts';
import type { ElementIdentifiers } from './xero-api.ts';
import {
  amount,
  amountOrNothing,
  dateOfEither,
  decimal,
  given,
  idField,
  optionalDate,
  optionalText,
  text,
  textMember,
  versionFields,
  versionOf,
} from './xero-fields.ts';

const allocationSchema = z.looseObject({
  AllocationID: optionalText,
  Amount: amount,
  Date: optionalDate,
  DateString: optionalDate,
  Invoice: z.looseObject({ InvoiceID: idField }),
});

const schema = z.looseObject({
  Type: z.enum(['ACCPAYCREDIT', 'ACCRECCREDIT']),
  CreditNoteID: idField,
  Contact: z.looseObject({ ContactID: idField }),
  CreditNoteNumber: optionalText,
  Reference: optionalText,
  Date: optionalDate,
  DateString: optionalDate,
  CurrencyCode: text,
  CurrencyRate: decimal.nullish(),
  LineAmountTypes: lineAmountTypesField,
  Status: text,
  SubTotal: amount,
  TotalTax: amount,
  Total: amount,
  RemainingCredit: amountOrNothing,
  Allocations: z.array(allocationSchema).nullish(),
  LineItems: z.array(lineItemSchema),
  ...versionFields,
});

export function readCreditNote(element: unknown): XeroCreditNote {
  const note = schema.parse(element);
  return {
    kind: 'xeroCreditNote',
    id: note.CreditNoteID,
    side: note.Type === 'ACCPAYCREDIT' ? 'payable' : 'receivable',
    contactId: note.Contact.ContactID,
    number: note.CreditNoteNumber,
    reference: note.Reference,
    date: dateOfEither('Date', note.DateString, note.Date),
    currency: note.CurrencyCode,
    currencyRate: note.CurrencyRate ?? null,
    lineAmountTypes: note.LineAmountTypes,
    status: note.Status,
    subTotal: note.SubTotal,
    totalTax: note.TotalTax,
    total: note.Total,
    remainingCredit: note.RemainingCredit,
    allocations: (note.Allocations ?? []).map((allocation) => ({
      allocationId: allocation.AllocationID,
      invoiceId: allocation.Invoice.InvoiceID,
      amount: allocation.Amount,
      date: allocation.DateString ?? allocation.Date,
    })),
    lines: note.LineItems.map(toLine),
    updatedAt: versionOf(note),
  };
}

export function toCreditNote(body: CreditNoteBody, index: number): CreditNote {
  const { ACCPAYCREDIT, ACCRECCREDIT } = CreditNote.TypeEnum;
  return {
    ...(body.creditNoteId === null ? {} : { creditNoteID: body.creditNoteId }),
    type: body.side === 'payable' ? ACCPAYCREDIT : ACCRECCREDIT,
    contact: { contactID: body.contactId },
    creditNoteNumber: body.number,
    ...given('reference', body.reference),
    date: body.date,
    currencyCode: outgoingCurrency(body.currency, index),
    lineAmountTypes: lineAmountTypesSent,
    ...(body.status === null ? {} : { status: CreditNote.StatusEnum[body.status] }),
    lineItems: body.lines.map((line, lineIndex) => toLineItem(line, lineIndex, index)),
  };
}

/** Its status and nothing else, as of an invoice. */
export function toVoidedCreditNote({ creditNoteId, status }: CreditNoteVoidBody): CreditNote {
  return { creditNoteID: creditNoteId, status: CreditNote.StatusEnum[status] };
}

/** A supplier's bears its marker in its first line's words, which stands for a reference here. */
export function creditNoteIdentifiers(element: unknown): ElementIdentifiers {
  return {
    id: textMember(element, 'CreditNoteID'),
    number: textMember(element, 'CreditNoteNumber'),
    url: null,
    reference: markerIn(textMember(element, 'Reference')) ?? firstLineOf(element),
    contactNumber: null,
  };
}

function firstLineOf(element: unknown): string | null {
  const lines = z.looseObject({ LineItems: z.array(z.unknown()) }).safeParse(element);
  return lines.success ? textMember(lines.data.LineItems[0], 'Description') : null;
}

/** Xero dates it itself: the later of the two documents (developer docs, Credit Notes, read 2026-11-23). */
export function toAllocation({ invoiceId, amount: value }: AllocationBody): Allocation {
  // The model wants a date, which Xero documents as read only.
  return {
    amount: outgoingNumber({ value, index: 0, field: 'amount' }),
    invoice: { invoiceID: invoiceId },
  } as Allocation;
}

/** What a credit note says of one of its allocations. */
export function allocationOn(
  { id, updatedAt, allocations }: XeroCreditNote,
  invoiceId: string,
): XeroAllocation | null {
  const found = allocations.find((allocation) => allocation.invoiceId === invoiceId);
  if (!found) return null;
  return {
    kind: 'xeroAllocation',
    id: found.allocationId ?? `${id}>${invoiceId}`,
    creditNoteId: id,
    invoiceId,
    amount: found.amount,
    date: found.date,
    updatedAt,
  };
}
