// How credits and allocations look inside other records: a credit inside its document, a document inside its credit.
import type { Allocation, CreditKind, Payment } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { centsNumber, sumOf } from './decimal.ts';
import { creditOf } from './credits.ts';
import { dayString, dayToWire } from './dates.ts';
import { groupedBy } from './grouping.ts';
import { rateNumber } from './exchange.ts';

/** The field of an id, and the name of its object and of its list. */
export const CREDIT_NAMES: Record<CreditKind, { id: string; one: string; many: string }> = {
  creditNote: { id: 'CreditNoteID', one: 'CreditNote', many: 'CreditNotes' },
  prepayment: { id: 'PrepaymentID', one: 'Prepayment', many: 'Prepayments' },
  overpayment: { id: 'OverpaymentID', one: 'Overpayment', many: 'Overpayments' },
};

/** The credits of one document by kind, each once with all that was allocated of it. */
export function creditsInside(
  state: XeroState,
  allocations: readonly Allocation[],
): Record<string, unknown[]> {
  const kinds = Object.entries(CREDIT_NAMES) as [CreditKind, (typeof CREDIT_NAMES)[CreditKind]][];
  const lists = kinds.map(([kind, { many }]) => {
    const own = allocations.filter(({ credit }) => credit.kind === kind);
    const byCredit = groupedBy(own, ({ credit }) => credit.id);
    return [many, [...byCredit.values()].map((some) => creditInside(state, kind, some))] as const;
  });
  return Object.fromEntries(lists);
}

function creditInside(
  state: XeroState,
  kind: CreditKind,
  allocations: readonly Allocation[],
): Record<string, unknown> {
  const [first] = allocations;
  const credit = first === undefined ? null : creditOf(state, first.credit);
  if (credit === null) throw new Error('An allocation has no credit');
  return {
    [CREDIT_NAMES[kind].id]: credit.ref.id,
    ...(kind === 'creditNote' ? { CreditNoteNumber: credit.number } : {}),
    ID: credit.ref.id,
    AppliedAmount: centsNumber(sumOf(allocations.map(({ amount }) => amount))),
    DateString: dayString(credit.date),
    Date: dayToWire(credit.date),
    Total: centsNumber(credit.total),
    LineItems: [],
    HasErrors: false,
  };
}

/** An allocation inside its credit. Source: Xero OpenAPI 16.1.0, example of GET /Prepayments/{id}, read 2026-11-26. */
export function allocationInside(state: XeroState, one: Allocation): Record<string, unknown> {
  const invoice = state.invoices.get(one.invoiceId);
  return {
    AllocationID: one.allocationId,
    Amount: centsNumber(one.amount),
    Date: dayToWire(one.date),
    Invoice: documentStub({
      InvoiceID: one.invoiceId,
      InvoiceNumber: invoice?.invoiceNumber ?? '',
    }),
  };
}

/** The answer to a PUT. Source: Xero OpenAPI 16.1.0, example of PUT /CreditNotes/{id}/Allocations, read 2026-11-26. */
export function allocationWritten(state: XeroState, one: Allocation): Record<string, unknown> {
  const { id, one: name } = CREDIT_NAMES[one.credit.kind];
  return {
    ...(state.rule('allocationIds') === 'shown' ? { AllocationID: one.allocationId } : {}),
    Amount: centsNumber(one.amount),
    Date: dayToWire(one.date),
    Invoice: documentStub({ InvoiceID: one.invoiceId }),
    [name]: { [id]: one.credit.id, ID: one.credit.id, LineItems: [] },
    ValidationErrors: [],
  };
}

/** The answer to a DELETE: the allocation alone, without an envelope. */
export function allocationRemoved(one: Allocation): Record<string, unknown> {
  return {
    AllocationID: one.allocationId,
    Amount: centsNumber(one.amount),
    Date: dayToWire(one.date),
    Invoice: { InvoiceID: one.invoiceId },
    IsDeleted: true,
  };
}

export function documentStub(head: Record<string, unknown>): Record<string, unknown> {
  return {
    ...head,
    Payments: [],
    CreditNotes: [],
    Prepayments: [],
    Overpayments: [],
    HasErrors: false,
    IsDiscounted: false,
    LineItems: [],
  };
}

export function paymentInside(state: XeroState, payment: Payment): Record<string, unknown> {
  return {
    PaymentID: payment.paymentId,
    ...(payment.batchPaymentId === null ? {} : { BatchPaymentID: payment.batchPaymentId }),
    Date: dayToWire(payment.date),
    Amount: centsNumber(payment.amount),
    Reference: payment.reference,
    CurrencyRate: rateNumber(state, payment.exchange?.currencyRate ?? null),
    HasAccount: false,
    HasValidationErrors: false,
  };
}
