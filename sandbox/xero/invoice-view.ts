// How a bill or sales invoice looks in an answer.
import type { Contact, Invoice } from './records.ts';
import type { Settlement } from './payment-sums.ts';
import type { Trading } from './contact-view.ts';
import type { XeroState } from './xero-state.ts';
import { hasAttachments } from './attachments.ts';
import { centsNumber, fourthsNumber } from './decimal.ts';
import { contactShown, contactStub, tradingOf } from './contact-view.ts';
import { dayString, dayToWire, instantString, instantToWire } from './dates.ts';
import { lineShown } from './line-items.ts';
import { rateNumber } from './exchange.ts';
import { creditsInside, paymentInside } from './credit-view.ts';
import { settlementsOf } from './payment-sums.ts';

export type InvoiceDetail =
  /** By id, paged or written: everything. */
  | 'full'
  /** An unpaged list: no lines and a stub of the contact. Source: Xero developer docs, Invoices, read 2026-11-23. */
  | 'unpaged'
  /** `summaryOnly=true`. */
  | 'summary';

/** Shows many documents with one look at payments and contacts. */
export class InvoiceView {
  readonly #state: XeroState;
  readonly #unitPlaces: 2 | 4;
  readonly #settled: (invoice: Invoice) => Settlement;
  readonly #trading: Trading;

  constructor(state: XeroState, unitPlaces: 2 | 4) {
    this.#state = state;
    this.#unitPlaces = unitPlaces;
    this.#settled = settlementsOf(state);
    this.#trading = tradingOf(state);
  }

  shown(invoice: Invoice, detail: InvoiceDetail): Record<string, unknown> {
    const contact = this.#state.contacts.get(invoice.contactId);
    if (contact === undefined) throw new Error(`Invoice ${invoice.invoiceId} has no contact`);
    return {
      ...this.#head(invoice),
      ...this.#money(invoice),
      Contact: this.#contact(contact, detail),
      ...dates(invoice),
      ...(detail === 'summary' ? {} : this.#details(invoice, detail)),
      UpdatedDateUTC: instantToWire(invoice.updatedAtMs),
      UpdatedDateUTCString: instantString(invoice.updatedAtMs),
    };
  }

  #head(invoice: Invoice): Record<string, unknown> {
    return {
      Type: invoice.type,
      InvoiceID: invoice.invoiceId,
      InvoiceNumber: invoice.invoiceNumber,
      Reference: invoice.reference,
      ...(invoice.url === null || invoice.url === '' ? {} : { Url: invoice.url }),
      ...(invoice.brandingThemeId === null ? {} : { BrandingThemeID: invoice.brandingThemeId }),
      Status: invoice.status,
      LineAmountTypes: invoice.lineAmountTypes,
      CurrencyCode: invoice.currencyCode,
      CurrencyRate: rateNumber(this.#state, invoice.currencyRate ?? null),
      SentToContact: invoice.sentToContact,
      IsDiscounted: false,
      HasErrors: false,
    };
  }

  #money(invoice: Invoice): Record<string, unknown> {
    const { amountPaid, amountCredited, amountDue, fullyPaidOn } = this.#settled(invoice);
    const { subTotal, totalTax, total } = invoice.totals;
    return {
      SubTotal: centsNumber(subTotal),
      TotalTax: centsNumber(totalTax),
      Total: centsNumber(total),
      AmountDue: centsNumber(amountDue),
      AmountPaid: centsNumber(amountPaid),
      AmountCredited: centsNumber(amountCredited),
      ...(fullyPaidOn === null ? {} : { FullyPaidOnDate: dayToWire(fullyPaidOn) }),
    };
  }

  #details(invoice: Invoice, detail: InvoiceDetail): Record<string, unknown> {
    const { payments, allocations } = this.#settled(invoice);
    return {
      HasAttachments: hasAttachments(this.#state, invoice.invoiceId),
      ...cisShown(invoice),
      Payments: payments.map((one) => paymentInside(this.#state, one)),
      ...creditsInside(this.#state, allocations),
      LineItems:
        detail === 'full'
          ? invoice.lines.map((line) => lineShown(this.#state, line, this.#unitPlaces))
          : [],
    };
  }

  #contact(contact: Contact, detail: InvoiceDetail): Record<string, unknown> {
    return detail === 'full' ? contactShown(contact, this.#trading) : contactStub(contact);
  }
}

/** Source: Xero OpenAPI 16.1.0, schema Invoice: CISDeduction and CISRate, read 2026-11-26. */
function cisShown({ cis = null }: Invoice): Record<string, number> {
  if (cis === null) return {};
  return { CISDeduction: centsNumber(cis.deduction), CISRate: fourthsNumber(cis.rate) };
}

function dates(invoice: Invoice): Record<string, unknown> {
  const { date, dueDate, plannedPaymentDate, expectedPaymentDate = null } = invoice;
  return {
    DateString: dayString(date),
    Date: dayToWire(date),
    ...(dueDate === null ? {} : { DueDateString: dayString(dueDate), DueDate: dayToWire(dueDate) }),
    ...(expectedPaymentDate === null
      ? {}
      : { ExpectedPaymentDate: dayToWire(expectedPaymentDate) }),
    ...(plannedPaymentDate === null ? {} : { PlannedPaymentDate: dayToWire(plannedPaymentDate) }),
  };
}
