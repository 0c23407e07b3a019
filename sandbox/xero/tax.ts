// How much GST a line carries and whether its tax type may be used there: per line, rounded, then summed.
import type { Cents } from './decimal.ts';
import type { OpenRules } from './open-rules.ts';
import type {
  Account,
  LineAmountTypes,
  LineItem,
  Organisation,
  TaxRate,
  Totals,
} from './records.ts';
import { divideHalfEven, divideRounded, sumOf } from './decimal.ts';

const HUNDRED_PERCENT = 1_000_000n;

/**
 * 15 % on 33.33 exclusive is 4.9995, so 5.00; inside 38.33 inclusive it is 38.33 × 15/115 = 4.9996, so 5.00.
 * Source: Xero developer docs, guide "Rounding in Xero", as quoted in public notes, read 2026-11-23.
 */
export function taxOf(
  lineAmount: Cents,
  rate: TaxRate,
  { lineAmountTypes, step }: { lineAmountTypes: LineAmountTypes; step: Cents },
  halves: OpenRules['halfCents'],
): Cents {
  const divide = halves === 'halfEven' ? divideHalfEven : divideRounded;
  switch (lineAmountTypes) {
    case 'Exclusive':
      return divide(lineAmount * rate.rate, HUNDRED_PERCENT * step) * step;
    case 'Inclusive':
      return divide(lineAmount * rate.rate, (HUNDRED_PERCENT + rate.rate) * step) * step;
    case 'NoTax':
      return 0n;
  }
}

/** What the tax on sales is called there. */
export function taxNameOf({ version }: Organisation): string {
  return version === 'UK' ? 'VAT' : 'GST';
}

export function appliesTo(rate: TaxRate, account: Account): boolean {
  return rate.canApplyTo[account.class];
}

export function totalsOf(lines: readonly LineItem[], types: LineAmountTypes): Totals {
  const amounts = sumOf(lines.map((line) => line.amounts?.lineAmount ?? 0n));
  const totalTax = sumOf(lines.map((line) => line.taxAmount));
  return types === 'Inclusive'
    ? { subTotal: amounts - totalTax, totalTax, total: amounts }
    : { subTotal: amounts, totalTax, total: amounts + totalTax };
}
