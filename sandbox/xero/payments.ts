// How a payment is made and deleted, and everything Xero refuses about it.
import type {
  Account,
  CreditKind,
  CreditRef,
  Invoice,
  Payment,
  PaymentExchange,
} from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { Cents } from './decimal.ts';
import type { CreditStatus } from './credit-status.ts';
import type { InvoiceService } from './invoices.ts';
import type { JsonObject } from './json-input.ts';
import type { Ledger } from './ledger.ts';
import type { Paid } from './payment-exchange.ts';
import type { PaymentTarget } from './payment-target.ts';
import type { Credit } from './credits.ts';
import { CREDIT_NOUNS, creditOf, creditSumsIn } from './credits.ts';
import { Problems, ValidationFailure, notFound } from './failures.ts';
import { checkLengths } from './document-fields.ts';
import { checkLockDates } from './lock-dates.ts';
import { day, decimal, flag, guid, object, text } from './json-input.ts';
import { centsText, scaledTo } from './decimal.ts';
import { exchangeFrom } from './payment-exchange.ts';
import { note } from './history.ts';
import { documentIdOf, effectOf, paymentTypeOf, targetOf } from './payment-target.ts';
import { settlementIn } from './payment-sums.ts';
import { texts } from './texts.ts';

export type PaymentDraft = {
  invoiceId: string | null;
  credit?: CreditRef;
  accountCode: string;
  batchPaymentId: string | null;
  date: string;
  amount: Cents;
  reference: string;
  isReconciled: boolean;
  exchange: PaymentExchange | null;
};

const CREDIT_FIELDS: readonly [field: string, kind: CreditKind, idField: string][] = [
  ['CreditNote', 'creditNote', 'CreditNoteID'],
  ['Prepayment', 'prepayment', 'PrepaymentID'],
  ['Overpayment', 'overpayment', 'OverpaymentID'],
];
const TARGETS = ['Invoice', ...CREDIT_FIELDS.map(([field]) => field)];
const NUMBERS = ['InvoiceNumber', 'CreditNoteNumber'];

export class PaymentService {
  readonly #state: XeroState;
  readonly #invoices: InvoiceService;
  readonly #credits: CreditStatus;
  readonly #ledger: Ledger;

  constructor(state: XeroState, invoices: InvoiceService, credits: CreditStatus, ledger: Ledger) {
    this.#state = state;
    this.#invoices = invoices;
    this.#credits = credits;
    this.#ledger = ledger;
  }

