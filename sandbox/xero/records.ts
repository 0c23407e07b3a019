// What the books hold: every record as the sandbox keeps it, amounts as integers and dates as calendar days.
import type { Cents, Fourths, Millionths } from './decimal.ts';
import type { Day } from './dates.ts';
import type { OpenRules } from './open-rules.ts';

/** Which app made a record and which touched it last. */
export type Authored = { createdBy: string; editedBy: string; updatedAtMs: number };

export type ContactPerson = {
  FirstName: string;
  LastName: string;
  EmailAddress: string;
  IncludeInEmails: boolean;
};

export type PaymentTerm = { Day: number; Type: string };
export type PaymentTerms = { Bills?: PaymentTerm; Sales?: PaymentTerm };

export type Contact = Authored & {
  contactId: string;
  contactNumber: string | null;
  name: string;
  status: 'ACTIVE' | 'ARCHIVED';
  /** Fields that are kept and shown as they came. */
  texts: Record<string, string>;
  addresses: Record<string, string>[];
  phones: Record<string, string>[];
  persons: ContactPerson[];
  paymentTerms: PaymentTerms | null;
  /** A subcontractor of the Construction Industry Scheme, or, with no rate, one that was. */
  cis?: { rate: Fourths | null };
};

export type Tracked = { categoryId: string; optionId: string };

export type LineItem = {
  lineItemId: string;
  description: string;
  /** Null on a line that only describes. */
  amounts: { quantity: Fourths; unitAmount: Fourths; lineAmount: Cents } | null;
  accountCode: string | null;
  taxType: string | null;
  taxAmount: Cents;
  tracking: Tracked[];
};

/** A foreign one that the organisation may use, or its own. */
export type Currency = { code: string; description: string };

/** What one currency is worth in another, quoted as the open rule said when it was written. */
export type Rate = { millionths: Millionths; quoted: OpenRules['currencyRateDirection'] };

/** The currency of a document; its rate is absent or null in the organisation's own. */
export type InCurrency = { currencyCode: string; currencyRate?: Rate | null };

export type LineAmountTypes = 'Exclusive' | 'Inclusive' | 'NoTax';

export type Totals = { subTotal: Cents; totalTax: Cents; total: Cents };

/** `withheld` is the part of the deduction that is not due to the contact. */
export type CisDeduction = { rate: Fourths; deduction: Cents; withheld: Cents };

export type InvoiceStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED';

export type Invoice = Authored &
  InCurrency & {
    invoiceId: string;
    type: 'ACCPAY' | 'ACCREC';
    contactId: string;
    invoiceNumber: string;
    reference: string;
    url: string | null;
    date: Day;
    dueDate: Day | null;
    plannedPaymentDate: Day | null;
    expectedPaymentDate?: Day | null;
    brandingThemeId: string | null;
    status: InvoiceStatus;
    lineAmountTypes: LineAmountTypes;
    sentToContact: boolean;
    lines: LineItem[];
    totals: Totals;
    /** Absent = null: nothing is deducted. */
    cis?: CisDeduction | null;
  };

export type OrderStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'BILLED' | 'DELETED';

export type PurchaseOrder = Authored &
  InCurrency & {
    purchaseOrderId: string;
    purchaseOrderNumber: string;
    contactId: string;
    reference: string;
    date: Day;
    deliveryDate: Day | null;
    expectedArrivalDate: Day | null;
    status: OrderStatus;
    lineAmountTypes: LineAmountTypes;
    sentToContact: boolean;
    /** DeliveryAddress, AttentionTo, Telephone, DeliveryInstructions. */
    texts: Record<string, string>;
    lines: LineItem[];
    totals: Totals;
  };

/** Each type of credit note with the side of the books it stands on: what we owe, or what we are owed. */
export const CREDIT_NOTE_SIDES = { ACCPAYCREDIT: 'payable', ACCRECCREDIT: 'receivable' } as const;

