// Proves what a decision is bound to: the hash moves with everything that was decided on and with nothing else.
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { seal } from '../../../domain/plan/verdict.ts';
import { proposal } from '../../../domain/plan/verdicts.ts';
import {
  commitment,
  contact,
  contactObservation,
  item,
  organisation,
  payAppObservation,
  payment,
  requisition,
  summary,
  vendor,
} from '../../support/domain-builders.ts';
import { linkedContact, postedPayApp, strangersBill } from '../../support/posted-documents.ts';

const hashOf = (seen: Observation): string => planObservation(seen).hash;

const revised = requisition({
  items: [item('1', { work: '11000.00', held: '1100.00' })],
  summary: summary('11000.00', '1100.00'),
});
const edited = postedPayApp({}, { number: 'INV-1' });
const twin = strangersBill();
const beside = payAppObservation({ lookAlikes: [twin] });
const notWhole = requisition({ summary: summary('10100.00', '1000.00') });
const broken = payAppObservation({ claim: notWhole });
const suggested = contact({ name: 'Kauri Concrete Limited' });
const asked = contactObservation({ candidates: [suggested] });
const paid = postedPayApp({ payments: [payment('p1', '10350.00')] }, { status: 'PAID' });

/** The same bill, its lines' tracking in another order. */
function reversed(seen: PayAppObservation): PayAppObservation {
  const lines = seen.target!.lines.map((line) => ({
    ...line,
    tracking: [...line.tracking].reverse(),
  }));
  return { ...seen, target: { ...seen.target!, lines } };
}

describe('invariant 4: the hash of a plan moves with', () => {
  test.each<[string, Observation, Observation]>([
    ['an amount of the body', payAppObservation(), payAppObservation({ claim: revised })],
    [
      'the number of the body',
      payAppObservation(),
      payAppObservation({ claim: requisition({ invoiceNumber: 'B' }) }),
    ],
    [
      'the date of the body',
      payAppObservation(),
      payAppObservation({ claim: requisition({ billingDate: '2026-05-30' }) }),
    ],
    ['the due date of the body', payAppObservation(), payAppObservation({ dueDate: '2026-06-21' })],
    [
      'the contact of the body',
      payAppObservation(),
      payAppObservation({ contact: { workflowId: 'w', contactId: 'contact-2', archived: false } }),
    ],
    [
      'the link of the body',
      payAppObservation(),
      payAppObservation({ publicUrl: 'https://tieout.example.com' }),
    ],
    [
      'the version of the target',
      edited,
      { ...edited, target: { ...edited.target!, updatedAt: '2026-07-01T00:00:00.000Z' } },
    ],
    ['the target', edited, { ...edited, target: { ...edited.target!, id: 'bill-2' } }],
    // It is written back as it stands, so the body is another.
    ['the order of tracking of what is to be written', edited, reversed(edited)],
    ['a look-alike', payAppObservation(), beside],
    [
      'the version of a look-alike',
      beside,
      payAppObservation({ lookAlikes: [{ ...twin, updatedAt: '2026-07-01T00:00:00.000Z' }] }),
    ],
    [
      'a second look-alike',
      beside,
      payAppObservation({ lookAlikes: [twin, { ...twin, id: 'second' }] }),
    ],
    [
      'the contact that is suggested',
      asked,
      contactObservation({ candidates: [{ ...suggested, id: 'contact-2' }] }),
    ],
    [
      'the version of the contact that is suggested',
      asked,
      contactObservation({ candidates: [{ ...suggested, updatedAt: '2026-07-01T00:00:00.000Z' }] }),
    ],
    [
      'what stands in the way',
      broken,
      payAppObservation({ claim: { ...notWhole, summary: summary('10200.00', '1000.00') } }),
    ],
    [
      'the document it waits for',
      payAppObservation({ contact: { workflowId: 'a', contactId: null, archived: false } }),
      payAppObservation({ contact: { workflowId: 'b', contactId: null, archived: false } }),
    ],
    [
      'the status that was left',
      postedPayApp({ claim: requisition({ status: 'draft' }) }),
      postedPayApp({ claim: requisition({ status: 'under_review' }) }),
    ],
    [
      'a payment',
      paid,
      postedPayApp(
        { payments: [payment('p1', '10350.00'), payment('p2', '1.00')] },
        { status: 'PAID' },
      ),
    ],
    ['the state of what is unchanged', postedPayApp(), postedPayApp({}, { status: 'PAID' })],
  ])('%s', (_what, one, other) => {
    expect(hashOf(other)).not.toBe(hashOf(one));
  });

  test('every part that a verdict is sealed with', () => {
    const verdict = proposal('bill', { outcome: 'create', write: null, changes: [], cause: 'c' });
    const ground = { type: 'payApp', plannerVersion: 1, mappingSlice: { a: '1' } };
    const { hash } = seal(verdict, ground);
    for (const other of [
      { ...ground, plannerVersion: 2 },
      { ...ground, type: 'contact' },
      { ...ground, mappingSlice: { a: '2' } },
    ]) {
      expect(seal(verdict, other).hash).not.toBe(hash);
    }
    for (const over of [
      { outcome: 'void' },
      { targetId: 't' },
      { cause: 'd' },
      { role: 'order' },
    ] as const) {
      expect(seal({ ...verdict, ...over } as typeof verdict, ground).hash).not.toBe(hash);
    }
  });
});

describe('the hash of a plan stays the same when nothing that was decided on moves', () => {
  const touched = { ...requisition(), updatedAt: '2026-07-01T00:00:00Z' };
  test.each<[string, Observation, Observation]>([
    ['the mapping version', payAppObservation(), payAppObservation({ mappingVersion: 'another' })],
    [
      'the version of what is not whole',
      broken,
      payAppObservation({ claim: { ...notWhole, updatedAt: '2026-07-01T00:00:00Z' } }),
    ],
    ['the ground a problem stands on', broken, { ...broken, context: 'context-2' }],
    ['nothing', payAppObservation(), structuredClone(payAppObservation())],
    [
      'a pay app touched without a change',
      payAppObservation(),
      payAppObservation({ claim: touched }),
    ],
    [
      'the title of the contract',
      payAppObservation(),
      payAppObservation({
        contract: commitment({ title: 'X', updatedAt: '2026-07-01T00:00:00Z' }),
      }),
    ],
    [
      'the ground of a clean plan',
      payAppObservation(),
      payAppObservation({ context: 'context-2' }),
    ],
    [
      'the name of the organisation',
      payAppObservation(),
      payAppObservation({ organisation: { ...organisation, name: 'X' } }),
    ],
    [
      'a stranger that looks like nothing',
      payAppObservation(),
      payAppObservation({
        lookAlikes: [strangersBill({ number: 'Z', total: '1.00', subTotal: '0.87' })],
      }),
    ],
    ['the order of tracking of what is posted', postedPayApp(), reversed(postedPayApp())],
    [
      'a payment that was reconciled',
      paid,
      { ...paid, payments: [payment('p1', '10350.00', { isReconciled: true })] },
    ],
    [
      'a vendor touched without a change',
      linkedContact({}, { name: 'X' }),
      linkedContact({ vendor: vendor({ updatedAt: 'later' }) }, { name: 'X' }),
    ],
  ])('but %s', (_what, one, other) => {
    expect(hashOf(other)).toBe(hashOf(one));
  });

  test('and is derived again from stored text, as a replay and an activity do', () => {
    for (const seen of [edited, beside, broken, asked, paid]) {
      expect(hashOf(JSON.parse(JSON.stringify(seen)) as PayAppObservation)).toBe(hashOf(seen));
    }
  });
});
