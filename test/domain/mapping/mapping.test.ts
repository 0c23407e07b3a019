// Proves how a code finds its account, tax type and tracking option, and that a bad mapping file is refused by its key.
import { describe, expect, test } from 'vitest';
import {
  accountFor,
  mappingSchema,
  mappingVersionOf,
  taxTypeFor,
} from '../../../domain/mapping/mapping.ts';
import {
  costCodeOptionOf,
  projectOptionOf,
  subJobOptionOf,
} from '../../../domain/mapping/option-names.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { mapping } from '../../support/domain-builders.ts';

function withTracking(over: Partial<Mapping['tracking']>): Mapping {
  return { ...mapping, tracking: { ...mapping.tracking, ...over } };
}

describe('the option of a sub job', () => {
  const project = { number: '26-001', name: 'Ferry Terminal' };

  test.each([
    ['{number} {subJob}', 'North block', '26-001 North block'],
    ['{name}: {subJob}', 'North  block', 'Ferry Terminal: North block'],
    ['{number} {subJob}', 'x'.repeat(200), `26-001 ${'x'.repeat(93)}`],
  ])('%j of %j is named by the rule, within 100 characters', (subJobOption, name, option) => {
    const named = subJobOptionOf(withTracking({ subJobOption }), project, { name });
    expect(named).toBe(option);
    expect(named.length).toBeLessThanOrEqual(100);
  });

  test.each([
    ['{number}', 'must name {subJob}'],
    ['{subJob} {region}', '"{region}" stands for nothing here'],
  ])('the rule %j is refused', (subJobOption, why) => {
    const read = mappingSchema.safeParse(withTracking({ subJobOption }));
    expect(read.error?.issues[0]?.message).toContain(why);
  });
});

describe('option templates', () => {
  test.each([
    ['{number} {name}', '26-001 Ferry Terminal'],
    ['{name}', 'Ferry Terminal'],
    ['P-{number}', 'P-26-001'],
    ['  {number}   {name}  ', '26-001 Ferry Terminal'],
    ['{number} {region}', '26-001 {region}'],
    ['{constructor}', '{constructor}'],
    ['Everything', 'Everything'],
  ])('%j of a project is %j', (projectOption, option) => {
    const project = { number: '26-001', name: 'Ferry Terminal' };
    expect(projectOptionOf(withTracking({ projectOption }), project)).toBe(option);
  });

  test('a name that looks like a template is taken as it is', () => {
    const project = { number: '26-001', name: '{number} Street' };
    expect(projectOptionOf(mapping, project)).toBe('26-001 {number} Street');
  });

  test('a cost code fills its own template', () => {
    const costCode = { code: '02-200', name: 'Earthworks' };
    expect(costCodeOptionOf(mapping, costCode)).toBe('02-200 Earthworks');
    const codeOnly = withTracking({ costCodeOption: '{code}' });
    expect(costCodeOptionOf(codeOnly, costCode)).toBe('02-200');
  });
});

describe('accounts by cost type', () => {
  const withFallback = { ...mapping, accounts: { ...mapping.accounts, fallback: '318' } };

  test.each([
    ['S', '310', '310'],
    ['M', '312', '312'],
    ['Q', null, '318'],
    ['constructor', null, '318'],
    ['toString', null, '318'],
    [null, null, '318'],
  ])('%j is account %j without a fallback, %j with one', (costType, plain, covered) => {
    expect(accountFor(mapping, 'payable', costType)).toBe(plain);
    expect(accountFor(withFallback, 'payable', costType)).toBe(covered);
  });
});

describe('tax types by tax code', () => {
  test.each([
    ['GST15', 'INPUT2'],
    ['GST0', null],
    ['constructor', null],
    [null, 'NONE'],
  ])('%j is %j', (taxCode, taxType) => {
    expect(taxTypeFor(mapping, 'payable', taxCode === null ? [] : [taxCode])).toBe(taxType);
  });

  test('a line without a tax code has no tax type where the key "none" is absent', () => {
    expect(taxTypeFor({ ...mapping, taxTypes: { GST15: 'INPUT2' } }, 'payable', [])).toBeNull();
  });
});

