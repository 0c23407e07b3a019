// Proves that the Australian and the British company are of their country throughout, and share nothing that tells two
// organisations apart.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCompany, countsOf } from '../../../sandbox/company/build-company.ts';
import type { SeededCompany } from '../../../sandbox/company/seeded-company.ts';

const seeds = fc.string({ minLength: 1, maxLength: 12 });
const au = buildCompany('au');
const uk = buildCompany('uk');

describe.each(['au', 'uk'] as const)('%s', (name) => {
  test('any seed has 6 projects, 22 vendors, 23 contracts, 63 pay apps and 6 owner invoices', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const company = buildCompany(name, seed);
        expect(countsOf(company)).toEqual({
          ...{ projects: 6, vendors: 22, commitments: 23 },
          ...{ requisitions: 63, posted: 61, open: 2, ownerInvoices: 6 },
        });
        expect(company.traps.map(({ key }) => key).sort()).toEqual([
          'contactArchived',
          'contactSuggested',
          'lockedPeriod',
          'lookAlike',
          'partsNotWhole',
        ]);
      }),
      { numRuns: 15 },
    );
  });

  test('every vendor has a trade, and every contract begins with it', () => {
    const company = buildCompany(name);
    for (const { vendor_id, lines } of company.commitments) {
      const codes = company.costCodes.filter(({ id }) => id === lines[0]?.cost_code_id);
      const others = company.commitments.filter((other) => other.vendor_id === vendor_id);
      const first = others.map((other) => other.lines[0]?.description.split(' ')[0]);
      expect(codes).toHaveLength(1);
      expect(new Set(first).size).toBe(1);
    }
  });

  test('every account and every bill is taxed at a rate that is there and may be used on it', () => {
    const { xero } = buildCompany(name);
    const rateOf = (taxType: string) => xero.taxRates.find((rate) => rate.taxType === taxType);
    const fields = {
      ASSET: 'canApplyToAssets',
      EQUITY: 'canApplyToEquity',
      EXPENSE: 'canApplyToExpenses',
      LIABILITY: 'canApplyToLiabilities',
      REVENUE: 'canApplyToRevenue',
    } as const;
    for (const account of xero.chart) {
      expect(rateOf(account.taxType)?.[fields[account.class]], account.code).toBe(true);
    }
    expect(new Set(xero.chart.map(({ code }) => code)).size).toBe(xero.chart.length);
    for (const { lines } of xero.bills) {
      for (const { accountCode, taxType } of lines) {
        expect(xero.chart.find(({ code }) => code === accountCode)?.class).toBe('EXPENSE');
        expect(rateOf(taxType)?.canApplyToExpenses).toBe(true);
      }
    }
  });

  test('the accounts for revenue, markup and retention are there', () => {
    const classes = Object.fromEntries(
      buildCompany(name).xero.chart.map((account) => [account.code, account.class]),
    );
    expect(['200', '205', '617', '825'].map((code) => classes[code])).toEqual([
      'REVENUE',
      'REVENUE',
      'ASSET',
      'LIABILITY',
    ]);
  });
});

test('money, time and registers are the country’s', () => {
  expect([au.currency, au.timeZone]).toEqual(['AUD', 'Australia/Sydney']);
  expect([uk.currency, uk.timeZone]).toEqual(['GBP', 'Europe/London']);
  expect(au.xero.organisation).toMatchObject({
    ...{ version: 'AU', countryCode: 'AU', baseCurrency: 'AUD', salesTaxBasis: 'ACCRUALS' },
    ...{ timezone: 'AUSEASTERNSTANDARDTIME', financialYearEndMonth: 6 },
  });
  expect(uk.xero.organisation).toMatchObject({
    ...{ version: 'UK', countryCode: 'GB', baseCurrency: 'GBP', salesTaxBasis: 'ACCRUAL' },
    timezone: 'GMTSTANDARDTIME',
  });
  for (const vendor of au.vendors) {
    expect(vendor.business_register?.identifier).toMatch(/^\d{11}$/);
    expect(vendor.business_phone).toMatch(/^02 5550 0\d{3}$/);
  }
  for (const vendor of uk.vendors) {
    expect(vendor.business_register).toBeNull();
    expect(vendor.business_phone).toMatch(/^020 7946 0\d{3}$/);
  }
});

test('in the United Kingdom services are reverse charged; goods and surveys are not', () => {
  const codesOf = ({ lines }: SeededCompany['commitments'][number]): string[] => [
    ...new Set(lines.map((line) => uk.taxCodes.find(({ id }) => id === line.tax_code_id)!.code)),
  ];
  const nameOf = (id: number) => uk.vendors.find((vendor) => vendor.id === id)!.name;
  for (const commitment of uk.commitments) {
    const isService = commitment.kind === 'wo' && !nameOf(commitment.vendor_id).includes('Survey');
    expect(codesOf(commitment), nameOf(commitment.vendor_id)).toEqual([
      isService ? 'DRC20' : 'VAT20',
    ]);
  }
  const twin = uk.traps.find(({ key }) => key === 'lookAlike')!;
  const claim = uk.requisitions.find(({ id }) => id === twin.requisitionIds[0])!;
  const bill = uk.xero.bills.find(({ invoiceNumber }) => invoiceNumber === 'inv2217')!;
  expect([bill.totalTax, bill.total]).toEqual(['0.00', claim.summary.current_payment_due]);
});

test('one vendor of the British company is a subcontractor under the Construction Industry Scheme', () => {
  const contacts = uk.xero.contacts.filter(({ cisRate }) => cisRate !== undefined);
  expect(contacts.map(({ cisRate }) => cisRate)).toEqual(['20']);
  expect(uk.vendors.map(({ name }) => name)).toContain(contacts[0]?.name);
  expect(au.xero.contacts.some(({ cisRate }) => cisRate !== undefined)).toBe(false);
});

test('no id of one organisation is another’s', () => {
  const ids = [buildCompany('demo'), au, uk].flatMap(({ xero }) => [
    xero.organisation.organisationId,
    ...xero.chart.map(({ accountId }) => accountId),
    ...xero.trackingCategories.map(({ trackingCategoryId }) => trackingCategoryId),
  ]);
  expect(new Set(ids).size).toBe(ids.length);
});
