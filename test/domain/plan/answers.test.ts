// Proves what a person's rejection and a vendor's refusal do to the plan they were about, and to no other.
import { describe, expect, test } from 'vitest';
import { approvableKinds, exceptionKinds, fixes } from '../../../domain/plan/exception-kinds.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { exceptionKindOf, writesOf } from '../../../domain/plan/plan.ts';
import {
  commitmentObservation,
  contact,
  contactObservation,
  payAppObservation,
  payment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import {
  linkedContact,
  postedCommitment,
  postedPayApp,
  strangersBill,
} from '../../support/posted-documents.ts';
import { lockedInMay } from '../../support/plan-rows.ts';

function rejected<O extends Observation>(seen: O): O {
  return { ...seen, rejectedPlanHashes: [...seen.rejectedPlanHashes, planObservation(seen).hash] };
}

function refused<O extends Observation>(seen: O, context = seen.context): O {
  const { hash } = planObservation(seen);
  return {
    ...seen,
    refusal: { planHash: hash, kind: 'vendorRefused', messages: ['Not so.'], context },
  };
}

const suggestion = contactObservation({
  candidates: [contact({ name: 'Kauri Concrete Limited' })],
});
const notWhole = payAppObservation({
  requisition: requisition({ summary: summary('10100.00', '1000.00') }),
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
  [
    'a vendor Procore no longer shows',
    contactObservation({ vendor: null, sourceUnseen: true }),
    'notPosted',
  ],
  ['a contact Xero no longer shows', linkedContact({ target: null }), 'notPosted'],
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
    postedPayApp({ requisition: requisition({ status: 'draft' }) }),
    'posted',
  ],
  [
    'a pay app Procore no longer shows',
    postedPayApp({ requisition: null, sourceUnseen: true }),
    'posted',
  ],
  ['a locked period', payAppObservation({ organisation: lockedInMay }), 'notPosted'],
  ['an order the vendor refused', refused(commitmentObservation()), 'notPosted'],
  ['a bill the vendor refused', refused(payAppObservation()), 'notPosted'],
];

describe('invariant 4: what a person rejected', () => {
  test.each(problems)('%s: is silent, writes nothing and opens nothing', (_what, seen, state) => {
    expect(exceptionKindOf(planObservation(seen))).not.toBeNull();
    const plan = planObservation(rejected(seen));
    expect(plan).toMatchObject({ outcome: 'unchanged', state });
    expect(writesOf(plan)).toEqual([]);
  });

  test('is asked about again once its hash moves', () => {
    const before = rejected(edited);
    const after = {
      ...before,
      target: { ...before.target!, updatedAt: '2026-08-01T00:00:00.000Z' },
    };
    expect(exceptionKindOf(planObservation(after))).toBe('editedInXero');
    const broken = rejected(notWhole);
    const touched = { ...broken.requisition!, updatedAt: '2026-08-01T00:00:00Z' };
    expect(exceptionKindOf(planObservation({ ...broken, requisition: touched }))).toBe(
      'partsNotWhole',
    );
  });

  test('and the next problem of the same document, once rejected too, does not bring the first back', () => {
    const seen = postedPayApp(
      {
        payments: [payment('p1', '100.00', { status: 'DELETED' })],
        postedPayments: [{ xeroPaymentId: 'p1', contractPaymentId: '9', amount: '86.96' }],
      },
      { number: 'X' },
    );
    expect(exceptionKindOf(planObservation(seen))).toBe('editedInXero');
    const once = rejected(seen);
    expect(exceptionKindOf(planObservation(once))).toBe('notYetHandled');
    expect(planObservation(rejected(once))).toMatchObject({ outcome: 'unchanged' });
  });

  test('lets the payments of the bill that was left as it is go back to Procore', () => {
    const seen = postedPayApp(
      { payments: [payment('p1', '10350.00')] },
      { number: 'X', status: 'PAID' },
    );
    const [write] = writesOf(planObservation(rejected(seen)));
    expect(write).toMatchObject({
      endpoint: 'procore/contract_payments',
      body: { amount: '9000.00' },
    });
  });
});

describe('what a vendor refused', () => {
  const seen = payAppObservation();

  test('is an exception while what it depends on stands', () => {
    const plan = planObservation(refused(seen));
    expect(plan).toMatchObject({
      outcome: 'blocked',
      reason: { kind: 'vendorRefused', detail: 'Not so.' },
      amount: '9000.00',
      currency: 'NZD',
    });
    expect(plan.hash).not.toBe(planObservation(seen).hash);
    expect(planObservation(refused(seen)).hash).toBe(plan.hash);
  });

  test('is tried again once the ground moves', () => {
    const moved = { ...refused(seen), context: 'context-2' };
    expect(planObservation(moved)).toEqual(planObservation({ ...seen, context: 'context-2' }));
  });

  test('does not stop another plan of the document', () => {
    const corrected = { ...refused(seen), requisition: requisition({ invoiceNumber: 'INV-1043' }) };
    expect(planObservation(corrected).outcome).toBe('create');
  });

  test('does not speak where a person already rejected the plan itself', () => {
    expect(
      planObservation({ ...refused(edited), ...{ rejectedPlanHashes: [planObservation(edited).hash] } }),
    ).toMatchObject({
      outcome: 'unchanged',
    });
  });
});

describe('what may be approved', () => {
  test('is exactly the four kinds that write or link what is shown', () => {
    expect([...approvableKinds].sort()).toEqual(
      ['contactSuggested', 'editedAfterPosting', 'editedInXero', 'lookAlike'].sort(),
    );
  });

  test.each(exceptionKinds)('%s has a fix to say instead', (kind) => {
    expect(fixes[kind]).toMatch(/^[A-Z].*\.$/);
  });

  test.each<[string, Observation, string | null]>([
    ['a suggested contact', suggestion, null],
    ['a look-alike', payAppObservation({ lookAlikes: [strangersBill()] }), null],
    ['an edited bill', edited, null],
    ['an edited order', postedCommitment({}, { number: 'X' }), null],
    [
      'a pay app changed after posting',
      postedPayApp({ requisition: requisition({ invoiceNumber: 'X' }) }),
      null,
    ],
    ['a bill voided in Xero', postedPayApp({}, { status: 'VOIDED' }), 'a bill that is VOIDED'],
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
      postedPayApp({ requisition: requisition({ status: 'draft' }) }),
      'posted status',
    ],
  ])('%s', (_what, seen, fix) => {
    const plan = planObservation(seen);
    if (plan.outcome === 'unchanged' || plan.outcome === 'blocked') throw new Error(plan.outcome);
    if (fix === null) expect(plan.approvable).toEqual({ yes: true });
    else {
      expect(plan.approvable).toMatchObject({ yes: false });
      expect(plan.approvable.yes ? '' : plan.approvable.fix).toContain(fix);
    }
  });
});
