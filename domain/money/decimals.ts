// How many decimals a currency has, and what that makes of amounts that are kept in hundredths.
import type { Amount } from './amount.ts';
import { canonicalAmount, isWholeMinor, toMinor } from './amount.ts';

/** Source: ISO 4217, list one, minor units other than 2; read 2026-11-24. */
const otherDecimals = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
} as const;

const decimalsByCode = new Map(
  Object.entries(otherDecimals).flatMap(([decimals, codes]) =>
    codes.split(' ').map((code) => [code, Number(decimals)] as const),
  ),
);

/** The decimals that amounts of a currency are written with: 0 for JPY, 3 for KWD, 2 for most. */
export function decimalsOf(currency: string): number {
  return decimalsByCode.get(currency) ?? 2;
}

/**
 * Whether documents can be posted in a currency. Those with four decimals are units of account that nobody pays in. Of
 * those with three Xero keeps two (unconfirmed; see stepOf), so that an amount with a third is asked about by itself.
 */
export function canBePosted(currency: string): boolean {
  return decimalsOf(currency) <= 3;
}

/**
 * What amounts of a currency are rounded to, in hundredths: a whole unit where it has no cents. That Xero rounds tax in
 * such a currency to whole units is unconfirmed; within one step per line either is taken as it answers.
 * Source: ISO 4217; Xero developer guide "Rounding in Xero" says cents and no more; read 2026-11-23.
 */
export function stepOf(currency: string): bigint {
  return decimalsOf(currency) === 0 ? 100n : 1n;
}

/** Whether an amount is one that a document in the currency can have: no parts of a cent, and none of a yen. */
export function isWholeIn(currency: string, amount: Amount): boolean {
  return isWholeMinor(amount) && toMinor(amount) % stepOf(currency) === 0n;
}

/** What a part that no document can have is a part of: "a cent", "a whole JPY", "a hundredth of KWD". */
export function smallestIn(currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 2) return 'a cent';
  return decimals === 0
    ? `one ${currency}`
    : `a hundredth of one ${currency}, the least that Xero keeps`;
}

/** The smallest units of ISO 4217 that an amount is: 1500 for 1,500 yen, 1250 for 1.25 dinars. Null where it has parts of one. */
export function isoMinorOf(currency: string, amount: Amount): bigint | null {
  const decimals = decimalsOf(currency);
  const canonical = canonicalAmount(amount);
  const [whole = '0', fraction = ''] = canonical.replace('-', '').split('.');
  const digits = fraction.padEnd(decimals, '0');
  if (/[1-9]/.test(digits.slice(decimals))) return null;
  const minor = BigInt(whole + digits.slice(0, decimals));
  return canonical.startsWith('-') ? -minor : minor;
}

/** An amount with the decimals of its currency, where it has no more: "1500.00" JPY → "1500", "1.25" KWD → "1.250". */
export function inDecimalsOf(currency: string, amount: Amount): string {
  const decimals = decimalsOf(currency);
  const [whole = '0', fraction = ''] = canonicalAmount(amount).split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(decimals, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}
