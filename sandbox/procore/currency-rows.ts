// What the Procore sandbox remembers about currencies: what the company and its projects are set to, rates, and contracts.

export type CurrencyDisplay = 'symbol' | 'code';

/** What the company was granted: no path of Procore's API writes it, and it outlives the configuration. */
export type CurrencyAccessRow = { eligible: boolean; beta_agreement: boolean; phase_two: boolean };

export type CompanyCurrencyRow = {
  currency_iso_code: string;
  currency_display: CurrencyDisplay | null;
  multicurrency_enabled: boolean | null;
  /** Of the first time. */
  multicurrency_enabled_effective_date: string | null;
};

export type ProjectCurrencyRow = {
  currency_iso_code: string;
  currency_display: CurrencyDisplay;
  company_currency_exchange_rate_override: string | null;
  multicurrency_enabled: boolean;
  /** Whether its rates are worked out from the company's; set in Procore's own screens. */
  follows_company_rates: boolean;
};

export type ExchangeRateRow = {
  id: number;
  /** Null: a rate of the company. */
  project_id: number | null;
  base_currency_iso_code: string;
  quote_currency_iso_code: string;
  /** Units of the quote currency for one of the base currency, as exact text. */
  exchange_rate: string;
  is_active: boolean;
  created_at: string;
  updated_at: string;
};

/** Of a contract in a currency other than its project's: how much of that one unit of its own is worth. */
export type ContractCurrencyRow = { currency_iso_code: string; currency_exchange_rate: string };
