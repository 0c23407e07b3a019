// The books of a firm under each tax regime: its mapping, its chart in Xero, and the tax codes Procore has.
import { contentHash } from '../../../../domain/identity/canonical-json.ts';
import type { Mapping } from '../../../../domain/mapping/mapping.ts';
import type { ProcoreTaxCode } from '../../../../domain/records/procore/tax-code.ts';
import type { XeroTaxRate } from '../../../../domain/records/xero/chart.ts';
import type { XeroOrganisation } from '../../../../domain/records/xero/organisation.ts';
import {
  account,
  mapping as usualMapping,
  optionCode,
  organisation as usualOrganisation,
  project,
} from '../../../support/domain-builders.ts';
import type { Regime, Setup, Side, SideAccounts, Tax } from './life.ts';
import { taxes } from './life.ts';

/** Where the firm of these tests has everything, whatever its regime. */
export const accounts: Record<Side, SideAccounts> = {
  payable: { S: '310', M: '312', markup: '', held: '825' },
  receivable: { S: '200', M: '201', markup: '205', held: '826' },
};

const currencies: Record<Regime, string> = { NZ: 'NZD', AU: 'AUD', UK: 'GBP' };

function mappingOf({ regime, retainage, heldTax }: Setup): Mapping {
  const { payable, receivable } = accounts;
  const types = (side: Side) =>
    Object.fromEntries(taxes[regime].map((tax) => [tax.code ?? 'none', tax[side]]));
  return {
    ...usualMapping,
    accounts: {
      byCostType: { S: payable.S, M: payable.M },
      fallback: null,
      retentionPayable: payable.held,
      revenue: { byCostType: { S: receivable.S, M: receivable.M }, fallback: null },
      revenueMarkup: receivable.markup,
      retentionReceivable: receivable.held,
    },
    taxTypes: types('payable'),
    salesTaxTypes: types('receivable'),
    postedStatuses: {
      ...usualMapping.postedStatuses,
      commitment: ['Approved', 'Complete', 'Closed'],
    },
    retainage: {
      payable: { mode: retainage, byContract: {} },
      receivable: { mode: retainage, byContract: {} },
      jurisdiction: regime,
      selfBilled: [],
      tax: heldTax === 'deferred' ? 'byJurisdiction' : 'upFront',
    },
  };
}

function ratesOf(regime: Regime): XeroTaxRate[] {
  const rate = (tax: Tax, taxType: string): XeroTaxRate => ({
    ...{ taxType, name: `${tax.code ?? 'none'} as ${taxType}`, rate: `${tax.percent}.0000` },
    status: 'ACTIVE',
    appliesTo: ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'],
  });
  const all = taxes[regime].flatMap((tax) => [rate(tax, tax.payable), rate(tax, tax.receivable)]);
  return all.filter(
    ({ taxType }, index) => all.findIndex((one) => one.taxType === taxType) === index,
  );
}

const chartAccounts = [
  account('310'),
  account('312'),
  ...['200', '201', '205'].map((code) =>
    account(code, { accountClass: 'REVENUE', type: 'REVENUE' }),
  ),
  account('825', { type: 'CURRLIAB', accountClass: 'LIABILITY' }),
  account('826', { type: 'CURRENT', accountClass: 'ASSET' }),
];

const options = [
  optionCode('Project', `${project.number} ${project.name}`),
  optionCode('Cost code', '02-200 Earthworks'),
  optionCode('Cost code', '03-300 Concrete'),
  optionCode('Cost code', 'Retention held'),
];

export type Books = ReturnType<typeof booksOf>;

export function booksOf(setup: Setup) {
  const { regime } = setup;
  const mapping = mappingOf(setup);
  const organisation: XeroOrganisation = { ...usualOrganisation, baseCurrency: currencies[regime] };
  const taxCodes = taxes[regime].flatMap(({ code, percent }): ProcoreTaxCode[] =>
    code === null ? [] : [{ kind: 'procoreTaxCode', id: `t-${code}`, code, rate: String(percent) }],
  );
  const chart = { accounts: chartAccounts, taxRates: ratesOf(regime), codes: options, links: [] };
  return { mapping, mappingVersion: contentHash(mapping), organisation, taxCodes, chart };
}
