// Proves how many decimals each currency has, and that nothing is lost between hundredths and what people write.
import { expect, test } from 'vitest';
import { fromMinor, shareMinor } from '../../../domain/money/amount.ts';
import {
  canBePosted,
  decimalsOf,
  inDecimalsOf,
  isWholeIn,
  isoMinorOf,
  stepOf,
} from '../../../domain/money/decimals.ts';

const payable = ['NZD', 'EUR', 'JPY', 'KRW', 'VND', 'ISK', 'KWD', 'BHD', 'OMR', 'TND'];

test.each([...payable, 'CLF'])('%s has the decimals that the runtime knows of it', (currency) => {
  const shape = new Intl.NumberFormat('en', { style: 'currency', currency });
  // ISK, KRW and others: what the runtime shows is ISO 4217's word.
  expect(decimalsOf(currency)).toBe(shape.resolvedOptions().maximumFractionDigits);
  expect(canBePosted(currency)).toBe(currency !== 'CLF');
});

test.each<[string, string, boolean, bigint | null, string]>([
  ['NZD', '12.34', true, 12_34n, '12.34'],
  ['NZD', '12.345', false, null, '12.345'],
  ['NZD', '-0.05', true, -5n, '-0.05'],
  ['JPY', '1500.00', true, 1_500n, '1500'],
  ['JPY', '-1500.00', true, -1_500n, '-1500'],
  ['JPY', '1500.50', false, null, '1500.5'],
  ['KWD', '1.25', true, 1_250n, '1.250'],
  ['KWD', '1.234', false, 1_234n, '1.234'],
  ['KWD', '90071992547409931.235', false, 90_071_992_547_409_931_235n, '90071992547409931.235'],
])('%s %s', (currency, amount, isWhole, minor, written) => {
  expect(isWholeIn(currency, amount)).toBe(isWhole);
  expect(isoMinorOf(currency, amount)).toBe(minor);
  expect(inDecimalsOf(currency, amount)).toBe(written);
});

test.each<[string, string[], string[]]>([
  ['NZD', ['38.33', '38.33', '38.34'], ['33.33', '33.33', '33.34']],
  ['JPY', ['3833.00', '3833.00', '3834.00'], ['3333.00', '3333.00', '3334.00']],
  // Tax that Xero kept to the cent, though yen have none: the shares are whole yen and the last closes.
  ['JPY', ['3833.00', '3833.00', '3834.50'], ['3333.00', '3333.00', '3334.00']],
])('shares of a payment in %s %j are %j and make the whole', (currency, paid, shares) => {
  const whole = shares.reduce((sum, one) => sum + BigInt(one.replace('.', '')), 0n);
  const of = paid.reduce((sum, one) => sum + BigInt(one.replace('.', '')), 0n);
  let [reached, given] = [0n, 0n];
  const found = paid.map((one) => {
    reached += BigInt(one.replace('.', ''));
    const share = shareMinor(reached, { of, whole, step: stepOf(currency) }) - given;
    given += share;
    return fromMinor(share);
  });
  expect(found).toEqual(shares);
  expect(given).toBe(whole);
});
