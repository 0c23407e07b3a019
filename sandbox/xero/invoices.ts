// How a bill (ACCPAY) or sales invoice (ACCREC) is made and changed, and everything Xero refuses about it.
import type { Caller, XeroState } from './xero-state.ts';
import type { ContactService, FixedIds } from './contacts.ts';
import type { Invoice } from './records.ts';
import type { JsonObject } from './json-input.ts';
import type { DocumentEdit } from './document-lines.ts';
import type { Ledger } from './ledger.ts';
import type { Webhooks } from './webhooks.ts';
import { Problems, ValidationFailure, notFound } from './failures.ts';
import {
  checkFirstStatus,
  checkPaidEdit,
  checkTransition,
  isInvoiceNumber,
  isLink,
  isPosted,
} from './document-rules.ts';
import { checkPlan, countApproval } from './plan.ts';
import { changeInWords, note } from './history.ts';
import { checkLockDates } from './lock-dates.ts';
import { cisAccountOf, cisOf } from './cis.ts';
import { currencyFrom, limitedText, lineAmountTypesFrom } from './document-fields.ts';
import { day, flag, guid, object, objects, text } from './json-input.ts';
import { linesKept } from './line-items.ts';
import { linesOfEdit } from './document-lines.ts';
import { settlementIn, statusAfterPayments } from './payment-sums.ts';
import { texts } from './texts.ts';
import { totalsOf } from './tax.ts';

type Edit = DocumentEdit<Invoice>;

const WORDS = { notOfValidStatus: texts.notOfValidStatus, voidSettled: texts.voidWithPayments };

export class InvoiceService {
  readonly #state: XeroState;
  readonly #contacts: ContactService;
  readonly #ledger: Ledger;
  readonly #webhooks: Webhooks;

  constructor(state: XeroState, contacts: ContactService, ledger: Ledger, webhooks: Webhooks) {
    this.#state = state;
    this.#contacts = contacts;
    this.#ledger = ledger;
    this.#webhooks = webhooks;
  }

