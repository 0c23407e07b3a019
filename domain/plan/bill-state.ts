// Where a bill in Xero stands, in Tieout's words.
import { toMinor } from '../money/amount.ts';
import type { XeroBill } from '../records/xero-records.ts';
import type { DocumentState } from './plan.ts';

export function isLive(bill: XeroBill): boolean {
  return bill.status !== 'VOIDED' && bill.status !== 'DELETED';
}

export function stateOf(bill: XeroBill | null): DocumentState {
  if (!bill) return 'notPosted';
  if (!isLive(bill)) return 'voided';
  if (bill.status === 'PAID') return 'paid';
  return toMinor(bill.amountPaid) > 0n ? 'partPaid' : 'posted';
}
