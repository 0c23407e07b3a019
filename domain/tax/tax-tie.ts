// Tax as Xero will compute it, and whether Procore's own figure differs from it for a known reason.
import type { Amount } from '../money/amount.ts';
import {
  fromMinor,
  isGreater,
  percentOfMinor,
  subtractAmounts,
  sumMinor,
} from '../money/amount.ts';

/** A line's tax base in minor units and its rate in percent. */
export type TaxedLine = { amount: bigint; rate: string };

/**
 * Xero computes tax per line, rounds each to the cent, then sums.
 * Source: Xero developer guide "Rounding in Xero", read 2026-11-23.
 */
export function xeroTaxOf(lines: readonly TaxedLine[]): bigint {
  return sumMinor(lines.map((line) => percentOfMinor(line.amount, line.rate)));
}

export type TaxTie =
  | { cause: 'none' }
  /** Procore rounds the sum once, Xero each line. */
  | { cause: 'rounding'; difference: Amount }
  /** Procore taxed the gross; the tax on what is held follows when it is released. */
  | { cause: 'taxTimingOnRetainage'; difference: Amount }
  | { cause: 'unexplained'; difference: Amount };

/**
 * Explains Xero's tax minus Procore's: up to one cent per taxed line is rounding; the tax on
 * (held − released), within the same cents, is timing; anything else is unexplained and must wait.
 * `retainage` holds the retention lines as posted (negative when held). Procore's figure counts as it is, be it with
 * parts of a cent: what it did not round differs from Xero by less than what it did.
 */
export function tieTax(
  lines: readonly TaxedLine[],
  retainage: readonly TaxedLine[],
  procoreTax: Amount,
): TaxTie {
  const difference = subtractAmounts(fromMinor(xeroTaxOf([...lines, ...retainage])), procoreTax);
  const taxed = [...lines, ...retainage].filter(
    (line) => !isZeroRate(line.rate) && line.amount !== 0n,
  );
  const roundingMaximum = fromMinor(BigInt(taxed.length));
  const isRounding = (left: Amount): boolean => !isGreater(magnitude(left), roundingMaximum);
  if (difference === '0.00') return { cause: 'none' };
  if (isRounding(difference)) return { cause: 'rounding', difference };
  if (isRounding(subtractAmounts(difference, fromMinor(xeroTaxOf(retainage))))) {
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
