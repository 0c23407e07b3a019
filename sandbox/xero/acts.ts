// What the bookkeeper does to one record in Xero's own screens, through the same rules as any app.
import type { Books } from './books.ts';
import type { Caller } from './xero-state.ts';
import type { CreditKind, CreditRef, Invoice, LineItem } from './records.ts';
import type { Cents } from './decimal.ts';
import { ControlError } from '../kit/control-plane.ts';
import { CREDIT_NAMES } from './credit-view.ts';
import { centsText, fourthsNumber, parseDecimal, scaledTo, textOf } from './decimal.ts';
import { creditOf, creditSumsIn } from './credits.ts';
import { settlementIn } from './payment-sums.ts';

export const BOOKKEEPER: Caller = { app: 'bookkeeper', role: 'bookkeeper', unitPlaces: 4 };
/** The bank account where none is named. */
const BANK = '090';
const KINDS = Object.keys(CREDIT_NAMES) as CreditKind[];

type Dated = { date?: string | undefined };
type AtRate = { rate?: string | undefined };
/** A payment of a document in a foreign currency: its rate, or what the bank moved. */
type Paid = Dated & AtRate & { amount?: string | undefined; bankAmount?: string | undefined };

/** A credit note for all lines of a document, or for one net amount on the account of its first line; in its currency. */
export function creditDocument(
  books: Books,
  given: Dated & AtRate & { invoiceId: string; amount?: string | undefined; allocate: boolean },
): { creditNoteId: string; allocationId: string | null } {
  const document = invoiceOf(books, given.invoiceId);
  const note = books.creditNotes.create(
    {
      Type: document.type === 'ACCPAY' ? 'ACCPAYCREDIT' : 'ACCRECCREDIT',
      Status: 'AUTHORISED',
      Contact: { ContactID: document.contactId },
      Date: given.date,
      CurrencyCode: document.currencyCode,
      CurrencyRate: given.rate,
      LineAmountTypes: document.lineAmountTypes,
      LineItems:
        given.amount === undefined
          ? copiedLines(document.lines)
          : [oneLine(document, given.amount)],
    },
    BOOKKEEPER,
  );
  const ref = { kind: 'creditNote', id: note.creditNoteId } as const;
  if (!given.allocate) return { creditNoteId: ref.id, allocationId: null };
  const { amountDue } = settlementIn(books.state, document);
  const amount = amountDue < note.totals.total ? amountDue : note.totals.total;
  const allocated = allocateCredit(books, {
    creditId: ref.id,
    invoiceId: document.invoiceId,
    amount: centsText(amount),
  });
  return { creditNoteId: ref.id, ...allocated };
}

export function allocateCredit(
  books: Books,
  { creditId, invoiceId, amount }: { creditId: string; invoiceId: string; amount: string },
): { allocationId: string } {
  const body = { Amount: amount, Invoice: { InvoiceID: invoiceId } };
  const { allocationId } = books.allocations.create(creditRefOf(books, creditId), body, BOOKKEEPER);
  return { allocationId };
}

export function takeBackAllocation(
  books: Books,
  { allocationId }: { allocationId: string },
): { creditId: string; invoiceId: string } {
  const found = books.state.allocations.get(allocationId.toLowerCase());
  if (found === undefined) throw new ControlError(404, 'No such allocation');
  books.allocations.remove(found.credit, found.allocationId, BOOKKEEPER);
  return { creditId: found.credit.id, invoiceId: found.invoiceId };
}

type BankMoney = Dated &
  AtRate & {
    type: string;
    contactId: string;
    amount: string;
    currencyCode?: string | undefined;
    accountCode?: string | undefined;
    taxType?: string | undefined;
    reference?: string | undefined;
  };

