// Proves how kept records are filed, and which of two readings counts.
import { describe, expect, test } from 'vitest';
import { filingOf, isNewer, parseRecord } from '../../../domain/records/records.ts';
import type { KeptRecord } from '../../../domain/records/records.ts';
import {
  commitment,
  contact,
  fullChart,
  organisation,
  payment,
  project,
  requisition,
  vendor,
} from '../../support/domain-builders.ts';
import { postedCommitment, postedPayApp } from '../../support/posted-documents.ts';

const order = 'tieout:demo/commitment/wo-9/order';
const bill = 'tieout:demo/payApp/33/bill';
const contractPayment: KeptRecord = {
  kind: 'procoreContractPayment',
  id: '7',
  projectId: '5',
  contractId: '9',
  requisitionId: '33',
  claimNumber: null,
  amount: '9000.00',
  date: '2026-06-20',
  notes: 'Paid in Xero p1 tieout:demo/payApp/33/payment-p1',
  updatedAt: '2026-06-21T00:00:00Z',
};
const period: KeptRecord = {
  kind: 'procoreBillingPeriod',
  id: 'p5',
  projectId: '5',
  startDate: '2026-05-01',
  endDate: '2026-05-31',
  dueDate: null,
};

describe('a kept record', () => {
  test.each<[string, KeptRecord, string, string | null, string | null]>([
    ['vendor', vendor(), '17', null, null],
    ['project', project, '5', null, null],
    [
      'tax code',
      { kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' },
      't15',
      null,
      null,
    ],
    ['billing period', period, 'p5', '5', null],
    ['commitment', commitment(), 'wo-9', '5', null],
    [
      'purchase order contract of the same id',
      commitment({ contractKind: 'po' }),
      'po-9',
      '5',
      null,
    ],
    ['pay app', requisition(), '33', 'wo-9', null],
    ['contract payment', contractPayment, '7', '33', 'tieout:demo/payApp/33/payment-p1'],
    ['contact', contact({ contactNumber: 'tieout:demo:17' }), 'contact-1', null, 'tieout:demo:17'],
    ['bill', postedPayApp().target!, 'bill-1', 'contact-1', bill],
    ['order', postedCommitment().target!, 'order-1', 'contact-1', order],
    ['payment', payment('p1', '1.00'), 'p1', 'bill-1', null],
    ['organisation', organisation, 'organisation', null, null],
    ['chart', fullChart, 'chart', null, null],
  ])(
    '%s is filed by its id, its parent and its marker, and read back',
    (_what, record, id, parent, marker) => {
      expect(filingOf(record)).toMatchObject({ recordId: id, belongsTo: parent, marker });
      expect(parseRecord(record.kind, JSON.parse(JSON.stringify(record)))).toEqual(record);
    },
  );

  test.each([
    { ...payment('p1', '1.00'), amount: 1 },
    { ...payment('p1', '1.00'), amount: '1' },
    { ...payment('p1', '1.00'), amount: '1e2' },
    { ...payment('p1', '1.00'), date: '2026-06-20T00:00:00Z' },
    { ...payment('p1', '1.00'), isReconciled: 'yes' },
  ])('with a field that is not what it says is refused (%#)', (record) => {
    expect(() => parseRecord('xeroPayment', record)).toThrow();
  });
});

describe('of two readings', () => {
  const at = (version: string, seenAt: number) => ({ version, seenAt });
  test.each([
    [
      'the newer version counts, however late it was read',
      at('2026-06-02T00:00:00Z', 1),
      at('2026-06-01T00:00:00Z', 9),
      true,
    ],
    [
      'the older version does not',
      at('2026-06-01T00:00:00Z', 9),
      at('2026-06-02T00:00:00Z', 1),
      false,
    ],
    [
      'of one version the later reading counts',
      at('2026-06-01T00:00:00Z', 2),
      at('2026-06-01T00:00:00Z', 1),
      true,
    ],
    [
      'of one version the earlier reading does not',
      at('2026-06-01T00:00:00Z', 1),
      at('2026-06-01T00:00:00Z', 2),
      false,
    ],
    [
      'one instant in two spellings is one version',
      at('2026-06-01T12:00:00+12:00', 1),
      at('2026-06-01T00:00:00Z', 2),
      false,
    ],
    ['without versions the later reading counts', at('', 2), at('', 1), true],
  ])('%s', (_what, read, kept, counts) => {
    expect(isNewer(read, kept)).toBe(counts);
  });
});
