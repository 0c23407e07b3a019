// What the rates of its payments made of a foreign document: each is worth what it is at its own rate, and takes off the document what that was worth at the document's.
import type { BooksSide } from '../mapping/mapping.ts';
import type { Amount } from '../money/amount.ts';
import { fromMinor, isWholeMinor, toMinor } from '../money/amount.ts';
import type { XeroPayment } from '../records/xero/payment.ts';
import { inBase } from './rate.ts';

/** In the organisation's own currency: above zero a gain, below zero a loss. */
export type Realised = { rate: string; difference: Amount };

type Paid = {
  currencyRate: string | null;
  total: Amount;
  deducted: Amount;
  amountCredited: Amount;
};

/**
 * By payment. Each takes off the document what is left of it before, less what is left after, at the document's rate, so
 * that the last takes all of it: a cent of rounding goes with the payment that met it. Credits count as taken off first
 * (unconfirmed where one came between two payments: a cent may go with another of them). None where a rate is not known.
 * Source: Xero OpenAPI 16.1.0, Payment.CurrencyRate; read 2026-11-23.
 */
export function realisedBy(
  side: BooksSide,
  { currencyRate, total, deducted, amountCredited }: Paid,
  payments: readonly XeroPayment[],
): ReadonlyMap<string, Realised> {
  const found = new Map<string, Realised>();
  const sums = [total, deducted, amountCredited, ...payments.map(({ amount }) => amount)];
  if (currencyRate === null || !sums.every(isWholeMinor)) return found;
  let due = toMinor(total) - toMinor(deducted) - toMinor(amountCredited);
  const inOrder = [...payments].sort((a, b) =>
    `${a.date} ${a.id}` < `${b.date} ${b.id}` ? -1 : 1,
  );
  for (const { id, amount, currencyRate: rate } of inOrder) {
    const left = due - toMinor(amount);
    const takenOff = inBase(due, currencyRate) - inBase(left, currencyRate);
    due = left;
    if (rate === undefined) continue;
    const worth = inBase(toMinor(amount), rate);
    // Who receives more than was owed gains; who pays more loses.
    const gain = side === 'receivable' ? worth - takenOff : takenOff - worth;
    found.set(id, { rate, difference: fromMinor(gain) });
  }
  return found;
}