/** The amount is what left or reached the bank. */
export function moveMoney(books: Books, given: BankMoney): { creditId: string } {
  const { type, contactId, amount, date, reference, accountCode, taxType } = given;
  const { currencyCode, rate } = given;
  const { bankCreditId } = books.bankCredits.take(
    {
      Type: type,
      Contact: { ContactID: contactId },
      BankAccount: { Code: BANK },
      Date: date,
      Reference: reference,
      CurrencyCode: currencyCode,
      CurrencyRate: rate,
      LineItems: [
        { Description: type, UnitAmount: amount, AccountCode: accountCode, TaxType: taxType },
      ],
    },
    BOOKKEEPER,
  );
  return { creditId: bankCreditId };
}

type Tagged = { tracking?: { name: string; option: string }[] | undefined };
type SpentLine = Tagged & {
  description?: string | undefined;
  amount: string;
  accountCode: string;
  taxType?: string | undefined;
};

/** Money spent or received on its own lines, with or without tax in their amounts. */
export function spendOrReceive(
  books: Books,
  given: Dated &
    AtRate & {
      type: 'SPEND' | 'RECEIVE';
      contactId: string;
      lines: SpentLine[];
      lineAmountTypes?: string | undefined;
      reference?: string | undefined;
      currencyCode?: string | undefined;
    },
): { bankTransactionId: string } {
  const { bankTransactionId } = books.bankTransactions.take(
    {
      Type: given.type,
      Contact: { ContactID: given.contactId },
      BankAccount: { Code: BANK },
      Date: given.date,
      Reference: given.reference,
      LineAmountTypes: given.lineAmountTypes,
      CurrencyCode: given.currencyCode,
      CurrencyRate: given.rate,
      LineItems: given.lines.map((line) => ({
        ...codedAs(line),
        Description: line.description ?? given.type,
        UnitAmount: line.amount,
      })),
    },
    BOOKKEEPER,
  );
  return { bankTransactionId };
}

/** Debits above zero, credits below. */
export function enterJournal(
  books: Books,
  given: Dated & {
    narration: string;
    status: 'DRAFT' | 'POSTED';
    lineAmountTypes?: string | undefined;
    lines: SpentLine[];
  },
): { manualJournalId: string } {
  const { manualJournalId } = books.manualJournals.take(
    {
      Narration: given.narration,
      Date: given.date,
      Status: given.status,
      LineAmountTypes: given.lineAmountTypes,
      JournalLines: given.lines.map((line) => ({
        ...codedAs(line),
        Description: line.description,
        LineAmount: line.amount,
      })),
    },
    BOOKKEEPER,
  );
  return { manualJournalId };
}

function codedAs({ accountCode, taxType, tracking = [] }: SpentLine): Record<string, unknown> {
  return {
    AccountCode: accountCode,
    TaxType: taxType,
    Tracking: tracking.map(({ name, option }) => ({ Name: name, Option: option })),
  };
}

/** All that is left where no amount is given. */
export function refundCredit(
  books: Books,
  given: Paid & { creditId: string },
): { paymentId: string } {
  const ref = creditRefOf(books, given.creditId);
  const credit = creditOf(books.state, ref);
  const left = credit === null ? 0n : creditSumsIn(books.state, credit).remaining;
  const { id, one } = CREDIT_NAMES[ref.kind];
  return pay(books, { [one]: { [id]: ref.id } }, given, left);
}

/** All that is due where no amount is given. */
export function payDocument(
  books: Books,
  given: Paid & { invoiceId: string },
): { paymentId: string } {
  const document = invoiceOf(books, given.invoiceId);
  const { amountDue } = settlementIn(books.state, document);
  return pay(books, { Invoice: { InvoiceID: document.invoiceId } }, given, amountDue);
}

/** Adds an amount to the price of one line, the first that has a price where none is named. */
export function editDocument(
  books: Books,
  { invoiceId, lineItemId, by }: { invoiceId: string; lineItemId?: string | undefined; by: string },
): { invoiceId: string; lineItemId: string } {
  const document = invoiceOf(books, invoiceId);
  const line = document.lines.find((one) =>
    lineItemId === undefined ? one.amounts !== null : one.lineItemId === lineItemId,
  );
  if (line === undefined) throw new ControlError(404, 'The document has no such line');
  const unit = (line.amounts?.unitAmount ?? 0n) + scaled(by, 4);
  const LineItems = document.lines.map((one) => ({
    LineItemID: one.lineItemId,
    ...(one.lineItemId === line.lineItemId ? { UnitAmount: textOf(unit, 4) } : {}),
  }));
  books.invoices.update(document.invoiceId, { LineItems }, BOOKKEEPER);
  return { invoiceId: document.invoiceId, lineItemId: line.lineItemId };
}

