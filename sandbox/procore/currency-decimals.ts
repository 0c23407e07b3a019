// An answer whose amounts have as many decimals as their currency: none for yen, three for Kuwaiti dinars.
import { isObject } from './access.ts';

/** What is text, a percentage or a rate and may look like an amount. */
const NO_AMOUNT =
  /percent|rate|number|description|title|name|note|comment|code|quantity|origin|check/;

/**
 * Amounts are kept in hundredths whatever their currency, so this is about how they are written: a third decimal is a
 * zero, and an amount in yen that has hundredths keeps them rather than say what is not so.
 */
export function inOwnDecimals(body: unknown): unknown {
  return shown(body, 2, '');
}

function shown(value: unknown, inherited: number, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => shown(one, inherited, name));
  if (isObject(value)) {
    const decimals = decimalsIn(value) ?? inherited;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, one]) => [key, shown(one, decimals, key)]));
  }
  if (typeof value !== 'string' || inherited === 2 || NO_AMOUNT.test(name)) return value;
  if (!/^-?\d+\.\d\d$/.test(value)) return value;
  if (inherited > 2) return value.padEnd(value.length + inherited - 2, '0');
  return value.replace(/\.00$/, '');
}

/** The decimals of ISO 4217, of an object that says its currency. */
function decimalsIn({ currency_configuration: said }: Record<string, unknown>): number | undefined {
  const currency = isObject(said) ? said['currency_iso_code'] : undefined;
  if (typeof currency !== 'string') return undefined;
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits;
}