export type CreditNote = Authored &
  InCurrency & {
    creditNoteId: string;
    type: keyof typeof CREDIT_NOTE_SIDES;
    contactId: string;
    creditNoteNumber: string;
    reference: string;
    date: Day;
    dueDate: Day | null;
    brandingThemeId: string | null;
    status: InvoiceStatus;
    lineAmountTypes: LineAmountTypes;
    sentToContact: boolean;
    lines: LineItem[];
    totals: Totals;
  };

/** What a bank transaction of each type leaves behind. Source: Xero OpenAPI 16.1.0, BankTransaction.Type, read 2026-11-26. */
export const BANK_CREDIT_TYPES = {
  'RECEIVE-PREPAYMENT': { kind: 'prepayment', side: 'receivable', category: 'PREPAYMENT' },
  'SPEND-PREPAYMENT': { kind: 'prepayment', side: 'payable', category: 'PREPAYMENT' },
  'RECEIVE-OVERPAYMENT': { kind: 'overpayment', side: 'receivable', category: 'OVERPAYMENT' },
  'SPEND-OVERPAYMENT': { kind: 'overpayment', side: 'payable', category: 'OVERPAYMENT' },
} as const;
export type BankCreditType = keyof typeof BANK_CREDIT_TYPES;

/** A prepayment or overpayment; its id is also that of its bank transaction. */
export type BankCredit = Authored &
  InCurrency & {
    bankCreditId: string;
    type: BankCreditType;
    contactId: string;
    bankAccountCode: string;
    reference: string;
    date: Day;
    status: 'AUTHORISED' | 'PAID' | 'VOIDED';
    lineAmountTypes: LineAmountTypes;
    lines: LineItem[];
    totals: Totals;
  };

/** Money spent or received on lines of its own, that no bill or sales invoice is paid with. */
export type BankTransaction = Authored &
  InCurrency & {
    bankTransactionId: string;
    type: 'SPEND' | 'RECEIVE';
    contactId: string;
    bankAccountCode: string;
    reference: string;
    date: Day;
    isReconciled: boolean;
    status: 'AUTHORISED' | 'DELETED';
    lineAmountTypes: LineAmountTypes;
    lines: LineItem[];
    totals: Totals;
  };

export type ManualJournalLine = {
  description: string;
  /** Debits above zero, credits below. */
  lineAmount: Cents;
  accountCode: string;
  taxType: string;
  taxAmount: Cents;
  tracking: Tracked[];
};

/** Always in the organisation's own currency. */
export type ManualJournal = Authored & {
  manualJournalId: string;
  narration: string;
  date: Day;
  status: 'DRAFT' | 'POSTED' | 'VOIDED' | 'DELETED';
  lineAmountTypes: LineAmountTypes;
  lines: ManualJournalLine[];
};

/** What can be allocated to a bill or sales invoice, and refunded. */
export type CreditKind = 'creditNote' | 'prepayment' | 'overpayment';
export type CreditRef = { kind: CreditKind; id: string };

/** Part of a credit put against a document; one that is taken back is gone. */
export type Allocation = {
  allocationId: string;
  credit: CreditRef;
  invoiceId: string;
  amount: Cents;
  date: Day;
  /** What it takes off both, in the organisation's currency; absent where the amount says so. */
  inBase?: { offInvoice: Cents; offCredit: Cents };
};

export type Payment = Authored & {
  paymentId: string;
  /** Null for the refund of a credit. */
  invoiceId: string | null;
  credit?: CreditRef;
  accountCode: string;
  batchPaymentId: string | null;
  date: Day;
  amount: Cents;
  reference: string;
  isReconciled: boolean;
  status: 'AUTHORISED' | 'DELETED';
  /** Absent = null: the document is in the organisation's own currency. */
  exchange?: PaymentExchange | null;
};

export type PaymentExchange = {
  currencyCode: string;
  currencyRate: Rate;
  /** What the bank moved, and what the document is less by, both in the organisation's currency. */
  bankAmount: Cents;
  offDocument: Cents;
};

export type BatchPayment = Authored & {
  batchPaymentId: string;
  type: 'PAYBATCH' | 'RECBATCH';
  accountCode: string;
  date: Day;
  texts: Record<string, string>;
  paymentIds: string[];
  status: 'AUTHORISED' | 'DELETED';
};

