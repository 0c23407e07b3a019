// What a test sets about currencies: which foreign ones the organisation may use, and their rates by day.
import { z } from 'zod';
import type { Answer } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import type { XeroState } from './xero-state.ts';
import { ControlError, parsed } from '../kit/control-plane.ts';
import { currenciesOf, isCurrency, isForeign, subscribe } from './currencies.ts';
import { parseDecimal, scaledTo, textOf } from './decimal.ts';

const code = z.string().refine(isCurrency, 'must be a currency Xero knows, like EUR');
const rate = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a rate like 0.552341')
  .refine((text) => Number(text) > 0, 'must be above zero');
const currenciesSchema = z.strictObject({ codes: z.array(code) });
const ratesSchema = z.record(code, z.record(z.iso.date(), rate));

export function currencyControlRoutes(state: XeroState): Route[] {
  const currencies = (): Answer => ok({ codes: currenciesOf(state).map((one) => one.code) });
  const rates = (): Answer => ok(ratesShown(state));
  return [
    route('GET', '/_sandbox/currencies', currencies),
    route('PUT', '/_sandbox/currencies', (request) => {
      for (const one of parsed(currenciesSchema, request).codes) subscribe(state, one, '');
      return currencies();
    }),
    route('GET', '/_sandbox/rates', rates),
    route('PUT', '/_sandbox/rates', (request) => {
      const given = Object.entries(parsed(ratesSchema, request));
      for (const [one] of given) {
        if (!isForeign(state, one)) throw new ControlError(400, `${one} is the organisation's own`);
      }
      for (const [one, days] of given) setRates(state, one, days);
      return rates();
    }),
    route('DELETE', '/_sandbox/rates', () => {
      for (const [one] of state.dayRates.entries()) state.dayRates.delete(one);
      return rates();
    }),
  ];
}

/** Other days keep theirs. */
function setRates(state: XeroState, currency: string, days: Record<string, string>): void {
  const millionths = Object.entries(days).map(([day, text]) => [day, millionthsOf(text)] as const);
  const earlier = state.dayRates.get(currency) ?? {};
  state.dayRates.set(currency, { ...earlier, ...Object.fromEntries(millionths) });
}

function millionthsOf(text: string): bigint {
  const given = parseDecimal(text);
  if (given === null) throw new ControlError(400, `${text} is not a rate`);
  return scaledTo(given, 6);
}

function ratesShown(state: XeroState): Record<string, Record<string, string>> {
  const shown = state.dayRates.entries().map(([currency, days]) => {
    const texts = Object.entries(days).map(([day, one]) => [day, textOf(one, 6)] as const);
    return [currency, Object.fromEntries(texts)] as const;
  });
  return Object.fromEntries(shown);
}

function route(method: string, path: string, handle: Route['handle']): Route {
  return { method, path, handle, open: true };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
