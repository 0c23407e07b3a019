// What the books start with: the seeded company's Xero side, entered by the bookkeeper through the ordinary rules.
import type { CompanyName, CompanyPart } from '../kit/sandbox-spec.ts';
import type { Books } from './books.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type {
  TrackedAs,
  XeroBill,
  XeroBooks,
  XeroContact,
  XeroOrder,
  XeroTaxRate,
} from '../company/seeded-company.ts';
import { buildCompany } from '../company/build-company.ts';
import { centsText, fourthsOf } from './decimal.ts';
import { countryOf } from '../company/countries/country-of.ts';
import { peopleOf } from '../company/site-people.ts';
import { uuidFrom } from '../company/random.ts';

const BOOKKEEPER: Caller = { app: 'bookkeeper', role: 'bookkeeper', unitPlaces: 4 };

export type SeedCounts = { accounts: number; contacts: number; bills: number };

export function seedBooks(
  books: Books,
  company: CompanyName,
  seed: string | undefined,
  part?: CompanyPart,
): { seed: string; counts: SeedCounts } {
  const built = buildCompany(company, seed, part);
  const { xero } = built;
  setUp(books.state, xero);
  addUsers(books.state, company, built.seed);
  for (const contact of xero.contacts) addContact(books, { ...contact, status: 'ACTIVE' });
  for (const bill of xero.bills) addBill(books, bill);
  for (const order of xero.orders ?? []) addOrder(books, order);
  for (const contact of xero.contacts) setInScreens(books.state, contact);
  // Nobody is told about what was there before.
  books.webhooks.forget();
  const counts = {
    accounts: xero.chart.length,
    contacts: xero.contacts.length,
    bills: xero.bills.length,
  };
  return { seed: built.seed, counts };
}

function setUp(
  state: XeroState,
  { organisation, chart, taxRates, trackingCategories }: XeroBooks,
): void {
  const { createdAt, ...rest } = organisation;
  const createdAtMs = Date.parse(createdAt);
  state.setOrganisation({ ...rest, createdAtMs });
  for (const account of chart) {
    state.accounts.set(account.code, { ...account, status: 'ACTIVE', updatedAtMs: createdAtMs });
  }
  for (const rate of taxRates) state.taxRates.set(rate.taxType, taxRateOf(rate));
  for (const { trackingCategoryId, name, status, options } of trackingCategories) {
    state.trackingCategories.set(trackingCategoryId, {
      categoryId: trackingCategoryId,
      name,
      status,
      options: options.map((option) => ({
        optionId: option.trackingOptionId,
        name: option.name,
        status: option.status,
      })),
    });
  }
}

/** The bookkeeper is the subscriber; the other one in the office is the firm's adviser, who logs no time. */
function addUsers(state: XeroState, company: CompanyName, seed: string): void {
  const { createdAtMs, organisationId } = state.organisation();
  for (const { key, firstName, lastName, email, trade } of peopleOf(countryOf(company)).filter(
    ({ hasXero }) => hasXero,
  )) {
    const isSubscriber = state.users.size === 0;
    const isAdviser = !isSubscriber && trade === null;
    const userId = uuidFrom(`${seed}/${organisationId}`, `user/${key}`);
    state.users.set(userId, {
      ...{ userId, firstName, lastName, email, isSubscriber },
      organisationRole: isAdviser ? 'FINANCIALADVISER' : 'STANDARD',
      isOnProjects: !isAdviser,
      updatedAtMs: createdAtMs,
    });
  }
}

function taxRateOf(rate: XeroTaxRate): Parameters<XeroState['taxRates']['set']>[1] {
  return {
    taxType: rate.taxType,
    name: rate.name,
    rate: fourthsOf(rate.rate),
    ...(rate.displayRate === undefined ? {} : { displayRate: fourthsOf(rate.displayRate) }),
    canApplyTo: {
      ASSET: rate.canApplyToAssets,
      EQUITY: rate.canApplyToEquity,
      EXPENSE: rate.canApplyToExpenses,
      LIABILITY: rate.canApplyToLiabilities,
      REVENUE: rate.canApplyToRevenue,
    },
  };
}

function addContact({ contacts }: Books, contact: XeroContact): void {
  const input = {
    Name: contact.name,
    ...(contact.emailAddress === null ? {} : { EmailAddress: contact.emailAddress }),
  };
  const fixed = { id: contact.contactId, updatedAtMs: Date.parse(contact.updatedAt) };
  contacts.create(input, BOOKKEEPER, fixed);
}

/** What no path of the API gives a contact; its stamp stays the seeded one. */
function setInScreens(state: XeroState, { contactId, status, cisRate }: XeroContact): void {
  const contact = state.contacts.get(contactId);
  if (contact === undefined) return;
  const cis = cisRate === undefined ? {} : { cis: { rate: fourthsOf(cisRate) } };
  state.contacts.set(contactId, { ...contact, status, ...cis });
}

function addBill({ invoices, payments }: Books, bill: XeroBill): void {
  const input = {
    Type: 'ACCPAY',
    Status: bill.status,
    Contact: { ContactID: bill.contactId },
    InvoiceNumber: bill.invoiceNumber,
    Date: bill.date,
    DueDate: bill.dueDate,
    LineItems: bill.lines.map((line) => ({
      Description: line.description,
      Quantity: 1,
      UnitAmount: line.unitAmount,
      AccountCode: line.accountCode,
      TaxType: line.taxType,
      ...(line.tracking === undefined ? {} : { Tracking: trackingOf(line.tracking) }),
    })),
  };
  const fixed = { id: bill.invoiceId, updatedAtMs: Date.parse(bill.updatedAt) };
  const { totals } = invoices.create(input, BOOKKEEPER, fixed);
  if (bill.paid === undefined) return;
  const payment = {
    Invoice: { InvoiceID: bill.invoiceId },
    Account: { Code: bill.paid.accountCode },
    Date: bill.paid.date,
    Amount: centsText(totals.total),
    Reference: bill.invoiceNumber,
  };
  payments.create(payment, BOOKKEEPER, bill.paid.paymentId);
}

function addOrder({ purchaseOrders }: Books, order: XeroOrder): void {
  const input = {
    Status: 'AUTHORISED',
    Contact: { ContactID: order.contactId },
    PurchaseOrderNumber: order.number,
    Date: order.date,
    LineAmountTypes: 'Exclusive',
    LineItems: order.lines.map((line) => ({
      Description: line.description,
      Quantity: 1,
      UnitAmount: line.unitAmount,
      AccountCode: line.accountCode,
      TaxType: line.taxType,
      Tracking: trackingOf(line.tracking),
    })),
  };
  purchaseOrders.create(input, BOOKKEEPER, order.purchaseOrderId);
}

function trackingOf(tracking: readonly TrackedAs[]): { Name: string; Option: string }[] {
  return tracking.map(({ category, option }) => ({ Name: category, Option: option }));
}