/** A bill, sales invoice, credit note, prepayment, overpayment or manual journal; what was spent or received is deleted. */
export function voidRecord(books: Books, { id }: { id: string }): { id: string; status: string } {
  const key = id.toLowerCase();
  const body = { Status: 'VOIDED' };
  if (books.state.invoices.has(key)) {
    return { id: key, status: books.invoices.update(key, body, BOOKKEEPER).status };
  }
  if (books.state.creditNotes.has(key)) {
    return { id: key, status: books.creditNotes.update(key, body, BOOKKEEPER).status };
  }
  const voided =
    books.bankTransactions.delete(key, BOOKKEEPER) ??
    books.manualJournals.end(key, BOOKKEEPER) ??
    books.bankCredits.void(key, BOOKKEEPER);
  if (voided === null) throw new ControlError(404, 'Nothing of that id can be voided');
  return { id: key, status: voided.status };
}

/** As copying the order to a bill does in Xero; the bill itself is another act. */
export function billOrder(
  books: Books,
  { purchaseOrderId }: { purchaseOrderId: string },
): { purchaseOrderId: string; status: string } {
  const body = { Status: 'BILLED' };
  const { order } = books.purchaseOrders.update(purchaseOrderId, body, BOOKKEEPER);
  return { purchaseOrderId: order.purchaseOrderId, status: order.status };
}

function pay(
  books: Books,
  target: Record<string, unknown>,
  { amount, date, rate, bankAmount }: Paid,
  whole: Cents,
): { paymentId: string } {
  const body = {
    ...target,
    Account: { Code: BANK },
    Date: date,
    Amount: amount ?? centsText(whole),
    CurrencyRate: rate,
    BankAmount: bankAmount,
  };
  return { paymentId: books.payments.create(body, BOOKKEEPER).paymentId };
}

function invoiceOf({ state }: Books, id: string): Invoice {
  const found = state.invoices.get(id.toLowerCase());
  if (found === undefined) throw new ControlError(404, 'No such bill or sales invoice');
  return found;
}

function creditRefOf({ state }: Books, id: string): CreditRef {
  const refs = KINDS.map((kind) => creditOf(state, { kind, id: id.toLowerCase() })?.ref);
  const found = refs.find((ref) => ref !== undefined);
  if (found === undefined) throw new ControlError(404, 'No such credit');
  return found;
}

/** Lines of one document as another begins with them. */
export function copiedLines(lines: readonly LineItem[]): Record<string, unknown>[] {
  return lines.map((line) => ({
    ...codingOf(line),
    Description: line.description,
    ...(line.amounts === null
      ? {}
      : {
          Quantity: fourthsNumber(line.amounts.quantity),
          UnitAmount: textOf(line.amounts.unitAmount, 4),
        }),
  }));
}

function oneLine(document: Invoice, amount: string): Record<string, unknown> {
  const line = document.lines.find(({ amounts }) => amounts !== null);
  if (line === undefined) throw new ControlError(409, 'The document has no line with an amount');
  return { ...codingOf(line), Description: 'Credit', UnitAmount: amount };
}

function codingOf({ accountCode, taxType, tracking }: LineItem): Record<string, unknown> {
  return {
    AccountCode: accountCode,
    TaxType: taxType,
    Tracking: tracking.map(({ categoryId, optionId }) => ({
      TrackingCategoryID: categoryId,
      TrackingOptionID: optionId,
    })),
  };
}

function scaled(amount: string, places: number): bigint {
  const parsed = parseDecimal(amount);
  if (parsed === null) throw new ControlError(400, `${amount} is not an amount`);
  return scaledTo(parsed, places);
}
