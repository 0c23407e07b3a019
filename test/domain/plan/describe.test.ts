// Proves what people are told: a document's name, one sentence with an end, and the fix where approving would not help.
import { describe, expect, test } from 'vitest';
import { adoptedBase, linkKindOf, linkRoleOf } from '../../../domain/plan/agreement.ts';
import { documentNameOf, fixOf, sentenceOf } from '../../../domain/plan/describe.ts';
import { exceptionKinds, fixes } from '../../../domain/plan/exception-kinds.ts';
import { attributesOf } from '../../../domain/lifecycle/attributes.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import {
  commitmentObservation,
  contact,
  contactObservation,
  payAppObservation,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { postedCommitment, postedPayApp } from '../../support/posted-documents.ts';

describe('a document is called', () => {
  test.each<[string, Observation]>([
    ['vendor Kauri Concrete Ltd', contactObservation()],
    ['vendor 17', contactObservation({ vendor: null })],
    ['contract SC-001 Structure', commitmentObservation()],
    ['a contract', commitmentObservation({ commitment: null })],
    ['pay app INV-1042 (SC-001 no. 1)', payAppObservation()],
    [
      'pay app SC-001 no. 1',
      payAppObservation({ requisition: requisition({ invoiceNumber: null }) }),
    ],
    ['pay app INV-1042 (no. 1)', payAppObservation({ commitment: null })],
    ['a pay app', payAppObservation({ requisition: null })],
  ])('%s', (name, seen) => {
    expect(documentNameOf(seen)).toBe(name);
  });
});

describe('the sentence', () => {
  test.each<[Observation, string]>([
    [
      payAppObservation({ requisition: requisition({ summary: summary('10100.00', '1000.00') }) }),
      'The parts do not add up to the whole: completed and stored: the lines say 10,000.00, the summary says 10,100.00.',
    ],
    [
      postedPayApp({}, { number: 'X' }),
      'Someone changed this in Xero: number is "X" and was "INV-1042".',
    ],
    [payAppObservation(), ''],
    [postedPayApp(), ''],
  ])('of %# is said', (seen, sentence) => {
    expect(sentenceOf(planObservation(seen))).toBe(sentence);
  });

  test.each(exceptionKinds)('of %s ends once', (kind) => {
    expect(sentenceOf(planObservation(postedPayApp()), kind)).toMatch(/^[A-Z][^.]*\.$/);
  });

  test('comes with the fix of what cannot be approved, and with none of what can', () => {
    const fixFor = (seen: Observation, kind: (typeof exceptionKinds)[number]) =>
      fixOf(planObservation(seen), kind);
    expect(fixFor(postedPayApp({}, { number: 'X' }), 'editedInXero')).toBeNull();
    expect(fixFor(postedPayApp({}, { status: 'VOIDED' }), 'editedInXero')).toContain('VOIDED');
    expect(fixFor(postedPayApp({ target: null }), 'accessLost')).toBe(fixes.accessLost);
  });
});

describe('what is adopted', () => {
  test('is agreed on as it stands, and a contact by the name it has on each side', () => {
    const twin = contact({ name: 'Kauri Concrete Limited' });
    const seen = contactObservation({ candidates: [twin] });
    expect([linkRoleOf(seen), linkKindOf(seen)]).toEqual(['contact', 'xeroContact']);
    expect(adoptedBase(seen, twin.id)).toMatchObject({
      projection: { name: 'Kauri Concrete Ltd' },
      target: { name: 'Kauri Concrete Limited' },
    });
    expect(adoptedBase(seen, 'nobody')).toBeNull();
  });

  test('and later moves count from there: an adopted contact is unchanged, an adopted bill that differs is asked about', () => {
    const twin = contact({ name: 'Kauri Concrete Limited' });
    const asked = contactObservation({ candidates: [twin] });
    const base = adoptedBase(asked, twin.id) as ReturnType<typeof contactObservation>['base'];
    const linked = { ...asked, candidates: [], target: twin, linkedTargetId: twin.id, base };
    expect(planObservation(linked).outcome).toBe('unchanged');

    const marked = { ...postedPayApp().target!, number: 'typed over' };
    const found = payAppObservation({ marked });
    const agreed = adoptedBase(found, marked.id) as ReturnType<typeof payAppObservation>['base'];
    const adopted = {
      ...found,
      marked: null,
      target: marked,
      linkedTargetId: marked.id,
      base: agreed,
    };
    expect(planObservation(adopted)).toMatchObject({ outcome: 'update', waits: 'editedAfterPosting' });
  });

  test.each<[Observation, string, string]>([
    [postedCommitment(), 'order', 'xeroPurchaseOrder'],
    [postedPayApp(), 'bill', 'xeroBill'],
  ])('in %# has its role', (seen, role, kind) => {
    expect([linkRoleOf(seen), linkKindOf(seen)]).toEqual([role, kind]);
  });
});

describe('invariant 10: what Temporal shows of a document', () => {
  test('is ids and figures, never a name', () => {
    expect(attributesOf(payAppObservation())).toEqual({
      connection: 'demo',
      project: '5',
      counterparty: '17',
      state: 'writing',
      currency: 'NZD',
      amountMinor: 900_000,
    });
    expect(attributesOf(contactObservation({ vendor: null }))).toEqual({
      connection: 'demo',
      project: null,
      counterparty: '17',
      state: 'notPosted',
      currency: null,
      amountMinor: null,
    });
    const shown = JSON.stringify(
      [contactObservation(), commitmentObservation(), payAppObservation()].map(attributesOf),
    );
    for (const name of ['Kauri', 'Ferry', 'Structure', 'example.com'])
      expect(shown).not.toContain(name);
  });

  test.each<[string, Observation]>([
    ['writing', commitmentObservation()],
    ['waiting', postedPayApp({}, { number: 'X' })],
    [
      'waiting',
      payAppObservation({ contact: { workflowId: 'w', contactId: null, archived: false } }),
    ],
    ['posted', postedPayApp()],
    ['partPaid', postedPayApp({}, { amountPaid: '1.00' })],
    ['paid', postedPayApp({}, { status: 'PAID' })],
  ])('is in one word where it stands: %s', (state, seen) => {
    expect(attributesOf(seen).state).toBe(state);
  });

  test('leaves out an amount that a number could not hold, and parts of a cent', () => {
    const of = (due: string) =>
      attributesOf(
        payAppObservation({
          requisition: requisition({
            summary: { ...requisition().summary, currentPaymentDue: due },
          }),
        }),
      ).amountMinor;
    expect(of('90071992547409.91')).toBe(9_007_199_254_740_991);
    expect(of('90071992547409.92')).toBeNull();
    expect(of('-90071992547409.92')).toBeNull();
    expect(of('1.005')).toBeNull();
  });
});
