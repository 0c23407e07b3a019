// What is already in Xero before Tieout comes: the organisation, its tracking, and the bookkeeper's own contacts and bills.
import type {
  SeededProject,
  SeededRequisition,
  TrackedAs,
  XeroBill,
  XeroBooks,
  XeroContact,
} from './seeded-company.ts';
import type { BillTax, Country } from './countries/country.ts';
import type { HandTypedClaim } from './life-outlines.ts';
import { COST_CODES } from './reference-names.ts';
import { accountsAddressOf } from './vendors.ts';
import { xeroChart, xeroTaxRates } from './xero-chart.ts';
import { centsOf, percentOf, sum, textOf } from './cents.ts';
import { uuidFrom } from './random.ts';

const CREATED = '2026-02-02T21:00:00.000Z';
/** The rate of a verified subcontractor without gross payment status. Source: HMRC, Construction Industry Scheme guide, read 2026-11-23. */
const CIS_VERIFIED = '20';

export function xeroBooks(
  seed: string,
  country: Country,
  projects: readonly SeededProject[],
  lookAlikeTwin: SeededRequisition | null,
): XeroBooks {
  const { books, names, firm, inFull, cisVendor, lives } = country;
  const overheads = books.overheadContacts.map(({ name, email }) => contactOf(seed, name, email));
  const contacts = [...overheads];
  const bills = books.overheadBills.map((bill) =>
    billOf(seed, books.overheadTax, {
      contactId: overheads[bill.contact]?.contactId ?? '',
      number: bill.number,
      date: bill.date,
      amount: bill.amount,
      account: bill.account,
      text: bill.text,
      status: 'AUTHORISED',
    }),
  );
  if (lookAlikeTwin !== null) {
    const { contactSuggested, contactArchived, lookAlike } = names.trapped;
    const own = contactOf(seed, lookAlike, accountsAddressOf(lookAlike));
    contacts.push(
      contactOf(seed, inFull(contactSuggested), accountsAddressOf(contactSuggested)),
      { ...contactOf(seed, contactArchived, null), status: 'ARCHIVED' },
      own,
    );
    if (cisVendor !== null) {
      contacts.push({
        ...contactOf(seed, cisVendor, accountsAddressOf(cisVendor)),
        cisRate: CIS_VERIFIED,
      });
    }
    bills.push(lookAlikeBill(seed, books.claims, own, lookAlikeTwin));
    for (const claim of lives.handTyped) {
      const contact = contactOf(seed, claim.vendor, accountsAddressOf(claim.vendor));
      contacts.push(contact);
      bills.push(handTypedBill(seed, books, contact, claim));
    }
  }
  return {
    organisation: {
      organisationId: uuidFrom(seed, 'organisation'),
      name: firm.legalName,
      legalName: firm.legalName,
      ...books.organisation,
      createdAt: CREATED,
    },
    chart: xeroChart(seed, books),
    taxRates: xeroTaxRates(books),
    trackingCategories: [
      trackingOf(
        seed,
        'Project',
        projects.map((project) => `${project.project_number} ${project.name}`),
      ),
      trackingOf(seed, 'Cost code', [
        ...COST_CODES.map(({ code, name }) => `${code} ${name}`),
        'Retention held',
      ]),
    ],
    contacts,
    bills,
  };
}

function trackingOf(
  seed: string,
  name: string,
  options: readonly string[],
): XeroBooks['trackingCategories'][number] {
  return {
    trackingCategoryId: uuidFrom(seed, `tracking/${name}`),
    name,
    status: 'ACTIVE',
    options: options.map((option) => ({
      trackingOptionId: uuidFrom(seed, `tracking/${name}/${option}`),
      name: option,
      status: 'ACTIVE',
    })),
  };
}

export function contactOf(seed: string, name: string, emailAddress: string | null): XeroContact {
  const contactId = uuidFrom(seed, `contact/${name}`);
  return { contactId, name, emailAddress, status: 'ACTIVE', updatedAt: CREATED };
}

type BilledLine = {
  amount: string;
  account: string;
  text: string;
  tracking?: readonly TrackedAs[];
};
type BillInput = BilledLine & {
  contactId: string;
  number: string;
  date: string;
  status: XeroBill['status'];
};

function billOf(seed: string, tax: BillTax, bill: BillInput): XeroBill {
  const { text, amount, account, ...head } = bill;
  return billWith(seed, tax, { ...head, lines: [{ text, amount, account }] });
}

/** Xero rounds the tax of each line. */
export function billWith(
  seed: string,
  { taxType, basisPoints }: BillTax,
  {
    contactId,
    number,
    date,
    status,
    lines,
  }: Omit<BillInput, keyof BilledLine> & {
    lines: readonly BilledLine[];
  },
): XeroBill {
  const net = sum(lines.map(({ amount }) => centsOf(amount)));
  const tax = sum(lines.map(({ amount }) => percentOf(centsOf(amount), basisPoints)));
  return {
    invoiceId: uuidFrom(seed, `bill/${number}`),
    contactId,
    invoiceNumber: number,
    reference: '',
    date,
    dueDate: dueDateOf(date),
    status,
    lines: lines.map(({ text, amount, account, tracking }, index) => ({
      lineItemId: uuidFrom(seed, `bill/${number}/line${index === 0 ? '' : index + 1}`),
      description: text,
      unitAmount: amount,
      accountCode: account,
      taxType,
      ...(tracking === undefined ? {} : { tracking }),
    })),
    subTotal: textOf(net),
    totalTax: textOf(tax),
    total: textOf(net + tax),
    updatedAt: `${date}T03:12:00.000Z`,
  };
}

/** A claim that the bookkeeper keyed with what it held. */
function handTypedBill(
  seed: string,
  { claims, retentionsPayable }: Country['books'],
  { contactId }: XeroContact,
  { number, date, work, held, text }: HandTypedClaim,
): XeroBill {
  return billWith(seed, claims, {
    ...{ contactId, number, date, status: 'AUTHORISED' },
    lines: [
      { text, amount: work, account: claims.account },
      { text: 'Retention', amount: `-${held}`, account: retentionsPayable },
    ],
  });
}

/** The 20th of the month after the bill's date. */
function dueDateOf(date: string): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const next = month === 12 ? 1 : month + 1;
  return `${month === 12 ? year + 1 : year}-${String(next).padStart(2, '0')}-20`;
}

/**
 * The bookkeeper keyed the claim from the paper copy: one net line, the same total, the number typed another way.
 * The contract is billed in whole hundreds, so tax per line and tax on the net are the same to the cent.
 */
function lookAlikeBill(
  seed: string,
  claims: Country['books']['claims'],
  contact: XeroContact,
  twin: SeededRequisition,
): XeroBill {
  return billOf(seed, claims, {
    contactId: contact.contactId,
    number: (twin.invoice_number ?? '').toLowerCase().replaceAll(' ', ''),
    date: '2026-10-29',
    amount: twin.summary.current_payment_due,
    account: claims.account,
    text: 'October claim, from the paper copy',
    status: 'AUTHORISED',
  });
}
