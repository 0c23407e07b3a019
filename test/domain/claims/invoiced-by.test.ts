// Proves whose tax invoice a claim is: the vendor's unless the firm is named to issue it, the firm's own for what owners owe.
import { expect, test } from 'vitest';
import { invoicedBy } from '../../../domain/claims/invoiced-by.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { documentsOf, ownerInvoiceObservation, releaseOf } from '../../support/claims.ts';
import {
  commitment,
  mapping,
  payAppObservation,
  requisition,
} from '../../support/domain-builders.ts';

const naming = (...selfBilled: string[]): Mapping => ({
  ...mapping,
  retainage: { ...mapping.retainage, selfBilled },
});
const seen = payAppObservation();
const ours = payAppObservation({ mapping: naming('16', '17') });

test.each([
  ['a vendor that nobody names', invoicedBy(seen), 'them'],
  ['another vendor', invoicedBy({ ...seen, mapping: naming('1', '170') }), 'them'],
  ['the vendor of the contract', invoicedBy(ours), 'us'],
  ['what is let go of it', invoicedBy(releaseOf(ours)), 'us'],
  [
    'the vendor of the pay app where the contract has none',
    invoicedBy({
      ...ours,
      contract: commitment({ vendorId: null }),
      claim: requisition({ vendorId: '17' }),
    }),
    'us',
  ],
  ['nobody’s', invoicedBy({ ...ours, contract: null, claim: null }), 'them'],
  ['an owner', invoicedBy(ownerInvoiceObservation()), 'us'],
])('%s', (_whose, by, expected) => {
  expect(by).toBe(expected);
});

test('as the law is read today no amount depends on it', () => {
  expect(documentsOf(ours)).toEqual(documentsOf(seen));
});
