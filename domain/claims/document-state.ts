// Where what a claim is posted as stands in Xero, in Tieout's words.
import { isGreater } from '../money/amount.ts';
import type { DocumentState } from '../plan/verdict.ts';
import { isStanding } from '../records/xero/standing.ts';

type Standing = { status: string; amountPaid: string };

export function stateOfInvoice(document: Standing | null): DocumentState {
  if (!document) return 'notPosted';
  if (!isStanding(document)) return 'voided';
  if (document.status === 'PAID') return 'paid';
  return isGreater(document.amountPaid, '0.00') ? 'partPaid' : 'posted';
}

/** A credit note has nothing to be paid: it is used up once all of it is set off. */
export function stateOfCreditNote(note: { status: string } | null): DocumentState {
  if (!note) return 'notPosted';
  if (!isStanding(note)) return 'voided';
  return note.status === 'PAID' ? 'paid' : 'posted';
}
