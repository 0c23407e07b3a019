// A pay app of as many lines as wanted whose bill is posted, and what a person then did to that bill in Xero.
import type { PayAppObservation } from '../../domain/objects/pay-app/observation.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import { cents, gst, text } from '../support/domain-builders.ts';
import { baseOf, billOf, payApp } from './observations.ts';

/** Lines of 100.00, 200.00, …, with a tenth of each kept back. */
export function longPayApp(lines: number, changes: Partial<PayAppObservation> = {}) {
  const { claim: requisition, contract: commitment } = payApp();
  const [item] = requisition?.items ?? [];
  const [sovLine] = commitment?.lines ?? [];
  if (!requisition || !commitment || !item || !sovLine) throw new Error('a pay app has a line');
  const numbers = Array.from({ length: lines }, (_, index) => index + 1);
  const sum = 100n * 100n * BigInt(numbers.reduce((all, n) => all + n, 0));
  const held = sum / 10n;
  return payApp({
    contract: {
      ...commitment,
      lines: numbers.map((n) => ({ ...sovLine, id: `s${n}`, position: n, description: name(n) })),
    },
    claim: {
      ...requisition,
      items: numbers.map((n) => ({
        ...item,
        id: `i${n}`,
        sovLineId: `s${n}`,
        description: name(n),
        workCompletedThisPeriod: `${n}00.00`,
        totalCompletedAndStoredToDate: `${n}00.00`,
        workRetainageRetainedThisPeriod: `${n}0.00`,
      })),
      summary: {
        ...requisition.summary,
        totalCompletedAndStoredToDate: text(sum),
        completedWorkRetainage: text(held),
        totalRetainage: text(held),
        totalEarnedLessRetainage: text(sum - held),
        taxApplicableToThisPayment: text(gst(sum - held)),
        currentPaymentDue: text(sum - held),
      },
    },
    ...changes,
  });
}

const name = (n: number): string => `Item ${String(n).padStart(3, '0')} of the schedule of values`;

/** The bill as it was posted and agreed on, then edited; its sums follow its lines. */
export function postedPayApp(
  clean: PayAppObservation,
  edit: (bill: XeroBill) => Partial<XeroBill>,
): PayAppObservation {
  const bill = withSums(billOf(clean));
  const base = baseOf(clean, bill);
  const target = withSums({ ...bill, ...edit(bill) });
  return { ...clean, base, target, linkedTargetId: bill.id };
}

function withSums(bill: XeroBill): XeroBill {
  const sumOf = (amounts: string[]): bigint => amounts.reduce((all, one) => all + cents(one), 0n);
  const net = sumOf(bill.lines.map(({ unitAmount }) => unitAmount));
  const tax = sumOf(bill.lines.map(({ taxAmount }) => taxAmount));
  const total = text(net + tax);
  const isVoid = bill.status === 'VOIDED';
  const sums = { subTotal: text(net), totalTax: text(tax), total };
  return { ...bill, ...sums, amountDue: isVoid ? '0.00' : total };
}
