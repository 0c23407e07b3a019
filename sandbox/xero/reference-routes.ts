// The endpoints of what an organisation is set up with: itself, accounts, tax rates, tracking categories.
import type { Account, AccountClass, Organisation, TaxRate, TrackingCategory } from './records.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Endpoint } from './write-envelope.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { Refusal } from '../kit/refusal.ts';
import { failed } from './access.ts';
import { Problems, ValidationFailure } from './failures.ts';
import { categoryShown, mayAddCategory, optionShown } from './tracking.ts';
import { codeShown } from './line-items.ts';
import { dayToWire, instantToWire } from './dates.ts';
import { envelope, found, writeMany, writeOne } from './write-envelope.ts';
import { foldedName } from './contacts.ts';
import { fourthsNumber } from './decimal.ts';
import { isTrue, modifiedSince, ordered } from './listing.ts';
import { taxNameOf } from './tax.ts';
import { usesSeveral } from './currencies.ts';
import { text } from './json-input.ts';
import { texts } from './texts.ts';
import { whereOf } from './where-clause.ts';

const ACCOUNTS: Endpoint = {
  plural: 'Accounts',
  idField: 'AccountID',
  errorFlag: 'HasValidationErrors',
  echoed: ['Code', 'Name'],
};
const CATEGORIES: Endpoint = {
  plural: 'TrackingCategories',
  idField: 'TrackingCategoryID',
  errorFlag: 'HasValidationErrors',
  echoed: ['Name'],
};
const OPTIONS: Endpoint = {
  plural: 'Options',
  idField: 'TrackingOptionID',
  errorFlag: 'HasValidationErrors',
  echoed: ['Name'],
};
const ACCOUNT_WHERE: WhereFields<Account> = {
  code: { kind: 'text', valueOf: (account) => codeOf(account) },
  name: { kind: 'folded', valueOf: ({ name }) => name },
  type: { kind: 'text', valueOf: ({ type }) => type },
  class: { kind: 'text', valueOf: (account) => account.class },
  status: { kind: 'text', valueOf: ({ status }) => status },
  systemaccount: { kind: 'text', valueOf: ({ systemAccount }) => systemAccount ?? '' },
};
const TAX_RATE_WHERE: WhereFields<TaxRate> = {
  name: { kind: 'folded', valueOf: ({ name }) => name },
  taxtype: { kind: 'text', valueOf: ({ taxType }) => taxType },
  status: { kind: 'text', valueOf: ({ status = 'ACTIVE' }) => status },
};
const CATEGORY_WHERE: WhereFields<TrackingCategory> = {
  name: { kind: 'folded', valueOf: ({ name }) => name },
  status: { kind: 'text', valueOf: ({ status }) => status },
};
const ACCOUNT_ORDER: OrderFields<Account> = {
  code: codeOf,
  name: ({ name }) => name,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
};
const TRACKING_NAME_MAX = 100;

export function referenceRoutes(books: Books, base: string): Route[] {
  const { state } = books;
  return [
    {
      method: 'GET',
      path: `${base}/Organisation`,
      handle: () => envelope(state, { Organisations: [organisationShown(state.organisation())] }),
    },
    {
      method: 'GET',
      path: `${base}/Organisation/Actions`,
      handle: (request) => envelope(state, { Actions: actionsOf(state, request.role) }),
    },
    { method: 'GET', path: `${base}/Accounts`, handle: (request) => accounts(state, request) },
    {
      method: 'GET',
      path: `${base}/Accounts/{id}`,
      handle: (request) => {
        const account = found(state.accountById((request.params['id'] ?? '').toLowerCase()));
        return envelope(state, { Accounts: [accountShown(account, state.organisation())] });
      },
    },
    {
      method: 'POST',
      path: `${base}/Accounts/{id}`,
      handle: (request) => archiveAccount(state, request),
    },
    {
      method: 'GET',
      path: `${base}/TaxRates`,
      handle: (request) => {
        const isWhole = state.rule('inactiveTaxRates') === 'listed';
        const shown = state.taxRates
          .values()
          .filter(({ status = 'ACTIVE' }) => isWhole || status === 'ACTIVE')
          .filter(chosenBy(request, TAX_RATE_WHERE));
        return envelope(state, { TaxRates: shown.map((rate) => taxRateShown(state, rate)) });
      },
    },
    {
      method: 'GET',
      path: `${base}/TaxRates/{taxType}`,
      handle: ({ params }) =>
        envelope(state, {
          TaxRates: [taxRateShown(state, found(state.taxRates.get(params['taxType'] ?? '')))],
        }),
    },
    ...trackingRoutes(state, base),
  ];
}

