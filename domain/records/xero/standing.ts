// Whether a document of Xero still stands, or a person or we have ended it, and whether anything of it is settled.
import { sameAmount } from '../../money/amount.ts';

export function isStanding({ status }: { status: string }): boolean {
  return status !== 'VOIDED' && status !== 'DELETED';
}

type Settled = {
  status: string;
  amountPaid?: string;
  amountCredited?: string;
  allocations?: readonly unknown[];
};

/** By credits, or of a credit note against documents. */
export function isCredited({ amountCredited = '0.00', allocations = [] }: Settled): boolean {
  return !sameAmount(amountCredited, '0.00') || allocations.length > 0;
}

/**
 * What is settled in any part is not voided, and keeps its amounts. PAID is Xero's own word, from which no way leads back:
 * a document of 0.00 has it at once, and a credit note that was paid out. Source: Xero developer docs, Invoices, status
 * codes, read 2026-11-23.
 */
export function isSettledInPart(record: Settled): boolean {
  const { status, amountPaid = '0.00' } = record;
  return status === 'PAID' || !sameAmount(amountPaid, '0.00') || isCredited(record);
}
