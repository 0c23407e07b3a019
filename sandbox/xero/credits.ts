// What a credit is, whatever its kind: whose it is, what is left of it, and the words Xero has for it.
import type {
  Allocation,
  BankCredit,
  CreditKind,
  CreditNote,
  CreditRef,
  InvoiceStatus,
  Payment,
  Rate,
} from './records.ts';
import type { Cents } from './decimal.ts';
import type { Day } from './dates.ts';
import type { XeroState } from './xero-state.ts';
import { BANK_CREDIT_TYPES, CREDIT_NOTE_SIDES } from './records.ts';
import { groupedBy } from './grouping.ts';
import { sumOf } from './decimal.ts';

type Side = 'payable' | 'receivable';

export type Credit = {
  ref: CreditRef;
  side: Side;
  contactId: string;
  currencyCode: string;
  currencyRate: Rate | null;
  number: string;
  date: Day;
  status: InvoiceStatus;
  total: Cents;
};

export type CreditSums = {
  payments: Payment[];
  allocations: Allocation[];
  remaining: Cents;
  /** The day of the last allocation or refund. */
  usedOn: Day | null;
};

/** As Xero names them in refusals. */
export const CREDIT_NOUNS: Record<CreditKind, string> = {
  creditNote: 'Credit Note',
  prepayment: 'Prepayment',
  overpayment: 'Overpayment',
};

export function creditOf(state: XeroState, { kind, id }: CreditRef): Credit | null {
  if (kind === 'creditNote') {
    const note = state.creditNotes.get(id);
    if (note === undefined) return null;
    return {
      ...commonOf(note),
      ref: { kind, id: note.creditNoteId },
      side: CREDIT_NOTE_SIDES[note.type],
      number: note.creditNoteNumber,
    };
  }
  const found = state.bankCredits.get(id);
  if (found === undefined || BANK_CREDIT_TYPES[found.type].kind !== kind) return null;
  return {
    ...commonOf(found),
    ref: { kind, id: found.bankCreditId },
    side: BANK_CREDIT_TYPES[found.type].side,
    number: found.reference,
  };
}

function commonOf({
  contactId,
  currencyCode,
  currencyRate = null,
  date,
  status,
  totals,
}: CreditNote | BankCredit): Omit<Credit, 'ref' | 'side' | 'number'> {
  return { contactId, currencyCode, currencyRate, date, status, total: totals.total };
}

/** For lists: one pass over all payments and allocations. */
export function creditSumsOf(state: XeroState): (credit: Credit) => CreditSums {
  const refunds = groupedBy(
    state.payments.values().filter(({ status }) => status === 'AUTHORISED'),
    ({ credit }) => credit?.id,
  );
  const allocated = groupedBy(state.allocations.values(), ({ credit }) => credit.id);
  return (credit) =>
    sums(credit, refunds.get(credit.ref.id) ?? [], allocated.get(credit.ref.id) ?? []);
}

export function creditSumsIn(state: XeroState, credit: Credit): CreditSums {
  const { id } = credit.ref;
  return sums(
    credit,
    state.payments.values().filter((one) => one.status === 'AUTHORISED' && one.credit?.id === id),
    state.allocations.values().filter((one) => one.credit.id === id),
  );
}

function sums(
  { status, total }: Credit,
  payments: Payment[],
  allocations: Allocation[],
): CreditSums {
  const used = sumOf([...payments, ...allocations].map(({ amount }) => amount));
  const isGone = status === 'VOIDED' || status === 'DELETED';
  const dates = [...payments, ...allocations].map(({ date }) => date).sort();
  return {
    payments,
    allocations,
    remaining: isGone ? 0n : total - used,
    usedOn: dates.at(-1) ?? null,
  };
}

/** An approved credit of which nothing is left is PAID; Xero sets it, never a caller. */
export function statusAfterUse(state: XeroState, credit: Credit): InvoiceStatus {
  if (credit.status !== 'AUTHORISED' && credit.status !== 'PAID') return credit.status;
  if (credit.total === 0n && state.rule('zeroTotal') === 'authorised') return 'AUTHORISED';
  return creditSumsIn(state, credit).remaining === 0n ? 'PAID' : 'AUTHORISED';
}
