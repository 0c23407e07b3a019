// The Australian firm's contracts whose lives are written out: one that is released, and what its owners are billed.
import type { Lives, PrimeContractOutline } from '../life-outlines.ts';

const primeContracts: PrimeContractOutline[] = [
  {
    project: 1,
    owner: 'Wattle Creek Developments Pty Ltd',
    title: 'Head contract',
    retainagePercent: '5.00',
    lines: [
      ['03-100', 'O', '318420.35'],
      ['06-100', 'O', '204150.80'],
    ],
    markups: [{ name: 'Margin', percentage: '7.00' }],
    changeOrders: [
      { title: 'Shade structure', approvedIn: 9, lines: [['05-100', 'O', '16900.00']] },
    ],
    invoices: [
      { month: 8, done: 20 },
      { month: 9, done: 25 },
      { month: 10, done: 18, lines: { CO1: { work: '8450.00' } } },
    ],
  },
  {
    key: 'releasedInTwoParts',
    project: 3,
    owner: 'Kestrel Point Surf Life Saving Club',
    title: 'Clubhouse',
    retainagePercent: '10.00',
    lines: [['06-100', 'O', '126000.00']],
    invoices: [
      { month: 8, done: 60 },
      { month: 9, done: 40 },
      { month: 10, lines: { 1: { released: '6300.00' } } },
    ],
  },
];

export const auLives: Lives = {
  vendors: [],
  owners: primeContracts.map(({ owner }) => owner),
  subcontracts: [
    {
      key: 'changedAndMixed',
      kind: 'wo',
      project: 1,
      vendor: 'Sandstone Masonry Pty Ltd',
      retainagePercent: '10.00',
      lines: [['04-100', 'S', '46000.00']],
      changeOrders: [{ title: 'Garden wall', approvedIn: 9, lines: [['04-100', 'S', '5240.00']] }],
      payApps: [
        { month: 8, invoiceNumber: 'SM-61', done: 50 },
        { month: 9, invoiceNumber: 'SM-62', done: 30, lines: { 'CO1.1': { work: '5240.00' } } },
        { month: 10, invoiceNumber: 'SM-63', done: 20, lines: { 1: { released: '1840.00' } } },
      ],
    },
  ],
  primeContracts,
  handTyped: [],
};
