// Proves what becomes of retainage that is let go and of claims below zero: each its own document, set off to the cent, asked where it must be.
import { describe, expect, test } from 'vitest';
import type { ClaimObservation } from '../../../domain/claims/claim-observation.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import type { QuestionKind } from '../../../domain/plan/question-kinds.ts';
import type { XeroCreditNote } from '../../../domain/records/xero/credit-note.ts';
import { amountsGoing, decided, questionIn, subjectsOf } from '../../support/answered.ts';
import {
  documentsOf,
  nextItem,
  posted,
  releaseOf,
  second,
  secondPayApp,
} from '../../support/claims.ts';
import {
  commitmentObservation,
  item,
  payAppObservation,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { toldOf } from '../../support/plan-rows.ts';
import { goingOf, strangersBill } from '../../support/posted-documents.ts';

const held = (amount: string, taxType = 'INPUT2') => ({ heldInXero: [{ taxType, amount }] });
const open = (invoiceId: string, amountDue: string) => {
  return { invoiceId, number: `INV-${invoiceId}`, date: '2026-05-31', amountDue };
};
/** What is asked and what goes by itself, of one document. */
const moves = (seen: ClaimObservation) => ({
  asked: subjectsOf(seen),
  going: planObservation(seen).gated.going.map(({ verdict }) => verdict.role),
});

describe('a claim that only lets retainage go', () => {
  const letGo = second({ released: '400.00' }, held('1000.00'));

  test('has no bill, and one release under its own number', () => {
    expect(toldOf(letGo)).toEqual(['unchanged', null, 'notPosted']);
    expect(documentsOf(releaseOf(letGo))).toEqual([
      'release | INV-1043 | AUTHORISED | 825 INPUT2 400.00',
    ]);
    expect(moves(releaseOf(letGo))).toEqual({ asked: [], going: ['release'] });
  });

  test('stands where its release does', () => {
    const { target, base } = posted(releaseOf(letGo));
    const sibling = { workflowId: 'w', linkedTargetId: 'release-1', target, base, wasLeft: false };
    const state = (status: string, amountPaid: string) =>
      planObservation({
        ...letGo,
        sibling: { ...sibling, target: target && { ...target, status, amountPaid } },
      }).standing.state;
    expect([state('AUTHORISED', '0.00'), state('AUTHORISED', '1.00')]).toEqual([
      'posted',
      'partPaid',
    ]);
    expect([state('PAID', '460.00'), state('VOIDED', '0.00')]).toEqual(['paid', 'voided']);
  });

  test('waits for an earlier claim of its contract that is still to be posted', () => {
    const seen = releaseOf(letGo, { earlierToPost: 'payApp/demo/33' });
    expect(toldOf(seen)).toEqual(['blocked', null, 'waits for payApp/demo/33']);
  });
});

describe('a release against what Xero holds of the contract, by tax type', () => {
  const beyond = (taxType: string, released: string, there: string): string =>
    `it releases ${released} of tax type ${taxType}, and ${there} of that type is held for the contract in Xero`;
  const release = (released: string, around: Partial<PayAppObservation>) =>
    releaseOf(second({ released }, around));

  test.each<[string, ClaimObservation, QuestionKind | null, string]>([
    ['a part of it', release('400.00', held('1000.00')), null, 'release'],
    ['all that is left of it', release('400.00', held('400.00')), null, 'release'],
    [
      'a cent more than there is',
      release('400.00', held('399.99')),
      'releaseBeyondHeld',
      beyond('INPUT2', '400.00', '399.99'),
    ],
    [
      'of another tax type than is held',
      release('400.00', held('1000.00', 'NONE')),
      'releaseBeyondHeld',
      beyond('INPUT2', '400.00', '0.00'),
    ],
    [
      'of claims that were posted by hand, so that nothing is known to be held',
      release('400.00', { heldInXero: [] }),
      'releaseBeyondHeld',
      beyond('INPUT2', '400.00', '0.00'),
    ],
    [
      'after it was left to people',
      releaseOf(second({ released: '400.00' }, held('1000.00')), {
        sibling: { workflowId: 'w', linkedTargetId: 'b', target: null, base: null, wasLeft: true },
      }),
      'leftBefore',
      'it may have been entered in Xero by hand since then',
    ],
  ])('%s', (_what, seen, kind, says) => {
    expect(toldOf(seen)).toEqual(['create', kind, says]);
  });

  test('more than is held is mended where it is wrong, never approved', () => {
    const { fix, verdicts } = questionIn(release('400.00', held('399.99')));
    expect(fix).toContain('Correct the release in Procore');
    expect(verdicts[0]?.findings[0]?.figures).toEqual({
      ...{ taxType: 'INPUT2', released: '400.00', held: '399.99' },
    });
  });

  test('each tax type stands by itself: what one has too much covers nothing of another', () => {
    const untaxed = {
      ...{ before: '10000.00', work: '0.00', heldBefore: '1000.00', held: '0.00' },
    };
    const two = secondPayApp(
      [
        nextItem({ released: '300.00' }),
        item('2', untaxed, { tax: null, workRetainageReleasedThisPeriod: '50.00' }),
      ],
      summary('20000.00', '1650.00', '18000.00'),
      { previous: bothLines },
    );
    const both = [
      { taxType: 'INPUT2', amount: '900.00' },
      { taxType: 'NONE', amount: '40.00' },
    ];
    const seen = releaseOf({ ...two, heldInXero: both });
    expect(documentsOf(seen)).toEqual([
      'release | INV-1043 | AUTHORISED | 825 INPUT2 300.00 | 825 NONE 50.00',
    ]);
    expect(toldOf(seen)).toEqual(['create', 'releaseBeyondHeld', beyond('NONE', '50.00', '40.00')]);
  });

  test('a release below zero is no release', () => {
    const seen = releaseOf(second({ released: '-400.00' }, held('1000.00')), { sibling: null });
    expect(toldOf(seen)).toEqual([
      'blocked',
      'partsNotWhole',
      'it releases -400.00 of retainage, which is below zero',
    ]);
  });
});

const bothLines = requisition({
  items: [
    item('1', { work: '10000.00', held: '1000.00' }),
    item('2', { work: '10000.00', held: '1000.00' }, { tax: null }),
  ],
  summary: summary('20000.00', '2000.00'),
});

describe('a claim that bills and lets go', () => {
  const mixed = second({ work: '5000.00', held: '500.00', released: '400.00' }, held('1000.00'));

  test('is its bill, and its release with -R, each on lines of its own', () => {
    expect(documentsOf(mixed)).toEqual([
      'bill | INV-1043 | AUTHORISED | 310 INPUT2 5000.00 | 825 INPUT2 -500.00',
    ]);
    expect(toldOf(releaseOf(mixed))).toEqual(['blocked', null, 'waits for payApp/demo/34']);
    expect(documentsOf(releaseOf(posted(mixed)))).toEqual([
      'release | INV-1043-R | AUTHORISED | 825 INPUT2 400.00',
    ]);
  });

  test('is decided on once: what is asked of the release is asked with the bill', () => {
    const over = { ...mixed, heldInXero: [] };
    // The 500.00 that the claim holds itself count; 400.00 are then let go of them.
    expect(moves(over)).toEqual({ asked: [], going: ['bill'] });
    const more = second({ work: '5000.00', held: '300.00', released: '400.00' }, held('0.00'));
    expect(moves(more)).toEqual({ asked: ['bill releaseBeyondHeld'], going: [] });
    expect(moves(releaseOf(more))).toEqual({ asked: [], going: [] });
  });

  test('one approval lets both go, and the release asks nothing again', () => {
    const twin = { ...mixed, lookAlikes: [strangersBill({ number: 'inv 1043' })] };
    expect(subjectsOf(twin)).toEqual(['bill lookAlike']);
    const billed = posted(decided(twin, 'approve'));
    expect(moves(releaseOf({ ...billed, heldInXero: [] }))).toEqual({
      asked: [],
      going: ['release'],
    });
  });

  test('a decision on the bill counts no more once the release is another', () => {
    const asked = { ...mixed, lookAlikes: [strangersBill({ number: 'inv 1043' })] };
    const { answers } = decided(asked, 'approve');
    const more = second({ work: '5000.00', held: '500.00', released: '450.00' }, held('1000.00'));
    const now = { ...more, answers, lookAlikes: asked.lookAlikes };
    expect(moves(now)).toEqual({ asked: ['bill lookAlike'], going: [] });
  });

  test('a release that moved after its bill was posted is asked about by itself', () => {
    const { base, target } = posted(mixed);
    const more = second({ work: '5000.00', held: '500.00', released: '450.00' }, held('1000.00'));
    const seen = releaseOf({ ...more, base, target, linkedTargetId: 'bill-1' });
    expect(toldOf(seen)).toEqual([
      'create',
      'editedAfterPosting',
      'the release is another than was posted with its claim',
    ]);
  });
});

describe('a rate that falls from 10 % to 5 %', () => {
  test.each<[string, PayAppObservation, string[]]>([
    [
      'shown as a release: half of the 1,000.00 goes, and 5 % of the new work is held',
      second({ work: '10000.00', held: '500.00', released: '500.00' }, held('1000.00')),
      ['bill | INV-1043 | AUTHORISED | 310 INPUT2 10000.00 | 825 INPUT2 -500.00'],
    ],
    [
      'shown as nothing retained: what is held and what is given back are the same',
      second({ work: '10000.00', held: '0.00' }),
      ['bill | INV-1043 | AUTHORISED | 310 INPUT2 10000.00'],
    ],
    [
      'shown as less than nothing retained: 5 % of 12,000.00 is 400.00 less than was held',
      second({ work: '2000.00', held: '-400.00' }),
      ['bill | INV-1043 | AUTHORISED | 310 INPUT2 2000.00 | 825 INPUT2 400.00'],
    ],
  ])('%s', (_what, seen, documents) => {
    expect(documentsOf(seen)).toEqual(documents);
    expect(moves(seen)).toEqual({ asked: [], going: ['bill'] });
  });
});

describe('progress below zero beside a release', () => {
  /** −180.00 of progress, −207.00 with tax; 400.00 let go, 460.00 with tax; due are 220.00, 253.00 with tax. */
  const seen = second({ work: '-200.00', held: '-20.00', released: '400.00' }, held('1000.00'));
  const credited = posted(seen);
  const released = posted(releaseOf(credited));
  const both: PayAppObservation = {
    ...credited,
    sibling: {
      workflowId: 'retainageRelease/demo/payApp-34',
      linkedTargetId: 'release-1',
      target: released.target,
      base: released.base,
      wasLeft: false,
    },
  };

  test('is a credit note with every sign reversed, unasked, and goes before the release', () => {
    expect(documentsOf(seen)).toEqual([
      'creditNote | INV-1043 | AUTHORISED | 310 INPUT2 200.00 | 825 INPUT2 -20.00',
    ]);
    expect(moves(seen)).toEqual({ asked: [], going: ['creditNote'] });
    expect(toldOf(releaseOf(seen))).toEqual(['blocked', null, 'waits for payApp/demo/34']);
    expect(documentsOf(releaseOf(credited))).toEqual([
      'release | INV-1043-R | AUTHORISED | 825 INPUT2 400.00',
    ]);
  });

  test('a release beyond what is held is asked with its credit note, and neither goes', () => {
    const over = { ...seen, ...held('419.99') };
    expect(moves(over)).toEqual({ asked: ['creditNote releaseBeyondHeld'], going: [] });
    expect(moves({ ...seen, ...held('420.00') }).asked).toEqual([]);
  });

  test('all of the credit is set off against the release, so that what is due is what Procore says', () => {
    const waiting = { ...both, sibling: both.sibling && { ...both.sibling, linkedTargetId: null } };
    expect(toldOf(waiting)[2]).toBe('waits for retainageRelease/demo/payApp-34');
    expect(goingOf(planObservation(both)).map(({ body }) => body)).toEqual([
      {
        ...{ kind: 'xeroAllocation', creditNoteId: 'note-1' },
        ...{ invoiceId: 'release-1', amount: '207.00' },
      },
    ]);
    expect(released.target?.total).toBe('460.00');
  });
});

test('a bill copied from our order is a question of the order', () => {
  const bill = strangersBill({ number: '26-001-SC-001' });
  expect(toldOf(commitmentObservation({ copies: [bill] }))[0]).toBe('create');
  expect(subjectsOf(commitmentObservation({ copies: [bill] }))).toEqual([
    'twin/theirs copiedFromOrder',
  ]);
});

test('a pay app that was left to people while Tieout could not post it is never posted unasked', () => {
  const accepted = [{ subject: 'bill', kind: 'notYetHandled', seenHash: 'x' }] as const;
  const seen = payAppObservation();
  const left = { ...seen, answers: { ...seen.answers, accepted: [...accepted] } };
  expect(toldOf(left)).toEqual([
    'create',
    'leftBefore',
    'it may have been entered in Xero by hand since then',
  ]);
  expect(moves(decided(left, 'approve'))).toEqual({ asked: [], going: ['bill'] });
});

describe('a claim that comes to less than nothing in all', () => {
  /** −2,000.00 of work, −200.00 held: −1,800.00, with tax −2,070.00. */
  const around = { openInvoices: [open('41', '1500.00'), open('42', '300.00')] };
  const seen = second({ work: '-2000.00', held: '-200.00' }, around);
  const note = posted(seen);
  const allocation = (invoiceId: string, amount: string) =>
    ({ allocationId: `to-${invoiceId}`, invoiceId, amount, date: null }) as const;

  test.each<[string, PayAppObservation, string]>([
    [
      'is offered against the unpaid bills of its contract, oldest first',
      seen,
      'with tax it comes to -2,070.00; it would be set off against 1,500.00 of bill INV-41, 300.00 of bill INV-42; 270.00 of it stays open',
    ],
    [
      'takes no more than it needs',
      { ...seen, openInvoices: [open('41', '1500.00'), open('42', '9000.00')] },
      'with tax it comes to -2,070.00; it would be set off against 1,500.00 of bill INV-41, 570.00 of bill INV-42',
    ],
    [
      'stays open where nothing is unpaid',
      { ...seen, openInvoices: [] },
      'with tax it comes to -2,070.00; 2,070.00 of it stays open',
    ],
    [
      'is set off against its own release before anything else: 460.00 of that first',
      second(
        { work: '-2000.00', held: '-200.00', released: '400.00' },
        { ...around, ...held('1000.00') },
      ),
      'with tax it comes to -1,610.00; it would be set off against 1,500.00 of bill INV-41, 110.00 of bill INV-42',
    ],
  ])('%s', (_what, claim, says) => {
    expect(toldOf(claim)).toEqual(['create', 'belowZero', says]);
    expect(moves(claim)).toEqual({ asked: ['creditNote belowZero'], going: [] });
  });

  test('goes by one approval, and so does what it is set off against', () => {
    expect(moves(decided(seen, 'approve'))).toEqual({ asked: [], going: ['creditNote'] });
    expect(documentsOf(seen)).toEqual([
      'creditNote | INV-1043 | AUTHORISED | 310 INPUT2 2000.00 | 825 INPUT2 -200.00',
    ]);
    expect(moves(note)).toEqual({ asked: [], going: ['allocation/41', 'allocation/42'] });
    expect(amountsGoing(note)).toEqual(['1500.00', '300.00']);
  });

  test('another unpaid bill asks for another decision', () => {
    const { answers } = decided(seen, 'approve');
    const now = { ...seen, answers, openInvoices: [open('41', '1400.00'), open('42', '300.00')] };
    expect(moves(now)).toEqual({ asked: ['creditNote belowZero'], going: [] });
  });

  test('a credit that stands is never set off twice, by whomever it was', () => {
    const { target } = note.creditNote;
    const allocations = [allocation('41', '1500.00'), allocation('42', '300.00')];
    const set = { ...note.creditNote, target: target && { ...target, allocations } };
    expect(moves({ ...note, creditNote: set, openInvoices: [] })).toEqual({ asked: [], going: [] });
  });

  const changed = (over: Partial<PayAppObservation>, target: Partial<XeroCreditNote> = {}) => {
    const credit = note.creditNote.target;
    const slot = { ...note.creditNote, target: credit && { ...credit, ...target } };
    return { ...note, creditNote: slot, ...over };
  };

  test.each<[string, PayAppObservation, string]>([
    [
      'a bill that was part paid since',
      changed({ openInvoices: [open('41', '20.00'), open('42', '300.00')] }),
      '1,500.00 is to be set off against bill INV-41, and 20.00 is due there',
    ],
    [
      'a bill that was paid since',
      changed({ openInvoices: [open('42', '300.00')] }),
      '1,500.00 is to be set off against a bill of the contract that has nothing due any more',
    ],
    [
      'a credit that a person used elsewhere',
      changed({}, { remainingCredit: '1499.99' }),
      '1,500.00 of the credit note is to be set off against bill INV-41, and 1,499.99 of it is still open',
    ],
  ])('%s: nothing of it is sent, and a person is told the figures', (_what, claim, says) => {
    expect(toldOf(claim)).toEqual(['blocked', 'creditBeyondDue', says]);
    expect(moves(claim)).toEqual({
      asked: ['allocation/41 creditBeyondDue'],
      going: ['allocation/42'],
    });
  });

  test('an allocation that a person took back is set off again only where a person says so', () => {
    const taken = changed({});
    const was = { invoiceId: '41', allocationId: 'to-41', amount: '1500.00' };
    const seenNow = { ...taken, creditNote: { ...taken.creditNote, allocated: [was] } };
    expect(toldOf(seenNow)).toEqual([
      'create',
      'allocationRemoved',
      '1,500.00 of the credit note was set off against bill INV-41 and is not any more',
    ]);
    expect(moves(decided(seenNow, 'approve', 'allocation/41')).going).toContain('allocation/41');
  });
});
