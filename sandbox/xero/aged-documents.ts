// What one contact owes or is owed at a day, document by document, in the organisation's own currency.
import type { Allocation, Invoice, Payment } from './records.ts';
import type { Cents } from './decimal.ts';
import type { Credit } from './credits.ts';
import type { Day } from './dates.ts';
import type { XeroState } from './xero-state.ts';
import { creditOf, creditSumsIn } from './credits.ts';
import { settlementIn } from './payment-sums.ts';
import { sumOf } from './decimal.ts';
import { toBase } from './exchange.ts';

export type Side = 'payable' | 'receivable';

/** Below zero for a credit. */
export type AgedDocument = {
  id: string;
  /** What the id is called. */
  idName: 'invoiceID' | 'creditNoteID' | 'prepaymentID' | 'overpaymentID';
  date: Day;
  dueDate: Day | null;
  number: string;
  total: Cents;
  paid: Cents;
  credited: Cents;
  due: Cents;
};

/** Approved ones of up to that day that are not settled by then, the oldest first. */
export function agedDocuments(
  state: XeroState,
  side: Side,
  contactId: string,
  at: Day,
): AgedDocument[] {
  const type = side === 'payable' ? 'ACCPAY' : 'ACCREC';
  const invoices = state.invoices
    .values()
    .filter((one) => one.type === type && one.contactId === contactId && isApproved(one))
    .map((one) => agedInvoice(state, one, at));
  const credits = creditsOf(state)
    .filter((one) => one.side === side && one.contactId === contactId && isApproved(one))
    .map((one) => agedCredit(state, one, at));
  return [...invoices, ...credits]
    .filter(({ date, due }) => date <= at && due !== 0n)
    .sort((one, other) => one.date.localeCompare(other.date) || one.id.localeCompare(other.id));
}

function isApproved({ status }: { status: string }): boolean {
  return status === 'AUTHORISED' || status === 'PAID';
}

function agedInvoice(state: XeroState, invoice: Invoice, at: Day): AgedDocument {
  const { payments, allocations } = settlementIn(state, invoice);
  const owed = invoice.totals.total - (invoice.cis?.withheld ?? 0n);
  const total = toBase(owed, invoice.currencyRate ?? null);
  const paid = paidBy(payments, at);
  const credited = allocatedBy(allocations, at, 'offInvoice');
  return {
    ...{ id: invoice.invoiceId, idName: 'invoiceID', date: invoice.date },
    ...{ dueDate: invoice.dueDate, number: invoice.invoiceNumber },
    ...{ total, paid, credited, due: total - paid - credited },
  };
}

function agedCredit(state: XeroState, credit: Credit, at: Day): AgedDocument {
  const { payments, allocations } = creditSumsIn(state, credit);
  const total = toBase(credit.total, credit.currencyRate);
  const paid = paidBy(payments, at);
  const credited = allocatedBy(allocations, at, 'offCredit');
  return {
    ...{ id: credit.ref.id, idName: `${credit.ref.kind}ID` as const, date: credit.date },
    ...{ dueDate: null, number: credit.number },
    ...{ total: -total, paid: -paid, credited: -credited, due: -(total - paid - credited) },
  };
}

function paidBy(payments: readonly Payment[], at: Day): Cents {
  const counted = payments.filter(({ date }) => date <= at);
  return sumOf(counted.map(({ exchange, amount }) => exchange?.offDocument ?? amount));
}

function allocatedBy(
  allocations: readonly Allocation[],
  at: Day,
  off: 'offInvoice' | 'offCredit',
): Cents {
  const counted = allocations.filter(({ date }) => date <= at);
  return sumOf(counted.map(({ inBase, amount }) => inBase?.[off] ?? amount));
}

function creditsOf(state: XeroState): Credit[] {
  const notes = state.creditNotes.values().map(({ creditNoteId }) => creditNoteId);
  const banked = state.bankCredits.values().map(({ bankCreditId }) => bankCreditId);
  return [
    ...notes.map((id) => creditOf(state, { kind: 'creditNote', id })),
    ...banked.map(
      (id) =>
        creditOf(state, { kind: 'prepayment', id }) ?? creditOf(state, { kind: 'overpayment', id }),
    ),
  ].filter((credit) => credit !== null);
}