function trackingRoutes(state: XeroState, base: string): Route[] {
  const path = `${base}/TrackingCategories`;
  const categoryOf = (request: SandboxRequest): TrackingCategory =>
    found(state.trackingCategories.get((request.params['id'] ?? '').toLowerCase()));
  const categoryForOption = (request: SandboxRequest): TrackingCategory => {
    const isThere = state.trackingCategories.has((request.params['id'] ?? '').toLowerCase());
    if (!isThere && state.rule('unknownCategory') === 'serverError') throw new Refusal(failed());
    return categoryOf(request);
  };
  return [
    {
      method: 'GET',
      path,
      handle: (request) => {
        const withArchived = isTrue(request.query, 'includeArchived');
        const shown = state.trackingCategories
          .values()
          .filter(({ status }) => withArchived || status === 'ACTIVE')
          .filter(chosenBy(request, CATEGORY_WHERE))
          .map((category) => categoryShown(category, withArchived));
        return envelope(state, { TrackingCategories: shown });
      },
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: (request) =>
        envelope(state, { TrackingCategories: [categoryShown(categoryOf(request), true)] }),
    },
    {
      method: 'PUT',
      path,
      handle: (request) =>
        writeOne(state, request, CATEGORIES, (input) => {
          if (!mayAddCategory(state)) throw new ValidationFailure([texts.categories]);
          const name = nameFrom(text(input, 'Name') ?? '');
          const categoryId = state.newId();
          const category: TrackingCategory = { categoryId, name, status: 'ACTIVE', options: [] };
          state.trackingCategories.set(categoryId, category);
          return { shown: categoryShown(category, false) as Record<string, unknown> };
        }),
    },
    {
      method: 'PUT',
      path: `${path}/{id}/Options`,
      handle: (request) =>
        writeMany(state, request, OPTIONS, (input) => {
          const category = categoryForOption(request);
          const name = nameFrom(text(input, 'Name') ?? '');
          refuseOption(category, name);
          const option = { optionId: state.newId(), name, status: 'ACTIVE' as const };
          const options = [...category.options, option];
          state.trackingCategories.set(category.categoryId, { ...category, options });
          return { shown: optionShown(option) as Record<string, unknown> };
        }),
    },
    {
      method: 'POST',
      path: `${path}/{id}/Options/{optionId}`,
      handle: (request) => changeOption(state, request, categoryOf(request)),
    },
  ];
}

function changeOption(
  state: XeroState,
  request: SandboxRequest,
  category: TrackingCategory,
): Answer {
  const optionId = (request.params['optionId'] ?? '').toLowerCase();
  const current = found(category.options.find((option) => option.optionId === optionId));
  return writeOne(state, request, OPTIONS, (input) => {
    const status = text(input, 'Status') ?? current.status;
    const problems = new Problems();
    problems.addIf(status !== 'ACTIVE' && status !== 'ARCHIVED', texts.statusInvalid(status));
    problems.throwIfAny();
    const name = nameFrom(text(input, 'Name') ?? current.name);
    const others = category.options.filter((one) => one.optionId !== optionId);
    refuseOption({ ...category, options: others }, name);
    const option = {
      optionId,
      name,
      status: status === 'ARCHIVED' ? ('ARCHIVED' as const) : ('ACTIVE' as const),
    };
    const options = category.options.map((one) => (one.optionId === optionId ? option : one));
    state.trackingCategories.set(category.categoryId, { ...category, options });
    return { shown: optionShown(option) as Record<string, unknown> };
  });
}