  /** PUT. */
  create(input: JsonObject, caller: Caller, fixed?: FixedIds): Invoice {
    if (guid(input, 'InvoiceID') !== undefined) throw new ValidationFailure([texts.elementExists]);
    const problems = new Problems();
    const edit: Edit = { input, caller, before: null, problems };
    const invoice = this.#merged(edit, this.#blank(edit, fixed?.id));
    this.#checkNumber(invoice, problems);
    this.#checkComplete(invoice, edit);
    if (isPosted(invoice.status)) checkPlan(this.#state, invoice.type, problems);
    problems.throwIfAny();
    if (isPosted(invoice.status)) countApproval(this.#state, invoice.type);
    return this.#keep(invoice, caller, fixed?.updatedAtMs ?? this.#state.stamp(), 'CREATE');
  }

  /** POST: by InvoiceID, a sales invoice also by its unique number; a bill's number identifies nothing. */
  upsert(input: JsonObject, caller: Caller): Invoice {
    const invoiceId = guid(input, 'InvoiceID');
    if (invoiceId !== undefined) {
      const invoice = this.#state.invoices.get(invoiceId);
      if (invoice === undefined) throw new ValidationFailure([texts.invoiceNotFound]);
      return this.#change(invoice, input, caller);
    }
    const number = text(input, 'InvoiceNumber') ?? '';
    const same = number === '' ? undefined : this.#salesByNumber(number);
    if (text(input, 'Type') !== 'ACCPAY' && same !== undefined) {
      return this.#change(same, input, caller);
    }
    return this.create(input, caller);
  }

  /** POST /Invoices/{id}. */
  update(invoiceId: string, input: JsonObject, caller: Caller): Invoice {
    const invoice = this.byId(invoiceId);
    if (invoice === null) throw notFound();
    const named = guid(input, 'InvoiceID');
    if (named !== undefined && named !== invoice.invoiceId) {
      throw new ValidationFailure([texts.invoiceNotFound]);
    }
    return this.#change(invoice, input, caller);
  }

  /** By id, or by number where numbers are unique. */
  byId(idOrNumber: string): Invoice | null {
    return (
      this.#state.invoices.get(idOrNumber.toLowerCase()) ?? this.#salesByNumber(idOrNumber) ?? null
    );
  }

  /** After a payment or credit came or went the status follows; whether that counts as a change is an open rule. */
  settled(invoice: Invoice, by: 'payment' | 'allocation'): void {
    const status = statusAfterPayments(this.#state, invoice);
    const isMoved = this.#state.rule(by === 'payment' ? 'paidUpdates' : 'allocatedUpdates');
    const updatedAtMs = isMoved === 'moves' ? this.#state.stamp() : invoice.updatedAtMs;
    this.#state.invoices.set(invoice.invoiceId, { ...invoice, status, updatedAtMs });
    const events = this.#state.rule(by === 'payment' ? 'paymentEvents' : 'allocationEvents');
    if (events !== 'none') this.#webhooks.record('INVOICE', 'UPDATE', invoice.invoiceId);
  }

  #change(before: Invoice, input: JsonObject, caller: Caller): Invoice {
    const problems = new Problems();
    if (before.status === 'VOIDED' || before.status === 'DELETED') {
      throw new ValidationFailure([texts.notOfValidStatus]);
    }
    const after = this.#merged({ input, caller, before, problems }, before);
    const { payments, allocations } = settlementIn(this.#state, before);
    const isSettled = payments.length + allocations.length > 0;
    const to = text(input, 'Status') ?? before.status;
    after.status = checkTransition(before.status, to, isSettled, WORDS, problems);
    if (isPosted(before.status)) checkLockDates(this.#state, caller, before.date, problems);
    if (isSettled || before.status === 'PAID') checkPaidEdit(before, after, problems);
    // Source: Xero developer docs, Invoices: the contact too, where a credit note paid; read 2026-11-23.
    if (isSettled) this.#checkCisAccounts(before, after, problems);
    const isMoved = after.contactId !== before.contactId;
    problems.addIf(isMoved && allocations.length > 0, texts.allocated);
    if (after.invoiceNumber !== before.invoiceNumber) this.#checkNumber(after, problems);
    this.#checkComplete(after, { input, caller, before, problems });
    const isApproval = isPosted(after.status) && !isPosted(before.status);
    if (isApproval) checkPlan(this.#state, after.type, problems);
    problems.throwIfAny();
    if (isApproval) countApproval(this.#state, after.type);
    if (objects(input, 'LineItems') !== undefined) {
      after.lines = linesKept(this.#state, after.lines);
    }
    // Source: Xero developer docs: not every change moves UpdatedDateUTC, for one the due date of a part-paid
    // document; read 2026-11-23.
    const isQuiet = isSettled && onlyDueDateDiffers(before, after);
    const at = isQuiet ? before.updatedAtMs : this.#state.stamp();
    return this.#keep(after, caller, at, 'UPDATE');
  }

  #keep(invoice: Invoice, caller: Caller, at: number, event: 'CREATE' | 'UPDATE'): Invoice {
    const { payments, allocations } = settlementIn(this.#state, invoice);
    const isSettled = payments.length + allocations.length > 0;
    const cis = isSettled ? (invoice.cis ?? null) : cisOf(this.#state, invoice);
    const status = statusAfterPayments(this.#state, { ...invoice, cis });
    const kept = { ...invoice, cis, status, editedBy: caller.app, updatedAtMs: at };
    const before = this.#state.invoices.get(kept.invoiceId)?.status ?? null;
    this.#state.invoices.set(kept.invoiceId, kept);
    note(this.#state, kept.invoiceId, caller, changeInWords(before, kept.status));
    this.#ledger.postInvoice(kept);
    this.#webhooks.record('INVOICE', event, kept.invoiceId);
    return kept;
  }

  #blank({ input, caller, problems }: Edit, invoiceId: string | undefined): Invoice {
    const type = text(input, 'Type');
    problems.addIf(type !== 'ACCPAY' && type !== 'ACCREC', texts.typeInvalid);
    const number = text(input, 'InvoiceNumber') ?? '';
    const isNumbered = type !== 'ACCREC' || number !== '';
    return {
      invoiceId: invoiceId ?? this.#state.newId(),
      type: type === 'ACCREC' ? 'ACCREC' : 'ACCPAY',
      contactId: '',
      invoiceNumber: isNumbered ? number : this.#nextNumber(),
      reference: '',
      url: null,
      date: this.#state.today(),
      dueDate: null,
      plannedPaymentDate: null,
      brandingThemeId: null,
      status: checkFirstStatus(text(input, 'Status') ?? 'DRAFT', WORDS, problems),
      lineAmountTypes: 'Exclusive',
      currencyCode: '',
      sentToContact: false,
      lines: [],
      totals: { subTotal: 0n, totalTax: 0n, total: 0n },
      createdBy: caller.app,
      editedBy: caller.app,
      updatedAtMs: 0,
    };
  }

  /** Fields that are absent keep their value; lines that are given replace the lines. */
  #merged({ input, caller, before, problems }: Edit, current: Invoice): Invoice {
    const type = text(input, 'Type') ?? current.type;
    problems.addIf(before !== null && type !== current.type, texts.typeInvalid);
    const contact = object(input, 'Contact');
    const owner = before?.contactId ?? null;
    const contactId = this.#contacts.ofDocument(contact, owner, caller, true, problems);
    const lineAmountTypes = lineAmountTypesFrom(
      input,
      before === null ? null : current.lineAmountTypes,
      problems,
    );
    const edit = { input, caller, before, problems };
    const date = day(input, 'Date') ?? current.date;
    const currency = currencyFrom(this.#state, input, before, date, problems);
    const lines = linesOfEdit(this.#state, edit, current, { lineAmountTypes, ...currency });
    const url = text(input, 'Url');
    problems.addIf(url !== undefined && url !== '' && !isLink(url), texts.url);
    const isSale = current.type === 'ACCREC';
    const reference = limitedText(input, 'Reference', 255, current.reference, problems);
    return {
      ...current,
      ...currency,
      contactId: contactId ?? current.contactId,
      invoiceNumber: text(input, 'InvoiceNumber') ?? current.invoiceNumber,
      // Source: Xero developer docs, Invoices: Reference is for ACCREC only, read 2026-11-23.
      reference: isSale ? reference : '',
      url: url ?? current.url,
      date,
      dueDate: day(input, 'DueDate') ?? current.dueDate,
      // Source: Xero OpenAPI 16.1.0, schema Invoice: planned for bills, expected for sales, read 2026-11-26.
      plannedPaymentDate: isSale
        ? null
        : (day(input, 'PlannedPaymentDate') ?? current.plannedPaymentDate),
      expectedPaymentDate: isSale
        ? (day(input, 'ExpectedPaymentDate') ?? current.expectedPaymentDate ?? null)
        : null,
      brandingThemeId: guid(input, 'BrandingThemeID') ?? current.brandingThemeId,
      lineAmountTypes,
      sentToContact: flag(input, 'SentToContact') ?? current.sentToContact,
      lines,
      totals: totalsOf(lines, lineAmountTypes),
    };
  }

  /** What approval, or a ledger at all, demands. */
  #checkComplete(invoice: Invoice, { caller, problems }: Edit): void {
    problems.addIf(invoice.totals.total < 0n, texts.negativeTotal);
    if (!isPosted(invoice.status) && invoice.status !== 'VOIDED') return;
    const needsDueDate = this.#state.rule('approvalWithoutDueDate') === 'refuse';
    problems.addIf(needsDueDate && invoice.dueDate === null, texts.dueDateMissing);
    checkLockDates(this.#state, caller, invoice.date, problems);
  }

  /** A paid bill's lines move to or from no CIS account. Source: Xero developer docs, Invoices, read 2026-11-23. */
  #checkCisAccounts(before: Invoice, after: Invoice, problems: Problems): void {
    const accounts = ({ lines }: Invoice): string =>
      lines.map((line) => cisAccountOf(this.#state, line)).join();
    problems.addIf(accounts(before) !== accounts(after), texts.allocated);
  }

  /** A sales invoice's number is unique, a bill's is not. Source: Xero developer docs, Invoices, read 2026-11-23. */
  #checkNumber(invoice: Invoice, problems: Problems): void {
    problems.addIf(!isInvoiceNumber(invoice.invoiceNumber), texts.invoiceNumberCharacters);
    if (invoice.type !== 'ACCREC') return;
    const other = this.#salesByNumber(invoice.invoiceNumber);
    const isTaken = other !== undefined && other.invoiceId !== invoice.invoiceId;
    problems.addIf(isTaken, texts.invoiceNumberTaken);
  }

  /** One that is voided keeps its number; whether one that is deleted does is an open rule. */
  #salesByNumber(number: string): Invoice | undefined {
    const isFreed = this.#state.rule('deletedSalesNumbers') === 'free';
    return this.#state.invoices
      .values()
      .find(
        ({ type, invoiceNumber, status }) =>
          type === 'ACCREC' && invoiceNumber === number && !(isFreed && status === 'DELETED'),
      );
  }

  #nextNumber(): string {
    for (;;) {
      const number = `INV-${String(this.#state.next('salesNumber')).padStart(4, '0')}`;
      if (this.#salesByNumber(number) === undefined) return number;
    }
  }
}

function onlyDueDateDiffers(before: Invoice, after: Invoice): boolean {
  const rest = (invoice: Invoice): string =>
    JSON.stringify({ ...invoice, dueDate: null, sentToContact: null }, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
  return rest(before) === rest(after);
}
