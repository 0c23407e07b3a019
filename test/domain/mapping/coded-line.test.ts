// Proves how one line is coded, and that whatever has no place in Xero is named instead of guessed.
import { describe, expect, test } from 'vitest';
import { codeWorkLine, codeRetentionLine } from '../../../domain/mapping/coded-line.ts';
import type { CodingGround } from '../../../domain/mapping/coded-line.ts';
import {
  account,
  chartExcerpt,
  input2,
  mapping,
  noTax,
  optionCode,
  project,
  retentionAccount,
  sovLine,
  tracked,
} from '../../support/domain-builders.ts';

const context: CodingGround = {
  side: 'payable',
  mapping,
  project,
  taxCodes: [
    { kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' },
    { kind: 'procoreTaxCode', id: 't9', code: 'GST9', rate: '9' },
  ],
  chart: chartExcerpt,
};
const line = sovLine('1', '100.00');
const { accounts, codes } = chartExcerpt;
const chart = (over: Partial<CodingGround['chart']>): CodingGround => ({
  ...context,
  chart: { ...chartExcerpt, ...over },
});

describe('a cost line', () => {
  test('takes the account of its cost type, and tracking by project and cost code', () => {
    expect(codeWorkLine(context, line)).toEqual({
      ok: true,
      coding: {
        accountCode: '310',
        taxType: 'INPUT2',
        taxRate: '15',
        tracking: [
          tracked(optionCode('Project', '26-001 Ferry Terminal')),
          tracked(optionCode('Cost code', '02-200 Earthworks')),
        ],
      },
    });
  });

  test('without a tax code takes the tax type under "none"', () => {
    const result = codeWorkLine(context, { ...line, taxCodeId: null });
    expect(result).toMatchObject({ ok: true, coding: { taxType: 'NONE', taxRate: '0.0000' } });
  });

  test.each<[string, CodingGround, Partial<typeof line>, string, string]>([
    [
      'a cost type without an account',
      context,
      { costType: { code: 'E', name: 'E' } },
      'unmappedCode',
      'cost type E has no Xero account',
    ],
    [
      'no cost type at all',
      context,
      { costType: null },
      'unmappedCode',
      'cost type (none) has no Xero account',
    ],
    [
      'an account that Xero archived',
      chart({ accounts: [account('310', { status: 'ARCHIVED' })] }),
      {},
      'unmappedCode',
      'account 310 "Account 310" is archived in Xero',
    ],
    [
      'an account that Xero does not have',
      chart({ accounts: [] }),
      {},
      'unmappedCode',
      'Xero has no account 310',
    ],
    ['no cost code', context, { costCode: null }, 'unmappedCode', 'a line has no cost code'],
    [
      'a cost code without an option',
      context,
      { costCode: { code: '99', name: 'New' } },
      'unmappedCode',
      `Xero's Cost code tracking has no option "99 New"`,
    ],
    [
      'a project without an option',
      chart({ codes: codes.slice(1) }),
      {},
      'unmappedCode',
      `Xero's Project tracking has no option "26-001 Ferry Terminal"`,
    ],
    [
      'an option that Xero archived',
      chart({ codes: codes.map((o) => ({ ...o, status: 'ARCHIVED' })) }),
      {},
      'unmappedCode',
      `the option "26-001 Ferry Terminal" of Xero's Project tracking is archived`,
    ],
    [
      'an option of the other category',
      chart({ codes: codes.map((o) => ({ ...o, category: 'Project' })) }),
      {},
      'unmappedCode',
      `Xero's Cost code tracking has no option "02-200 Earthworks"`,
    ],
    [
      'a tax code Procore does not list',
      context,
      { taxCodeId: 't1+t2' },
      'unmappedTax',
      "Procore's tax code t1 is not known",
    ],
    [
      'a tax code without a tax type',
      context,
      { taxCodeId: 't9' },
      'unmappedTax',
      'tax code GST9 has no Xero tax type',
    ],
    [
      'no tax code where "none" is not mapped',
      { ...context, mapping: { ...mapping, taxTypes: { GST15: 'INPUT2' } } },
      { taxCodeId: null },
      'unmappedTax',
      'a line has no tax code',
    ],
    [
      'a tax type that Xero archived',
      chart({ taxRates: [{ ...input2, status: 'ARCHIVED' }, noTax] }),
      {},
      'unmappedTax',
      'tax type INPUT2 "15% GST on Expenses" is archived in Xero',
    ],
  ])('with %s is refused', (_what, given, over, kind, detail) => {
    expect(codeWorkLine(given, { ...line, ...over })).toEqual({
      ok: false,
      problem: { kind, detail },
    });
  });
});

describe('a retention line', () => {
  const tax = { taxType: 'INPUT2', taxRate: '15' };

  test('goes to the retention account, tracked as held back on this project', () => {
    expect(codeRetentionLine(context, tax)).toEqual({
      ok: true,
      coding: {
        accountCode: '825',
        ...tax,
        tracking: [
          tracked(optionCode('Project', '26-001 Ferry Terminal')),
          tracked(optionCode('Cost code', 'Retention held')),
        ],
      },
    });
  });

  test.each<[string, CodingGround, string]>([
    [
      'an archived account',
      chart({ accounts: [...accounts.slice(0, 2), { ...retentionAccount, status: 'ARCHIVED' }] }),
      'account 825 "Account 825" is archived in Xero',
    ],
    [
      'no held-back option',
      chart({ codes: codes.slice(0, 3) }),
      `Xero's Cost code tracking has no option "Retention held"`,
    ],
  ])('with %s is refused', (_what, given, detail) => {
    expect(codeRetentionLine(given, tax)).toEqual({
      ok: false,
      problem: { kind: 'unmappedCode', detail },
    });
  });
});
