// How a credit note from a supplier (ACCPAYCREDIT) or to a customer (ACCRECCREDIT) is made and changed, and what Xero refuses.
import type { Caller, XeroState } from './xero-state.ts';
import type { ContactService } from './contacts.ts';
import type { CreditNote } from './records.ts';
import type { DocumentEdit } from './document-lines.ts';
import type { JsonObject } from './json-input.ts';
import type { Ledger } from './ledger.ts';
import type { Webhooks } from './webhooks.ts';
import { Problems, ValidationFailure, notFound } from './failures.ts';
import { changeInWords, note } from './history.ts';
import {
  checkFirstStatus,
  checkPaidEdit,
  checkTransition,
  isInvoiceNumber,
  isPosted,
} from './document-rules.ts';
import { checkLockDates } from './lock-dates.ts';
import { creditOf, creditSumsIn, statusAfterUse } from './credits.ts';
import { currencyFrom, limitedText, lineAmountTypesFrom } from './document-fields.ts';
import { day, flag, guid, object, objects, text } from './json-input.ts';
import { linesKept } from './line-items.ts';
import { linesOfEdit } from './document-lines.ts';
import { texts } from './texts.ts';
import { totalsOf } from './tax.ts';

type Edit = DocumentEdit<CreditNote>;

const WORDS = { notOfValidStatus: texts.creditNoteStatus, voidSettled: texts.creditNoteVoid };

export class CreditNoteService {
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

  /** PUT. Allocations sent along are ignored: they are a call of their own (Xero developer docs, Credit Notes). */
  create(input: JsonObject, caller: Caller): CreditNote {
    if (guid(input, 'CreditNoteID') !== undefined) {
      throw new ValidationFailure([texts.elementExists]);
    }
    const problems = new Problems();
    const edit: Edit = { input, caller, before: null, problems };
    const made = this.#merged(edit, this.#blank(edit));
    this.#checkNumber(made, problems);
    this.#checkComplete(made, edit);
    problems.throwIfAny();
    return this.#keep(made, caller, 'CREATE');
  }

  /** POST: by CreditNoteID, one to a customer also by its unique number; a supplier's number identifies nothing. */
  upsert(input: JsonObject, caller: Caller): CreditNote {
    const id = guid(input, 'CreditNoteID');
    if (id !== undefined) {
      const found = this.#state.creditNotes.get(id);
      if (found === undefined) throw new ValidationFailure([texts.creditNoteNotFound]);
      return this.#change(found, input, caller);
    }
    const number = text(input, 'CreditNoteNumber') ?? '';
    const same = number === '' ? undefined : this.#receivableByNumber(number);
    if (text(input, 'Type') !== 'ACCPAYCREDIT' && same !== undefined) {
      return this.#change(same, input, caller);
    }
    return this.create(input, caller);
  }

  /** POST /CreditNotes/{id}. */
  update(idOrNumber: string, input: JsonObject, caller: Caller): CreditNote {
    const found = this.byId(idOrNumber);
    if (found === null) throw notFound();
    const named = guid(input, 'CreditNoteID');
    if (named !== undefined && named !== found.creditNoteId) {
      throw new ValidationFailure([texts.creditNoteNotFound]);
    }
    return this.#change(found, input, caller);
  }

  /** By id, or by number where numbers are unique. */
  byId(idOrNumber: string): CreditNote | null {
    return (
      this.#state.creditNotes.get(idOrNumber.toLowerCase()) ??
      this.#receivableByNumber(idOrNumber) ??
      null
    );
  }

