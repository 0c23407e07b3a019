// Proves that a correction in either system is one decision on a plan that is legal for the document as it stands, and that nothing is made again unasked.
import { describe, expect, test } from 'vitest';
import type { ClaimObservation } from '../../../domain/claims/claim-observation.ts';
import { freeNumber } from '../../../domain/claims/document-number.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { decided, leftAsItIs, questionIn, subjectsOf } from '../../support/answered.ts';
import {
  documentsOf,
  ownerInvoiceObservation,
  ownerItem,
  paymentApplication,
  posted,
  second,
} from '../../support/claims.ts';
import { item, payAppObservation, requisition, summary } from '../../support/domain-builders.ts';
import { lockedInMay, toldOf } from '../../support/plan-rows.ts';
import { goingOf, writesOf } from '../../support/posted-documents.ts';

/** A bill of 9,000.00 and 1,350.00 of tax, as it stands in Xero. */
const bill = (target = {}) => posted(payAppObservation(), { target });
const partPaid = { amountPaid: '1000.00', amountDue: '9350.00' };
const paid = { status: 'PAID', amountPaid: '10350.00', amountDue: '0.00' };
const ofNothing = {
  ...paid,
  subTotal: '0.00',
  totalTax: '0.00',
  total: '0.00',
  amountPaid: '0.00',
};
const claimOf = (work: string, held: string, over: Parameters<typeof requisition>[0] = {}) => ({
  claim: requisition({
    items: [item('1', { work, held })],
    summary: summary(work, held),
    ...over,
  }),
});
const dearer = claimOf('11000.00', '1100.00');
const cheaper = claimOf('9000.00', '900.00');
const renumbered = { claim: requisition({ invoiceNumber: 'INV-2000' }) };
const redated = { claim: requisition({ billingDate: '2026-06-30' }) };
const goingRoles = (seen: ClaimObservation) =>
  planObservation(seen).gated.going.map(({ verdict }) => verdict.role);
const bodies = (seen: ClaimObservation) => writesOf(planObservation(seen)).map(({ body }) => body);

describe('an edit in Procore of what is posted', () => {
  const money =
    'Xero does not take changes to the date, lines, amounts or tax of a bill with payments or credits; remove them in Xero first, or leave it as it is.';
  const byHand = (what: string): string =>
    `The bill is paid, and Xero changes no amount of it: enter a ${what} (with tax) in Xero for the difference, then leave this.`;

  test.each<[string, object, object, string | null]>([
    ['posted, another amount: edited in place', {}, dearer, null],
    ['posted, another date: edited in place', {}, redated, null],
    ['posted, another number: edited in place', {}, renumbered, null],
    ['part paid, another number: header fields only', partPaid, renumbered, null],
    ['part paid, another amount', partPaid, dearer, money],
    ['part paid, another date', partPaid, redated, money],
    ['part credited, another amount', { amountCredited: '5.00' }, dearer, money],
    ['paid, another number: header fields only', paid, renumbered, null],
    ['paid, 900.00 more', paid, dearer, byHand('further bill of 1,035.00')],
    ['paid, 900.00 less', paid, cheaper, byHand('credit note of 1,035.00')],
    ['paid, another date', paid, redated, money],
    [
      'of nothing, which Xero counts as paid',
      ofNothing,
      dearer,
      byHand('further bill of 11,385.00'),
    ],
  ])('%s', (_what, target, edit, fix) => {
    const seen = { ...bill(target), ...edit };
    expect(subjectsOf(seen)).toEqual(['bill editedAfterPosting']);
    expect(questionIn(seen).fix).toBe(fix);
    expect(goingRoles(seen)).toEqual([]);
    if (fix === null) expect(goingRoles(decided(seen, 'approve'))).toEqual(['bill']);
  });

  test('writes what was shown and nothing else', () => {
    const [body] = bodies({ ...bill(partPaid), ...renumbered });
    expect(body).toMatchObject({ number: 'INV-2000', status: null, dueDate: null });
    expect(documentsOf({ ...bill(), ...dearer })).toEqual([
      'bill | INV-1042 |  | 310 INPUT2 11000.00 | 825 INPUT2 -1100.00',
    ]);
  });

  test('of an owner invoice after it was certified is asked about like any other', () => {
    const items = [ownerItem('1', { work: '15000.00', held: '750.00' })];
    const claim = paymentApplication({ items, summary: summary('15000.00', '750.00') });
    const seen = { ...posted(ownerInvoiceObservation()), claim };
    expect(subjectsOf(seen)).toEqual(['salesInvoice editedAfterPosting']);
    expect(goingRoles(seen)).toEqual([]);
  });

  test('that leaves nothing of it, or less than nothing, is for a person to end in Xero first', () => {
    const below = { ...posted(second({ work: '500.00', held: '50.00' })) };
    const { claim } = second({ work: '-500.00', held: '-50.00' });
    expect(questionIn({ ...below, claim }).fix).toBe(
      'It now comes to less than nothing, and Xero takes no bill below zero: void it in Xero and post it again, or leave it as it is.',
    );
    const gone = second({ released: '50.00' }, { heldInXero: [] }).claim;
    expect(questionIn({ ...below, claim: gone }).fix).toBe(
      'Procore leaves nothing on it: void the bill in Xero, or leave it as it is.',
    );
  });
});

