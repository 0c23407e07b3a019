// The contracts of the New Zealand group, written out one by one: three projects of the north, two of the south. Amounts without tax.
import type {
  Lives,
  OutlinedPayApp,
  PrimeContractOutline,
  SubcontractOutline,
} from '../life-outlines.ts';

/** Claims of following months, from 5 for May; `shares` = what is done of every line, in percent. */
const monthly = (from: number, prefix: string, shares: readonly number[]): OutlinedPayApp[] =>
  shares.map((done, index) => ({
    month: from + index,
    done,
    invoiceNumber: `${prefix}-${index + 1}`,
  }));

const north: SubcontractOutline[] = [
  {
    kind: 'wo',
    project: 1,
    vendor: 'Coastal Piling Ltd',
    retainagePercent: '10.00',
    lines: [
      ['02-300', 'S', '118400.00'],
      ['02-300', 'E', '26500.00'],
    ],
    payApps: monthly(6, 'CP-81', [25, 30, 20, 15]),
  },
  {
    kind: 'wo',
    project: 1,
    vendor: 'Redstone Masonry Ltd',
    retainagePercent: '10.00',
    lines: [
      ['04-100', 'S', '64250.40'],
      ['04-100', 'L', '18720.80'],
    ],
    payApps: monthly(7, 'RM-14', [20, 25, 25, 15]),
  },
  {
    kind: 'po',
    project: 1,
    vendor: 'Cookson Reinforcing Ltd',
    retainagePercent: '5.00',
    lines: [['03-200', 'M', '42180.00']],
    payApps: monthly(7, 'CR-55', [30, 40, 20]),
  },
  {
    kind: 'wo',
    project: 2,
    vendor: 'Tasman Roofing Ltd',
    retainagePercent: '10.00',
    lines: [['07-100', 'S', '73600.00']],
    payApps: monthly(8, 'TR-20', [35, 30, 20]),
  },
  {
    kind: 'wo',
    project: 2,
    vendor: 'Summit Ceilings & Partitions Ltd',
    retainagePercent: '10.00',
    lines: [['09-100', 'S', '51300.00']],
    payApps: monthly(8, 'SN-3', [20, 40, 25]),
  },
  {
    kind: 'po',
    project: 2,
    vendor: 'Matai Building Supplies Ltd',
    retainagePercent: '5.00',
    lines: [['06-100', 'M', '28940.60']],
    payApps: monthly(8, 'MB-66', [40, 30, 20]),
  },
  {
    kind: 'wo',
    project: 3,
    vendor: 'Ironbark Demolition Ltd',
    retainagePercent: '10.00',
    lines: [['02-100', 'S', '38200.00']],
    payApps: [
      ...monthly(7, 'ID-44', [40, 40, 20]),
      { month: 10, invoiceNumber: 'ID-44-4', lines: { 1: { released: '1910.00' } } },
    ],
  },
  {
    kind: 'po',
    project: 3,
    vendor: 'Gannet Hire Centre Ltd',
    retainagePercent: '5.00',
    lines: [['01-100', 'E', '15400.00']],
    payApps: monthly(8, 'GN-7', [30, 30, 30]),
  },
];

/** Who the half-finished project has under contract. */
export const STEELWORK = 'Aparima Steelwork Ltd';
export const DRAINAGE = 'Waihopai Drainage Ltd';
export const TIMBER = 'Murihiku Timber Supplies Ltd';
export const HALF_FINISHED = 'S-201';

const halfFinished: SubcontractOutline[] = [
  {
    // Three claims that somebody typed in Xero, the next one, and a release of half of what is held, which the project
    // manager has not approved yet: 8,460.80 is held after the fourth, 6,744.00 of it on the first line.
    kind: 'wo',
    project: 4,
    vendor: STEELWORK,
    retainagePercent: '10.00',
    lines: [
      ['05-100', 'S', '84300.00'],
      ['05-100', 'M', '21460.00'],
    ],
    payApps: [
      ...monthly(6, 'AS-20', [20, 25, 15, 20]),
      {
        month: 10,
        invoiceNumber: 'AS-20-5',
        status: 'under_review',
        lines: { 1: { released: '3372.00' }, 2: { released: '858.40' } },
      },
    ],
  },
  {
    kind: 'wo',
    project: 4,
    vendor: DRAINAGE,
    retainagePercent: '10.00',
    lines: [['02-200', 'S', '46000.00']],
    payApps: monthly(7, 'WD-5', [30, 40]),
  },
  {
    kind: 'po',
    project: 4,
    vendor: TIMBER,
    retainagePercent: '5.00',
    lines: [['06-100', 'M', '38640.00']],
    payApps: [],
  },
];

const ordinary: SubcontractOutline[] = [
  {
    kind: 'wo',
    project: 5,
    vendor: 'Clutha Carpentry Ltd',
    retainagePercent: '10.00',
    lines: [
      ['06-100', 'S', '62500.00'],
      ['06-100', 'L', '18200.00'],
    ],
    payApps: monthly(7, 'CC-9', [25, 25, 30]),
  },
  {
    kind: 'wo',
    project: 5,
    vendor: 'Summit Ceilings & Partitions Ltd',
    retainagePercent: '10.00',
    lines: [['09-100', 'S', '34800.00']],
    payApps: monthly(8, 'SS-4', [40, 40]),
  },
  {
    kind: 'po',
    project: 5,
    vendor: 'Gannet Hire Centre Ltd',
    retainagePercent: '5.00',
    lines: [['01-100', 'E', '12600.00']],
    payApps: monthly(8, 'GS-8', [30, 40]),
  },
];

const primeContracts: PrimeContractOutline[] = [
  {
    project: 1,
    owner: 'Harbourside Living Ltd',
    title: 'Head contract',
    retainagePercent: '5.00',
    lines: [
      ['03-100', 'O', '286400.00'],
      ['06-100', 'O', '142750.00'],
    ],
    invoices: [20, 25, 25].map((done, index) => ({ month: 8 + index, done })),
  },
  {
    project: 5,
    owner: 'Ōtepoti Library Trust',
    title: 'Reading rooms',
    retainagePercent: '5.00',
    lines: [['06-100', 'O', '168300.00']],
    invoices: [30, 30].map((done, index) => ({ month: 9 + index, done })),
  },
];

const subcontracts = [...north, ...halfFinished, ...ordinary];

export const groupLives: Lives = {
  vendors: [...new Set(subcontracts.map(({ vendor }) => vendor))],
  owners: primeContracts.map(({ owner }) => owner),
  subcontracts,
  primeContracts,
  handTyped: [],
};
