// What a use of a document takes off it in the organisation's own currency, to the cent, so that nothing of it is left when it is settled.
import type { Cents } from './decimal.ts';
import type { Credit } from './credits.ts';
import type { Invoice, Payment } from './records.ts';
import type { PaymentTarget } from './payment-target.ts';
import type { XeroState } from './xero-state.ts';
import { creditSumsIn } from './credits.ts';
import { settlementIn } from './payment-sums.ts';
import { sumOf } from './decimal.ts';
import { toBase } from './exchange.ts';

export function takenOff(state: XeroState, target: PaymentTarget, amount: Cents): Cents {
  return target.kind === 'invoice'
    ? takenOffInvoice(state, target.invoice, amount)
    : takenOffCredit(state, target.credit, amount);
}

/**
 * What is left of it before, less what its rest is worth at its own rate: so every use leaves exactly that, the last one
 * nothing, and a cent of rounding goes with the use that met it.
 */
export function takenOffInvoice(state: XeroState, invoice: Invoice, amount: Cents): Cents {
  const rate = invoice.currencyRate ?? null;
  const { payments, allocations, amountDue } = settlementIn(state, invoice);
  const whole = toBase(invoice.totals.total - (invoice.cis?.withheld ?? 0n), rate);
  const allocated = allocations.map((one) => one.inBase?.offInvoice ?? one.amount);
  return (
    whole - sumOf([...payments.map(offDocument), ...allocated]) - toBase(amountDue - amount, rate)
  );
}

export function takenOffCredit(state: XeroState, credit: Credit, amount: Cents): Cents {
  const { currencyRate: rate, total } = credit;
  const { payments, allocations, remaining } = creditSumsIn(state, credit);
  const allocated = allocations.map((one) => one.inBase?.offCredit ?? one.amount);
  const used = sumOf([...payments.map(offDocument), ...allocated]);
  return toBase(total, rate) - used - toBase(remaining - amount, rate);
}

function offDocument({ exchange, amount }: Payment): Cents {
  return exchange?.offDocument ?? amount;
}
