// What the payments of a posted bill come to: in the order of the outcomes.
import {
  contractPayment,
  item,
  payment,
  postedPayment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { postedPayApp } from '../../support/posted-documents.ts';
import { lockedInMay } from '../../support/plan-rows.ts';
import type { Row } from '../../support/plan-rows.ts';

const paid = { status: 'PAID', amountPaid: '10350.00', amountDue: '0.00' } as const;
const all = payment('p1', '10350.00');
const inProcore = postedPayment('p1', '9000.00');
const nothingHeld = {
  claim: requisition({
    items: [item('1', { work: '10000.00', held: '0.00' })],
    summary: summary('10000.00', '0.00'),
  }),
};
const reconciled = payment('p1', '11500.00', { isReconciled: true });
const known = { ...inProcore, amount: '10000.00' };
function typed(id: string, amount: string, date: string) {
  return contractPayment({ id, amount, date });
}
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
    'paid, final',
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
    'a payment beyond what is due beside one that was typed',
    postedPayApp({ payments: [all], typedPayments: [typed('9', '100.00', '2026-01-01')] }, paid),
    'create',
    'paymentTypedInProcore',
    'with the payment of 10,350.00 on 2026-06-20 its contract payments would come to 9,100.00, and 9,000.00 is due; approve to add it all the same',
  ],
  [
    'a payment removed after Procore knew it',
    postedPayApp({ payments: [removed], postedPayments: [inProcore] }),
    'delete',
    'paymentRemoved',
    'the payment of 10,350.00 on 2026-06-20 was removed in Xero, and Procore still has 9,000.00 (without tax) for it',
  ],
  [
    'a payment that was typed in Procore on the same day',
    postedPayApp({ payments: [all], typedPayments: [typed('9', '9000.00', '2026-06-20')] }, paid),
    'adopt',
    null,
    'payment/p1',
  ],
  [
    'a payment that was typed in Procore with its tax',
    postedPayApp({ payments: [all], typedPayments: [typed('9', '10350.00', '2026-06-20')] }, paid),
    'adopt',
    'paymentTypedInProcore',
    'the payment of 10,350.00 on 2026-06-20 may be the contract payment of 10,350.00 of 2026-06-20 that was typed there; approve to take it for this one',
  ],
  [
    'a payment of an edited bill: the edit is asked about, the payment goes by itself',
    postedPayApp({ payments: [all] }, { ...paid, number: 'X' }),
    'conflict',
    'editedInXero',
    'number is "X" and was "INV-1042"',
  ],
  [
    'a contract payment of ours that a person changed',
    postedPayApp(
      {
        payments: [all],
        postedPayments: [{ ...inProcore, record: typed('cp-p1', '1.00', '2026-06-20') }],
      },
      paid,
    ),
    'conflict',
    'paymentChangedInProcore',
    'it says 1.00 on 2026-06-20 and was 9,000.00 on 2026-06-20',
  ],
  [
    'a contract payment of ours that a person deleted',
    postedPayApp({ payments: [all], postedPayments: [{ ...inProcore, isGone: true }] }, paid),
    'conflict',
    'paymentChangedInProcore',
    'the contract payment of 9,000.00 on 2026-06-20 is gone from Procore',
  ],
];
