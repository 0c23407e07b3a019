// The New Zealand firm's contracts whose lives are written out: subcontracts that change, release and go wrong, and what its
// owners are billed. Amounts without tax.
import type { Lives, PrimeContractOutline, SubcontractOutline } from '../life-outlines.ts';

const settled: SubcontractOutline[] = [
  {
    // 10 % becomes 5 %, and half of what was held by then is let go with the same claim.
    key: 'changedAndMixed',
    kind: 'wo',
    project: 1,
    vendor: 'Coastal Piling Ltd',
    retainagePercent: '10.00',
    lines: [
      ['02-300', 'S', '96000.00'],
      ['02-300', 'E', '24000.00'],
    ],
    changeOrders: [
      {
        title: 'Six more piles at the seawall',
        approvedIn: 7,
        lines: [
          ['02-300', 'S', '14250.50'],
          ['02-300', 'E', '4149.50'],
        ],
      },
      { title: 'Capping beam by others', approvedIn: 8, lines: [['02-300', 'S', '-6250.00']] },
    ],
    payApps: [
      { month: 7, invoiceNumber: 'CP-701', done: 30 },
      {
        month: 8,
        invoiceNumber: 'CP-702',
        done: 30,
        lines: { 'CO1.1': { work: '7125.25' }, 'CO1.2': { work: '2074.75' } },
      },
      {
        month: 9,
        invoiceNumber: 'CP-703',
        done: 20,
        lines: { 'CO1.1': { work: '7125.25' }, 'CO2.1': { work: '-6250.00' } },
      },
      {
        month: 10,
        invoiceNumber: 'CP-704',
        done: 15,
        retainagePercent: '5.00',
        lines: { 1: { released: '3840.00' }, 2: { released: '960.00' } },
      },
    ],
  },
  {
    key: 'releasedInTwoParts',
    kind: 'wo',
    project: 2,
    vendor: 'Ironbark Demolition Ltd',
    retainagePercent: '10.00',
    lines: [['02-100', 'S', '58400.00']],
    payApps: [
      { month: 6, invoiceNumber: 'ID-31', done: 60 },
      { month: 7, invoiceNumber: 'ID-32', done: 40 },
      { month: 8, invoiceNumber: 'ID-33', lines: { 1: { released: '2920.00' } } },
      { month: 10, invoiceNumber: 'ID-34', lines: { 1: { released: '2920.00' } } },
    ],
  },
  {
    // The deduction outweighs what is worked, and what is let go outweighs the deduction.
    key: 'creditWithRelease',
    kind: 'wo',
    project: 3,
    vendor: 'Oakum Marine Works Ltd',
    retainagePercent: '10.00',
    lines: [
      ['02-300', 'S', '64000.00'],
      ['01-300', 'E', '12000.00'],
    ],
    changeOrders: [
      { title: 'Cofferdam left out', approvedIn: 10, lines: [['01-300', 'E', '-7200.00']] },
    ],
    payApps: [
      { month: 8, invoiceNumber: 'OM-88', done: 50 },
      { month: 9, invoiceNumber: 'OM-89', done: 45 },
      {
        month: 10,
        invoiceNumber: 'OM-90',
        lines: {
          1: { work: '3200.00', released: '5000.00' },
          'CO1.1': { work: '-7200.00' },
        },
      },
    ],
  },
];

