// For the tests of foreign currencies: what is subscribed and quoted, what the ledger says, and sums reckoned here alone.
import { expect } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';

export type Line = { accountCode: string; amount: string; currencyAmount?: string };
export type Journal = {
  sourceType: string;
  sourceId: string;
  currencyCode: string;
  currencyRate: string;
  reverses: string | null;
  lines: Line[];
};
type Ledger = { accounts: Json[]; journals: Journal[]; trialBalance: string };

export const EUROS = {
  '2026-05-31': '0.552341',
  '2026-06-10': '0.561277',
  '2026-06-20': '0.538819',
  '2026-07-01': '0.547003',
};

export async function withCurrencies(
  client: Client,
  codes: string[] = ['EUR', 'USD', 'JPY', 'KWD'],
): Promise<void> {
  await client.control('PUT', '/_sandbox/currencies', { codes });
  await client.control('PUT', '/_sandbox/rates', { EUR: EUROS });
}

/** The books, whose trial balance is always zero. */
export async function ledgerOf(client: Client): Promise<Ledger> {
  const ledger = (await client.control('GET', '/_sandbox/ledger')).body as unknown as Ledger;
  expect(ledger.trialBalance).toBe('0.00');
  for (const { lines } of ledger.journals) {
    expect(lines.reduce((sum, { amount }) => sum + centsOf(amount), 0n)).toBe(0n);
  }
  return ledger;
}

/** The account of realised gains and losses, whatever its code. */
export async function realisedCode(client: Client): Promise<string> {
  const where = encodeURIComponent('SystemAccount=="REALISEDCURRENCYGAIN"');
  const accounts = (await client.call('GET', `/Accounts?where=${where}`)).body['Accounts'];
  return String((accounts as Json[])[0]?.['Code']);
}

/** By account, of one journal or of all. */
export function movesOf(journals: readonly Journal[]): Record<string, string> {
  const moves = new Map<string, bigint>();
  for (const { accountCode, amount } of journals.flatMap(({ lines }) => lines)) {
    moves.set(accountCode, (moves.get(accountCode) ?? 0n) + centsOf(amount));
  }
  return textsOf(moves);
}

/** By account, what stands there in that currency. */
export function foreignOf(journals: readonly Journal[], code: string): Record<string, string> {
  const moves = new Map<string, bigint>();
  const own = journals.filter(({ currencyCode }) => currencyCode === code);
  for (const { accountCode, currencyAmount = '0.00' } of own.flatMap(({ lines }) => lines)) {
    moves.set(accountCode, (moves.get(accountCode) ?? 0n) + centsOf(currencyAmount));
  }
  return textsOf(moves);
}

function textsOf(moves: ReadonlyMap<string, bigint>): Record<string, string> {
  const entries = [...moves].filter(([, cents]) => cents !== 0n);
  return Object.fromEntries(entries.map(([code, cents]) => [code, textOf(cents)]));
}

/** Half up to the cent: 100.00 EUR at 0.552341 EUR to the dollar are 181.05 dollars. */
export function inBase(amount: string, rate: string): bigint {
  const cents = centsOf(amount);
  const magnitude = cents < 0n ? -cents : cents;
  const divisor = BigInt(Math.round(Number(rate) * 1_000_000));
  const rounded = (magnitude * 2_000_000n + divisor) / (divisor * 2n);
  return cents < 0n ? -rounded : rounded;
}

export function centsOf(text: string): bigint {
  return BigInt(Math.round(Number(text) * 100));
}

export function textOf(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
