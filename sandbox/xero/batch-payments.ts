// How several payments leave the bank as one, and how such a batch is deleted as a whole.
import type { BatchPayment, Invoice, PaymentExchange } from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { Cents } from './decimal.ts';
import type { Day } from './dates.ts';
import type { JsonObject } from './json-input.ts';
import type { PaymentService } from './payments.ts';
import { Problems, ValidationFailure, notFound } from './failures.ts';
import { amountOf } from './payments.ts';
import { checkLockDates } from './lock-dates.ts';
import { day, guid, object, objects, text } from './json-input.ts';
import { checkLengths, limitedText } from './document-fields.ts';
import { texts } from './texts.ts';

/** Source: Xero OpenAPI 16.1.0, schema BatchPayment, read 2026-11-23. */
const TEXT_FIELDS: Record<string, number> = {
  Reference: 255,
  Particulars: 12,
  Code: 12,
  Narrative: 18,
  Details: 18,
};

/** Source: Xero OpenAPI 16.1.0, schema BatchPaymentDetails, read 2026-11-23; a payment's Reference has no length there. */
const MEMBER_FIELDS: Record<string, number> = { Particulars: 12, Code: 12, Details: 18 };

type Member = {
  invoice: Invoice;
  amount: Cents;
  reference: string;
  exchange: PaymentExchange | null;
};

export class BatchPaymentService {
  readonly #state: XeroState;
  readonly #payments: PaymentService;

  constructor(state: XeroState, payments: PaymentService) {
    this.#state = state;
    this.#payments = payments;
  }

  create(input: JsonObject, caller: Caller): BatchPayment {
    const problems = new Problems();
    const account = this.#payments.accountOf(object(input, 'Account'), problems);
    const date = day(input, 'Date') ?? this.#state.today();
    checkLockDates(this.#state, caller, date, problems);
    const members = this.#members(input, date, problems);
    const fields = Object.entries(TEXT_FIELDS).map(
      ([field, most]) => [field, limitedText(input, field, most, '', problems)] as const,
    );
    problems.throwIfAny();
    const batchPaymentId = this.#state.newId();
    if (account === null) throw new Error('Problems were not reported');
    const accountCode = account.code;
    const payments = members.map(({ invoice, amount, reference, exchange }) =>
      this.#payments.keep(
        {
          invoiceId: invoice.invoiceId,
          accountCode,
          batchPaymentId,
          date,
          amount,
          reference,
          isReconciled: false,
          exchange,
        },
        caller,
      ),
    );
    const batch: BatchPayment = {
      batchPaymentId,
      type: members[0]?.invoice.type === 'ACCREC' ? 'RECBATCH' : 'PAYBATCH',
      accountCode,
      date,
      texts: Object.fromEntries(fields),
      paymentIds: payments.map(({ paymentId }) => paymentId),
      status: 'AUTHORISED',
      createdBy: caller.app,
      editedBy: caller.app,
      updatedAtMs: this.#state.stamp(),
    };
    this.#state.batchPayments.set(batchPaymentId, batch);
    return batch;
  }

  /** POST /BatchPayments or /BatchPayments/{id} with nothing but Status DELETED. */
  delete(input: JsonObject, fromPath: string | null, caller: Caller): BatchPayment {
    const id = fromPath?.toLowerCase() ?? guid(input, 'BatchPaymentID') ?? '';
    const batch = this.#state.batchPayments.get(id);
    if (batch === undefined && fromPath !== null) throw notFound();
    if (batch === undefined) throw new ValidationFailure([texts.documentNotFound]);
    const fields = Object.keys(input).filter((field) => field !== 'BatchPaymentID');
    if (fields.some((field) => field !== 'Status') || text(input, 'Status') !== 'DELETED') {
      throw new ValidationFailure([texts.onlyStatus]);
    }
    const problems = new Problems();
    const payments = batch.paymentIds.flatMap((one) => this.#state.payments.get(one) ?? []);
    for (const payment of payments) this.#payments.checkDeletion(payment, caller, problems);
    problems.throwIfAny();
    for (const payment of payments) this.#payments.undo(payment, caller);
    const deleted: BatchPayment = {
      ...batch,
      status: 'DELETED',
      editedBy: caller.app,
      updatedAtMs: this.#state.stamp(),
    };
    this.#state.batchPayments.set(id, deleted);
    return deleted;
  }

  #members(input: JsonObject, date: Day, problems: Problems): Member[] {
    const inputs = objects(input, 'Payments') ?? [];
    problems.addIf(inputs.length === 0, texts.batchEmpty);
    const members = inputs.flatMap((one): Member[] => {
      const invoice = this.#payments.invoiceOf(one, problems);
      if (invoice === null) return [];
      checkLengths(one, MEMBER_FIELDS, problems);
      const amount = amountOf(one);
      const target = { kind: 'invoice', invoice } as const;
      const exchange = this.#payments.checkPaid({ target, amount, date }, one, problems);
      return [{ invoice, amount, reference: text(one, 'Reference') ?? '', exchange }];
    });
    problems.addIf(new Set(members.map(({ invoice }) => invoice.type)).size > 1, texts.batchMixed);
    const distinct = new Set(members.map(({ invoice }) => invoice.invoiceId));
    problems.addIf(distinct.size < members.length, texts.batchTwice);
    return members;
  }
}