describe('a pay app that is numbered anew in Procore', () => {
  const unnumbered = (number: number) =>
    requisition({ number, invoiceNumber: null, previousId: null });
  const named = posted(payAppObservation({ claim: unnumbered(1) }));

  test('is a decision on the number alone', () => {
    expect(toldOf({ ...bill(), ...renumbered })[2]).toBe('number is "INV-2000" and was "INV-1042"');
  });

  test('and one that is named by its place in the contract follows its place', () => {
    expect(documentsOf(payAppObservation({ claim: unnumbered(1) }))[0]).toContain('SC-001-1 ');
    expect(toldOf({ ...named, claim: unnumbered(2) })).toEqual([
      'update',
      'editedAfterPosting',
      'number is "SC-001-2" and was "SC-001-1"',
    ]);
  });

  test('while a new number of the contract is no news of its bills', () => {
    const contract = named.contract && { ...named.contract, number: 'SC-009' };
    const claim = { ...unnumbered(1), summary: summary('10000.00', '1000.00') };
    expect(subjectsOf({ ...named, contract, claim })).toEqual([]);
  });
});

describe('a document that was voided in Xero', () => {
  const voided = bill({ status: 'VOIDED' });
  const again = (seen: ClaimObservation) => documentsOf(decided(seen, 'approve'));

  test('is never made again unasked, and stays voided where that is said', () => {
    expect(subjectsOf(voided)).toEqual(['bill editedInXero']);
    expect(goingOf(planObservation(voided))).toEqual([]);
    expect(subjectsOf(leftAsItIs(voided))).toEqual([]);
  });

  test('is posted again by one decision, as a new record; the old one stays as it ended', () => {
    expect(writesOf(planObservation(voided))[0]).toMatchObject({
      operation: 'create',
      targetId: null,
      body: { kind: 'xeroBill', billId: null, status: 'AUTHORISED', dueDate: '2026-06-20' },
    });
    expect(again(voided)).toEqual([
      'bill | INV-1042 | AUTHORISED | 310 INPUT2 10000.00 | 825 INPUT2 -1000.00',
    ]);
    expect(again({ ...voided, ...dearer })).toEqual([
      'bill | INV-1042 | AUTHORISED | 310 INPUT2 11000.00 | 825 INPUT2 -1100.00',
    ]);
  });

  test('is due by the terms of its contact where Procore does not say when', () => {
    const billTerms = { day: 20, type: 'OFFOLLOWINGMONTH' } as const;
    const [body] = bodies({ ...voided, dueDate: null, billTerms: { ...billTerms } });
    expect(body).toMatchObject({ dueDate: '2026-06-20' });
  });

  test.each<[string, Partial<PayAppObservation>, string]>([
    [
      'in a period that is locked since',
      { organisation: lockedInMay },
      'Its period is locked in Xero; move the lock date to have it posted again, or leave it to keep it VOIDED.',
    ],
    [
      'whose pay app has no billing date any more',
      { claim: requisition({ billingDate: null }) },
      'It cannot be posted again as it stands (it has no billing date); leave it to keep it VOIDED.',
    ],
    [
      'whose pay app does not add up any more',
      { claim: requisition({ summary: summary('10100.00', '1000.00') }) },
      'It cannot be posted again as it stands (completed and stored: the lines say 10,000.00, the summary says 10,100.00); leave it to keep it VOIDED.',
    ],
  ])('%s cannot be', (_what, over, fix) => {
    expect(questionIn({ ...voided, ...over }).fix).toBe(fix);
  });

  test('and is not missed where its pay app ended in Procore too', () => {
    for (const over of [
      { claim: requisition({ status: 'draft' }) },
      { claim: null, sourceUnseen: true },
    ]) {
      expect(subjectsOf({ ...voided, ...over })).toEqual([]);
      expect(goingRoles({ ...voided, ...over })).toEqual([]);
    }
  });
});

