// Proves that a mapping is checked against the chart Xero has: each code that cannot be used, by its key and with what to use.
import { describe, expect, test } from 'vitest';
import { mappingProblems } from '../../../domain/mapping/check-chart.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { account, fullChart, mapping } from '../../support/domain-builders.ts';

const accounts = (over: Partial<Mapping['accounts']>): Mapping => ({
  ...mapping,
  accounts: { ...mapping.accounts, ...over },
});
const taxTypes = (given: Mapping['taxTypes']): Mapping => ({ ...mapping, taxTypes: given });
const tracking = (over: Partial<Mapping['tracking']>): Mapping => ({
  ...mapping,
  tracking: { ...mapping.tracking, ...over },
});

const payments: Mapping['payments'] = {
  ...mapping.payments,
  direction: 'procoreToXero',
  paidFrom: '090',
};

describe('a mapping against the live chart', () => {
  test('has no problem where every code can be used', () => {
    expect(mappingProblems(fullChart, mapping)).toEqual([]);
  });

  test.each<[string, Mapping, string[]]>([
    [
      'an account Xero does not have',
      accounts({ byCostType: { S: '311' } }),
      ['accounts.byCostType.S: Xero has no account 311; use one of 310, 312'],
    ],
    [
      'an archived account',
      accounts({ byCostType: { S: '314' } }),
      ['accounts.byCostType.S: account 314 is ARCHIVED in Xero; use one of 312, 310'],
    ],
    [
      'a cost type of an account Xero does not have',
      { ...mapping, actuals: { ...mapping.actuals, costTypes: { '310': 'S', '311': 'M' } } },
      ['actuals.costTypes.311: Xero has no account 311; use one of 310, 312'],
    ],
    [
      'a bank account',
      accounts({ fallback: '090' }),
      ['accounts.fallback: account 090 (Account 090) is a bank account; use one of 310, 312'],
    ],
    [
      'a system account',
      accounts({ retentionPayable: '800' }),
      ['accounts.retentionPayable: account 800 (Account 800) is a system account; use one of 825'],
    ],
    [
      'a retention account that is a cost',
      accounts({ retentionPayable: '310' }),
      [
        'accounts.retentionPayable: account 310 (Account 310) is not a liability in Xero; use one of 825',
      ],
    ],
    [
      'a retention account Xero does not have',
      accounts({ retentionPayable: '9999' }),
      ['accounts.retentionPayable: Xero has no account 9999; use one of 825'],
    ],
    [
      'a code near a liability, for a cost',
      accounts({ byCostType: { S: '9999' } }),
      ['accounts.byCostType.S: Xero has no account 9999; use one of 312, 310'],
    ],
    [
      'a tax type Xero does not have',
      taxTypes({ GST15: 'INPUT9' }),
      ['taxTypes.GST15: Xero has no active tax type INPUT9; use one of INPUT2, NONE'],
    ],
    [
      'an archived tax type',
      taxTypes({ GST15: 'INPUT' }),
      ['taxTypes.GST15: Xero has no active tax type INPUT; use one of INPUT2, NONE'],
    ],
    [
      'a tax type for income',
      taxTypes({ none: 'OUTPUT2' }),
      ['taxTypes.none: tax type OUTPUT2 cannot be used on costs; use one of INPUT2, NONE'],
    ],
    [
      'a retention account that is revenue',
      accounts({ retentionPayable: '200' }),
      [
        'accounts.retentionPayable: account 200 (Account 200) is not a liability in Xero; use one of 825',
      ],
    ],
    [
      'a cost type that goes to revenue',
      accounts({ byCostType: { S: '200' } }),
      [
        'accounts.byCostType.S: account 200 (Account 200) is no account for costs; use one of 310, 312',
      ],
    ],
    [
      'revenue that goes to costs',
      accounts({ revenue: { byCostType: { S: '310' }, fallback: null } }),
      [
        'accounts.revenue.byCostType.S: account 310 (Account 310) is not revenue in Xero; use one of 205, 200',
      ],
    ],
    [
      'revenue that goes to a retention account',
      accounts({ revenue: { byCostType: {}, fallback: '825' } }),
      [
        'accounts.revenue.fallback: account 825 (Account 825) is not revenue in Xero; use one of 205, 200',
      ],
    ],
    [
      'markup on an account Xero does not have',
      accounts({ revenueMarkup: '206' }),
      ['accounts.revenueMarkup: Xero has no account 206; use one of 205, 200'],
    ],
    [
      'what owners retain as a cost',
      accounts({ retentionReceivable: '310' }),
      [
        'accounts.retentionReceivable: account 310 (Account 310) is neither an asset nor deferred income in Xero; use one of 826',
      ],
    ],
    [
      'what owners retain on a bank account',
      accounts({ retentionReceivable: '090' }),
      ['accounts.retentionReceivable: account 090 (Account 090) is a bank account; use one of 826'],
    ],
    ['what owners retain as deferred income', accounts({ retentionReceivable: '825' }), []],
    [
      'no accounts of the owners’ side, which leaves owner invoices to people',
      accounts({ revenue: null, revenueMarkup: null, retentionReceivable: null }),
      [],
    ],
    [
      'a sales tax type Xero does not have',
      { ...mapping, salesTaxTypes: { GST15: 'OUTPUT9' } },
      ['salesTaxTypes.GST15: Xero has no active tax type OUTPUT9; use one of OUTPUT2'],
    ],
    [
      'a sales tax type for costs',
      { ...mapping, salesTaxTypes: { none: 'INPUT2' } },
      ['salesTaxTypes.none: tax type INPUT2 cannot be used on revenue; use one of OUTPUT2'],
    ],
    [
      'a tracking category Xero does not have',
      tracking({ projectCategory: 'Job' }),
      [
        'tracking.projectCategory: Xero has no active tracking category "Job"; it has "Project", "Cost code"',
      ],
    ],
    [
      'an archived tracking category',
      tracking({ costCodeCategory: 'Region' }),
      [
        'tracking.costCodeCategory: Xero has no active tracking category "Region"; it has "Project", "Cost code"',
      ],
    ],
  ])('%s is named with its key and the fix', (_what, given, problems) => {
    expect(mappingProblems(fullChart, given)).toEqual(problems);
  });

  test.each<[string, Mapping['payments'], string[]]>([
    ['a bank account', { ...payments, paidFrom: '090' }, []],
    ['an account that is set to take payments', { ...payments, paidFrom: '880' }, []],
    [
      'one that takes none',
      { ...payments, paidFrom: '310' },
      ['payments.paidFrom: account 310 takes no payments; use one of 090, 880'],
    ],
    [
      'one that Xero does not have',
      { ...payments, receivedInto: '091' },
      ['payments.receivedInto: Xero has no account 091; use one of 090, 880'],
    ],
    [
      'any, where payments go from Xero',
      { ...payments, direction: 'xeroToProcore', paidFrom: '091' },
      [],
    ],
  ])('payments through %s', (_what, set, problems) => {
    const chart = {
      ...fullChart,
      accounts: [
        ...fullChart.accounts.filter(({ code }) => code !== '090'),
        account('090', { type: 'BANK', accountClass: 'ASSET' }),
        account('880', { accountClass: 'EQUITY', enablePaymentsToAccount: true }),
      ],
    };
    expect(mappingProblems(chart, { ...mapping, payments: set })).toEqual(problems);
  });

  test('every problem is listed at once, in the order of the file', () => {
    const keys = mappingProblems(fullChart, {
      ...accounts({ byCostType: { S: '1', M: '2' }, fallback: '3', retentionPayable: '4' }),
      taxTypes: { GST15: 'X' },
      tracking: { ...mapping.tracking, projectCategory: 'A', costCodeCategory: 'B' },
    }).map((problem) => problem.split(':')[0]);
    expect(keys).toEqual([
      'accounts.byCostType.S',
      'accounts.byCostType.M',
      'accounts.fallback',
      'accounts.retentionPayable',
      'taxTypes.GST15',
      'tracking.projectCategory',
      'tracking.costCodeCategory',
    ]);
  });

  test('an empty chart is said to have none', () => {
    const [first] = mappingProblems({ ...fullChart, accounts: [] }, mapping);
    expect(first).toBe(
      'accounts.byCostType.S: Xero has no account 310; use one of (Xero has none)',
    );
  });
});