/**
 * A category holds one option of a name, whatever its case, archived ones among them; and an archived category takes none.
 * Source: Xero OpenAPI 16.1.0, TrackingCategories, and developer docs, read 2026-11-23; that both hold of archived ones is
 * UNCONFIRMED.
 */
function refuseOption({ options, status }: TrackingCategory, name: string): void {
  const isTaken = options.some((one) => foldedName(one.name) === foldedName(name));
  const problems = new Problems();
  problems.addIf(status !== 'ACTIVE', texts.categoryArchived);
  problems.addIf(isTaken, texts.uniqueName);
  problems.throwIfAny();
}

function nameFrom(name: string): string {
  const problems = new Problems();
  problems.addIf(name.trim() === '', texts.nameMissing);
  problems.addIf(name.length > TRACKING_NAME_MAX, texts.tooLong('Name', TRACKING_NAME_MAX));
  problems.throwIfAny();
  return name;
}

function chosenBy<T>(request: SandboxRequest, fields: WhereFields<T>): (entity: T) => boolean {
  const where = request.query.get('where') ?? '';
  return where === '' ? () => true : whereOf(where, fields, foldedName);
}

function accounts(state: XeroState, request: SandboxRequest): Answer {
  const matches = chosenBy(request, ACCOUNT_WHERE);
  const chosen = modifiedSince(state, request, state.accounts.values()).filter(matches);
  const order = request.query.get('order');
  const sorted = ordered(chosen, order, ACCOUNT_ORDER, (account) => [0, codeOf(account)]);
  const organisation = state.organisation();
  return envelope(state, { Accounts: sorted.map((one) => accountShown(one, organisation)) });
}

/** Only what a person does to an account while Tieout runs: archive it, or bring it back. */
function archiveAccount(state: XeroState, request: SandboxRequest): Answer {
  const account = found(state.accountById((request.params['id'] ?? '').toLowerCase()));
  return writeOne(state, request, ACCOUNTS, (input) => {
    const status = text(input, 'Status') ?? account.status;
    const problems = new Problems();
    problems.addIf(status !== 'ACTIVE' && status !== 'ARCHIVED', texts.statusInvalid(status));
    problems.addIf(account.systemAccount !== null, texts.systemAccount);
    problems.throwIfAny();
    const changed: Account = {
      ...account,
      status: status === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE',
      updatedAtMs: state.stamp(),
    };
    state.accounts.set(account.code, changed);
    return { shown: accountShown(changed, state.organisation()) };
  });
}

function codeOf({ code, isUncoded }: Account): string {
  return isUncoded === true ? '' : code;
}

function accountShown(account: Account, organisation: Organisation): Record<string, unknown> {
  const bank =
    account.type === 'BANK'
      ? {
          BankAccountNumber: account.bankAccountNumber ?? '',
          BankAccountType: 'BANK',
          CurrencyCode: organisation.baseCurrency,
        }
      : {};
  return {
    AccountID: account.accountId,
    ...codeShown(account, 'Code'),
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.taxType,
    Class: account.class,
    ...(account.systemAccount === null ? {} : { SystemAccount: account.systemAccount }),
    EnablePaymentsToAccount: account.enablePaymentsToAccount,
    ShowInExpenseClaims: false,
    ...bank,
    HasAttachments: false,
    UpdatedDateUTC: instantToWire(account.updatedAtMs),
    AddToWatchlist: false,
  };
}