describe('a sales invoice that was voided in Xero', () => {
  test.each([
    ['HR-1', [], 'HR-1'],
    ['HR-1', ['HR-1'], 'HR-1-A'],
    ['HR-1', ['HR-1', 'HR-1-A'], 'HR-1-A-A'],
    ['HR-2', ['HR-1', 'HR-1-A'], 'HR-2'],
  ])('numbered %s, where %j ended, is posted again as %s', (own, ended, number) => {
    expect(freeNumber(own, ended)).toBe(number);
  });

  test('gets another number each time, which a later edit keeps', () => {
    const ended = (...endedNumbers: string[]) => ({ endedNumbers });
    const first = posted(ownerInvoiceObservation(), { target: { status: 'VOIDED' } });
    const again = decided({ ...first, ...ended('HR-0001') }, 'approve');
    const second = posted(again, { target: { status: 'VOIDED' } });
    expect(second.target?.number).toBe('HR-0001-A');
    const onceMore = { ...second, answers: first.answers, ...ended('HR-0001', 'HR-0001-A') };
    const third = posted(decided(onceMore, 'approve'));
    expect(third.target?.number).toBe('HR-0001-A-A');
    const items = [ownerItem('1', { work: '15000.00', held: '750.00' })];
    const claim = paymentApplication({ items, summary: summary('15000.00', '750.00') });
    const seen = { ...third, answers: first.answers, claim };
    expect(questionIn(seen).verdicts[0]?.changes.map(({ path }) => path)).not.toContain('number');
  });
});

describe('a bill that was voided because its claim is a credit by now, and the other way round', () => {
  const more = second({ work: '500.00', held: '50.00' });
  const less = second({ work: '-500.00', held: '-50.00' });
  const voidedBill = { ...posted(more, { target: { status: 'VOIDED' } }), claim: less.claim };
  const voidedNote = { ...posted(less, { note: { status: 'VOIDED' } }), claim: more.claim };

  test('is a credit note by one decision', () => {
    expect(subjectsOf(voidedBill)).toEqual(['creditNote belowZero']);
    expect(documentsOf(voidedBill)).toEqual([
      'creditNote | INV-1043 | AUTHORISED | 310 INPUT2 500.00 | 825 INPUT2 -50.00',
    ]);
    const credited = posted(voidedBill);
    expect(subjectsOf(credited)).toEqual([]);
    expect(planObservation(credited).standing.state).toBe('posted');
  });

  test('is a bill by one decision, and nothing of it goes before', () => {
    expect(toldOf(voidedNote)).toEqual([
      'create',
      'editedInXero',
      'the credit note was set to VOIDED in Xero, and the claim is no credit by now',
    ]);
    expect(goingRoles(voidedNote)).toEqual([]);
    const billed = posted(voidedNote);
    expect(subjectsOf(billed)).toEqual([]);
    expect(
      documentsOf({ ...billed, claim: second({ work: '600.00', held: '60.00' }).claim }),
    ).toEqual(['bill | INV-1043 |  | 310 INPUT2 600.00 | 825 INPUT2 -60.00']);
  });
});

describe('a pay app that ended in Procore', () => {
  const draft = { claim: requisition({ status: 'draft' }) };
  const gone = { claim: null, sourceUnseen: true };

  test.each<[string, PayAppObservation, string, string | null, object | null]>([
    ['taken back, unpaid', { ...bill(), ...draft }, 'leftPostedStatus', null, { status: 'VOIDED' }],
    [
      'taken back, a draft in Xero',
      { ...bill({ status: 'DRAFT' }), ...draft },
      'leftPostedStatus',
      null,
      { status: 'DELETED' },
    ],
    ['deleted, unpaid', { ...bill(), ...gone }, 'sourceGone', null, { status: 'VOIDED' }],
    [
      'deleted, paid',
      { ...bill(paid), ...gone },
      'sourceGone',
      'Xero voids no bill with payments or credits. Credit it there by hand, or remove them first, or leave it as it is.',
      null,
    ],
    [
      'deleted, a bill of nothing',
      { ...bill(ofNothing), ...gone },
      'sourceGone',
      'Xero voids no bill that is paid, and one of 0.00 counts as paid. Leave it as it is.',
      null,
    ],
    [
      'taken back, in a locked period',
      { ...bill(), ...draft, organisation: lockedInMay },
      'leftPostedStatus',
      'The bill is dated in a locked period of Xero. Credit it there by hand in an open one, or leave it as it is.',
      null,
    ],
  ])('%s', (_what, seen, kind, fix, body) => {
    expect(subjectsOf(seen)).toEqual([`bill ${kind}`]);
    expect(questionIn(seen).fix).toBe(fix);
    expect(goingRoles(seen)).toEqual([]);
    expect(bodies(seen)).toMatchObject(body === null ? [] : [body]);
  });

  test('takes its credit note with it by a decision of its own', () => {
    const less = second({ work: '-500.00', held: '-50.00' });
    const claim = less.claim && { ...less.claim, status: 'draft' };
    const seen = { ...posted(less), claim };
    expect(subjectsOf(seen)).toEqual(['creditNote leftPostedStatus']);
    expect(bodies(seen)).toMatchObject([{ kind: 'xeroCreditNoteVoid', status: 'VOIDED' }]);
    const { target } = seen.creditNote;
    const paidOut = target && { ...target, status: 'PAID', remainingCredit: '0.00' };
    const settled = { ...seen, creditNote: { ...seen.creditNote, target: paidOut } };
    expect(questionIn(settled).fix).toMatch(/^Xero voids no credit note with payments/);
    expect(bodies(settled)).toEqual([]);
  });
});