  #change(before: CreditNote, input: JsonObject, caller: Caller): CreditNote {
    const problems = new Problems();
    if (before.status === 'VOIDED' || before.status === 'DELETED') {
      throw new ValidationFailure([texts.creditNoteStatus]);
    }
    const edit: Edit = { input, caller, before, problems };
    const after = this.#merged(edit, before);
    const isUsed = this.#isUsed(before);
    const to = text(input, 'Status') ?? before.status;
    after.status = checkTransition(before.status, to, isUsed, WORDS, problems);
    if (isPosted(before.status)) checkLockDates(this.#state, caller, before.date, problems);
    if (isUsed || before.status === 'PAID') {
      checkPaidEdit(before, after, problems);
      problems.addIf(after.contactId !== before.contactId, texts.allocated);
    }
    if (after.creditNoteNumber !== before.creditNoteNumber) this.#checkNumber(after, problems);
    this.#checkComplete(after, edit);
    problems.throwIfAny();
    if (objects(input, 'LineItems') !== undefined) {
      after.lines = linesKept(this.#state, after.lines);
    }
    return this.#keep(after, caller, 'UPDATE');
  }

  #keep(made: CreditNote, caller: Caller, event: 'CREATE' | 'UPDATE'): CreditNote {
    const { creditNoteId } = made;
    const before = this.#state.creditNotes.get(creditNoteId)?.status ?? null;
    const kept = { ...made, editedBy: caller.app, updatedAtMs: this.#state.stamp() };
    this.#state.creditNotes.set(creditNoteId, kept);
    const credit = creditOf(this.#state, { kind: 'creditNote', id: creditNoteId });
    if (credit === null) throw new Error('A credit note that was kept is gone');
    const settled = { ...kept, status: statusAfterUse(this.#state, credit) };
    this.#state.creditNotes.set(creditNoteId, settled);
    note(this.#state, creditNoteId, caller, changeInWords(before, settled.status));
    this.#ledger.postCreditNote(settled);
    this.#webhooks.record('CREDITNOTE', event, creditNoteId);
    return settled;
  }

  #blank({ input, caller, problems }: Edit): CreditNote {
    const type = text(input, 'Type');
    problems.addIf(type !== 'ACCPAYCREDIT' && type !== 'ACCRECCREDIT', texts.typeInvalid);
    const number = text(input, 'CreditNoteNumber') ?? '';
    const isNumbered = type !== 'ACCRECCREDIT' || number !== '';
    return {
      creditNoteId: this.#state.newId(),
      type: type === 'ACCRECCREDIT' ? 'ACCRECCREDIT' : 'ACCPAYCREDIT',
      contactId: '',
      creditNoteNumber: isNumbered ? number : this.#nextNumber(),
      reference: '',
      date: this.#state.today(),
      dueDate: null,
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
  #merged(edit: Edit, current: CreditNote): CreditNote {
    const { input, caller, before, problems } = edit;
    const type = text(input, 'Type') ?? current.type;
    problems.addIf(before !== null && type !== current.type, texts.typeInvalid);
    const contact = object(input, 'Contact');
    const owner = before?.contactId ?? null;
    const contactId = this.#contacts.ofDocument(contact, owner, caller, true, problems);
    const earlier = before?.lineAmountTypes ?? null;
    const lineAmountTypes = lineAmountTypesFrom(input, earlier, problems);
    const date = day(input, 'Date') ?? current.date;
    const currency = currencyFrom(this.#state, input, before, date, problems);
    const lines = linesOfEdit(this.#state, edit, current, { lineAmountTypes, ...currency });
    const reference = limitedText(input, 'Reference', 255, current.reference, problems);
    const hasReference =
      current.type === 'ACCRECCREDIT' || this.#state.rule('payableCreditReference') === 'kept';
    return {
      ...current,
      ...currency,
      contactId: contactId ?? current.contactId,
      creditNoteNumber: text(input, 'CreditNoteNumber') ?? current.creditNoteNumber,
      reference: hasReference ? reference : '',
      date,
      dueDate: day(input, 'DueDate') ?? current.dueDate,
      brandingThemeId: guid(input, 'BrandingThemeID') ?? current.brandingThemeId,
      lineAmountTypes,
      sentToContact: flag(input, 'SentToContact') ?? current.sentToContact,
      lines,
      totals: totalsOf(lines, lineAmountTypes),
    };
  }

  #checkComplete(made: CreditNote, { caller, problems }: Edit): void {
    problems.addIf(made.totals.total < 0n, texts.negativeTotal);
    if (!isPosted(made.status) && made.status !== 'VOIDED') return;
    checkLockDates(this.#state, caller, made.date, problems);
  }

  #isUsed(one: CreditNote): boolean {
    const credit = creditOf(this.#state, { kind: 'creditNote', id: one.creditNoteId });
    if (credit === null) return false;
    const { payments, allocations } = creditSumsIn(this.#state, credit);
    return payments.length + allocations.length > 0;
  }

  /** A number to a customer is unique, a supplier's is not. Source: Xero developer docs, Credit Notes, read 2026-11-23. */
  #checkNumber(made: CreditNote, problems: Problems): void {
    problems.addIf(!isInvoiceNumber(made.creditNoteNumber), texts.creditNoteNumberCharacters);
    if (made.type !== 'ACCRECCREDIT') return;
    const other = this.#receivableByNumber(made.creditNoteNumber);
    const isTaken = other !== undefined && other.creditNoteId !== made.creditNoteId;
    problems.addIf(isTaken, texts.creditNoteNumberTaken);
  }

  #receivableByNumber(number: string): CreditNote | undefined {
    return this.#state.creditNotes
      .values()
      .find(({ type, creditNoteNumber }) => type === 'ACCRECCREDIT' && creditNoteNumber === number);
  }

  #nextNumber(): string {
    for (;;) {
      const number = `CN-${String(this.#state.next('creditNoteNumber')).padStart(4, '0')}`;
      if (this.#receivableByNumber(number) === undefined) return number;
    }
  }
}
