// Which currency an amount is in, and what one unit of it is worth in the project's: what stands beside every amount.
import type { CurrencyAccessRow, ExchangeRateRow } from './currency-rows.ts';
import { ruleOf } from './open-rules.ts';
import { homeOf } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';
import { atRate, inverseOf, quotientOf } from './rate-arithmetic.ts';
import type { Cents } from '../company/cents.ts';

/** Procore's rates go two ways: tables say quote units for one of the base, objects base units for one of their own. */
export type CurrencyShown<Rate = string> = {
  currency_iso_code: string;
  currency_exchange_rate?: Rate | null;
  base_currency_iso_code?: string | null;
};

/** What an amount belongs to. A contract has one currency, and everything under it. */
export type Priced = { project_id: number; contract_id: number };

const PLAIN_ACCESS: CurrencyAccessRow = { eligible: true, beta_agreement: false, phase_two: false };

export function currencyAccess(state: ProcoreState): CurrencyAccessRow {
  return state.currencyAccess.get('company') ?? PLAIN_ACCESS;
}

/** The company's own; what is not configured is in the currency of its country. */
export function companyCurrency(state: ProcoreState): string {
  return state.companyCurrency.get('company')?.currency_iso_code ?? homeOf(state).currency;
}

export function isMulticurrency(state: ProcoreState): boolean {
  return state.companyCurrency.get('company')?.multicurrency_enabled === true;
}

/**
 * "Whether to apply project-level currency settings to this project's financial objects", which needs the company's
 * switch too. Source: Procore REST reference of 2026, project currency configurations, read 2026-11-27.
 */
export function appliesItsCurrency(state: ProcoreState, projectId: number): boolean {
  const own = state.projectCurrencies.get(String(projectId));
  return own?.multicurrency_enabled === true && isMulticurrency(state);
}

/** The currency of a project's reports, and the base of its objects. A project itself has no such field. */
export function projectCurrency(state: ProcoreState, projectId: number): string {
  const own = state.projectCurrencies.get(String(projectId));
  return own !== undefined && appliesItsCurrency(state, projectId)
    ? own.currency_iso_code
    : companyCurrency(state);
}

/**
 * Base and rate "will be populated only when multicurrency phase two feature flag is enabled"; the base is "configured
 * from project level", the rate "from currency_iso_code to base_currency_iso_code".
 * Source: Procore REST reference of 2026, currency_configuration of a budget line item, read 2026-11-27.
 */
export function currencyOf(
  state: ProcoreState,
  { project_id, contract_id }: Priced,
): CurrencyShown {
  const base = projectCurrency(state, project_id);
  const own = state.contractCurrencies.get(String(contract_id));
  const currency_iso_code = own?.currency_iso_code ?? base;
  if (!currencyAccess(state).phase_two) {
    if (ruleOf(state, 'rateWithoutPhaseTwo') === 'absent') return { currency_iso_code };
    return { currency_iso_code, currency_exchange_rate: null, base_currency_iso_code: null };
  }
  const isBaseHidden = currency_iso_code === base && ruleOf(state, 'baseOfOwnCurrency') === 'null';
  return {
    currency_iso_code,
    currency_exchange_rate: own?.currency_exchange_rate ?? '1.0',
    base_currency_iso_code: isBaseHidden ? null : base,
  };
}

/** "Budget and project reports are in project currency." Source: Procore support, multi-currency settings, read 2026-11-23. */
export function inProjectCurrency(state: ProcoreState, contractId: number, amount: Cents): Cents {
  const own = state.contractCurrencies.get(String(contractId));
  return own === undefined ? amount : atRate(amount, own.currency_exchange_rate);
}

/** Of an invoice of either side and its lines. */
export function billedCurrencyOf(state: ProcoreState, priced: Priced): CurrencyShown {
  const shown = currencyOf(state, priced);
  const { currency_exchange_rate: rate } = shown;
  if (typeof rate !== 'string' || ruleOf(state, 'billedRate') === 'of the contract') return shown;
  const now = worthInProject(state, priced.project_id, shown.currency_iso_code);
  return { ...shown, currency_exchange_rate: now ?? rate };
}

/** Requisitions say the rate as a number. Source: Procore REST reference of 2026, read 2026-11-23. */
export function payAppCurrencyOf(state: ProcoreState, priced: Priced): CurrencyShown<number> {
  const { currency_exchange_rate: rate, ...shown } = billedCurrencyOf(state, priced);
  if (rate === undefined) return shown;
  const { currency_iso_code, ...base } = shown;
  return {
    currency_iso_code,
    currency_exchange_rate: rate === null ? null : Number(rate),
    ...base,
  };
}

/** What one unit of a currency is worth in the project's, by the rates that hold: the table's, turned round. */
export function worthInProject(
  state: ProcoreState,
  projectId: number,
  currency: string,
): string | null {
  const base = projectCurrency(state, projectId);
  if (currency === base) return '1.0';
  const own = state.exchangeRates.values().find((row) => {
    return row.project_id === projectId && isFor(row, base, currency);
  });
  const rate = own === undefined ? rateFromCompany(state, projectId, currency) : rateOf(state, own);
  return rate === null ? null : inverseOf(rate);
}

function isFor(row: ExchangeRateRow, base: string, quote: string): boolean {
  const isPair = row.base_currency_iso_code === base && row.quote_currency_iso_code === quote;
  return row.is_active && isPair;
}

/**
 * "When project rates are synced with company rates, the rate values are computed automatically."
 * Source: Procore REST reference of 2026, project exchange rates, read 2026-11-27; how is UNCONFIRMED: crossed here.
 */
export function rateOf(state: ProcoreState, row: ExchangeRateRow): string {
  const { project_id, quote_currency_iso_code: quote, exchange_rate } = row;
  const project = state.projectCurrencies.get(String(project_id));
  if (project_id === null || project?.follows_company_rates !== true) return exchange_rate;
  return rateFromCompany(state, project_id, quote) ?? exchange_rate;
}

/** Units of `quote` for one of the project's currency, by way of the company's. */
export function rateFromCompany(
  state: ProcoreState,
  projectId: number,
  quote: string,
): string | null {
  const base = projectCurrency(state, projectId);
  const ofQuote = companyRate(state, quote);
  const ofBase = overrideOf(state, projectId) ?? companyRate(state, base);
  if (ofQuote === null || ofBase === null) return null;
  return base === companyCurrency(state) ? ofQuote : quotientOf(ofQuote, ofBase);
}

/** Units of a currency for one of the company's. */
function companyRate(state: ProcoreState, currency: string): string | null {
  const base = companyCurrency(state);
  if (currency === base) return '1.0';
  const rows = state.exchangeRates.values().filter(({ project_id }) => project_id === null);
  return rows.find((row) => isFor(row, base, currency))?.exchange_rate ?? null;
}

/** "Supersedes the company-level exchange rate when converting between the project currency and the company's." As above. */
function overrideOf(state: ProcoreState, projectId: number): string | null {
  const project = state.projectCurrencies.get(String(projectId));
  const override = project?.company_currency_exchange_rate_override ?? null;
  if (override === null) return null;
  return ruleOf(state, 'overrideDirection') === 'as the table' ? override : inverseOf(override);
}
