// How a payment is made and deleted, and everything Xero refuses about it.
import type { Account, Invoice, Payment } from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { Cents } from './decimal.ts';
import type { InvoiceService } from './invoices.ts';
import type { JsonObject } from './json-input.ts';
import type { Ledger } from './ledger.ts';
import { Problems, ValidationFailure, notFound } from './failures.ts';
import { checkLengths } from './document-fields.ts';
import { checkLockDates } from './lock-dates.ts';
import { day, decimal, flag, guid, object, text } from './json-input.ts';
import { centsText, scaledTo } from './decimal.ts';
import { note } from './history.ts';
import { settlementIn } from './payment-sums.ts';
import { texts } from './texts.ts';

export type PaymentDraft = {
  invoiceId: string;
  accountCode: string;
  batchPaymentId: string | null;
  date: string;
  amount: Cents;
  reference: string;
  isReconciled: boolean;
};

const TARGETS = ['Invoice', 'CreditNote', 'Prepayment', 'Overpayment'];

export class PaymentService {
  readonly #state: XeroState;
  readonly #invoices: InvoiceService;
  readonly #ledger: Ledger;

  constructor(state: XeroState, invoices: InvoiceService, ledger: Ledger) {
    this.#state = state;
    this.#invoices = invoices;
    this.#ledger = ledger;
  }

  create(input: JsonObject, caller: Caller): Payment {
    const problems = new Problems();
    const invoice = this.invoiceOf(input, problems);
    const account = this.accountOf(object(input, 'Account'), problems);
    const date = day(input, 'Date') ?? this.#state.today();
    const amount = amountOf(input);
    if (invoice !== null) this.checkAmount(invoice, amount, problems);
    checkLockDates(this.#state, caller, date, problems);
    if (this.#state.rule('paymentReference') === 'most255') {
      checkLengths(input, { Reference: 255 }, problems);
    }
    problems.throwIfAny();
    if (invoice === null || account === null) throw new Error('Problems were not reported');
    return this.keep(
      {
        invoiceId: invoice.invoiceId,
        accountCode: account.code,
        batchPaymentId: null,
        date,
        amount,
        reference: text(input, 'Reference') ?? '',
        isReconciled: flag(input, 'IsReconciled') ?? false,
      },
      caller,
    );
  }

  /** POST /Payments/{id}: a payment cannot be changed, only deleted. */
  delete(paymentId: string, input: JsonObject, caller: Caller): Payment {
    const payment = this.#state.payments.get(paymentId.toLowerCase());
    if (payment === undefined) throw notFound();
    const named = guid(input, 'PaymentID');
    const fields = Object.keys(input).filter((field) => field !== 'PaymentID');
    const isOther = named !== undefined && named !== payment.paymentId;
    if (
      isOther ||
      fields.some((field) => field !== 'Status') ||
      text(input, 'Status') !== 'DELETED'
    ) {
      throw new ValidationFailure([texts.onlyStatus]);
    }
    const problems = new Problems();
    problems.addIf(payment.batchPaymentId !== null, texts.paymentInBatch);
    this.checkDeletion(payment, caller, problems);
    problems.throwIfAny();
    return this.undo(payment, caller);
  }

  checkDeletion(payment: Payment, caller: Caller, problems: Problems): void {
    problems.addIf(payment.status === 'DELETED', texts.paymentDeleted);
    const isHeld = this.#state.rule('reconciledDeletion') === 'refuse';
    problems.addIf(isHeld && payment.isReconciled, texts.paymentReconciled);
    checkLockDates(this.#state, caller, payment.date, problems);
  }

  /** A sales invoice may be named by its number; a bill's number is not unique, so it may not. */
  invoiceOf(input: JsonObject, problems: Problems): Invoice | null {
    const targets = TARGETS.filter((field) => object(input, field) !== undefined);
    const number = text(input, 'InvoiceNumber') ?? '';
    const target = object(input, 'Invoice');
    if (targets.length + (number === '' ? 0 : 1) !== 1) {
      problems.add(texts.paymentTarget);
      return null;
    }
    const id = target === undefined ? undefined : guid(target, 'InvoiceID');
    const named = target === undefined ? number : (text(target, 'InvoiceNumber') ?? '');
    const invoice = id === undefined ? this.#invoices.byId(named) : this.#state.invoices.get(id);
    if (invoice === undefined || invoice === null) {
      problems.add(texts.invoiceNotFound);
      return null;
    }
    return invoice;
  }

  accountOf(input: JsonObject | undefined, problems: Problems): Account | null {
    const id = input === undefined ? undefined : guid(input, 'AccountID');
    const code = input === undefined ? '' : (text(input, 'Code') ?? '');
    const account =
      id === undefined ? this.#state.accountByCode(code) : this.#state.accountById(id);
    if (account === undefined || account.status === 'ARCHIVED') {
      problems.add(texts.accountNotFound);
      return null;
    }
    const takesPayments = account.type === 'BANK' || account.enablePaymentsToAccount;
    problems.addIf(!takesPayments, texts.paymentAccount);
    return account;
  }

  checkAmount(invoice: Invoice, amount: Cents, problems: Problems): void {
    if (invoice.status !== 'AUTHORISED') {
      // A paid document is approved but has nothing outstanding.
      const isPaid = invoice.status === 'PAID';
      problems.add(isPaid ? texts.exceedsOutstanding : texts.onlyAuthorised);
      return;
    }
    problems.addIf(amount <= 0n, texts.paymentAmount);
    const { amountDue } = settlementIn(this.#state, invoice);
    problems.addIf(amount > amountDue, texts.exceedsOutstanding);
  }

  keep(draft: PaymentDraft, caller: Caller): Payment {
    const payment: Payment = {
      ...draft,
      paymentId: this.#state.newId(),
      status: 'AUTHORISED',
      createdBy: caller.app,
      editedBy: caller.app,
      updatedAtMs: this.#state.stamp(),
    };
    this.#settle(payment);
    note(this.#state, payment.invoiceId, caller, `Payment of ${centsText(payment.amount)}`);
    return payment;
  }

  undo(payment: Payment, caller: Caller): Payment {
    const deleted: Payment = {
      ...payment,
      status: 'DELETED',
      editedBy: caller.app,
      updatedAtMs: this.#state.stamp(),
    };
    this.#settle(deleted);
    const what = `Payment of ${centsText(payment.amount)} deleted`;
    note(this.#state, payment.invoiceId, caller, what);
    return deleted;
  }

  /** What a bank reconciliation in Xero does; no app can. */
  reconcile(paymentId: string, isReconciled: boolean): Payment | null {
    const payment = this.#state.payments.get(paymentId);
    if (payment === undefined || payment.status === 'DELETED') return null;
    const changed = { ...payment, isReconciled, updatedAtMs: this.#state.stamp() };
    this.#state.payments.set(paymentId, changed);
    return changed;
  }

  #settle(payment: Payment): void {
    const invoice = this.#state.invoices.get(payment.invoiceId);
    if (invoice === undefined) throw new Error(`Payment ${payment.paymentId} pays nothing`);
    this.#state.payments.set(payment.paymentId, payment);
    this.#ledger.postPayment(payment, invoice);
    this.#invoices.repaid(invoice);
  }
}

export function amountOf(input: JsonObject): Cents {
  const amount = decimal(input, 'Amount');
  return amount === undefined ? 0n : scaledTo(amount, 2);
}
