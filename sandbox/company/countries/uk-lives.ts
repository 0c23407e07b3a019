// The British firm's contracts whose lives are written out: one under the reverse charge that is released, and what its
// owners are billed.
import type { Lives, PrimeContractOutline } from '../life-outlines.ts';

const primeContracts: PrimeContractOutline[] = [
  {
    project: 1,
    owner: 'Tanner Wharf Homes Ltd',
    title: 'Main contract',
    retainagePercent: '3.00',
    lines: [
      ['03-100', 'O', '271640.25'],
      ['06-100', 'O', '188305.70'],
    ],
    markups: [{ name: 'Margin', percentage: '5.00' }],
    changeOrders: [{ title: 'River steps', approvedIn: 9, lines: [['04-100', 'O', '12350.00']] }],
    invoices: [
      { month: 8, done: 22 },
      { month: 9, done: 24 },
      { month: 10, done: 16, lines: { CO1: { work: '6175.00' } } },
    ],
  },
  {
    key: 'releasedInTwoParts',
    project: 3,
    owner: 'Severn View Health Partnership',
    title: 'Surgery fit-out',
    retainagePercent: '5.00',
    lines: [['09-100', 'O', '98000.00']],
    invoices: [
      { month: 8, done: 55 },
      { month: 9, done: 45 },
      { month: 10, lines: { 1: { released: '2450.00' } } },
    ],
  },
];

export const ukLives: Lives = {
  vendors: [],
  owners: primeContracts.map(({ owner }) => owner),
  subcontracts: [
    {
      key: 'changedAndMixed',
      kind: 'wo',
      project: 1,
      vendor: 'Slate & Lead Roofing Ltd',
      retainagePercent: '5.00',
      lines: [['07-100', 'S', '52000.00']],
      changeOrders: [
        { title: 'Dormer windows', approvedIn: 9, lines: [['07-100', 'S', '6480.00']] },
      ],
      payApps: [
        { month: 8, invoiceNumber: 'SLR-21', done: 50 },
        { month: 9, invoiceNumber: 'SLR-22', done: 30, lines: { 'CO1.1': { work: '6480.00' } } },
        { month: 10, invoiceNumber: 'SLR-23', done: 20, lines: { 1: { released: '1040.00' } } },
      ],
    },
  ],
  primeContracts,
  handTyped: [],
};
