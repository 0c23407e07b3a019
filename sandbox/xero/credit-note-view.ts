// How a credit note looks in an answer.
import type { CreditNote } from './records.ts';
import type { CreditSums } from './credits.ts';
import type { Trading } from './contact-view.ts';
import type { XeroState } from './xero-state.ts';
import { allocationInside, paymentInside } from './credit-view.ts';
import { centsNumber } from './decimal.ts';
import { contactShown, contactStub, tradingOf } from './contact-view.ts';
import { creditOf, creditSumsOf } from './credits.ts';
import { dayString, dayToWire, instantString, instantToWire } from './dates.ts';
import { lineShown } from './line-items.ts';
import { rateNumber } from './exchange.ts';

/** Shows many credit notes with one look at payments, allocations and contacts. */
export class CreditNoteView {
  readonly #state: XeroState;
  readonly #unitPlaces: 2 | 4;
  readonly #sums: ReturnType<typeof creditSumsOf>;
  readonly #trading: Trading;

  constructor(state: XeroState, unitPlaces: 2 | 4) {
    this.#state = state;
    this.#unitPlaces = unitPlaces;
    this.#sums = creditSumsOf(state);
    this.#trading = tradingOf(state);
  }

  /** Unpaged lists have no lines and a stub of the contact, as in the OpenAPI file's example of GET /CreditNotes. */
  shown(note: CreditNote, detail: 'full' | 'unpaged'): Record<string, unknown> {
    const contact = this.#state.contacts.get(note.contactId);
    if (contact === undefined) throw new Error(`Credit note ${note.creditNoteId} has no contact`);
    const isFull = detail === 'full';
    const lines = isFull ? note.lines : [];
    return {
      ...head(note),
      ...this.#use(note),
      HasAttachments: false,
      HasErrors: false,
      Contact: isFull ? contactShown(contact, this.#trading) : contactStub(contact),
      DateString: dayString(note.date),
      Date: dayToWire(note.date),
      ...(note.dueDate === null ? {} : { DueDate: dayToWire(note.dueDate) }),
      Status: note.status,
      LineAmountTypes: note.lineAmountTypes,
      LineItems: lines.map((line) => lineShown(this.#state, line, this.#unitPlaces)),
      SubTotal: centsNumber(note.totals.subTotal),
      TotalTax: centsNumber(note.totals.totalTax),
      Total: centsNumber(note.totals.total),
      UpdatedDateUTC: instantToWire(note.updatedAtMs),
      UpdatedDateUTCString: instantString(note.updatedAtMs),
      CurrencyCode: note.currencyCode,
      CurrencyRate: rateNumber(this.#state, note.currencyRate ?? null),
    };
  }

  #use(note: CreditNote): Record<string, unknown> {
    const { payments, allocations, remaining, usedOn } = this.#sumsOf(note);
    const isUsedUp = note.status === 'PAID';
    return {
      Payments: payments.map((one) => paymentInside(this.#state, one)),
      RemainingCredit: centsNumber(remaining),
      Allocations: allocations.map((one) => allocationInside(this.#state, one)),
      ...(isUsedUp ? { FullyPaidOnDate: dayToWire(usedOn ?? note.date) } : {}),
    };
  }

  #sumsOf({ creditNoteId }: CreditNote): CreditSums {
    const credit = creditOf(this.#state, { kind: 'creditNote', id: creditNoteId });
    if (credit === null) throw new Error(`There is no credit note ${creditNoteId}`);
    return this.#sums(credit);
  }
}

function head(note: CreditNote): Record<string, unknown> {
  return {
    CreditNoteID: note.creditNoteId,
    CreditNoteNumber: note.creditNoteNumber,
    ID: note.creditNoteId,
    Type: note.type,
    Reference: note.reference,
    ...(note.brandingThemeId === null ? {} : { BrandingThemeID: note.brandingThemeId }),
    SentToContact: note.sentToContact,
  };
}
