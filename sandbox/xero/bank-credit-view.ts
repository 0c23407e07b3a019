// How a prepayment or overpayment looks in an answer.
import type { BankCredit } from './records.ts';
import type { CreditSums } from './credits.ts';
import type { Trading } from './contact-view.ts';
import type { XeroState } from './xero-state.ts';
import { BANK_CREDIT_TYPES } from './records.ts';
import { CREDIT_NAMES, allocationInside, paymentInside } from './credit-view.ts';
import { centsNumber } from './decimal.ts';
import { contactShown, contactStub, tradingOf } from './contact-view.ts';
import { creditOf, creditSumsOf } from './credits.ts';
import { dayString, dayToWire, instantString, instantToWire } from './dates.ts';
import { lineShown } from './line-items.ts';
import { rateNumber } from './exchange.ts';

/** Shows many of them with one look at payments, allocations and contacts. */
export class BankCreditView {
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

  /** Unpaged lists have no lines and a stub of the contact, as in the OpenAPI file's examples. */
  shown(credit: BankCredit, detail: 'full' | 'unpaged'): Record<string, unknown> {
    const contact = this.#state.contacts.get(credit.contactId);
    if (contact === undefined) throw new Error(`Credit ${credit.bankCreditId} has no contact`);
    const isFull = detail === 'full';
    const lines = isFull ? credit.lines : [];
    return {
      ...head(credit),
      ...this.#use(credit),
      HasAttachments: false,
      Contact: isFull ? contactShown(contact, this.#trading) : contactStub(contact),
      DateString: dayString(credit.date),
      Date: dayToWire(credit.date),
      Status: credit.status,
      LineAmountTypes: credit.lineAmountTypes,
      LineItems: lines.map((line) => lineShown(this.#state, line, this.#unitPlaces)),
      SubTotal: centsNumber(credit.totals.subTotal),
      TotalTax: centsNumber(credit.totals.totalTax),
      Total: centsNumber(credit.totals.total),
      UpdatedDateUTC: instantToWire(credit.updatedAtMs),
      UpdatedDateUTCString: instantString(credit.updatedAtMs),
      CurrencyCode: credit.currencyCode,
      CurrencyRate: rateNumber(this.#state, credit.currencyRate ?? null),
    };
  }

  #use(credit: BankCredit): Record<string, unknown> {
    const { payments, allocations, remaining } = this.#sumsOf(credit);
    return {
      RemainingCredit: centsNumber(remaining),
      Allocations: allocations.map((one) => allocationInside(this.#state, one)),
      Payments: payments.map((one) => paymentInside(this.#state, one)),
    };
  }

  #sumsOf({ bankCreditId, type }: BankCredit): CreditSums {
    const ref = { kind: BANK_CREDIT_TYPES[type].kind, id: bankCreditId };
    const credit = creditOf(this.#state, ref);
    if (credit === null) throw new Error(`There is no credit ${bankCreditId}`);
    return this.#sums(credit);
  }
}

/** A prepayment that was received calls its reference the invoice number. Source: Xero OpenAPI 16.1.0, read 2026-11-26. */
function head({ bankCreditId, type, reference }: BankCredit): Record<string, unknown> {
  return {
    [CREDIT_NAMES[BANK_CREDIT_TYPES[type].kind].id]: bankCreditId,
    ID: bankCreditId,
    Type: type,
    Reference: reference,
    ...(type === 'RECEIVE-PREPAYMENT' ? { InvoiceNumber: reference } : {}),
  };
}
