// Proves what trials from outside asked of documents that people edit and answer: only what was shown is written, and answers last.
import { describe, expect, test } from 'vitest';
import { planDocument, planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import {
  billOf,
  commitment,
  item,
  mapping,
  organisation,
  orderOf,
  payAppObservation,
  requisition,
  sovLine,
  summary,
  vendor,
} from '../../support/domain-builders.ts';
import { leftAsItIs, questionIn, amountsGoing, subjectsOf } from '../../support/answered.ts';
import { lockedInMay, toldOf } from '../../support/plan-rows.ts';
import {
  agreedAfter,
  bodyOf,
  goingOf,
  linkedContact,
  postedCommitment,
  postedPayApp,
  strangersBill,
  writesOf,
  twice,
} from '../../support/posted-documents.ts';

describe('O1 and O2: what was not compared and shown is not sent', () => {
  test('a contact renamed after posting is sent its name and nothing else', () => {
    const seen = linkedContact(
      { vendor: vendor({ name: 'KC Ltd', email: 'new@example.com', taxNumber: '9' }) },
      { email: 'hers@example.com' },
    );
    expect(writesOf(planObservation(seen)).map(({ body }) => body)).toEqual([
      { kind: 'xeroContact', contactId: 'contact-1', name: 'KC Ltd' },
    ]);
  });

  test('an order change leaves its Reference to the bookkeeper', () => {
    const lines = [sovLine('1', '31000.00'), sovLine('2', '20000.00')];
    const seen = postedCommitment(
      { commitment: commitment({ lines, revisedSum: '51000.00' }) },
      { reference: 'hers' },
    );
    expect(bodyOf(seen, 'xeroPurchaseOrder')).not.toHaveProperty('reference');
  });

  test('a bill’s link that a person took away is put back only by a decision that shows it', () => {
    const seen = postedPayApp({}, { url: null });
    expect(subjectsOf(seen)).toEqual(['bill editedInXero']);
    expect(questionIn(seen).verdicts[0]?.changes.map(({ path }) => path)).toEqual(['url']);
    const other = postedPayApp({}, { number: 'X' });
    expect(bodyOf(other, 'xeroBill')).not.toHaveProperty('url');
  });
});

describe('O6: Xero keeps a text otherwise than it was sent', () => {
  const [write] = writesOf(planDocument('payApp', payAppObservation()));
  if (write?.body.kind !== 'xeroBill') throw new Error('no bill');
  const body = write.body;
  const kept = billOf(body, {
    number: 'INV-1042 (kept)',
    lines: billOf(body).lines.map((line) => ({
      ...line,
      description: `${line.description} kept`,
      taxAmount: line.taxAmount === '1500.00' ? '1500.01' : line.taxAmount,
    })),
  });
  const settled = {
    ...payAppObservation(),
    linkedTargetId: 'bill-1',
    target: kept,
    base: agreedAfter(write, 'm', kept),
  };

  test('is settled on what Xero answered, a cent of tax included', () => {
    expect(toldOf(settled)).toEqual(['unchanged', null, 'posted']);
  });

  test('and a later edit of it is still seen', () => {
    const edited = { ...kept, number: 'INV-1042' + ' typed' };
    expect(subjectsOf({ ...settled, target: edited })).toEqual(['bill editedInXero']);
  });

  test('an amount that was answered otherwise stays a difference', () => {
    const cheaper = { ...kept, lines: kept.lines.map((line) => ({ ...line, unitAmount: '1.00' })) };
    const seen = { ...settled, target: cheaper, base: agreedAfter(write, 'm', cheaper) };
    expect(subjectsOf(seen)).toEqual(['bill editedInXero']);
  });

  test('an order alike', () => {
    const [ordered] = writesOf(
      planObservation({ ...postedCommitment(), target: null, linkedTargetId: null, base: null }),
    );
    if (ordered?.body.kind !== 'xeroPurchaseOrder') throw new Error('no order');
    const answer = orderOf(ordered.body, {
      lines: orderOf(ordered.body).lines.map((line) => ({ ...line, description: 'kept' })),
    });
    const seen = postedCommitment({ target: answer, base: agreedAfter(ordered, 'm', answer) });
    expect(toldOf(seen)).toEqual(['unchanged', null, 'posted']);
  });
});

describe('S3: what was left as it is stays answered', () => {
  const belowZero = payAppObservation({
    claim: requisition({
      id: '34',
      number: 2,
      previousId: '33',
      items: [
        item('1', { before: '10000.00', work: '-500.00', heldBefore: '1000.00', held: '-50.00' }),
      ],
      summary: summary('9500.00', '950.00', '9000.00'),
    }),
    previous: requisition(),
  });
  const left: [string, PayAppObservation][] = [
    ['a claim below zero', leftAsItIs(belowZero)],
    ['an edit', leftAsItIs(postedPayApp({}, { number: 'X' }))],
    ['a look-alike', leftAsItIs(payAppObservation({ lookAlikes: [strangersBill()] }))],
    ['a removed payment', leftAsItIs(twice(), 'payment/p2')],
    ['a void bill', leftAsItIs(postedPayApp({}, { status: 'VOIDED' }))],
  ];
  const moves: [string, (seen: PayAppObservation) => PayAppObservation][] = [
    [
      'the contract’s title was edited',
      (seen) => ({
        ...seen,
        commitment: commitment({ title: 'X', updatedAt: '2026-09-01T00:00:00Z' }),
      }),
    ],
    [
      'a key was added to the tax types',
      (seen) => ({
        ...seen,
        mapping: { ...mapping, taxTypes: { ...mapping.taxTypes, GST9: 'INPUT9' } },
        mappingVersion: 'n',
      }),
    ],
    [
      'an account was added to the mapping',
      (seen) => ({
        ...seen,
        mapping: {
          ...mapping,
          accounts: {
            ...mapping.accounts,
            byCostType: { ...mapping.accounts.byCostType, E: '314' },
          },
        },
        mappingVersion: 'n',
      }),
    ],
    [
      'the pay app was touched',
      (seen) => ({
        ...seen,
        requisition: seen.claim && { ...seen.claim, updatedAt: '2026-09-01T00:00:00Z' },
      }),
    ],
    ['the context moved', (seen) => ({ ...seen, context: 'context-2' })],
    [
      'the bill was touched',
      (seen) => ({
        ...seen,
        target: seen.target && { ...seen.target, updatedAt: '2026-09-01T00:00:00.000Z' },
      }),
    ],
  ];
  test.each(
    left.flatMap(([what, seen]) => moves.map(([then, move]) => [what, then, move(seen)] as const)),
  )('%s, when %s', (_what, _then, seen) => {
    expect(subjectsOf(seen)).toEqual([]);
  });

  test('and is asked about again once what was seen moves', () => {
    const edited = leftAsItIs(postedPayApp({}, { number: 'X' }));
    expect(subjectsOf({ ...edited, target: { ...edited.target!, number: 'Y' } })).toEqual([
      'bill editedInXero',
    ]);
  });
});

describe('S4: a locked period that was left, then the lock date moves', () => {
  const left = leftAsItIs(payAppObservation({ organisation: lockedInMay }));
  test('is silent while it stands, and posts once the period is open', () => {
    expect(toldOf(left)[0]).toBe('blocked');
    expect([subjectsOf(left), goingOf(planObservation(left))]).toEqual([[], []]);
    expect(amountsGoing({ ...left, organisation })).toEqual(['xeroBill']);
  });

  test('is asked about again when it is locked up to another day', () => {
    const later = { ...organisation, periodLockDate: '2026-06-30' };
    expect(subjectsOf({ ...left, organisation: later })).toEqual(['bill lockedPeriod']);
  });
});