export type AccountClass = 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';

export type Account = {
  accountId: string;
  /** What the books name the account by: its code, or, where it has none, its AccountID. */
  code: string;
  isUncoded?: boolean;
  name: string;
  type: string;
  class: AccountClass;
  taxType: string;
  systemAccount: string | null;
  bankAccountNumber: string | null;
  enablePaymentsToAccount: boolean;
  status: 'ACTIVE' | 'ARCHIVED';
  updatedAtMs: number;
};

/** Source: Xero OpenAPI 16.1.0, schema TaxRate, read 2026-11-23. */
export const TAX_RATE_STATUSES = ['ACTIVE', 'DELETED', 'ARCHIVED', 'PENDING'] as const;
export type TaxRateStatus = (typeof TAX_RATE_STATUSES)[number];

export type TaxRate = {
  taxType: string;
  name: string;
  /** Percent in ten-thousandths: 15 % is 150000. */
  rate: Fourths;
  /** The rate its name says, where another one is added to documents: a reverse charge. */
  displayRate?: Fourths;
  /** Absent = ACTIVE. */
  status?: TaxRateStatus;
  canApplyTo: Record<AccountClass, boolean>;
};

export type TrackingOption = {
  optionId: string;
  name: string;
  status: 'ACTIVE' | 'ARCHIVED';
};

export type TrackingCategory = {
  categoryId: string;
  name: string;
  status: 'ACTIVE' | 'ARCHIVED';
  options: TrackingOption[];
};

/** Who may sign in to the organisation. */
export type User = {
  userId: string;
  firstName: string;
  lastName: string;
  email: string;
  /** Who pays for the organisation. */
  isSubscriber: boolean;
  organisationRole: 'READONLY' | 'STANDARD' | 'FINANCIALADVISER';
  /** Whether the person may log time in Xero Projects. */
  isOnProjects: boolean;
  updatedAtMs: number;
};

export type ContactGroup = {
  contactGroupId: string;
  name: string;
  status: 'ACTIVE' | 'DELETED';
  contactIds: readonly string[];
};

export type Budget = {
  budgetId: string;
  description: string;
  /** None = OVERALL, the one of the whole organisation. */
  tracking: readonly Tracked[];
  /** By account code, then by month (YYYY-MM). */
  lines: readonly { accountCode: string; months: Readonly<Record<string, Cents>> }[];
  updatedAtMs: number;
};

export type Organisation = {
  organisationId: string;
  name: string;
  legalName: string;
  version: string;
  countryCode: string;
  baseCurrency: string;
  timezone: string;
  ianaTimezone: string;
  salesTaxBasis: string;
  salesTaxPeriod: string;
  taxNumber: string;
  financialYearEndDay: number;
  financialYearEndMonth: number;
  periodLockDate: Day | null;
  endOfYearLockDate: Day | null;
  createdAtMs: number;
  /** How many bills and sales invoices may be approved in a calendar month; absent or null = any number. */
  plan?: { bills: number; sales: number } | null;
  isOffline?: boolean;
  /** Whether it pays for Xero Projects; absent = true. */
  hasProjects?: boolean;
};

export type JournalLine = {
  accountCode: string;
  /** Debits above zero, credits below. */
  amount: Cents;
  /** In the currency of the journal; absent where the line stands in the organisation's own alone. */
  foreignAmount?: Cents;
  taxType: string | null;
  tracking: Tracked[];
};

export type Journal = {
  id: string;
  number: number;
  date: Day;
  sourceType: string;
  sourceId: string;
  /** The journal whose effect this one takes back. */
  reverses: string | null;
  /** Absent = the organisation's own. */
  currency?: { code: string; rate: Rate };
  lines: JournalLine[];
};

/** One line under "History and notes". */
/** A file on a bill or sales invoice, without its content. */
export type Attachment = {
  attachmentId: string;
  fileName: string;
  mimeType: string;
  bytes: number;
  includeOnline: boolean;
};

export type HistoryEntry = { atMs: number; by: string; what: string; details?: string };
