// Events of retainage for tests: one by hand, and any.
import fc from 'fast-check';
import type { Entry, RetentionEvent } from '../../../../domain/retainage/ledger/entry.ts';
import { retentionBases, retentionKinds } from '../../../../domain/retainage/ledger/entry.ts';
import { text } from '../../../support/domain-builders.ts';

/** 1,000.00 held by pay app no. 1 of SC-001 on 31 May, in Procore's word. */
export function event(over: Partial<RetentionEvent> = {}): RetentionEvent {
  return {
    ...{ basis: 'procore', documentKind: 'procoreRequisition', documentId: '33' },
    ...{ kind: 'held', side: 'payable', contractId: 'wo-9', taxType: 'INPUT2', account: null },
    ...{ date: '2026-05-31', currency: 'NZD', amount: '1000.00', name: 'pay app no. 1' },
    ...over,
  };
}

const amount = fc.bigInt({ min: -900_000n, max: 900_000n }).map(text);
const day = fc.constantFrom('2026-05-31', '2026-06-30', '2026-07-31');

export const anyEntry: fc.Arbitrary<Entry> = fc.record({
  kind: fc.constantFrom(...retentionKinds),
  side: fc.constantFrom('payable' as const, 'receivable' as const),
  contractId: fc.constantFrom('wo-9', 'pc-3'),
  taxType: fc.constantFrom('INPUT2', 'NONE', null),
  account: fc.constantFrom('825', null),
  date: day,
  currency: fc.constantFrom('NZD', 'AUD'),
  amount,
  name: fc.constantFrom('one', 'other'),
});

export const anyEvent: fc.Arbitrary<RetentionEvent> = fc
  .tuple(anyEntry, fc.constantFrom(...retentionBases), fc.constantFrom('1', '2', '3'))
  .map(([entry, basis, documentId]) => ({ ...entry, basis, documentKind: 'any', documentId }));
