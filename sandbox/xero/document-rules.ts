// Which changes to a bill, sales invoice or credit note Xero accepts: its status, what a payment or credit freezes, its number and link.
import type { InCurrency, InvoiceStatus, LineAmountTypes, LineItem } from './records.ts';
import type { Problems } from './failures.ts';
import { isSameRate } from './exchange.ts';
import { texts } from './texts.ts';

// Source: Xero developer docs, Invoices, table of statuses, read 2026-11-23; Credit Notes has the same statuses and no
// table. PAID is set by Xero itself.
const TRANSITIONS: Record<InvoiceStatus, readonly InvoiceStatus[]> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['SUBMITTED', 'AUTHORISED', 'DRAFT', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'VOIDED'],
  PAID: ['PAID'],
  VOIDED: [],
  DELETED: [],
};
const FIRST: readonly InvoiceStatus[] = ['DRAFT', 'SUBMITTED', 'AUTHORISED'];

function isInvoiceStatus(value: string): value is InvoiceStatus {
  return value in TRANSITIONS;
}

/** What Xero says of a document that may not be changed so. */
export type StatusWords = { notOfValidStatus: string; voidSettled: string };

export function isPosted(status: InvoiceStatus): boolean {
  return status === 'AUTHORISED' || status === 'PAID';
}

export function checkFirstStatus(
  status: string,
  words: StatusWords,
  problems: Problems,
): InvoiceStatus {
  if (isInvoiceStatus(status) && FIRST.includes(status)) return status;
  problems.add(isInvoiceStatus(status) ? words.notOfValidStatus : texts.statusInvalid(status));
  return 'DRAFT';
}

export function checkTransition(
  from: InvoiceStatus,
  to: string,
  isSettled: boolean,
  words: StatusWords,
  problems: Problems,
): InvoiceStatus {
  if (!isInvoiceStatus(to)) {
    problems.add(texts.statusInvalid(to));
    return from;
  }
  if (to === 'VOIDED' && isPosted(from) && isSettled) {
    problems.add(words.voidSettled);
    return from;
  }
  const isAllowed = TRANSITIONS[from].includes(to);
  problems.addIf(!isAllowed, words.notOfValidStatus);
  return isAllowed ? to : from;
}

type Frozen = InCurrency & {
  date: string;
  lineAmountTypes: LineAmountTypes;
  status: InvoiceStatus;
  lines: LineItem[];
};

/**
 * A part or fully paid document keeps its amounts: only Reference, DueDate, InvoiceNumber, BrandingThemeID, Contact,
 * Url, PlannedPaymentDate and, on its lines, Description, AccountCode and Tracking may change.
 * Source: Xero developer docs, Invoices, and the change for ACCPAY of 2026-03-19, read 2026-11-23.
 */
export function checkPaidEdit(before: Frozen, after: Frozen, problems: Problems): void {
  const isFrozen =
    before.date === after.date &&
    before.lineAmountTypes === after.lineAmountTypes &&
    before.currencyCode === after.currencyCode &&
    isSameRate(before.currencyRate ?? null, after.currencyRate ?? null) &&
    before.status === after.status &&
    before.lines.length === after.lines.length &&
    before.lines.every((line, index) => sameAmounts(line, after.lines[index]));
  problems.addIf(!isFrozen, texts.allocated);
}

function sameAmounts(before: LineItem, after: LineItem | undefined): boolean {
  return (
    after !== undefined &&
    before.lineItemId === after.lineItemId &&
    before.amounts?.quantity === after.amounts?.quantity &&
    before.amounts?.unitAmount === after.amounts?.unitAmount &&
    before.amounts?.lineAmount === after.amounts?.lineAmount &&
    before.taxType === after.taxType &&
    before.taxAmount === after.taxAmount
  );
}

/** Printable ASCII up to 255. Source: Xero developer docs, Invoices, read 2026-11-23. */
export function isInvoiceNumber(number: string): boolean {
  return number.length <= 255 && /^[\x20-\x7e]*$/.test(number);
}

/** Source: Xero developer docs, Invoices, and public notes: the link must not contain "xero", read 2026-11-23. */
export function isLink(url: string): boolean {
  return URL.canParse(url) && /^https?:/i.test(url) && !url.toLowerCase().includes('xero');
}
