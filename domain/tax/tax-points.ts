// When tax on retainage falls due, as data: one row a rule, with the law it rests on. Never decided anywhere else.
import type { BooksSide, Mapping } from '../mapping/mapping.ts';

/**
 * `deferred` = the retention lines carry the tax type of the work they reduce, so that its tax is counted when it is
 * released; `upFront` = they carry no tax, so that tax is due on the full price at once.
 */
export type TaxOnRetainage = 'deferred' | 'upFront';

/**
 * Who issues the tax invoice for the work: the other side of the contract, or the firm itself. What the firm is owed it
 * invoices; what it owes the subcontractor invoices, unless the two agreed that the firm does (a recipient-created tax
 * invoice in Australia, buyer-created supply information in New Zealand, self-billing in the United Kingdom).
 */
export type InvoicedBy = 'them' | 'us';

type TaxPoint = {
  jurisdiction: Mapping['retainage']['jurisdiction'];
  side: BooksSide | 'either';
  /** Whose tax invoice it is the law for; null for either's. */
  invoicedBy: InvoicedBy | null;
  /** How the organisation accounts for tax; null for any way. */
  basis: 'accrual' | 'cash' | null;
  /** The first day it is the law, YYYY-MM-DD. */
  from: string;
  treatment: TaxOnRetainage;
  /** Said to a person beside what it decided. */
  rule: string;
  source: string;
};

const par2017 =
  'ATO PAR 2017/2 (replacing PAR 2000/1S6) under s 29-25 GST Act, read 2026-11-23; on a cash basis GST follows the payment all the same';
const section9 =
  'GST Act 1985 s 9(3)(aa), unconfirmed; the general rule of s 9(1) is read 2026-11-23. Set retainage.tax where an accountant reads it otherwise';
const regulation93 =
  'VAT Regulations 1995 reg 89 and 93; HMRC VATTOS2350, 5170, 9105, 9120, read 2026-11-23';

/** The last row that fits decides. Dates are of the document. A row for each case, so that one can be changed without the others. */
const taxPoints: readonly TaxPoint[] = [
  {
    jurisdiction: 'AU',
    side: 'receivable',
    invoicedBy: null,
    basis: null,
    from: '2000-07-01',
    treatment: 'deferred',
    rule: 'GST on the retained part is attributed when it is received or invoiced by itself',
    source: par2017,
  },
  {
    jurisdiction: 'AU',
    side: 'payable',
    invoicedBy: 'them',
    basis: null,
    from: '2000-07-01',
    treatment: 'deferred',
    rule: 'GST on the retained part is attributed when it is received or invoiced by itself',
    source: par2017,
  },
  {
    jurisdiction: 'AU',
    side: 'payable',
    invoicedBy: 'us',
    basis: null,
    from: '2000-07-01',
    treatment: 'deferred',
    rule: 'the tax invoice is ours (recipient-created): GST on the retained part is attributed when it is paid, or when we issue one for it by itself',
    source: `${par2017}. It speaks of the invoice whoever creates it; of recipient-created ones by inference, to be confirmed`,
  },
  {
    jurisdiction: 'NZ',
    side: 'receivable',
    invoicedBy: null,
    basis: null,
    from: '1986-10-01',
    treatment: 'deferred',
    rule: 'the withheld part is supplied when it is due, paid or invoiced',
    source: section9,
  },
  {
    jurisdiction: 'NZ',
    side: 'payable',
    invoicedBy: 'them',
    basis: null,
    from: '1986-10-01',
    treatment: 'deferred',
    rule: 'the withheld part is supplied when it is due, paid or invoiced',
    source: section9,
  },
  {
    jurisdiction: 'NZ',
    side: 'payable',
    invoicedBy: 'us',
    basis: null,
    from: '1986-10-01',
    treatment: 'deferred',
    rule: 'the tax invoice is ours (buyer-created): the withheld part is supplied when it is due, paid, or in one that we create for it',
    source: `${section9}. Of buyer-created ones by inference, to be confirmed`,
  },
  {
    jurisdiction: 'UK',
    side: 'receivable',
    invoicedBy: null,
    basis: null,
    from: '1995-10-20',
    treatment: 'deferred',
    rule: 'VAT on retentions falls due when they are paid or invoiced, under stage payments and single payments alike; reverse-charge lines carry the same type and no VAT',
    source: regulation93,
  },
  {
    jurisdiction: 'UK',
    side: 'payable',
    invoicedBy: 'them',
    basis: null,
    from: '1995-10-20',
    treatment: 'deferred',
    rule: 'VAT on retentions falls due when they are paid or invoiced, under stage payments and single payments alike; reverse-charge lines carry the same type and no VAT',
    source: regulation93,
  },
  {
    jurisdiction: 'UK',
    side: 'payable',
    invoicedBy: 'us',
    basis: null,
    from: '1995-10-20',
    treatment: 'deferred',
    rule: 'the tax invoice is ours (self-billing): VAT on retentions falls due when they are paid, since a self-billed invoice is no tax point; reverse-charge lines carry the same type and no VAT',
    source: `${regulation93}; that a self-billed invoice does not trigger it: De Voil V3.140D, an excerpt`,
  },
  {
    jurisdiction: 'CA',
    side: 'either',
    invoicedBy: null,
    basis: null,
    from: '1991-01-01',
    treatment: 'deferred',
    rule: 'a holdback is taxed when it is paid or its period expires',
    source: 'Excise Tax Act s 168(7), read 2026-11-23',
  },
  {
    jurisdiction: 'US',
    side: 'either',
    invoicedBy: null,
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
  invoicedBy: InvoicedBy;
  /** The document's own, YYYY-MM-DD. */
  date: string;
};

/** How the retainage of a document dated then is taxed, and by which rule. */
export function taxOnRetainage(ask: TaxPointAsk): { treatment: TaxOnRetainage; rule: string } {
  const { retainage, salesTaxBasis, side, invoicedBy, date } = ask;
  if (retainage.tax !== 'byJurisdiction') {
    return { treatment: retainage.tax, rule: 'as retainage.tax in tieout.config.ts says' };
  }
  const basis = basisOf(salesTaxBasis);
  const fitting = taxPoints.filter(
    (point) =>
      point.jurisdiction === retainage.jurisdiction &&
      (point.side === 'either' || point.side === side) &&
      (point.invoicedBy === null || point.invoicedBy === invoicedBy) &&
      (point.basis === null || point.basis === basis) &&
      point.from <= date,
  );
  const last = fitting.at(-1);
  return last ?? { treatment: 'deferred', rule: 'no rule of the jurisdiction is older' };
}