const wrong: SubcontractOutline[] = [
  {
    // 3,000.00 is held and 3,600.00 let go, as an import may leave it: Procore's own screens stop at what is held.
    key: 'releaseBeyondHeld',
    kind: 'wo',
    project: 4,
    vendor: 'Bellbird Interiors Ltd',
    retainagePercent: '10.00',
    lines: [['09-100', 'S', '30000.00']],
    payApps: [
      { month: 8, invoiceNumber: 'BI-201', done: 40 },
      { month: 9, invoiceNumber: 'BI-202', done: 60 },
      { month: 10, invoiceNumber: 'BI-203', lines: { 1: { released: '3600.00' } } },
    ],
  },
  {
    key: 'belowZero',
    kind: 'wo',
    project: 5,
    vendor: 'Kōwhai Cladding Ltd',
    retainagePercent: '10.00',
    lines: [['07-100', 'S', '42000.00']],
    changeOrders: [
      { title: 'North elevation left out', approvedIn: 10, lines: [['07-100', 'S', '-9000.00']] },
    ],
    payApps: [
      { month: 8, invoiceNumber: 'KC-15', done: 40 },
      { month: 9, invoiceNumber: 'KC-16', done: 30 },
      { month: 10, invoiceNumber: 'KC-17', lines: { 'CO1.1': { work: '-9000.00' } } },
    ],
  },
  {
    // Procore never approved the first claim, so the bookkeeper typed its bill, with what it held.
    key: 'heldByHand',
    kind: 'wo',
    project: 6,
    vendor: 'Waimarino Steelwork Ltd',
    retainagePercent: '10.00',
    lines: [['05-100', 'S', '24000.00']],
    payApps: [
      { month: 7, invoiceNumber: 'WS-1', status: 'pending_owner_approval', done: 100 },
      { month: 10, invoiceNumber: 'WS-2', lines: { 1: { released: '2400.00' } } },
    ],
  },
  {
    key: 'overBilled',
    kind: 'wo',
    project: 7,
    vendor: 'Estuary Dewatering Ltd',
    retainagePercent: '10.00',
    lines: [['02-200', 'S', '20000.00']],
    payApps: [
      { month: 9, invoiceNumber: 'ED-41', done: 85 },
      { month: 10, invoiceNumber: 'ED-42', lines: { 1: { work: '4800.00' } } },
    ],
  },
  {
    key: 'negativeContract',
    kind: 'wo',
    project: 8,
    vendor: 'Tarseal & Kerb Ltd',
    retainagePercent: '10.00',
    lines: [['32-100', 'S', '6500.00']],
    changeOrders: [
      { title: 'Footpath by the council', approvedIn: 9, lines: [['32-100', 'S', '-8000.00']] },
    ],
    payApps: [{ month: 8, invoiceNumber: 'TK-9', done: 30 }],
  },
];

const monthly = (shares: readonly number[], from = 5): PrimeContractOutline['invoices'] =>
  shares.map((done, index) => ({ month: from + index, done }));

/** With numbers of the firm's own; an owner invoice without one is numbered by project, contract and sequence. */
const numbered = (
  first: number,
  invoices: PrimeContractOutline['invoices'],
): PrimeContractOutline['invoices'] =>
  invoices.map((invoice, index) => ({ ...invoice, invoiceNumber: `HRC-${first + index}` }));

