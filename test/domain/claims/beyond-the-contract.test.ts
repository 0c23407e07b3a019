// Proves what is asked of a claim beyond its contract or before those it rests on, that no order goes below zero, and how an
// owner invoice without a number is numbered.
import { expect, test } from 'vitest';
import { documentNumberOf } from '../../../domain/claims/document-number.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import {
  changeOrder,
  commitment,
  commitmentObservation,
  item,
  payAppObservation,
  requisition,
  sovLine,
  summary,
} from '../../support/domain-builders.ts';

const claimOf = (work: string, held: string, contractSum: string) =>
  requisition({
    summary: summary(work, held, '0.00', { contractSumToDate: contractSum }),
    items: [item('1', { work, held })],
  });

test('billing beyond the contract with its change orders is asked, with the figures, and can be approved', () => {
  const claim = claimOf('10000.00', '1000.00', '8200.00');
  const contract = commitment({ revisedSum: '8200.00' });
  const { going, questions } = planObservation(payAppObservation({ claim, contract })).gated;
  expect(going).toEqual([]);
  expect(questions).toMatchObject([{ subject: 'bill', kind: 'overBilled', fix: null }]);
  expect(questions[0]?.sentence).toContain(
    '10,000.00 is billed of contract SC-001, which comes to 8,200.00',
  );
  // Beyond what it was when the claim was made, but a change order was approved since.
  expect(planObservation(payAppObservation({ claim })).gated.questions).toEqual([]);
});

test('billing up to the contract goes unasked, and so does work taken back from beyond it', () => {
  const full = claimOf('10000.00', '1000.00', '10000.00');
  expect(planObservation(payAppObservation({ claim: full })).gated.questions).toEqual([]);
  const previous = claimOf('12000.00', '1200.00', '10000.00');
  const claim = requisition({
    ...{ id: '34', number: 2, previousId: '33' },
    summary: summary('11000.00', '1100.00', '10800.00', { contractSumToDate: '10000.00' }),
    items: [
      item('1', { before: '12000.00', work: '-1000.00', heldBefore: '1200.00', held: '-100.00' }),
    ],
  });
  const kinds = planObservation(payAppObservation({ claim, previous })).gated.questions;
  expect(kinds.map(({ kind }) => kind)).toEqual(['belowZero']);
});

test('a claim that lets retainage go, or is below zero, waits for the claims before it', () => {
  const waits = { earlierToPost: 'payApp/demo/32' };
  const mixed = requisition({
    summary: summary('10000.00', '500.00'),
    items: [
      item(
        '1',
        { work: '10000.00', held: '1000.00' },
        { workRetainageReleasedThisPeriod: '500.00' },
      ),
    ],
  });
  const below = claimOf('-1000.00', '-100.00', '50000.00');
  for (const claim of [mixed, below]) {
    const { questions, waitsFor } = planObservation(payAppObservation({ claim, ...waits })).gated;
    expect(questions).toEqual([]);
    expect(waitsFor).toEqual(['payApp/demo/32']);
  }
  // One that does neither is measured against what is in Procore alone.
  expect(planObservation(payAppObservation(waits)).gated.waitsFor).toEqual([]);
});

test('change orders that leave less than nothing of a contract are asked; no order is sent', () => {
  const observation = commitmentObservation({
    commitment: commitment({ approvedChangeOrders: '-52500.00', revisedSum: '-2500.00' }),
    changeOrders: [changeOrder({ lines: [sovLine('81', '-52500.00')] })],
  });
  const { going, questions } = planObservation(observation).gated;
  expect(going).toEqual([]);
  expect(questions).toMatchObject([{ subject: 'order', kind: 'notWritable' }]);
  expect(questions[0]?.sentence).toContain('-2,500.00');
});

test('an owner invoice without a number carries its project, since Xero gives each sales number once', () => {
  const project = { number: '26-001' };
  const head = { number: 'HC-001', contractKind: 'pc' };
  expect(documentNumberOf({ invoiceNumber: null, number: 3 }, head, project)).toBe(
    '26-001-HC-001-3',
  );
  expect(documentNumberOf({ invoiceNumber: 'HRC-2101', number: 3 }, head, project)).toBe(
    'HRC-2101',
  );
  const subcontract = { number: 'SC-003', contractKind: 'wo' };
  expect(documentNumberOf({ invoiceNumber: null, number: 3 }, subcontract, project)).toBe(
    'SC-003-3',
  );
});
