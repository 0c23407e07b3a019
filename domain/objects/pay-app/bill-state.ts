// Where a bill in Xero stands, in Tieout's words.
import { isGreater } from '../../money/amount.ts';
import type { DocumentState } from '../../plan/verdict.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import { isStanding } from '../../records/xero/standing.ts';

export function stateOfBill(bill: XeroBill | null): DocumentState {
  if (!bill) return 'notPosted';
  if (!isStanding(bill)) return 'voided';
  if (bill.status === 'PAID') return 'paid';
  return isGreater(bill.amountPaid, '0.00') ? 'partPaid' : 'posted';
}
