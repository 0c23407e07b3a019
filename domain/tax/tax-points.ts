// When tax on retainage falls due, as data: one row a rule, with the law it rests on. Never decided anywhere else.
import type { BooksSide, Mapping } from '../mapping/mapping.ts';

/**
 * `deferred` = the retention lines carry the tax type of the work they reduce, so that its tax is counted when it is
 * released; `upFront` = they carry no tax, so that tax is due on the full price at once.
 */
export type TaxOnRetainage = 'deferred' | 'upFront';

type TaxPoint = {
  jurisdiction: Mapping['retainage']['jurisdiction'];
  side: BooksSide | 'either';
  /** How the organisation accounts for tax; null for any way. */
  basis: 'accrual' | 'cash' | null;
  /** The first day it is the law, YYYY-MM-DD. */
  from: string;
  treatment: TaxOnRetainage;
  /** Said to a person beside what it decided. */
  rule: string;
  source: string;
};

/** The last row that fits decides. Dates are of the document. */
const taxPoints: readonly TaxPoint[] = [
  {
    jurisdiction: 'AU',
    side: 'either',
    basis: null,
    from: '2000-07-01',
    treatment: 'deferred',
    rule: 'GST on the retained part is attributed when it is received or invoiced by itself',
    source:
      'ATO PAR 2017/2 (replacing PAR 2000/1S6) under s 29-25 GST Act, read 2026-11-23; on a cash basis GST follows the payment all the same',
  },
  {
    jurisdiction: 'NZ',
    side: 'either',
    basis: null,
    from: '1986-10-01',
    treatment: 'deferred',
    rule: 'the withheld part is supplied when it is due, paid or invoiced',
    source:
      'GST Act 1985 s 9(3)(aa), unconfirmed; the general rule of s 9(1) is read 2026-11-23. Set retainage.tax where an accountant reads it otherwise',
  },
  {
    jurisdiction: 'UK',
    side: 'either',
    basis: null,
    from: '1995-10-20',
    treatment: 'deferred',
    rule: 'VAT on retentions falls due when they are paid or invoiced, under stage payments and single payments alike; reverse-charge lines carry the same type and no VAT',
    source:
      'VAT Regulations 1995 reg 89 and 93; HMRC VATTOS2350, 5170, 9105, 9120, read 2026-11-23',
  },
  {
    jurisdiction: 'CA',
    side: 'either',
    basis: null,
    from: '1991-01-01',
    treatment: 'deferred',
    rule: 'a holdback is taxed when it is paid or its period expires',
    source: 'Excise Tax Act s 168(7), read 2026-11-23',
  },
  {
    jurisdiction: 'US',
    side: 'either',
    basis: null,
    from: '1900-01-01',
    treatment: 'upFront',
    rule: 'sales tax on retainage is a law of each state: set retainage.tax for yours',
    source: 'not researched; the whole price is taxed at once unless retainage.tax says otherwise',
  },
];

/** How Xero's SalesTaxBasis accounts. Source: Xero OpenAPI 16.1.0, SalesTaxBasis, read 2026-11-23. */
function basisOf(salesTaxBasis: string | null): 'accrual' | 'cash' | null {
  if (salesTaxBasis === null) return null;
  if (/^(ACCRUALS?|INVOICE)$/.test(salesTaxBasis)) return 'accrual';
  return /^(CASH|PAYMENTS|FLATRATECASH)$/.test(salesTaxBasis) ? 'cash' : null;
}

export type TaxPointAsk = {
  retainage: Mapping['retainage'];
  salesTaxBasis: string | null;
  side: BooksSide;
  /** The document's own, YYYY-MM-DD. */
  date: string;
};

/** How the retainage of a document dated then is taxed, and by which rule. */
export function taxOnRetainage({ retainage, salesTaxBasis, side, date }: TaxPointAsk): {
  treatment: TaxOnRetainage;
  rule: string;
} {
  if (retainage.tax !== 'byJurisdiction') {
    return { treatment: retainage.tax, rule: 'as retainage.tax in tieout.config.ts says' };
  }
  const basis = basisOf(salesTaxBasis);
  const fitting = taxPoints.filter(
    (point) =>
      point.jurisdiction === retainage.jurisdiction &&
      (point.side === 'either' || point.side === side) &&
      (point.basis === null || point.basis === basis) &&
      point.from <= date,
  );
  const last = fitting.at(-1);
  return last ?? { treatment: 'deferred', rule: 'no rule of the jurisdiction is older' };
}
