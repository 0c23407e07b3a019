// The Currencies endpoint: those the organisation may use, and one more; none is ever taken away.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Currency } from './records.ts';
import type { Endpoint } from './write-envelope.ts';
import type { JsonObject } from './json-input.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { Problems } from './failures.ts';
import { currenciesOf, isCurrency, subscribe } from './currencies.ts';
import { envelope, writeOne } from './write-envelope.ts';
import { foldedName } from './contacts.ts';
import { ordered } from './listing.ts';
import { text } from './json-input.ts';
import { texts } from './texts.ts';
import { whereOf } from './where-clause.ts';

const ENDPOINT: Endpoint = {
  plural: 'Currencies',
  idField: null,
  errorFlag: null,
  echoed: ['Code', 'Description'],
};
/** By any element. Source: Xero OpenAPI 16.1.0, GET /Currencies, read 2026-11-27. */
const WHERE: WhereFields<Currency> = {
  code: { kind: 'text', valueOf: ({ code }) => code },
  description: { kind: 'folded', valueOf: ({ description }) => description },
};
const ORDER: OrderFields<Currency> = {
  code: ({ code }) => code,
  description: ({ description }) => description,
};

export function currencyRoutes({ state }: Books, base: string): Route[] {
  const path = `${base}/Currencies`;
  return [
    { method: 'GET', path, handle: (request) => list(state, request) },
    {
      method: 'PUT',
      path,
      handle: (request) =>
        writeOne(state, request, ENDPOINT, (input) => ({ shown: shown(added(state, input)) })),
    },
  ];
}

/** Not paged. Source: Xero OpenAPI 16.1.0, GET /Currencies, read 2026-11-27. */
function list(state: XeroState, { query }: SandboxRequest): Answer {
  const where = query.get('where') ?? '';
  const matches = where === '' ? () => true : whereOf(where, WHERE, foldedName);
  const chosen = currenciesOf(state).filter(matches);
  // As they came, where nothing is asked for.
  const sorted = ordered(chosen, query.get('order'), ORDER, () => [0, '']);
  return envelope(state, { Currencies: sorted.map(shown) });
}

function added(state: XeroState, input: JsonObject): Currency {
  const code = text(input, 'Code') ?? '';
  const problems = new Problems();
  problems.addIf(state.rule('currencyCreation') === 'refuse', texts.currencyCreation);
  problems.addIf(!isCurrency(code), texts.currencyUnknown(code));
  problems.throwIfAny();
  return subscribe(state, code, text(input, 'Description') ?? '');
}

function shown({ code, description }: Currency): Record<string, unknown> {
  return { Code: code, Description: description };
}
