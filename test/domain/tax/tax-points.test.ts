// Proves when tax on retainage falls due: every rule by jurisdiction, side of the books, way of accounting and date.
import { describe, expect, test } from 'vitest';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import type { BooksSide } from '../../../domain/mapping/mapping.ts';
import type { InvoicedBy, TaxOnRetainage } from '../../../domain/tax/tax-points.ts';
import { taxOnRetainage } from '../../../domain/tax/tax-points.ts';
import { mapping } from '../../support/domain-builders.ts';

type Jurisdiction = (typeof mapping)['retainage']['jurisdiction'];

function treated(
  jurisdiction: Jurisdiction,
  { basis = null, side = 'payable', by = 'them', date = '2026-05-31' }: Partial<Ask> = {},
) {
  const retainage = { ...mapping.retainage, jurisdiction };
  return taxOnRetainage({ retainage, salesTaxBasis: basis, side, invoicedBy: by, date });
}
type Ask = { basis: string | null; side: BooksSide; by: InvoicedBy; date: string };

/** As Xero names them. */
const bases = [null, 'ACCRUALS', 'CASH', 'PAYMENTS', 'INVOICE', 'FLATRATECASH', 'NONE'];
const sides = ['payable', 'receivable'] as const;

describe('tax on what is held', () => {
  test.each<[Jurisdiction, TaxOnRetainage, string]>([
    ['AU', 'deferred', 'GST on the retained part is attributed when it is received or invoiced'],
    ['NZ', 'deferred', 'the withheld part is supplied when it is due, paid or invoiced'],
    ['UK', 'deferred', 'under stage payments and single payments alike; reverse-charge lines'],
    ['CA', 'deferred', 'a holdback is taxed when it is paid or its period expires'],
    ['US', 'upFront', 'sales tax on retainage is a law of each state: set retainage.tax'],
  ])(
    'in %s is %s, on either side and however the firm accounts',
    (jurisdiction, treatment, rule) => {
      for (const side of sides) {
        for (const basis of bases) {
          const found = treated(jurisdiction, { side, basis });
          expect(found.treatment).toBe(treatment);
          expect(found.rule).toContain(rule);
        }
      }
    },
  );

  test.each<[Jurisdiction, InvoicedBy, TaxOnRetainage, string]>([
    ['AU', 'them', 'deferred', 'GST on the retained part is attributed when it is received'],
    ['AU', 'us', 'deferred', 'the tax invoice is ours (recipient-created): GST on the retained'],
    ['NZ', 'them', 'deferred', 'the withheld part is supplied when it is due, paid or invoiced'],
    [
      'NZ',
      'us',
      'deferred',
      'the tax invoice is ours (buyer-created): the withheld part is supplied',
    ],
    ['UK', 'them', 'deferred', 'VAT on retentions falls due when they are paid or invoiced'],
    [
      'UK',
      'us',
      'deferred',
      'the tax invoice is ours (self-billing): VAT on retentions falls due when',
    ],
    ['CA', 'them', 'deferred', 'a holdback is taxed when it is paid'],
    ['CA', 'us', 'deferred', 'a holdback is taxed when it is paid'],
    ['US', 'them', 'upFront', 'sales tax on retainage is a law of each state'],
    ['US', 'us', 'upFront', 'sales tax on retainage is a law of each state'],
  ])('in %s of what we owe, invoiced by %s, is %s', (jurisdiction, by, treatment, rule) => {
    const found = treated(jurisdiction, { by });
    expect(found.treatment).toBe(treatment);
    expect(found.rule.startsWith(rule)).toBe(true);
    // What we are owed we invoice ourselves, and that is no self-billing.
    expect(treated(jurisdiction, { by: 'us', side: 'receivable' }).rule).not.toContain('is ours');
  });

  test.each<[Jurisdiction, string, boolean]>([
    ['AU', '2000-06-30', false],
    ['AU', '2000-07-01', true],
    ['NZ', '1986-09-30', false],
    ['NZ', '1986-10-01', true],
    ['UK', '1995-10-19', false],
    ['UK', '1995-10-20', true],
    ['CA', '1990-12-31', false],
    ['CA', '1991-01-01', true],
    ['US', '1899-12-31', false],
    ['US', '1900-01-01', true],
  ])('in %s on %s follows a rule of its own: %s', (jurisdiction, date, isRuled) => {
    const { treatment, rule } = treated(jurisdiction, { date });
    expect(treated(jurisdiction, { date, by: 'us' }).treatment).toBe(treatment);
    expect(rule === 'no rule of the jurisdiction is older').toBe(!isRuled);
    // Before any rule nothing is taxed before it is let go.
    if (!isRuled) expect(treatment).toBe('deferred');
  });

  test.each(['deferred', 'upFront'] as const)('is %s everywhere where the firm says so', (tax) => {
    for (const jurisdiction of ['AU', 'NZ', 'UK', 'CA', 'US'] as const) {
      const retainage = { ...mapping.retainage, jurisdiction, tax };
      const ask = { retainage, salesTaxBasis: 'ACCRUALS', date: '2026-05-31' };
      for (const invoicedBy of ['them', 'us'] as const) {
        expect(taxOnRetainage({ ...ask, side: 'payable', invoicedBy })).toEqual({
          treatment: tax,
          rule: 'as retainage.tax in tieout.config.ts says',
        });
      }
    }
  });

  test('every jurisdiction that can be configured has a rule today', () => {
    for (const jurisdiction of ['AU', 'NZ', 'UK', 'CA', 'US'] as const) {
      expect(treated(jurisdiction, { date: '9999-12-31' }).rule).not.toContain('no rule');
      const retainage = { ...mapping.retainage, jurisdiction };
      expect(mappingSchema.safeParse({ ...mapping, retainage }).success).toBe(true);
    }
    const elsewhere = { ...mapping, retainage: { ...mapping.retainage, jurisdiction: 'FR' } };
    expect(mappingSchema.safeParse(elsewhere).success).toBe(false);
  });
});
