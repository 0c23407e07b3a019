// What stands in a seeded Xero organisation before any claim is posted to it.

export type XeroAccount = {
  accountId: string;
  code: string;
  name: string;
  type: string;
  class: 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';
  taxType: string;
  systemAccount: string | null;
  bankAccountNumber: string | null;
  enablePaymentsToAccount: boolean;
};

export type XeroTaxRate = {
  taxType: string;
  name: string;
  /** Percent as exact text. */
  rate: string;
  /** The rate its name says, where another one is added to documents. */
  displayRate?: string;
  status: 'ACTIVE';
  canApplyToAssets: boolean;
  canApplyToEquity: boolean;
  canApplyToExpenses: boolean;
  canApplyToLiabilities: boolean;
  canApplyToRevenue: boolean;
};

export type XeroTrackingCategory = {
  trackingCategoryId: string;
  name: string;
  status: 'ACTIVE';
  options: { trackingOptionId: string; name: string; status: 'ACTIVE' }[];
};

export type XeroContact = {
  contactId: string;
  name: string;
  emailAddress: string | null;
  status: 'ACTIVE' | 'ARCHIVED';
  /** Percent deducted under the Construction Industry Scheme. */
  cisRate?: string;
  updatedAt: string;
};

export type TrackedAs = { category: string; option: string };

/** A purchase order the bookkeeper typed; amounts are tax exclusive. */
export type XeroOrder = {
  purchaseOrderId: string;
  contactId: string;
  number: string;
  date: string;
  lines: {
    description: string;
    unitAmount: string;
    accountCode: string;
    taxType: string;
    tracking: readonly TrackedAs[];
  }[];
};

/** A bill the bookkeeper typed; amounts are tax exclusive, `total` is what Xero computes from the lines. */
export type XeroBill = {
  invoiceId: string;
  contactId: string;
  invoiceNumber: string;
  reference: string;
  date: string;
  dueDate: string;
  status: 'DRAFT' | 'AUTHORISED';
  lines: {
    lineItemId: string;
    description: string;
    unitAmount: string;
    accountCode: string;
    taxType: string;
    /** By name; none where the bookkeeper chose none. */
    tracking?: readonly TrackedAs[];
  }[];
  /** Paid in full on that day, from that account. */
  paid?: { paymentId: string; date: string; accountCode: string };
  subTotal: string;
  totalTax: string;
  total: string;
  updatedAt: string;
};

export type XeroBooks = {
  organisation: {
    organisationId: string;
    name: string;
    legalName: string;
    version: 'NZ' | 'AU' | 'UK';
    countryCode: 'NZ' | 'AU' | 'GB';
    baseCurrency: 'NZD' | 'AUD' | 'GBP';
    timezone: 'NEWZEALANDSTANDARDTIME' | 'AUSEASTERNSTANDARDTIME' | 'GMTSTANDARDTIME';
    ianaTimezone: 'Pacific/Auckland' | 'Australia/Sydney' | 'Europe/London';
    salesTaxBasis: 'INVOICE' | 'ACCRUALS' | 'ACCRUAL';
    salesTaxPeriod: 'TWOMONTHS' | 'QUARTERLY1' | 'QUARTERLY';
    taxNumber: string;
    financialYearEndDay: number;
    financialYearEndMonth: number;
    periodLockDate: string | null;
    endOfYearLockDate: string | null;
    createdAt: string;
  };
  chart: XeroAccount[];
  taxRates: XeroTaxRate[];
  trackingCategories: XeroTrackingCategory[];
  contacts: XeroContact[];
  bills: XeroBill[];
  orders?: XeroOrder[];
};
