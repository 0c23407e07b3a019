// At which rate a payment of a foreign document is made, what the bank moves for it, and what the document is less by.
import type { Cents } from './decimal.ts';
import type { Day } from './dates.ts';
import type { JsonObject } from './json-input.ts';
import type { PaymentExchange, Rate } from './records.ts';
import type { PaymentTarget } from './payment-target.ts';
import type { Problems } from './failures.ts';
import type { XeroState } from './xero-state.ts';
import { decimal } from './json-input.ts';
import { isForeign } from './currencies.ts';
import { rateBetween, toBase } from './exchange.ts';
import { rateFrom } from './document-fields.ts';
import { rateOn } from './day-rates.ts';
import { scaledTo } from './decimal.ts';
import { takenOff } from './base-value.ts';
import { texts } from './texts.ts';

export type Paid = { target: PaymentTarget; amount: Cents; date: Day };

/**
 * Null in the organisation's own currency, where a rate is not used. Source: Xero OpenAPI 16.1.0, Payment.CurrencyRate:
 * "Only used for non base currency invoices and credit notes", read 2026-11-27. Every bank account is in that currency.
 */
export function exchangeFrom(
  state: XeroState,
  input: JsonObject,
  { target, amount, date }: Paid,
  problems: Problems,
): PaymentExchange | null {
  const { currencyCode } = target.kind === 'invoice' ? target.invoice : target.credit;
  if (!isForeign(state, currencyCode)) return null;
  const given = rateFrom(state, input, problems) ?? rateOn(state, currencyCode, date);
  const { bankAmount, currencyRate } = moved(state, input, amount, given, problems);
  const offDocument = takenOff(state, target, amount);
  return { currencyCode, currencyRate, bankAmount, offDocument };
}

/** What the bank says goes before a rate. Source: Xero developer docs, Payments, change of 2026-06-22, read 2026-11-23. */
function moved(
  state: XeroState,
  input: JsonObject,
  amount: Cents,
  rate: Rate,
  problems: Problems,
): Pick<PaymentExchange, 'bankAmount' | 'currencyRate'> {
  const ofRate = { bankAmount: toBase(amount, rate), currencyRate: rate };
  const given = decimal(input, 'BankAmount');
  if (given === undefined) return ofRate;
  const bankAmount = scaledTo(given, 2);
  if (bankAmount <= 0n || amount <= 0n) {
    problems.addIf(bankAmount <= 0n, texts.bankAmount);
    return ofRate;
  }
  const currencyRate = rateBetween(state, amount, bankAmount);
  problems.addIf(currencyRate.millionths === 0n, texts.currencyRate);
  return { bankAmount, currencyRate };
}
