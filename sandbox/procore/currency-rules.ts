// What Procore's documents leave open about currencies, each question as in open-rules.ts.

export const currencyRules = {
  rateWithoutPhaseTwo: {
    values: ['absent', 'null'],
    standard: 'absent',
    known:
      'What currency_configuration says beside currency_iso_code without the phase-two flag. Reference of 2026, read ' +
      '2026-11-27: the other two are "populated only when" the flag is on; left out or null is unconfirmed.',
  },
  baseOfOwnCurrency: {
    values: ['named', 'null'],
    standard: 'named',
    known:
      "base_currency_iso_code of an object in its project's own currency. The payload create_company_level_direct_cost " +
      'of the ERP events dictionary, read 2026-11-23, has null beside a rate of "1.0"; elsewhere unconfirmed.',
  },
  billedRate: {
    values: ['of the contract', 'of the table'],
    standard: 'of the contract',
    known:
      "The rate on invoices of both sides: their contract's, or the one that holds when they are read. Model of a " +
      'requisition, OpenAPI 2024-10, read 2026-11-27: "between the invoice currency and the project currency"; when it ' +
      'is fixed is unconfirmed.',
  },
  overrideDirection: {
    values: ['as the table', 'as objects'],
    standard: 'as the table',
    known:
      "company_currency_exchange_rate_override: units of the project's currency for one of the company's, as the " +
      'exchange rates, or the other way, as on objects. Reference of 2026, read 2026-11-27: "supersedes the ' +
      'company-level exchange rate"; its direction is unconfirmed.',
  },
  currencyDecimals: {
    values: ['two', 'of the currency'],
    standard: 'two',
    known:
      'Decimals of amounts in a currency that has not two: as they are today, or those of ISO 4217 (none for yen, three ' +
      'for Kuwaiti dinars). Unconfirmed: no document says. Amounts are kept in hundredths either way.',
  },
  paymentCurrency: {
    values: ['absent', 'present'],
    standard: 'absent',
    known:
      'Whether a contract payment says its currency at its own path. The model of contract_payments has none, those of ' +
      'payments_issued and payments_received do (OpenAPI 2024-10, read 2026-11-27).',
  },
} as const;