describe('the mapping file', () => {
  test('is accepted as the builders have it', () => {
    expect(mappingSchema.parse(mapping)).toEqual(mapping);
  });

  const { accounts, tracking } = mapping;
  const withoutFallback: Partial<typeof accounts> = { ...accounts };
  delete withoutFallback.fallback;

  test.each<[string, string, unknown]>([
    ['a version it does not know', 'version', { ...mapping, version: 2 }],
    ['a connection in capitals', 'connection', { ...mapping, connection: 'Demo' }],
    ['a connection of 21 letters', 'connection', { ...mapping, connection: 'a'.repeat(21) }],
    ['a connection with a slash', 'connection', { ...mapping, connection: 'a/b' }],
    ['a connection named after Xero', 'connection', { ...mapping, connection: 'xero-nz' }],
    [
      'an account of 11 characters',
      'accounts.byCostType.S',
      { ...mapping, accounts: { ...accounts, byCostType: { S: '12345678901' } } },
    ],
    ['no word on a fallback', 'accounts.fallback', { ...mapping, accounts: withoutFallback }],
    [
      'an empty retention account',
      'accounts.retentionPayable',
      { ...mapping, accounts: { ...accounts, retentionPayable: '' } },
    ],
    [
      'a number for an account',
      'accounts.retentionPayable',
      { ...mapping, accounts: { ...accounts, retentionPayable: 825 } },
    ],
    ['an empty tax type', 'taxTypes.GST15', { ...mapping, taxTypes: { GST15: '' } }],
    [
      'an empty template',
      'tracking.projectOption',
      { ...mapping, tracking: { ...tracking, projectOption: '' } },
    ],
    [
      'no posted status',
      'postedStatuses.payApp',
      { ...mapping, postedStatuses: { commitment: ['Approved'], payApp: [] } },
    ],
    [
      'a pay app status Procore does not have',
      'postedStatuses.payApp.0',
      { ...mapping, postedStatuses: { commitment: ['Approved'], payApp: ['aproved'] } },
    ],
    [
      'a commitment status written small',
      'postedStatuses.commitment.0',
      { ...mapping, postedStatuses: { commitment: ['approved'], payApp: ['approved'] } },
    ],
    [
      "a cost code's placeholder in the project's template",
      'tracking.projectOption',
      { ...mapping, tracking: { ...tracking, projectOption: '{code} {name}' } },
    ],
    [
      'a brace that is not closed',
      'tracking.costCodeOption',
      { ...mapping, tracking: { ...tracking, costCodeOption: '{code' } },
    ],
    [
      'payments recorded in Procore and no account to pay from',
      'payments.paidFrom',
      {
        ...mapping,
        accounts: { ...mapping.accounts, revenue: null },
        payments: { direction: 'procoreToXero' },
      },
    ],
    [
      'payments recorded in Procore and no account for what owners pay',
      'payments.receivedInto',
      { ...mapping, payments: { direction: 'procoreToXero', paidFrom: '090' } },
    ],
    [
      'a vendor named and not numbered',
      'retainage.selfBilled.0',
      { ...mapping, retainage: { ...mapping.retainage, selfBilled: ['Kauri Concrete Ltd'] } },
    ],
    [
      'a vendor named twice',
      'retainage.selfBilled.1',
      { ...mapping, retainage: { ...mapping.retainage, selfBilled: ['17', '17'] } },
    ],
    [
      'a material that is no cost type of the accounts',
      'cis.materials.0',
      { ...mapping, cis: { materials: ['m'] } },
    ],
    [
      'a material that is written twice',
      'cis.materials.1',
      { ...mapping, cis: { materials: ['M', 'M'] } },
    ],
  ])('with %s is refused at %s', (_what, key, file) => {
    const result = mappingSchema.safeParse(file);
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([key]);
  });

  test('names a key it does not know', () => {
    const result = mappingSchema.safeParse({ ...mapping, taxTypos: {} });
    expect(result.error?.issues[0]?.message).toBe(
      'there is no key "taxTypos" here; the keys are version, connection, projects, accounts, taxTypes, salesTaxTypes, tracking, postedStatuses, directions, contacts, currencies, retainage, payments, actuals, directCosts, budgets, labour, cis, attachments, historyNotes, xeroDay',
    );
  });
});

describe('the mapping version', () => {
  test('is the same for the same file, whatever the order of its keys', () => {
    const reordered = Object.fromEntries(Object.entries(mapping).reverse()) as Mapping;
    expect(mappingVersionOf(reordered)).toBe(mappingVersionOf(mapping));
  });

  test('moves with every word of it', () => {
    const versions = [
      mapping,
      withTracking({ retentionOption: 'Held' }),
      { ...mapping, taxTypes: { ...mapping.taxTypes, GST15: 'NONE' } },
      { ...mapping, accounts: { ...mapping.accounts, fallback: '318' } },
    ].map(mappingVersionOf);
    expect(new Set(versions).size).toBe(versions.length);
  });
});
