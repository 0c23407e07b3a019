// Tax as Xero will compute it, and whether Procore's own figure differs from it for a known reason.
import type { Amount } from '../money/amount.ts';
import {
  fromMinor,
  isGreater,
  percentOfMinor,
  subtractAmounts,
  sumMinor,
} from '../money/amount.ts';

/** A line's tax base in minor units, its rate in percent, and what its tax is rounded to. */
export type TaxedLine = { amount: bigint; rate: string; step: bigint };

/**
 * Xero computes tax per line, rounds each to the cent (or the whole unit of a currency without cents), then sums.
 * Source: Xero developer guide "Rounding in Xero", read 2026-11-23.
 */
export function xeroTaxOf(lines: readonly TaxedLine[]): bigint {
  return sumMinor(lines.map(({ amount, rate, step }) => percentOfMinor(amount, rate, step)));
}

export type TaxTie =
  | { cause: 'none' }
  /** Procore rounds the sum once, Xero each line. */
  | { cause: 'rounding'; difference: Amount }
  /** One of the two taxes what is held when it is held, the other when it is released. */
  | { cause: 'taxTimingOnRetainage'; difference: Amount }
  | { cause: 'unexplained'; difference: Amount };

/**
 * Explains Xero's tax minus Procore's: up to one cent (or yen) per taxed line is rounding; the tax on
 * (held − released), within the same cents, is timing; anything else is unexplained and must wait.
 * `retainage` holds the retention lines as posted (negative when held), `untaxed` those that were posted without tax, at
 * the rate of the work they reduce. Procore's figure counts as it is, be it with parts of a cent: what it did not round
 * differs from Xero by less than what it did.
 */
export function tieTax(
  lines: readonly TaxedLine[],
  retainage: readonly TaxedLine[],
  procoreTax: Amount,
  untaxed: readonly TaxedLine[] = [],
): TaxTie {
  const difference = subtractAmounts(fromMinor(xeroTaxOf([...lines, ...retainage])), procoreTax);
  const taxed = [...lines, ...retainage, ...untaxed].filter(
    (line) => !isZeroRate(line.rate) && line.amount !== 0n,
  );
  const roundingMaximum = fromMinor(sumMinor(taxed.map(({ step }) => step)));
  const isRounding = (left: Amount): boolean => !isGreater(magnitude(left), roundingMaximum);
  if (difference === '0.00') return { cause: 'none' };
  if (isRounding(difference)) return { cause: 'rounding', difference };
  const timing = fromMinor(xeroTaxOf(retainage) - xeroTaxOf(untaxed));
  if (isRounding(subtractAmounts(difference, timing))) {
    return { cause: 'taxTimingOnRetainage', difference };
  }
  return { cause: 'unexplained', difference };
}

/** Xero writes a rate with four places: "0.0000" taxes nothing either. */
export function isZeroRate(rate: string): boolean {
  return /^-?0*(\.0*)?$/.test(rate);
}

function magnitude(amount: Amount): Amount {
  return amount.replace('-', '');
}