  create(input: JsonObject, caller: Caller, id?: string): Payment {
    const problems = new Problems();
    const target = this.#targetOf(input, problems);
    const account = this.accountOf(object(input, 'Account'), problems);
    const date = day(input, 'Date') ?? this.#state.today();
    const amount = amountOf(input);
    const exchange =
      target === null ? null : this.checkPaid({ target, amount, date }, input, problems);
    checkLockDates(this.#state, caller, date, problems);
    if (this.#state.rule('paymentReference') === 'most255') {
      checkLengths(input, { Reference: 255 }, problems);
    }
    problems.throwIfAny();
    if (target === null || account === null) throw new Error('Problems were not reported');
    return this.keep(
      {
        ...targetFields(target),
        accountCode: account.code,
        batchPaymentId: null,
        date,
        amount,
        reference: text(input, 'Reference') ?? '',
        isReconciled: flag(input, 'IsReconciled') ?? false,
        exchange,
      },
      caller,
      id,
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

  #targetOf(input: JsonObject, problems: Problems): PaymentTarget | null {
    for (const [field, kind, idField] of CREDIT_FIELDS) {
      const number = kind === 'creditNote' ? (text(input, 'CreditNoteNumber') ?? '') : '';
      const given = object(input, field) ?? (number === '' ? undefined : {});
      if (given === undefined || !isOneTarget(input)) continue;
      const named = text(given, 'CreditNoteNumber') ?? number;
      const credit = this.#creditOf(kind, guid(given, idField), named);
      if (credit === null) problems.add(texts.creditNotFound(CREDIT_NOUNS[kind], idField));
      return credit === null ? null : { kind: 'credit', credit };
    }
    const invoice = this.invoiceOf(input, problems);
    return invoice === null ? null : { kind: 'invoice', invoice };
  }

  /** A credit note to a customer may be named by its number, which is unique. */
  #creditOf(kind: CreditKind, id: string | undefined, number: string): Credit | null {
    if (id !== undefined) return creditOf(this.#state, { kind, id });
    const note =
      kind === 'creditNote'
        ? this.#state.creditNotes
            .values()
            .find((one) => one.type === 'ACCRECCREDIT' && one.creditNoteNumber === number)
        : undefined;
    return note === undefined ? null : creditOf(this.#state, { kind, id: note.creditNoteId });
  }

  /** A sales invoice may be named by its number; a bill's number is not unique, so it may not. */
  invoiceOf(input: JsonObject, problems: Problems): Invoice | null {
    if (!isOneTarget(input)) {
      problems.add(texts.paymentTarget);
      return null;
    }
    const number = text(input, 'InvoiceNumber') ?? '';
    const target = object(input, 'Invoice');
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

  /** What it comes to in the bank, where the document is in a foreign currency. */
  checkPaid(paid: Paid, input: JsonObject, problems: Problems): PaymentExchange | null {
    this.#checkAmount(paid, problems);
    return exchangeFrom(this.#state, input, paid, problems);
  }

  #checkAmount({ target, amount }: Paid, problems: Problems): void {
    const { status } = target.kind === 'invoice' ? target.invoice : target.credit;
    if (status !== 'AUTHORISED') {
      // A paid document is approved but has nothing outstanding.
      const isPaid = status === 'PAID';
      problems.add(isPaid ? texts.exceedsOutstanding : texts.onlyAuthorised);
      return;
    }
    problems.addIf(amount <= 0n, texts.paymentAmount);
    const outstanding =
      target.kind === 'invoice'
        ? settlementIn(this.#state, target.invoice).amountDue
        : creditSumsIn(this.#state, target.credit).remaining;
    problems.addIf(amount > outstanding, texts.exceedsOutstanding);
  }

  keep(draft: PaymentDraft, caller: Caller, id = this.#state.newId()): Payment {
    const payment: Payment = {
      ...draft,
      paymentId: id,
      status: 'AUTHORISED',
      createdBy: caller.app,
      editedBy: caller.app,
      updatedAtMs: this.#state.stamp(),
    };
    this.#settle(payment);
    this.#note(payment, caller, '');
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
    this.#note(payment, caller, ' deleted');
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
    const target = targetOf(this.#state, payment);
    this.#state.payments.set(payment.paymentId, payment);
    this.#ledger.postPayment(payment, { type: paymentTypeOf(target), effect: effectOf(target) });
    if (target.kind === 'invoice') this.#invoices.settled(target.invoice, 'payment');
    else this.#credits.used(target.credit.ref, 'payment');
  }

  #note(payment: Payment, caller: Caller, ending: string): void {
    const target = targetOf(this.#state, payment);
    const name = target.kind === 'invoice' ? 'Payment' : 'Refund';
    const what = `${name} of ${centsText(payment.amount)}${ending}`;
    note(this.#state, documentIdOf(target), caller, what);
  }
}

/** Exactly one document, by its object or its number. */
function isOneTarget(input: JsonObject): boolean {
  const objects = TARGETS.filter((field) => object(input, field) !== undefined);
  const numbers = NUMBERS.filter((field) => (text(input, field) ?? '') !== '');
  return objects.length + numbers.length === 1;
}

function targetFields(target: PaymentTarget): Pick<PaymentDraft, 'invoiceId' | 'credit'> {
  return target.kind === 'invoice'
    ? { invoiceId: target.invoice.invoiceId }
    : { invoiceId: null, credit: target.credit.ref };
}

export function amountOf(input: JsonObject): Cents {
  const amount = decimal(input, 'Amount');
  return amount === undefined ? 0n : scaledTo(amount, 2);
}
