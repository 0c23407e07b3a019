// A New Zealand group: one firm in Procore, whose projects are kept by two organisations in Xero with books of their own.
import type { CompanyPart } from '../seeded-company.ts';
import type { Country } from './country.ts';
import { groupLives } from './group-lives.ts';
import { nz } from './nz.ts';

const CITIES = ['Auckland', 'Tauranga', 'Hamilton', 'Invercargill', 'Dunedin'];
/** Retentions Payable and Other Job Costs. */
const SOUTHERN_CODES: Readonly<Record<string, string>> = { '825': '836', '318': '319' };

export const group: Country = {
  ...nz,
  firm: { ...nz.firm, legalName: 'Harbour & Ridge Group Ltd' },
  names: {
    ...nz.names,
    projects: [
      { project_number: 'N-101', name: 'Quayside Hotel', address: '40 Quay Street' },
      { project_number: 'N-102', name: 'Ridge Road Gymnasium', address: '90 Ridge Road' },
      { project_number: 'N-103', name: 'Te Awa Laboratories', address: '6 River Terrace' },
      { project_number: 'S-201', name: 'Foveaux Street Offices', address: '18 Foveaux Street' },
      { project_number: 'S-202', name: 'Leith Valley Library', address: '77 Leith Road' },
    ].map((project, index) => ({ ...project, city: CITIES[index] ?? '' })),
  },
  lives: groupLives,
};

type Part = {
  country: Country;
  /** The numbers of its projects begin so. */
  projects: 'N-' | 'S-';
  /** Vendors whose contact is in its Xero already. */
  contacts: readonly string[];
};

const south: Country['books'] = {
  ...nz.books,
  organisation: { ...nz.books.organisation, taxNumber: '987-654-321' },
  // Two codes differ from the north's, so that what is posted in the wrong books is noticed.
  chart: nz.books.chart.map(([code, ...row]) => [SOUTHERN_CODES[code] ?? code, ...row]),
  bankNumbers: { '090': '02-0000-0000002-000', '091': '02-0000-0000002-091' },
  overheadContacts: [
    { name: 'Murihiku Power', email: 'billing@murihiku-power.example.com' },
    { name: 'Esk Street Properties', email: 'leases@esk-street.example.com' },
  ],
  overheadBills: [
    {
      contact: 0,
      number: 'MP-4410',
      date: '2026-10-12',
      amount: '412.60',
      account: '445',
      text: 'Power, yard, September',
    },
    {
      contact: 1,
      number: 'RENT OCT S',
      date: '2026-10-01',
      amount: '3150.00',
      account: '469',
      text: 'Yard rent, October',
    },
  ],
  retentionsPayable: '836',
};

export const groupParts: Record<CompanyPart, Part> = {
  north: {
    country: {
      ...group,
      firm: { ...group.firm, legalName: 'Harbour & Ridge Northern Ltd' },
    },
    projects: 'N-',
    contacts: ['Coastal Piling Ltd', 'Matai Building Supplies Ltd', 'Gannet Hire Centre Ltd'],
  },
  south: {
    country: {
      ...group,
      firm: { ...group.firm, legalName: 'Harbour & Ridge Southern Ltd' },
      books: south,
    },
    projects: 'S-',
    contacts: [
      'Aparima Steelwork Ltd',
      'Waihopai Drainage Ltd',
      'Murihiku Timber Supplies Ltd',
      'Summit Ceilings & Partitions Ltd',
    ],
  },
};
