// Which fields of a request body Procore knows about currencies. These bodies are not wrapped in a resource's name.

/** Source: Procore REST reference of 2026, currency configurations and exchange rates, read 2026-11-27. */
export const currencyWritableFields = {
  company_currency_configuration: {
    own: ['currency_iso_code', 'currency_display', 'multicurrency_enabled'],
    plain: {},
    unkept: [],
  },
  project_currency_configuration: {
    own: [
      ...['currency_iso_code', 'currency_display', 'multicurrency_enabled'],
      'company_currency_exchange_rate_override',
    ],
    plain: {},
    unkept: [],
  },
  new_exchange_rates: {
    own: ['base_currency_iso_code', 'exchange_rates'],
    plain: {},
    unkept: [],
  },
  changed_exchange_rates: { own: ['exchange_rates'], plain: {}, unkept: [] },
  /** Only a project's may be made inactive. */
  new_company_rate: { own: ['quote_currency_iso_code', 'exchange_rate'], plain: {}, unkept: [] },
  new_project_rate: {
    own: ['quote_currency_iso_code', 'exchange_rate', 'is_active'],
    plain: {},
    unkept: [],
  },
  changed_rate: {
    own: ['id', 'quote_currency_iso_code', 'exchange_rate', 'is_active'],
    plain: {},
    unkept: [],
  },
} as const;
