// What stands in the way of a document in another currency than the organisation's own, and of its rate once it is posted.
import { Decimal } from 'decimal.js';
import type { Role } from '../identity/roles.ts';
import { canBePosted } from '../money/decimals.ts';
import type { Verdict } from '../plan/verdict.ts';
import { blocked } from '../plan/verdicts.ts';

type Asked = {
  currency: string;
  baseCurrency: string;
  /** Those the organisation keeps; null where that is not known, absent where nobody asked. */
  currencies?: readonly string[] | null | undefined;
  /** What the question is to say beside the currency. */
  figures: Record<string, string | null>;
  /** "the pay app" */
  word: string;
};

/** Null where the organisation takes the currency. Nothing is written before that is known. */
export function whyNotInCurrency(role: Role, asked: Asked): Verdict | null {
  const { currency, baseCurrency, currencies, word } = asked;
  const figures = { currency, ...asked.figures };
  const is = `${word} is in ${currency}`;
  if (!canBePosted(currency)) return blocked(role, 'notYetHandled', is, figures);
  if (currency === baseCurrency) return null;
  if (!currencies) {
    const detail = `${is}, and which currencies the organisation keeps cannot be read`;
    return blocked(role, 'accessLost', detail, figures);
  }
  if (currencies.includes(currency)) return null;
  const detail = `${is}, which the organisation in Xero does not keep`;
  return blocked(role, 'currencyNotKept', detail, figures);
}

/** Text that Xero may write as "1", "1.0" or "1.000000". */
export function isRateOfOne(rate: string | null): boolean {
  return rate !== null && /^\d+(\.\d+)?$/.test(rate) && new Decimal(rate).eq(1);
}

type Posted = { id: string; currency: string; currencyRate: string | null; total: string };

/**
 * A foreign document that stands at a rate of 1 was valued by nobody: programs send it when they have no rate. It is asked
 * about, unless the currency is listed as one whose rate is 1.
 */
export function rateVerdicts(
  posted: Posted,
  ground: { baseCurrency: string; pegged: readonly string[] },
): Verdict[] {
  const { id, currency, currencyRate, total } = posted;
  const { baseCurrency, pegged } = ground;
  if (currency === baseCurrency || pegged.includes(currency) || !isRateOfOne(currencyRate)) {
    return [];
  }
  const detail = `one ${currency} stands there for one ${baseCurrency}`;
  const figures = { document: id, currency, rate: currencyRate, total };
  return [blocked('rate', 'rateOfOne', detail, figures)];
}
