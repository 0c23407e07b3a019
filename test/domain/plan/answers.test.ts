// Proves what a person's rejection and a vendor's refusal do to the plan they were about, and to no other.
import { describe, expect, test } from 'vitest';
import { fixOfKind, isApprovableKind, questionKinds } from '../../../domain/plan/question-kinds.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { leftAsItIs as rejected, questionIn } from '../../support/answered.ts';
import {
  commitmentObservation,
  contact,
  contactObservation,
  payAppObservation,
  payment,
  postedPayment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import {
  linkedContact,
  postedCommitment,
  postedPayApp,
  strangersBill,
  goingOf,
} from '../../support/posted-documents.ts';
import { lockedInMay, refusedBy } from '../../support/plan-rows.ts';

const kindsOf = (seen: Observation) =>
  planObservation(seen).gated.questions.map(({ kind }) => kind);
const refused = refusedBy;

const suggestion = contactObservation({
  candidates: [contact({ name: 'Kauri Concrete Limited' })],
});
const notWhole = payAppObservation({
  claim: requisition({ summary: summary('10100.00', '1000.00') }),
});
const edited = postedPayApp({}, { number: 'X' });
const linesNow = postedPayApp().target?.lines ?? [];
const describedOtherwise = linesNow.map((line) => ({ ...line, description: 'zz' }));
const taxedOtherwise = linesNow.map((line) => ({ ...line, taxType: 'NONE', taxAmount: '0.00' }));

const problems: [string, Observation, string][] = [
  ['a suggested contact', suggestion, 'notPosted'],
  [
    'an archived contact',
    contactObservation({ candidates: [contact({ status: 'ARCHIVED' })] }),
    'notPosted',
  ],
  ['a contact renamed in Xero', linkedContact({}, { name: 'X' }), 'linked'],
  ['a contact Xero no longer shows', linkedContact({ target: null }), 'linked'],
  ['an order edited in Xero', postedCommitment({}, { number: 'X' }), 'posted'],
  [
    'a contract Procore no longer shows',
    postedCommitment({ commitment: null, sourceUnseen: true }),
    'posted',
  ],
  ['a look-alike', payAppObservation({ lookAlikes: [strangersBill()] }), 'notPosted'],
  ['a bill edited in Xero', edited, 'posted'],
  ['a bill voided in Xero', postedPayApp({}, { status: 'VOIDED' }), 'voided'],
  ['a pay app that is not whole', notWhole, 'notPosted'],
  [
    'a pay app that left its posted status',
    postedPayApp({ claim: requisition({ status: 'draft' }) }),
    'posted',
  ],
  [
    'a pay app Procore no longer shows',
    postedPayApp({ claim: null, sourceUnseen: true }),
    'posted',
  ],
  ['a locked period', payAppObservation({ organisation: lockedInMay }), 'notPosted'],
  ['an order the vendor refused', refused(commitmentObservation()), 'notPosted'],
  ['a bill the vendor refused', refused(payAppObservation()), 'notPosted'],
];

describe('invariant 4: what a person rejected', () => {
  test.each(problems)('%s: is silent, writes nothing and opens nothing', (_what, seen, state) => {
    expect(kindsOf(seen)).toHaveLength(1);
    const plan = planObservation(rejected(seen));
    expect(plan.standing.state).toBe(state);
    expect(plan.gated).toMatchObject({ going: [], questions: [] });
  });

  test('is asked about again once what was seen moves, and not for a new version of it', () => {
    const before = rejected(edited);
    const touched = { ...before.target!, updatedAt: '2026-08-01T00:00:00.000Z' };
    expect(kindsOf({ ...before, target: touched })).toEqual([]);
    expect(kindsOf({ ...before, target: { ...touched, number: 'Y' } })).toEqual(['editedInXero']);
    const broken = rejected(notWhole);
    const worse = requisition({ summary: summary('10200.00', '1000.00') });
    expect(kindsOf({ ...broken, claim: worse })).toEqual(['partsNotWhole']);
  });

  test('is one subject: another problem of the document is asked about beside it, and neither brings the other back', () => {
    const seen = postedPayApp(
      {
        payments: [payment('p1', '100.00', { status: 'DELETED' })],
        postedPayments: [postedPayment('p1', '86.96')],
      },
      { number: 'X' },
    );
    expect(kindsOf(seen)).toEqual(['editedInXero', 'paymentRemoved']);
    const once = rejected(seen, 'bill');
    expect(kindsOf(once)).toEqual(['paymentRemoved']);
    expect(kindsOf(rejected(once))).toEqual([]);
  });

  test.each(['asked about', 'left as it is'])(
    'lets payments back to Procore while the edited bill is %s',
    (answer) => {
      const paid = { number: 'X', status: 'PAID' } as const;
      const seen = postedPayApp({ payments: [payment('p1', '10350.00')] }, paid);
      const [write] = goingOf(planObservation(answer === 'left as it is' ? rejected(seen) : seen));
      expect(write).toMatchObject({
        endpoint: 'procore/contract_payments',
        body: { amount: '9000.00' },
      });
    },
  );
});

describe('what a vendor refused', () => {
  const seen = payAppObservation();

  test('is a question of its own while what it depends on stands', () => {
    expect(questionIn(refused(seen))).toMatchObject({ subject: 'bill', kind: 'vendorRefused' });
    expect(questionIn(refused(seen)).sentence).toBe('The vendor refused it: No. Not so.');
    expect(questionIn(refused(seen)).hash).not.toBe(planObservation(seen).verdicts[0]?.hash);
    expect(questionIn(refused(seen)).hash).toBe(questionIn(refused(seen)).hash);
  });

  test('is tried again once the ground moves', () => {
    const moved = { ...refused(seen), context: 'context-2' };
    expect(goingOf(planObservation(moved))).toHaveLength(1);
  });

  test('does not stop another plan of the document', () => {
    const corrected = { ...refused(seen), claim: requisition({ invoiceNumber: 'INV-1043' }) };
    expect(goingOf(planObservation(corrected))).toHaveLength(1);
  });
});

describe('what may be approved', () => {
  test('is exactly the kinds that write, link or take back what is shown', () => {
    expect(questionKinds.filter(isApprovableKind).sort()).toEqual(
      [
        ...['contactSuggested', 'doubleTarget', 'editedAfterPosting', 'editedInXero', 'lookAlike'],
        ...['sourceGone', 'leftPostedStatus', 'leftBefore', 'belowZero', 'allocationRemoved'],
        ...['overBilled', 'cisDeduction', 'contactDiffers'],
        ...['paymentChangedInProcore', 'paymentRemoved', 'paymentTypedInProcore'],
        'creditToTakeBack',
        ...['optionsLimit', 'optionToArchive', 'heldRateUnknown'],
        ...['taskChargeable', 'taskDeletedInXero', 'timeTypedInXero', 'timeDeletedInXero'],
        ...['directCostTyped', 'directCostChanged', 'directCostRemoved'],
        ...['paymentGoneFromProcore', 'paymentDeletedInXero', 'paymentTypedInXero'],
      ].sort(),
    );
  });

  test.each(questionKinds)('%s has a fix to say instead', (kind) => {
    expect(fixOfKind(kind)).toMatch(/^[A-Z].*\.$/);
  });

  test.each<[string, Observation, string | null]>([
    ['a suggested contact', suggestion, null],
    ['a look-alike', payAppObservation({ lookAlikes: [strangersBill()] }), null],
    ['an edited bill', edited, null],
    ['an edited order', postedCommitment({}, { number: 'X' }), null],
    [
      'a pay app changed after posting',
      postedPayApp({ claim: requisition({ invoiceNumber: 'X' }) }),
      null,
    ],
    ['a bill voided in Xero', postedPayApp({}, { status: 'VOIDED' }), null],
    [
      'an order billed in Xero',
      postedCommitment({}, { status: 'BILLED' }),
      'an order that is BILLED',
    ],
    [
      'an order deleted in Xero',
      postedCommitment({}, { status: 'DELETED' }),
      'an order that is DELETED',
    ],
    [
      'an edited bill in a locked period',
      { ...edited, organisation: lockedInMay },
      'locked period',
    ],
    [
      'a paid bill whose number and description were edited',
      postedPayApp({}, { number: 'X', amountPaid: '1.00', lines: describedOtherwise }),
      null,
    ],
    [
      'a paid bill with another contact',
      postedPayApp({}, { contactId: 'X', amountPaid: '1.00' }),
      null,
    ],
    [
      'a credited bill with another contact',
      postedPayApp({}, { contactId: 'X', amountCredited: '1.00' }),
      'payments or credits',
    ],
    [
      'a paid bill with another date',
      postedPayApp({}, { date: '2026-06-01', amountPaid: '1.00' }),
      'payments or credits',
    ],
    ['a paid bill with a line less', postedPayApp({}, { lines: [], amountPaid: '1.00' }), 'lines'],
    [
      'a paid bill with another tax type',
      postedPayApp({}, { lines: taxedOtherwise, amountPaid: '1.00' }),
      'payments or credits',
    ],
    [
      'a pay app that left its posted status',
      postedPayApp({ claim: requisition({ status: 'draft' }) }),
      null,
    ],
  ])('%s', (_what, seen, fix) => {
    const question = questionIn(seen);
    if (fix === null) expect(question.fix).toBeNull();
    else expect(question.fix).toContain(fix);
  });
});
