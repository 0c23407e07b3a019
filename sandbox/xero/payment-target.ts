// What a payment pays: a bill or sales invoice, or, as a refund, a credit; and the type Xero gives it for that.
import type { Credit } from './credits.ts';
import type { Effect } from './ledger.ts';
import type { CreditKind, Invoice, Payment } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { creditOf } from './credits.ts';

export type PaymentTarget =
  { kind: 'invoice'; invoice: Invoice } | { kind: 'credit'; credit: Credit };

const KIND_NAMES: Record<CreditKind, string> = {
  creditNote: 'CREDIT',
  prepayment: 'PREPAYMENT',
  overpayment: 'OVERPAYMENT',
};

/** How an Invoice is typed that stands for a credit. Source: Xero OpenAPI 16.1.0, schema Invoice, read 2026-11-26. */
export const CREDIT_TYPES: Record<CreditKind, Record<Credit['side'], string>> = {
  creditNote: { payable: 'ACCPAYCREDIT', receivable: 'ACCRECCREDIT' },
  prepayment: { payable: 'APPREPAYMENT', receivable: 'ARPREPAYMENT' },
  overpayment: { payable: 'APOVERPAYMENT', receivable: 'AROVERPAYMENT' },
};

export function targetOf(state: XeroState, payment: Payment): PaymentTarget {
  const credit = payment.credit === undefined ? null : creditOf(state, payment.credit);
  if (credit !== null) return { kind: 'credit', credit };
  const invoice = state.invoices.get(payment.invoiceId ?? '');
  if (invoice === undefined) throw new Error(`Payment ${payment.paymentId} pays nothing`);
  return { kind: 'invoice', invoice };
}

/** Source: Xero OpenAPI 16.1.0, schema Payment, PaymentType, read 2026-11-26. */
export function paymentTypeOf(target: PaymentTarget): string {
  if (target.kind === 'invoice') return `${target.invoice.type}PAYMENT`;
  const { side, ref } = target.credit;
  return `${side === 'payable' ? 'AP' : 'AR'}${KIND_NAMES[ref.kind]}PAYMENT`;
}

/** A refund moves the control account the other way than a payment of that side does. */
export function effectOf(target: PaymentTarget): Effect {
  if (target.kind === 'invoice') {
    return target.invoice.type === 'ACCPAY'
      ? { control: 'CREDITORS', sign: 1n }
      : { control: 'DEBTORS', sign: -1n };
  }
  return target.credit.side === 'payable'
    ? { control: 'CREDITORS', sign: -1n }
    : { control: 'DEBTORS', sign: 1n };
}

export function documentIdOf(target: PaymentTarget): string {
  return target.kind === 'invoice' ? target.invoice.invoiceId : target.credit.ref.id;
}
