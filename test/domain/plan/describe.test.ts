// Proves what people are told: a document's name, one sentence with an end, and the fix where approving would not help.
import { describe, expect, test } from 'vitest';
import { sentenceOf } from '../../../domain/gate/gate.ts';
import {
  adoptedBaseOf,
  nameOf,
  objectOf,
  planObservation,
} from '../../../domain/objects/objects.ts';
import { roleRuleOf } from '../../../domain/objects/synced-object.ts';
import { fixOfKind, questionKinds } from '../../../domain/plan/question-kinds.ts';
import { questionIn } from '../../support/answered.ts';
import { attributesOf } from '../../../domain/lifecycle/attributes.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import {
  commitmentObservation,
  contact,
  contactObservation,
  organisation,
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
    ['pay app SC-001 no. 1', payAppObservation({ claim: requisition({ invoiceNumber: null }) })],
    ['pay app INV-1042 (no. 1)', payAppObservation({ contract: null })],
    ['a pay app', payAppObservation({ claim: null })],
  ])('%s', (name, seen) => {
    expect(nameOf(seen)).toBe(name);
  });
});

function withoutItsRetention(): Observation {
  const posted = postedPayApp();
  if (posted.target === null) throw new Error('nothing is posted');
  const lines = posted.target.lines.slice(0, -1);
  return { ...posted, target: { ...posted.target, lines } };
}

describe('the sentence', () => {
  test.each<[Observation, string]>([
    [
      payAppObservation({ claim: requisition({ summary: summary('10100.00', '1000.00') }) }),
      'The parts do not add up to the whole: completed and stored: the lines say 10,000.00, the summary says 10,100.00.',
    ],
    [
      postedPayApp({}, { number: 'X' }),
      'Someone changed this in Xero: number is "X" and was "INV-1042".',
    ],
    [
      postedPayApp({ claim: requisition({ billingDate: null }) }),
      'It cannot be taken over as it stands in Procore: its billing date was removed.',
    ],
    [
      withoutItsRetention(),
      'Someone changed this in Xero: the line "Retainage held, contract SC-001" of -1,000.00 was removed.',
    ],
  ])('of %# is said', (seen, sentence) => {
    expect(questionIn(seen).sentence).toBe(sentence);
  });

  test.each(questionKinds)('of %s ends once', (kind) => {
    expect(sentenceOf({ kind, detail: '' })).toMatch(/^[A-Z][^.]*\.$/);
    expect(sentenceOf({ kind, detail: 'so.' })).toMatch(/^[A-Z][^.]*: so\.$/);
  });

  test('comes with the fix of what cannot be approved, and with none of what can', () => {
    expect(questionIn(postedPayApp({}, { number: 'X' })).fix).toBeNull();
    expect(questionIn(postedPayApp({}, { status: 'VOIDED' })).fix).toBeNull();
    const billed = questionIn(
      postedPayApp(
        { organisation: { ...organisation, periodLockDate: '2026-05-31' } },
        { status: 'VOIDED' },
      ),
    );
    expect(billed.fix).toContain('VOIDED');
    expect(questionIn(postedPayApp({ target: null })).fix).toBe(fixOfKind('accessLost'));
  });
});

describe('what is adopted', () => {
  test('is agreed on as it stands, and a contact by the name it has on each side', () => {
    const twin = contact({ name: 'Kauri Concrete Limited' });
    const seen = contactObservation({ candidates: [twin] });
    expect(adoptedBaseOf(seen, 'contact', twin.id)).toMatchObject({
      projection: { name: 'Kauri Concrete Ltd' },
      target: { name: 'Kauri Concrete Limited' },
    });
    expect(adoptedBaseOf(seen, 'contact', 'nobody')).toBeNull();
  });

  test('and later moves count from there: an adopted contact is unchanged, an adopted bill that differs is asked about', () => {
    const twin = contact({ name: 'Kauri Concrete Limited' });
    const asked = contactObservation({ candidates: [twin] });
    const base = adoptedBaseOf(asked, 'contact', twin.id) as ReturnType<
      typeof contactObservation
    >['base'];
    const linked = { ...asked, candidates: [], target: twin, linkedTargetId: twin.id, base };
    expect(planObservation(linked).verdicts[0]?.outcome).toBe('unchanged');

    const marked = { ...postedPayApp().target!, number: 'typed over' };
    const found = payAppObservation({ marked });
    const agreed = adoptedBaseOf(found, 'bill', marked.id) as ReturnType<
      typeof payAppObservation
    >['base'];
    const adopted = {
      ...found,
      marked: null,
      target: marked,
      linkedTargetId: marked.id,
      base: agreed,
    };
    expect(questionIn(adopted)).toMatchObject({
      kind: 'editedAfterPosting',
      verdicts: [{ outcome: 'update' }],
    });
  });

  test.each<[Observation, string, string]>([
    [postedCommitment(), 'order', 'xeroPurchaseOrder'],
    [postedPayApp(), 'bill', 'xeroBill'],
  ])('in %# has its role', (seen, role, kind) => {
    expect(roleRuleOf(objectOf(seen.type), role).targetKind).toBe(kind);
  });
});

const shownOf = (seen: Observation) => attributesOf(seen, planObservation(seen));

describe('invariant 10: what Temporal shows of a document', () => {
  test('is ids and figures, never a name', () => {
    expect(shownOf(payAppObservation())).toEqual({
      connection: 'demo',
      project: '5',
      counterparty: '17',
      state: 'writing',
      currency: 'NZD',
      amountMinor: 900_000,
    });
    expect(shownOf(contactObservation({ vendor: null }))).toEqual({
      connection: 'demo',
      project: null,
      counterparty: '17',
      state: 'notPosted',
      currency: null,
      amountMinor: null,
    });
    const shown = JSON.stringify(
      [contactObservation(), commitmentObservation(), payAppObservation()].map(shownOf),
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
    expect(shownOf(seen).state).toBe(state);
  });

  test('leaves out an amount that a number could not hold, and parts of a cent', () => {
    const of = (due: string) =>
      shownOf(
        payAppObservation({
          claim: requisition({
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