const primeContracts: PrimeContractOutline[] = [
  {
    project: 1,
    owner: 'Harbourside Living Ltd',
    title: 'Head contract',
    retainagePercent: '5.00',
    lines: [
      ['01-100', 'O', '148250.40'],
      ['03-100', 'O', '512480.75'],
      ['06-100', 'O', '287915.10'],
    ],
    markups: [{ name: 'Margin', percentage: '6.00' }],
    changeOrders: [
      { title: 'Roof terrace', approvedIn: 7, lines: [['07-100', 'O', '38400.00']] },
      { title: 'Bicycle store left out', approvedIn: 8, lines: [['06-100', 'O', '-11750.00']] },
    ],
    invoices: monthly([12, 18, 20, 17, 14, 9]).map((invoice) => ({
      ...invoice,
      lines: {
        ...(invoice.month === 6 ? { 3: { newMaterials: '20000.00' } } : {}),
        ...(invoice.month === 7 ? { 3: { newMaterials: '-12500.00', work: '12500.00' } } : {}),
        ...(invoice.month === 8 ? { 3: { newMaterials: '-7500.00', work: '7500.00' } } : {}),
        ...(invoice.month >= 8 ? { CO1: { work: '12800.00' } } : {}),
        ...(invoice.month === 9 ? { CO2: { work: '-11750.00' } } : {}),
      },
    })),
  },
  {
    // 10 % becomes 5 % in September, when half of what was held is let go with the same claim.
    key: 'changedAndMixed',
    project: 2,
    owner: 'Ridge Road School Board',
    title: 'Classroom block',
    retainagePercent: '10.00',
    lines: [
      ['03-100', 'O', '320000.00'],
      ['06-100', 'O', '150000.00'],
    ],
    invoices: numbered(2101, [
      ...monthly([20, 20, 15, 15]),
      {
        month: 9,
        done: 10,
        retainagePercent: '5.00',
        lines: { 1: { released: '11200.00' }, 2: { released: '5250.00' } },
      },
      { month: 10, done: 12 },
    ]),
  },
  {
    key: 'releasedInTwoParts',
    project: 3,
    owner: 'Te Awa Health Trust',
    title: 'Consulting rooms',
    retainagePercent: '10.00',
    lines: [
      ['06-100', 'O', '180000.00'],
      ['09-100', 'O', '240000.00'],
      ['16-100', 'O', '95000.00'],
    ],
    invoices: [
      ...monthly([30, 30, 25, 15]),
      {
        month: 9,
        lines: {
          1: { released: '9000.00' },
          2: { released: '12000.00' },
          3: { released: '4750.00' },
        },
      },
      {
        month: 10,
        lines: {
          1: { released: '9000.00' },
          2: { released: '12000.00' },
          3: { released: '4750.00' },
        },
      },
    ],
  },
  {
    project: 4,
    owner: 'Northgate Logistics Ltd',
    title: 'Warehouse and yard',
    retainagePercent: '5.00',
    lines: [
      ['05-100', 'O', '402300.00'],
      ['32-100', 'O', '118640.60'],
    ],
    markups: [
      { name: 'Overheads', percentage: '4.00' },
      { name: 'Margin', percentage: '5.50' },
    ],
    changeOrders: [
      {
        title: 'Second loading dock',
        approvedIn: 8,
        lines: [
          ['05-100', 'O', '27150.00'],
          ['32-100', 'O', '9480.00'],
        ],
      },
    ],
    invoices: monthly([10, 16, 22, 20, 14, 8]).map((invoice) => ({
      ...invoice,
      lines: {
        ...(invoice.month >= 9 ? { CO1: { work: '18315.00' } } : {}),
        ...(invoice.month === 10 ? { 1: { released: '9000.00' } } : {}),
      },
    })),
  },
  {
    key: 'creditWithRelease',
    project: 5,
    owner: 'Lakeview Villages Ltd',
    title: 'Stage one villas',
    retainagePercent: '10.00',
    lines: [
      ['06-100', 'O', '400000.00'],
      ['09-200', 'O', '60000.00'],
    ],
    changeOrders: [
      { title: 'Two garages left out', approvedIn: 10, lines: [['06-100', 'O', '-30000.00']] },
    ],
    invoices: numbered(2401, [
      ...monthly([20, 25, 20, 15, 10]),
      {
        month: 10,
        lines: {
          1: { released: '30000.00' },
          2: { released: '4000.00' },
          CO1: { work: '-30000.00' },
        },
      },
    ]),
  },
  {
    project: 6,
    owner: 'Manawatū Civic Trust',
    title: 'Library refurbishment',
    retainagePercent: '5.00',
    lines: [
      ['09-100', 'O', '96420.35'],
      ['16-100', 'O', '61875.90'],
    ],
    invoices: monthly([22, 26, 24, 12], 7).map((invoice) =>
      invoice.month === 10 ? { ...invoice, status: 'under_review' as const } : invoice,
    ),
  },
];

export const nzLives: Lives = {
  vendors: wrong.map(({ vendor }) => vendor),
  owners: primeContracts.map(({ owner }) => owner),
  subcontracts: [...settled, ...wrong],
  primeContracts,
  handTyped: [
    {
      vendor: 'Waimarino Steelwork Ltd',
      number: 'WS-1',
      date: '2026-07-31',
      work: '24000.00',
      held: '2400.00',
      text: 'July claim, from the paper copy',
    },
  ],
};