describe('a credit note that was set off and has to go', () => {
  const less = second({ work: '-500.00', held: '-50.00' });
  const amount = '517.50';
  const set = { allocationId: 'a-1', invoiceId: 'bill-41', amount, date: '2026-06-01' };
  const setOff = (over: Partial<typeof set> = {}, by: 'us' | 'aPerson' = 'us') => {
    const seen = posted(less, {
      note: { status: 'PAID', remainingCredit: '0.00', allocations: [{ ...set, ...over }] },
    });
    const allocated = by === 'us' ? [{ invoiceId: 'bill-41', allocationId: 'a-1', amount }] : [];
    const claim = less.claim && { ...less.claim, status: 'draft' };
    return { ...seen, claim, creditNote: { ...seen.creditNote, allocated } };
  };

  test('is asked about by itself, and an approval takes back exactly that', () => {
    const seen = setOff();
    expect(subjectsOf(seen)).toEqual([
      'creditNote leftPostedStatus',
      'allocation/bill-41 creditToTakeBack',
    ]);
    expect(questionIn(seen, 'creditNote').fix).toMatch(/^Xero voids no credit note/);
    expect(goingRoles(decided(seen, 'approve', 'allocation/bill-41'))).toEqual([
      'allocation/bill-41',
    ]);
    expect(bodies(seen)).toEqual([
      {
        ...{ kind: 'xeroAllocationDelete', creditNoteId: 'note-1' },
        ...{ invoiceId: 'bill-41', allocationId: 'a-1' },
      },
    ]);
  });

  test('and of a claim that is gone from Procore the same', () => {
    const gone = { ...setOff(), claim: null, sourceUnseen: true };
    expect(subjectsOf(gone)).toEqual([
      'creditNote sourceGone',
      'allocation/bill-41 creditToTakeBack',
    ]);
  });

  test('once it is taken back the note is voided by its own decision, and nothing is set off again', () => {
    const seen = setOff();
    const target = seen.creditNote.target && {
      ...seen.creditNote.target,
      ...{ status: 'AUTHORISED', remainingCredit: amount, allocations: [] },
    };
    const now = { ...seen, creditNote: { ...seen.creditNote, target, allocated: [] } };
    expect(subjectsOf(now)).toEqual(['creditNote leftPostedStatus']);
    expect(goingRoles(now)).toEqual([]);
    expect(goingRoles(decided(now, 'approve'))).toEqual(['creditNote']);
    expect(goingRoles(leftAsItIs(now))).toEqual([]);
  });

  test.each([
    ['what a person set off', setOff({}, 'aPerson')],
    ['what we set off and a person changed', setOff({ amount: '500.00' })],
    ['what lies in a locked period', { ...setOff(), organisation: lockedInMay }],
  ])('%s is not ours to take back', (_what, seen) => {
    const date = '2026-05-01';
    const { target } = seen.creditNote;
    const allocations = target?.allocations.map((one) => ({ ...one, date })) ?? [];
    const at = target && { ...target, allocations };
    const old = { ...seen, creditNote: { ...seen.creditNote, target: at } };
    expect(subjectsOf(old)).toEqual(['creditNote leftPostedStatus']);
    expect(bodies(old)).toEqual([]);
  });

  test('one that Xero does not name is for a person to take back', () => {
    const target = setOff().creditNote.target;
    const allocations = target?.allocations.map((one) => ({ ...one, allocationId: null })) ?? [];
    const seen = setOff();
    const unnamed = {
      ...seen,
      creditNote: { ...seen.creditNote, target: target && { ...target, allocations } },
    };
    expect(questionIn(unnamed, 'allocation/bill-41').fix).toMatch(/take it back in Xero/);
    expect(bodies(unnamed)).toEqual([]);
  });
});

test('two live credit notes of one claim are a question at once', () => {
  const seen = posted(second({ work: '-500.00', held: '-50.00' }));
  const { target } = seen.creditNote;
  const doubles = target ? [{ ...target, id: 'note-2' }] : [];
  const twice = { ...seen, creditNote: { ...seen.creditNote, doubles } };
  expect(subjectsOf(twice)).toEqual(['doubleNote/note-2 doubleTarget']);
  expect(bodies(twice)).toMatchObject([{ kind: 'xeroCreditNoteVoid', creditNoteId: 'note-2' }]);
});
