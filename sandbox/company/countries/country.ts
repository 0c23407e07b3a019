// What depends on where a seeded firm is: names, phones, registers, tax codes, and the Xero books of that country.
import type {
  CommitmentKind,
  SeededProject,
  SeededTaxCode,
  SeededVendor,
  TrapKey,
  XeroAccount,
  XeroBooks,
  XeroTaxRate,
} from '../seeded-company.ts';
import type { Lives } from '../life-outlines.ts';
import type { Random } from '../random.ts';

export type Names = {
  /** Numbered by their place where they have no number of their own. */
  projects: readonly (Pick<SeededProject, 'name' | 'address' | 'city'> & {
    project_number?: string;
  })[];
  /** Vendors that carry a trap. */
  trapped: Readonly<Record<TrapKey, string>>;
  subcontractors: readonly string[];
  suppliers: readonly string[];
  /** What each vendor mostly does: the cost code of the first line of its contracts. */
  trades: Readonly<Record<string, string>>;
};

type ChartRow = readonly [
  code: string,
  name: string,
  type: string,
  accountClass: XeroAccount['class'],
  taxType: string,
  systemAccount: string | null,
];

type Applies = Omit<XeroTaxRate, 'taxType' | 'name' | 'rate' | 'displayRate' | 'status'>;

/** The tax a bill of the bookkeeper carries. */
export type BillTax = { taxType: string; basisPoints: bigint };

type OverheadBill = {
  /** Which of the overhead contacts. */
  contact: number;
  number: string;
  date: string;
  amount: string;
  account: string;
  text: string;
};

type CountryBooks = {
  organisation: Omit<
    XeroBooks['organisation'],
    'organisationId' | 'name' | 'legalName' | 'createdAt'
  >;
  chart: readonly ChartRow[];
  bankNumbers: Readonly<Record<string, string>>;
  taxRates: readonly (Pick<XeroTaxRate, 'taxType' | 'name' | 'rate' | 'displayRate'> & {
    on: Applies;
  })[];
  /** Contacts the bookkeeper made for the firm's own overheads; none is a Procore vendor. */
  overheadContacts: readonly { name: string; email: string | null }[];
  overheadBills: readonly OverheadBill[];
  overheadTax: BillTax;
  /** How the bookkeeper codes a subcontractor's claim. */
  claims: BillTax & { account: string };
  /** Where what is held of subcontractors lies. */
  retentionsPayable: string;
};

export type Country = {
  /** As Procore writes it (ISO 3166). */
  code: XeroBooks['organisation']['countryCode'];
  currency: XeroBooks['organisation']['baseCurrency'];
  timeZone: XeroBooks['organisation']['ianaTimezone'];
  firm: { legalName: string; mailDomain: string };
  names: Names;
  streets: readonly string[];
  cities: readonly string[];
  /** A company's name with its kind spelled out: "… Ltd" is "… Limited". */
  inFull: (name: string) => string;
  phoneOf: (index: number) => string;
  registerOf: (random: Random) => SeededVendor['business_register'];
  /** Procore's tax codes. */
  taxCodes: readonly Omit<SeededTaxCode, 'id'>[];
  /** The tax code of a contract's lines. */
  taxCodeOf: (kind: CommitmentKind, trade: string) => string;
  /** The tax code of what owners are billed. */
  ownersTaxCode: string;
  /** Contracts written out one by one, of both sides. */
  lives: Lives;
  /** The vendor whose Xero contact is a subcontractor under the Construction Industry Scheme. */
  cisVendor: string | null;
  books: CountryBooks;
};

const purchases: Applies = {
  canApplyToAssets: true,
  canApplyToEquity: true,
  canApplyToExpenses: true,
  canApplyToLiabilities: true,
  canApplyToRevenue: false,
};

/** What a tax rate may be used on. */
export const appliesTo = {
  purchases,
  sales: { ...purchases, canApplyToExpenses: false, canApplyToRevenue: true },
  either: { ...purchases, canApplyToRevenue: true },
  incomeOnly: {
    canApplyToAssets: false,
    canApplyToEquity: false,
    canApplyToExpenses: false,
    canApplyToLiabilities: false,
    canApplyToRevenue: true,
  },
  assetsOnly: {
    canApplyToAssets: true,
    canApplyToEquity: false,
    canApplyToExpenses: false,
    canApplyToLiabilities: false,
    canApplyToRevenue: false,
  },
} satisfies Record<string, Applies>;

/** Eleven digits in the register's layout; not a number of any real business on purpose (weights are not met). */
export function abnFrom(random: Random): SeededVendor['business_register'] {
  const digits = Array.from({ length: 11 }, (_, index) => (index === 0 ? 9 : random.below(10)));
  return { type: 'abn', identifier: digits.join(''), verification_status: 'active' };
}
