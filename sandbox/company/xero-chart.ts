// The chart of accounts and tax rates that a seeded Xero organisation starts with.
import type { XeroAccount, XeroTaxRate } from './seeded-company.ts';
import type { Country } from './countries/country.ts';
import { uuidFrom } from './random.ts';

export function xeroChart(seed: string, { chart, bankNumbers }: Country['books']): XeroAccount[] {
  return chart.map(([code, name, type, accountClass, taxType, systemAccount]) => ({
    accountId: uuidFrom(seed, `account/${code}`),
    code,
    name,
    type,
    class: accountClass,
    taxType,
    systemAccount,
    bankAccountNumber: bankNumbers[code] ?? null,
    enablePaymentsToAccount: false,
  }));
}

export function xeroTaxRates({ taxRates }: Country['books']): XeroTaxRate[] {
  return taxRates.map(({ on, ...rate }) => ({ ...rate, status: 'ACTIVE', ...on }));
}
