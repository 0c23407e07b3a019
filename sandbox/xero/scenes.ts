// What the bookkeeper does in Xero while Tieout runs, through the same rules as any app.
import type { Books } from './books.ts';
import type { XeroState } from './xero-state.ts';
import type { Cents } from './decimal.ts';
import type { Invoice, LineItem } from './records.ts';
import { BOOKKEEPER } from './acts.ts';
import { centsText, divideRounded, textOf } from './decimal.ts';
import { settlementIn } from './payment-sums.ts';

const BANK = { Code: '090' };
const BATCH_SIZE = 5;
/** 250.00 in ten-thousandths. */
const EDIT_BY = 2_500_000n;

/** A scene gives what it did, or null when there is nothing to do it to; then it is not done. */
export function scenesOf(books: Books): { name: string; run: () => unknown }[] {
  return [
    { name: 'payFourPeriods', run: () => payFourPeriods(books) },
    { name: 'editOneBill', run: () => editOneBill(books) },
  ];
}

/**
 * Pays every approved Tieout bill of May to August: the first in two parts, the next five as one batch, the rest one
 * by one, each on its due date.
 */
function payFourPeriods(books: Books): unknown {
  const [first, ...others] = tieoutBills(books.state, '2026-05-01', '2026-08-31');
  if (first === undefined) return null;
  const batch = others.slice(0, BATCH_SIZE);
  const single = others.slice(BATCH_SIZE);
  const due = amountDue(books.state, first);
  const part = divideRounded(due * 60n, 100n);
  for (const amount of [part, due - part]) if (amount > 0n) pay(books, first, amount);
  if (batch.length > 0) payTogether(books, batch);
  for (const bill of single) pay(books, bill, amountDue(books.state, bill));
  return {
    inTwoParts: 1,
    inOneBatch: batch.length,
    single: single.length,
  };
}

function pay({ payments }: Books, bill: Invoice, amount: Cents): void {
  payments.create(
    {
      Invoice: { InvoiceID: bill.invoiceId },
      Account: BANK,
      Date: bill.dueDate,
      Amount: centsText(amount),
      Reference: bill.invoiceNumber,
    },
    BOOKKEEPER,
  );
}

/** A batch has one date: the latest of its bills' due dates. */
function payTogether({ state, batchPayments }: Books, bills: readonly Invoice[]): void {
  const dates = bills.map(({ dueDate }) => dueDate ?? '').sort();
  batchPayments.create(
    {
      Account: BANK,
      Date: dates.at(-1),
      Reference: 'Subcontractors',
      Payments: bills.map((bill) => ({
        Invoice: { InvoiceID: bill.invoiceId },
        Amount: centsText(amountDue(state, bill)),
        Reference: bill.invoiceNumber,
      })),
    },
    BOOKKEEPER,
  );
}

/** Adds 250.00 to the price of the first cost line of an unpaid September bill. */
function editOneBill({ state, invoices }: Books): unknown {
  const bill = tieoutBills(state, '2026-09-01', '2026-09-30').find(
    (candidate) => settlementIn(state, candidate).payments.length === 0,
  );
  const line = bill?.lines.find(({ amounts }) => (amounts?.unitAmount ?? 0n) > 0n);
  if (bill === undefined || line === undefined) return null;
  const lines = bill.lines.map((one) =>
    one.lineItemId === line.lineItemId ? edited(one) : { LineItemID: one.lineItemId },
  );
  invoices.update(bill.invoiceId, { InvoiceID: bill.invoiceId, LineItems: lines }, BOOKKEEPER);
  return { edited: bill.invoiceId };
}

function edited(line: LineItem): { LineItemID: string; UnitAmount: string } {
  const unit = (line.amounts?.unitAmount ?? 0n) + EDIT_BY;
  return { LineItemID: line.lineItemId, UnitAmount: textOf(unit, 4) };
}

function tieoutBills(state: XeroState, from: string, to: string): Invoice[] {
  return state.invoices
    .values()
    .filter(
      ({ type, createdBy, status, date }) =>
        type === 'ACCPAY' &&
        createdBy === 'tieout' &&
        status === 'AUTHORISED' &&
        date >= from &&
        date <= to,
    )
    .sort((one, other) => compare(sortKey(one), sortKey(other)));
}

function sortKey({ date, invoiceNumber, invoiceId }: Invoice): string {
  return `${date} ${invoiceNumber} ${invoiceId}`;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function amountDue(state: XeroState, bill: Invoice): Cents {
  return settlementIn(state, bill).amountDue;
}
