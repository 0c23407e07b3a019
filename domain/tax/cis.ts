// What the UK's Construction Industry Scheme withholds from a subcontractor, and where it is the law at all.
import { percentOfMinor } from '../money/amount.ts';
import type { XeroOrganisation } from '../records/xero/organisation.ts';

/** Xero's words for an organisation in the United Kingdom. Source: Xero OpenAPI 16.1.0, Organisation Version, read 2026-11-27. */
const editions = ['UK', 'UKONRAMP'];

/** Where Xero does not say which country's it is, one that keeps its books in pounds is asked: unknown is never "no". */
export function hasCis({
  edition,
  baseCurrency,
}: Pick<XeroOrganisation, 'edition' | 'baseCurrency'>): boolean {
  return edition === null ? baseCurrency === 'GBP' : editions.includes(edition);
}

/**
 * What is withheld of a payment for labour, in minor units: rounded once, half away from zero. `labour` is without VAT,
 * materials and what is retained: retention is deducted from when it is paid, at the rate of then. Source: HMRC's guidance
 * to contractors (20, 30 or 0 % of payments net of VAT and materials) by way of a summary of 2026-11-23, not the original.
 */
export function cisDeduction(labour: bigint, rate: string): bigint {
  return percentOfMinor(labour, rate);
}
