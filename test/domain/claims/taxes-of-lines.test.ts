// Proves that every line carries the tax its own codes say, several at once as a set, and that what is held and let go follows it.
import { describe, expect, test } from 'vitest';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { documentsOf, posted, releaseOf, second } from '../../support/claims.ts';
import {
  chartExcerpt,
  input2,
  item,
  mapping,
  payAppObservation,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { toldOf } from '../../support/plan-rows.ts';

const taxCode = (id: string, code: string, rate: string) =>
  ({ kind: 'procoreTaxCode', id, code, rate }) as const;

/** British Columbia: 5 % GST and 7 % PST on one line. */
const canada: Partial<PayAppObservation> = {
  mapping: {
    ...mapping,
    taxTypes: { 'GST+PST': 'TAX012', GST: 'TAX005', none: 'NONE' },
    retainage: { ...mapping.retainage, jurisdiction: 'CA' },
  },
  taxCodes: [taxCode('g', 'GST', '5'), taxCode('p', 'PST', '7')],
  chart: {
    ...chartExcerpt,
    taxRates: [
      ...chartExcerpt.taxRates,
      { ...input2, taxType: 'TAX012', name: 'GST/PST on Purchases', rate: '12' },
      { ...input2, taxType: 'TAX005', name: 'GST on Purchases', rate: '5' },
    ],
  },
};
const taxed = (taxCodeId: string, rate: string) => ({ tax: { taxCodeId, rate } });
const both = (first: object, next: object, tax: string | null = null) =>
  requisition({
    items: [
      item('1', { work: '10000.00', held: '1000.00' }, first),
      item('2', { work: '2000.00', held: '200.00' }, next),
    ],
    summary: summary('12000.00', '1200.00', '0.00', { taxApplicableToThisPayment: tax }),
  });

describe('several taxes on one line', () => {
  test('are one tax type, mapped as a set; what is held carries it too', () => {
    // 12 % of 10,000.00 − 1,000.00 and 5 % of 2,000.00 − 200.00.
    const claim = both(taxed('g+p', '12'), taxed('g', '5'), '1170.00');
    const seen = payAppObservation({ ...canada, claim });
    expect(toldOf(seen)).toEqual(['create', null, 'bill']);
    expect(documentsOf(seen)).toEqual([
      'bill | INV-1042 | AUTHORISED | 310 TAX012 10000.00 | 310 TAX005 2000.00 | 825 TAX012 -1000.00 | 825 TAX005 -200.00',
    ]);
    expect(posted(seen).target?.totalTax).toBe('1170.00');
  });

  test.each<[string, object, string]>([
    ['in whatever order Procore names them', taxed('p+g', '12'), 'bill'],
    [
      'of which one is not known',
      taxed('g+x', '12'),
      `Procore's tax code x is not known (line "Line 1")`,
    ],
    [
      'that are mapped one by one only',
      taxed('p+p', '14'),
      'tax codes PST+PST have no Xero tax type (line "Line 1")',
    ],
    [
      'of which one alone is on the line',
      taxed('p', '7'),
      'tax code PST has no Xero tax type (line "Line 1")',
    ],
  ])('%s', (_what, first, says) => {
    const seen = payAppObservation({ ...canada, claim: both(first, taxed('g', '5')) });
    expect(toldOf(seen)[2]).toBe(says);
    expect(toldOf(seen)[1]).toBe(says === 'bill' ? null : 'unmappedTax');
  });
});

describe('two tax types in one claim', () => {
  test('are held each on a line of its own, and Procore’s tax on the gross is timing', () => {
    // Tax on 10,000.00 is 1,500.00 where the gross is taxed, and 1,350.00 where what is held is not taxed yet.
    for (const tax of ['1350.00', '1500.00', '1350.01']) {
      const seen = payAppObservation({ claim: both({}, { tax: null }, tax) });
      expect(toldOf(seen)).toEqual(['create', null, 'bill']);
      expect(documentsOf(seen)).toEqual([
        'bill | INV-1042 | AUTHORISED | 310 INPUT2 10000.00 | 310 NONE 2000.00 | 825 INPUT2 -1000.00 | 825 NONE -200.00',
      ]);
    }
  });
});

describe('tax on what is held, due up front', () => {
  const upFront = { ...mapping, retainage: { ...mapping.retainage, tax: 'upFront' } } as const;
  const around = { mapping: upFront, heldInXero: [{ taxType: 'NONE', amount: '1000.00' }] };

  test('is left out of the retention lines, on the bill and on the release', () => {
    const claim = requisition({
      summary: summary('10000.00', '1000.00', '0.00', { taxApplicableToThisPayment: '1500.00' }),
    });
    const seen = payAppObservation({ mapping: upFront, claim });
    expect(documentsOf(seen)).toEqual([
      'bill | INV-1042 | AUTHORISED | 310 INPUT2 10000.00 | 825 NONE -1000.00',
    ]);
    expect(posted(seen).target?.totalTax).toBe('1500.00');
    const release = releaseOf(second({ released: '400.00' }, around));
    expect(toldOf(release)).toEqual(['create', null, 'release']);
    expect(documentsOf(release)).toEqual(['release | INV-1043 | AUTHORISED | 825 NONE 400.00']);
  });

  test('a claim that is posted keeps the way it was taxed when the setting moves', () => {
    const seen = posted(payAppObservation());
    const claim = requisition({
      items: [item('1', { work: '11000.00', held: '1100.00' })],
      summary: summary('11000.00', '1100.00'),
    });
    const [update] = documentsOf({ ...seen, claim, mapping: upFront });
    expect(update).toBe('bill | INV-1042 |  | 310 INPUT2 11000.00 | 825 INPUT2 -1100.00');
  });
});
