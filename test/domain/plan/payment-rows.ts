// What the payments of a posted bill come to: in the order of the outcomes.
import { item, payment, requisition, summary } from '../../support/domain-builders.ts';
import { postedPayApp } from '../../support/posted-documents.ts';
import { lockedInMay } from '../../support/plan-rows.ts';
import type { Row } from '../../support/plan-rows.ts';

const paid = { status: 'PAID', amountPaid: '10350.00', amountDue: '0.00' } as const;
const all = payment('p1', '10350.00');
const inProcore = { xeroPaymentId: 'p1', contractPaymentId: '71', amount: '9000.00' };
const nothingHeld = {
  requisition: requisition({
    items: [item('1', { work: '10000.00', held: '0.00' })],
    summary: summary('10000.00', '0.00'),
  }),
};
const reconciled = payment('p1', '11500.00', { isReconciled: true });
const known = { ...inProcore, amount: '10000.00' };
const removed = { ...all, status: 'DELETED' } as const;

export const paymentRows: Row[] = [
  [
    'paid and in Procore, with retainage held',
    postedPayApp({ payments: [all], postedPayments: [inProcore] }, paid),
    'unchanged',
    null,
    'paid',
  ],
  [
    'part paid and in Procore',
    postedPayApp(
      {
        payments: [payment('p1', '1150.00')],
        postedPayments: [{ ...inProcore, amount: '1000.00' }],
      },
      { amountPaid: '1150.00' },
    ),
    'unchanged',
    null,
    'partPaid',
  ],
  [
    'paid, nothing held, not reconciled',
    postedPayApp(
      { payments: [{ ...reconciled, isReconciled: false }], postedPayments: [known] },
      paid,
      nothingHeld,
    ),
    'unchanged',
    null,
    'paid',
  ],
  [
    'paid, nothing held, reconciled',
    postedPayApp({ payments: [reconciled], postedPayments: [known] }, paid, nothingHeld),
    'unchanged',
    null,
    'paid, final',
  ],
  [
    'settled by credit, no cash',
    postedPayApp({}, { ...paid, amountPaid: '0.00', amountCredited: '11500.00' }, nothingHeld),
    'unchanged',
    null,
    'paid',
  ],
  [
    'a payment removed before Procore knew it',
    postedPayApp({ payments: [removed] }),
    'unchanged',
    null,
    'posted',
  ],
  [
    'a payment Procore does not know',
    postedPayApp({ payments: [all] }, paid),
    'create',
    null,
    'payment/p1',
  ],
  [
    'a payment of a bill in a period locked since',
    postedPayApp({ payments: [all], organisation: lockedInMay }, paid),
    'create',
    null,
    'payment/p1',
  ],
  [
    'a payment of an edited bill: the edit first',
    postedPayApp({ payments: [all] }, { ...paid, number: 'X' }),
    'conflict',
    'editedInXero',
    'number is "X" and was "INV-1042"',
  ],
  [
    'a payment removed after Procore knew it',
    postedPayApp({ payments: [removed], postedPayments: [inProcore] }),
    'blocked',
    'notYetHandled',
    'the payment of 10350.00 on 2026-06-20 was removed in Xero',
  ],
];