const CLASSES: readonly [AccountClass, string][] = [
  ['ASSET', 'CanApplyToAssets'],
  ['EQUITY', 'CanApplyToEquity'],
  ['EXPENSE', 'CanApplyToExpenses'],
  ['LIABILITY', 'CanApplyToLiabilities'],
  ['REVENUE', 'CanApplyToRevenue'],
];
const REPORT_TAX_TYPES: Record<string, string> = {
  INPUT2: 'INPUT',
  OUTPUT2: 'OUTPUT',
  ZERORATED: 'OUTPUT',
  RRINPUT: 'INPUT',
  RROUTPUT: 'OUTPUT',
  DRCHARGESUPPLY20: 'DRCHARGESUPPLY',
  DRCHARGE20: 'DRCHARGE',
};

function taxRateShown(state: XeroState, rate: TaxRate): Record<string, unknown> {
  const percent = fourthsNumber(rate.displayRate ?? rate.rate);
  const isNamed = state.rule('reverseChargeRate') === 'named';
  return {
    Name: rate.name,
    TaxType: rate.taxType,
    ReportTaxType: REPORT_TAX_TYPES[rate.taxType] ?? rate.taxType,
    ...Object.fromEntries(CLASSES.map(([name, field]) => [field, rate.canApplyTo[name]])),
    DisplayTaxRate: percent,
    EffectiveRate: isNamed ? percent : fourthsNumber(rate.rate),
    Status: rate.status ?? 'ACTIVE',
    TaxComponents: [
      {
        Name: taxNameOf(state.organisation()),
        Rate: percent,
        IsCompound: false,
        IsNonRecoverable: false,
      },
    ],
  };
}

function organisationShown(organisation: Organisation): Record<string, unknown> {
  const { periodLockDate, endOfYearLockDate } = organisation;
  return {
    Name: organisation.name,
    LegalName: organisation.legalName,
    PaysTax: true,
    Version: organisation.version,
    OrganisationType: 'COMPANY',
    BaseCurrency: organisation.baseCurrency,
    CountryCode: organisation.countryCode,
    IsDemoCompany: false,
    OrganisationStatus: 'ACTIVE',
    TaxNumber: organisation.taxNumber,
    FinancialYearEndDay: organisation.financialYearEndDay,
    FinancialYearEndMonth: organisation.financialYearEndMonth,
    SalesTaxBasis: organisation.salesTaxBasis,
    SalesTaxPeriod: organisation.salesTaxPeriod,
    DefaultSalesTax: 'Tax Exclusive',
    DefaultPurchasesTax: 'Tax Exclusive',
    ...(periodLockDate === null ? {} : { PeriodLockDate: dayToWire(periodLockDate) }),
    ...(endOfYearLockDate === null ? {} : { EndOfYearLockDate: dayToWire(endOfYearLockDate) }),
    CreatedDateUTC: instantToWire(organisation.createdAtMs),
    OrganisationEntityType: 'COMPANY',
    Timezone: organisation.timezone,
    ShortCode: '!hR1dG',
    OrganisationID: organisation.organisationId,
    Edition: 'BUSINESS',
    Class: (organisation.plan ?? null) === null ? 'GROW' : 'STARTER',
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}

const ALLOWED = [
  'CreateApprovedInvoice',
  'CreateDraftInvoice',
  'CreateApprovedBill',
  'CreateDraftBill',
  'CreateApprovedPurchaseOrder',
  'CreateDraftPurchaseOrder',
  'CreateInvoicePayment',
  'AttachFilesIntoInvoice',
];

// Source: Xero OpenAPI 16.1.0, example of GET /Organisation/Actions, read 2026-11-23.
function actionsOf(state: XeroState, role: string): { Name: string; Status: string }[] {
  const isAdviser = role === 'adviser';
  return [
    ...ALLOWED.map((name) => ({ Name: name, Status: 'ALLOWED' })),
    { Name: 'UseMulticurrency', Status: usesSeveral(state) ? 'ALLOWED' : 'NOT-ALLOWED' },
    {
      Name: 'ApproveTransactionsBeforePeriodLockDate',
      Status: isAdviser ? 'ALLOWED' : 'NOT-ALLOWED',
    },
  ];
}
