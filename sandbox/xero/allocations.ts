// How part of a credit is put against a bill or sales invoice, how that is taken back, and what Xero refuses about it.
import type { Allocation, CreditRef, Invoice } from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { Cents } from './decimal.ts';
import type { Credit } from './credits.ts';
import type { CreditStatus } from './credit-status.ts';
import type { InvoiceService } from './invoices.ts';
import type { JsonObject } from './json-input.ts';
import type { Ledger } from './ledger.ts';
import { CREDIT_NOUNS, creditOf, creditSumsIn } from './credits.ts';
import { Problems, notFound } from './failures.ts';
import { amountOf } from './payments.ts';
import { centsText } from './decimal.ts';
import { checkLockDates } from './lock-dates.ts';
import { guid, object } from './json-input.ts';
import { note } from './history.ts';
import { settlementIn } from './payment-sums.ts';
import { takenOffCredit, takenOffInvoice } from './base-value.ts';
import { texts } from './texts.ts';

export class AllocationService {
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

  create(ref: CreditRef, input: JsonObject, caller: Caller): Allocation {
    const credit = creditOf(this.#state, ref);
    if (credit === null) throw notFound();
    const problems = new Problems();
    const invoice = this.#invoiceOf(input, problems);
    const amount = amountOf(input);
    if (invoice !== null) {
      this.#checkPair(credit, invoice, problems);
      this.#checkAmount(credit, invoice, amount, problems);
    }
    // Read-only: the later of both. Source: Xero developer docs, Credit Notes, read 2026-11-23.
    const date = invoice === null || credit.date > invoice.date ? credit.date : invoice.date;
    checkLockDates(this.#state, caller, date, problems);
    problems.throwIfAny();
    if (invoice === null) throw new Error('Problems were not reported');
    const allocationId = this.#state.newId();
    const inBase = {
      offInvoice: takenOffInvoice(this.#state, invoice, amount),
      offCredit: takenOffCredit(this.#state, credit, amount),
    };
    const made: Allocation = {
      allocationId,
      credit: credit.ref,
      invoiceId: invoice.invoiceId,
      amount,
      date,
      ...(credit.currencyRate === null ? {} : { inBase }),
    };
    this.#state.allocations.set(allocationId, made);
    this.#ledger.postAllocation(made, invoice);
    this.#settle(made, invoice);
    this.#note(made, caller, 'Credit applied');
    return made;
  }

  /** DELETE; the period of the allocation must be open as it must for its making, though no document says so. */
  remove(ref: CreditRef, allocationId: string, caller: Caller): Allocation {
    const found = this.#state.allocations.get(allocationId.toLowerCase());
    const isOwn = found?.credit.kind === ref.kind && found.credit.id === ref.id.toLowerCase();
    const invoice = this.#state.invoices.get(found?.invoiceId ?? '');
    if (found === undefined || !isOwn || invoice === undefined) throw notFound();
    const problems = new Problems();
    checkLockDates(this.#state, caller, found.date, problems);
    problems.throwIfAny();
    this.#state.allocations.delete(found.allocationId);
    this.#ledger.takeBack(found.allocationId);
    this.#settle(found, invoice);
    this.#note(found, caller, 'Credit removed');
    return found;
  }

  #invoiceOf(input: JsonObject, problems: Problems): Invoice | null {
    const id = guid(object(input, 'Invoice') ?? {}, 'InvoiceID');
    const invoice = id === undefined ? undefined : this.#state.invoices.get(id);
    if (invoice === undefined) problems.add(texts.invoiceNotFound);
    return invoice ?? null;
  }

  /** Source: Xero developer docs, Credit Notes, Prepayments and Overpayments, read 2026-11-23. */
  #checkPair(credit: Credit, invoice: Invoice, problems: Problems): void {
    const noun = CREDIT_NOUNS[credit.ref.kind];
    const isUsable = credit.status === 'AUTHORISED' || credit.status === 'PAID';
    problems.addIf(!isUsable, texts.allocatedUnapproved(noun));
    const side = invoice.type === 'ACCPAY' ? 'payable' : 'receivable';
    problems.addIf(credit.side !== side, texts.allocatedToOtherKind(noun));
    const isOther = credit.contactId !== invoice.contactId;
    problems.addIf(isOther, texts.allocatedToOther(noun, 'contact'));
    const isForeign = credit.currencyCode !== invoice.currencyCode;
    problems.addIf(isForeign, texts.allocatedToOther(noun, 'currency'));
  }

  #checkAmount(credit: Credit, invoice: Invoice, amount: Cents, problems: Problems): void {
    problems.addIf(amount <= 0n, texts.allocatedAmount);
    const { remaining } = creditSumsIn(this.#state, credit);
    const tooMuch = texts.allocatedTooMuch(CREDIT_NOUNS[credit.ref.kind]);
    problems.addIf(amount > remaining, tooMuch);
    problems.addIf(invoice.status === 'PAID', texts.allocatedToPaid);
    const isApproved = invoice.status === 'PAID' || invoice.status === 'AUTHORISED';
    problems.addIf(!isApproved, texts.allocatedToUnapproved);
    const { amountDue } = settlementIn(this.#state, invoice);
    problems.addIf(isApproved && amount > amountDue, tooMuch);
  }

  #settle(allocation: Allocation, invoice: Invoice): void {
    this.#invoices.settled(invoice, 'allocation');
    this.#credits.used(allocation.credit, 'allocation');
  }

  #note({ credit, invoiceId, amount }: Allocation, caller: Caller, what: string): void {
    for (const id of [credit.id, invoiceId]) {
      note(this.#state, id, caller, what, `${CREDIT_NOUNS[credit.kind]} ${centsText(amount)}`);
    }
  }
}
