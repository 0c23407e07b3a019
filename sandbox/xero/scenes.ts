// What the bookkeeper does in Xero while Tieout runs, through the same rules as any app.
import type { Books } from './books.ts';
import type { XeroState } from './xero-state.ts';
import type { Cents } from './decimal.ts';
import type { Invoice, LineItem } from './records.ts';
import { BOOKKEEPER, copiedLines, takeBackAllocation } from './acts.ts';
import { centsText, divideRounded, textOf } from './decimal.ts';
import { settlementIn } from './payment-sums.ts';

const BANK = { Code: '090' };
const BATCH_SIZE = 5;
/** 250.00 in ten-thousandths. */
const EDIT_BY = 2_500_000n;

/** A scene gives what it did, or null when there is nothing to do it to; then it is not done. */
export function scenesOf(books: Books): { name: string; run: () => unknown }[] {
  return [
    { name: 'payTwoPeriods', run: () => settleUntil('2026-06-30', books, 'ACCPAY') },
    { name: 'receiveTwoPeriods', run: () => settleUntil('2026-06-30', books, 'ACCREC') },
    { name: 'payFourPeriods', run: () => settleUntil('2026-08-31', books, 'ACCPAY') },
    { name: 'receiveFourPeriods', run: () => settleUntil('2026-08-31', books, 'ACCREC') },
    { name: 'editOneBill', run: () => editOneBill(books) },
    { name: 'copyOneOrder', run: () => copyOneOrder(books) },
    { name: 'takeBackOneCredit', run: () => takeBackOneCredit(books) },
  ];
}

/**
 * Pays every approved Tieout bill of May to that day, or has the owners pay every such sales invoice: the first in two
 * parts, the next five as one batch, the rest one by one, each on its due date.
 */
function settleUntil(lastDay: string, books: Books, type: Invoice['type']): unknown {
  const [first, ...others] = ofTieout(books.state, type, '2026-05-01', lastDay);
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
      Reference: bills[0]?.type === 'ACCREC' ? 'Owners' : 'Subcontractors',
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
  const bill = ofTieout(state, 'ACCPAY', '2026-09-01', '2026-09-30').find(
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

/** Copies the first purchase order that Tieout wrote to a bill, as Xero's own screen does: a draft with the order's number. */
function copyOneOrder({ state, invoices }: Books): unknown {
  const order = state.purchaseOrders
    .values()
    .filter(({ createdBy, status }) => createdBy === 'tieout' && status === 'AUTHORISED')
    .sort((one, other) => compare(one.purchaseOrderNumber, other.purchaseOrderNumber))
    .find(({ purchaseOrderNumber }) => purchaseOrderNumber.includes('-PO-'));
  if (order === undefined) return null;
  const { invoiceId } = invoices.create(
    {
      Type: 'ACCPAY',
      Status: 'DRAFT',
      Contact: { ContactID: order.contactId },
      InvoiceNumber: order.purchaseOrderNumber,
      CurrencyCode: order.currencyCode,
      LineItems: copiedLines(order.lines),
    },
    BOOKKEEPER,
  );
  return { order: order.purchaseOrderNumber, bill: invoiceId };
}

/** Takes back a credit that Tieout set off against a sales invoice, which the owner then pays in full. */
function takeBackOneCredit(books: Books): unknown {
  const { state } = books;
  const allocation = state.allocations.values().find(({ credit, invoiceId }) => {
    const isOurs = state.creditNotes.get(credit.id)?.createdBy === 'tieout';
    return isOurs && state.invoices.get(invoiceId)?.type === 'ACCREC';
  });
  if (allocation === undefined) return null;
  const { creditId, invoiceId } = takeBackAllocation(books, allocation);
  const invoice = state.invoices.get(invoiceId);
  if (invoice !== undefined) pay(books, invoice, amountDue(state, invoice));
  return { credit: creditId, invoice: invoiceId };
}

function ofTieout(state: XeroState, wanted: Invoice['type'], from: string, to: string): Invoice[] {
  return state.invoices
    .values()
    .filter(
      ({ type, createdBy, status, date }) =>
        type === wanted &&
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
