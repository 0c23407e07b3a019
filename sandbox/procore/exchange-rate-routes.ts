// The exchange rates of the company and of a project: quote units for one of the base, many in one call.
import { isObject, projectOf, requireAdmin, requireCompany } from './access.ts';
import { given } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { currencyField, flatBody, rateField, switchField, wrong } from './currency-fields.ts';
import { appliesItsCurrency, rateFromCompany, rateOf } from './currency.ts';
import type { ExchangeRateRow } from './currency-rows.ts';
import { notFound } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { requireWritable } from './writable-fields.ts';
import type { WritableResource } from './writable-fields.ts';

const COMPANY = '/rest/v1.0/companies/{company_id}';
const RATES = 'currency_configuration/exchange_rates';

/** Source: Procore REST reference of 2026, company and project exchange rates, read 2026-11-27. */
export function exchangeRateRoutes(context: RouteContext): ProcoreRoute[] {
  return [`${COMPANY}/${RATES}`, `${COMPANY}/projects/{project_id}/${RATES}`].flatMap((path) => [
    { method: 'GET', path, handle: (call) => listRates(context, call) },
    { method: 'POST', path, handle: (call) => createRates(context, call) },
    { method: 'PATCH', path, handle: (call) => changeRates(context, call) },
  ]);
}

/** The company where it is null. */
type Owner = number | null;

function ownerOf({ state }: RouteContext, call: ProcoreCall): Owner {
  requireCompany(call);
  return call.params['project_id'] === undefined ? null : projectOf(state, call).id;
}

function ratesOf(state: ProcoreState, owner: Owner): ExchangeRateRow[] {
  return state.exchangeRates.values().filter(({ project_id }) => project_id === owner);
}

function present({ state, company }: RouteContext, row: ExchangeRateRow): object {
  return {
    id: row.id,
    company_id: Number(company.id),
    ...(row.project_id === null ? {} : { project_id: row.project_id }),
    base_currency_iso_code: row.base_currency_iso_code,
    quote_currency_iso_code: row.quote_currency_iso_code,
    exchange_rate: rateOf(state, row),
    is_active: row.is_active,
    updated_at: row.updated_at,
    created_at: row.created_at,
  };
}

function answerOf(context: RouteContext, status: number, rows: ExchangeRateRow[]): ProcoreAnswer {
  return { status, body: { exchange_rates: rows.map((row) => present(context, row)) } };
}

/** Active ones, and a project's inactive ones where asked for; a company's never. It does not page. */
function listRates(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const owner = ownerOf(context, call);
  const withInactive = owner !== null && call.query.get('include_inactive') === 'true';
  const rows = ratesOf(context.state, owner).filter((row) => row.is_active || withInactive);
  return answerOf(context, 200, rows);
}

/** A project "requires to have multicurrency enabled". */
function ownerToChange(context: RouteContext, call: ProcoreCall): Owner {
  const owner = ownerOf(context, call);
  requireAdmin(call, 'exchange rates');
  if (owner !== null && !appliesItsCurrency(context.state, owner)) {
    throw wrong('exchange_rates', 'the project does not have multicurrency enabled');
  }
  return owner;
}

function listed(state: ProcoreState, body: Body, resource: WritableResource): Body[] {
  const list = body['exchange_rates'];
  if (!Array.isArray(list) || list.length === 0) throw wrong('exchange_rates', "can't be blank");
  return list.map((entry: unknown) => {
    if (!isObject(entry)) throw wrong('exchange_rates', 'is invalid');
    requireWritable(state, resource, entry);
    return entry;
  });
}

/** "Must match the company's existing base currency", or the project's. */
function baseOf(state: ProcoreState, owner: Owner): string | undefined {
  return owner === null
    ? state.companyCurrency.get('company')?.currency_iso_code
    : state.projectCurrencies.get(String(owner))?.currency_iso_code;
}

function createRates(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const owner = ownerToChange(context, call);
  const body = flatBody(state, call, 'new_exchange_rates');
  const base = currencyField(body, 'base_currency_iso_code', null);
  if (base !== baseOf(state, owner)) {
    throw wrong('base_currency_iso_code', 'must be the configured currency');
  }
  const resource = owner === null ? 'new_company_rate' : 'new_project_rate';
  const stamp = nextStamp(state, context.now());
  const rows = listed(state, body, resource).map((entry) => {
    const quote = currencyField(entry, 'quote_currency_iso_code', null);
    const row: ExchangeRateRow = {
      id: nextId(state),
      project_id: owner,
      base_currency_iso_code: base,
      quote_currency_iso_code: quote,
      exchange_rate: newRate(state, owner, entry, quote),
      is_active: switchField(entry, 'is_active', true),
      created_at: stamp,
      updated_at: stamp,
    };
    return keepRate(state, row);
  });
  return answerOf(context, 201, rows);
}

/** "When project rates are synced with company rates … the API-supplied exchange_rate is ignored." */
function newRate(state: ProcoreState, owner: Owner, entry: Body, quote: string): string {
  const follows = state.projectCurrencies.get(String(owner))?.follows_company_rates === true;
  if (owner !== null && follows) {
    const rate = rateFromCompany(state, owner, quote);
    if (rate === null) throw wrong('quote_currency_iso_code', 'has no rate in the company');
    return rate;
  }
  if (!given(entry, 'exchange_rate')) throw wrong('exchange_rate', "can't be blank");
  return rateField(entry, 'exchange_rate', '');
}

/** "Must not match the base currency. Must not conflict with an existing rate", be it inactive. */
function keepRate(state: ProcoreState, row: ExchangeRateRow): ExchangeRateRow {
  const { base_currency_iso_code: base, quote_currency_iso_code: quote } = row;
  if (quote === base) throw wrong('quote_currency_iso_code', 'must not be the base currency');
  const isTaken = ratesOf(state, row.project_id).some((other) => {
    const isPair = other.base_currency_iso_code === base && other.quote_currency_iso_code === quote;
    return isPair && other.id !== row.id;
  });
  if (isTaken) throw wrong('quote_currency_iso_code', 'has a rate already');
  state.exchangeRates.set(String(row.id), row);
  return row;
}

function changeRates(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const owner = ownerToChange(context, call);
  const body = flatBody(state, call, 'changed_exchange_rates');
  const stamp = nextStamp(state, context.now());
  const rows = listed(state, body, 'changed_rate').map((entry) => {
    if (!Number.isInteger(entry['id'])) throw wrong('id', "can't be blank");
    const before = state.exchangeRates.get(String(entry['id']));
    if (before?.project_id !== owner) throw notFound();
    return keepRate(state, {
      ...before,
      quote_currency_iso_code: currencyField(
        entry,
        'quote_currency_iso_code',
        before.quote_currency_iso_code,
      ),
      exchange_rate: rateField(entry, 'exchange_rate', before.exchange_rate),
      is_active: switchField(entry, 'is_active', before.is_active),
      updated_at: stamp,
    });
  });
  return answerOf(context, 200, rows);
}
