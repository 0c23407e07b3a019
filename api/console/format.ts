// How money, moments and hashes are written: exact, aligned, and the same everywhere.
import { fromMinor, isWholeMinor, sumMinor, toMinor } from '../../domain/money/amount.ts';
import { inDecimalsOf } from '../../domain/money/decimals.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const decimalText = /^-?\d+(\.\d+)?$/;
const minusSign = '\u2212';

/** "-1234567.50" → "−1,234,567.50"; what is no decimal stays as it is. */
export function groupDigits(text: string): string {
  if (!decimalText.test(text)) return text;
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = text.startsWith('-') ? minusSign : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** An amount with its currency, and its decimals: none for yen. Nothing where there is none. */
export function money(amount: string | null, currency: string | null): Html | null {
  if (amount === null) return null;
  const written =
    currency !== null && decimalText.test(amount) ? inDecimalsOf(currency, amount) : amount;
  return html`<span class="money"
    ><span class="digits">${groupDigits(written)}</span>${
      currency !== null && html` <abbr class="currency">${currency}</abbr>`
    }</span
  >`;
}

/** "2026-11-24 09:12 UTC". */
export function moment(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

/** How long ago, in the largest unit that says enough. */
export function ageOf(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return plural(minutes, 'minute');
  if (minutes < 48 * 60) return plural(Math.floor(minutes / 60), 'hour');
  return plural(Math.floor(minutes / (24 * 60)), 'day');
}

export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${groupDigits(String(count))} ${count === 1 ? noun : nouns}`;
}

/** The first characters of a hash, enough to compare by eye; the whole of it on request. */
export function shortHash(hash: string): Html {
  return html`<code class="hash" title="${hash}">${hash.slice(0, 12)}</code>`;
}

/** Sums by currency, the largest first. An amount with parts of a cent is left out of none: it has its own sum. */
export function sumByCurrency(
  amounts: readonly { amount: string | null; currency: string | null }[],
): { currency: string; sum: string }[] {
  const parts = new Map<string, bigint[]>();
  for (const { amount, currency } of amounts) {
    if (amount === null || currency === null || !isWholeMinor(amount)) continue;
    parts.set(currency, [...(parts.get(currency) ?? []), toMinor(amount)]);
  }
  return [...parts]
    .map(([currency, minors]) => ({ currency, total: sumMinor(minors) }))
    .sort((a, b) => (a.total > b.total ? -1 : 1))
    .map(({ currency, total }) => ({ currency, sum: fromMinor(total) }));
}

/** A link's address for a document of ours, by its workflow id; null for what has no page. */
export function documentHref(workflowId: string): string | null {
  const [type, connection, sourceId, ...more] = workflowId.split('/');
  if (!type || !connection || !sourceId || more.length > 0) return null;
  return `/documents/${[type, connection, sourceId].map(encodeURIComponent).join('/')}`;
}

export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
