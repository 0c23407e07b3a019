// What is already in Xero before Tieout comes: the organisation, its tracking, and the bookkeeper's own contacts and bills.
import type {
  SeededProject,
  SeededRequisition,
  XeroBill,
  XeroBooks,
  XeroContact,
} from './seeded-company.ts';
import { COMPANY_LEGAL_NAME, COST_CODES, TRAP_VENDOR_NAMES } from './reference-names.ts';
import { XERO_TAX_RATES, xeroChart } from './xero-chart.ts';
import { centsOf, percentOf, textOf } from './cents.ts';
import { uuidFrom } from './random.ts';

const CREATED = '2026-02-02T21:00:00.000Z';
const GST_BASIS_POINTS = 1_500n;

/** Contacts the bookkeeper made for the firm's own overheads; none is a Procore vendor. */
const OVERHEAD_CONTACTS = [
  { name: 'Aotea Energy', email: 'billing@aotea-energy.example.com' },
  { name: 'Quayside Property Trust', email: 'leases@quayside.example.com' },
  { name: 'Inland Insurance Brokers', email: 'accounts@inland-insurance.example.com' },
  { name: 'Paperclip Stationers', email: null },
];

const OVERHEAD_BILLS = [
  {
    contact: 0,
    number: 'AE-88120',
    date: '2026-09-11',
    amount: '842.35',
    account: '445',
    text: 'Power, site office, August',
  },
  {
    contact: 0,
    number: 'AE-88954',
    date: '2026-10-12',
    amount: '867.10',
    account: '445',
    text: 'Power, site office, September',
  },
  {
    contact: 1,
    number: 'RENT OCT',
    date: '2026-10-01',
    amount: '6500.00',
    account: '469',
    text: 'Yard and office rent, October',
  },
  {
    contact: 1,
    number: 'RENT NOV',
    date: '2026-11-01',
    amount: '6500.00',
    account: '469',
    text: 'Yard and office rent, November',
  },
  {
    contact: 3,
    number: '5521',
    date: '2026-10-19',
    amount: '143.90',
    account: '318',
    text: 'Drawing paper',
  },
];

export function xeroBooks(
  seed: string,
  projects: readonly SeededProject[],
  lookAlikeTwin: SeededRequisition | null,
): XeroBooks {
  const overheads = OVERHEAD_CONTACTS.map((contact) =>
    contactOf(seed, contact.name, contact.email),
  );
  const contacts = [...overheads];
  const bills = OVERHEAD_BILLS.map((bill) =>
    billOf(seed, {
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
    const own = contactOf(
      seed,
      TRAP_VENDOR_NAMES.lookAlike,
      'accounts@wairau.electrical.example.com',
    );
    contacts.push(
      contactOf(seed, 'Kauri Concrete Limited', 'accounts@kauri.concrete.example.com'),
      { ...contactOf(seed, TRAP_VENDOR_NAMES.contactArchived, null), status: 'ARCHIVED' },
      own,
    );
    bills.push(lookAlikeBill(seed, own, lookAlikeTwin));
  }
  return {
    organisation: organisationOf(seed),
    chart: xeroChart(seed),
    taxRates: [...XERO_TAX_RATES],
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

function organisationOf(seed: string): XeroBooks['organisation'] {
  return {
    organisationId: uuidFrom(seed, 'organisation'),
    name: COMPANY_LEGAL_NAME,
    legalName: COMPANY_LEGAL_NAME,
    version: 'NZ',
    countryCode: 'NZ',
    baseCurrency: 'NZD',
    timezone: 'NEWZEALANDSTANDARDTIME',
    ianaTimezone: 'Pacific/Auckland',
    salesTaxBasis: 'INVOICE',
    salesTaxPeriod: 'TWOMONTHS',
    taxNumber: '123-456-789',
    financialYearEndDay: 31,
    financialYearEndMonth: 3,
    periodLockDate: '2026-03-31',
    endOfYearLockDate: null,
    createdAt: CREATED,
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

function contactOf(seed: string, name: string, emailAddress: string | null): XeroContact {
  const contactId = uuidFrom(seed, `contact/${name}`);
  return { contactId, name, emailAddress, status: 'ACTIVE', updatedAt: CREATED };
}

type BillInput = {
  contactId: string;
  number: string;
  date: string;
  amount: string;
  account: string;
  text: string;
  status: XeroBill['status'];
};

function billOf(seed: string, bill: BillInput): XeroBill {
  const net = centsOf(bill.amount);
  const tax = percentOf(net, GST_BASIS_POINTS);
  return {
    invoiceId: uuidFrom(seed, `bill/${bill.number}`),
    contactId: bill.contactId,
    invoiceNumber: bill.number,
    reference: '',
    date: bill.date,
    dueDate: dueDateOf(bill.date),
    status: bill.status,
    lines: [
      {
        lineItemId: uuidFrom(seed, `bill/${bill.number}/line`),
        description: bill.text,
        unitAmount: bill.amount,
        accountCode: bill.account,
        taxType: 'INPUT2',
      },
    ],
    subTotal: textOf(net),
    totalTax: textOf(tax),
    total: textOf(net + tax),
    updatedAt: `${bill.date}T03:12:00.000Z`,
  };
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
function lookAlikeBill(seed: string, contact: XeroContact, twin: SeededRequisition): XeroBill {
  return billOf(seed, {
    contactId: contact.contactId,
    number: (twin.invoice_number ?? '').toLowerCase().replaceAll(' ', ''),
    date: '2026-10-29',
    amount: twin.summary.current_payment_due,
    account: '310',
    text: 'October claim, from the paper copy',
    status: 'AUTHORISED',
  });
}
