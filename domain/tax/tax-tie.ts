// Tax as Xero will compute it, and whether Procore's own figure differs from it for a known reason.
import { percentOfMinor, sumMinor } from '../money/amount.ts';

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
  | { cause: 'rounding'; difference: bigint }
  /** Procore taxed the gross; the tax on what is held follows when it is released. */
  | { cause: 'taxTimingOnRetainage'; difference: bigint }
  | { cause: 'unexplained'; difference: bigint };

/**
 * Explains Xero's tax minus Procore's: up to one cent per taxed line is rounding; the tax on
 * (held − released), within the same cents, is timing; anything else is unexplained and must wait.
 * `retainage` holds the retention lines as posted (negative when held).
 */
export function tieTax(
  lines: readonly TaxedLine[],
  retainage: readonly TaxedLine[],
  procoreTax: bigint,
): TaxTie {
  const difference = xeroTaxOf([...lines, ...retainage]) - procoreTax;
  const taxed = [...lines, ...retainage].filter(
    (line) => !isZeroRate(line.rate) && line.amount !== 0n,
  );
  const roundingMaximum = BigInt(taxed.length);
  if (difference === 0n) return { cause: 'none' };
  if (magnitude(difference) <= roundingMaximum) return { cause: 'rounding', difference };
  const onRetainage = xeroTaxOf(retainage);
  if (magnitude(difference - onRetainage) <= roundingMaximum) {
    return { cause: 'taxTimingOnRetainage', difference };
  }
  return { cause: 'unexplained', difference };
}

/** Xero writes a rate with four places: "0.0000" taxes nothing either. */
function isZeroRate(rate: string): boolean {
  return /^-?0*(\.0*)?$/.test(rate);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
