// Proves the life of a document step by step: what each event does in each state, and what the gate lets through.
import { describe, expect, test } from 'vitest';
import { courseOf, restingState, step } from '../../../domain/lifecycle/lifecycle.ts';
import type {
  Command,
  LifecycleEvent,
  LifecycleState,
  Observed,
} from '../../../domain/lifecycle/lifecycle.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import {
  contact,
  contactObservation,
  item,
  payAppObservation,
  payment,
  postedPayment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { postedPayApp, strangersBill } from '../../support/posted-documents.ts';

const resting: LifecycleState = restingState;
const observing: LifecycleState = { at: 'observing', readsLeft: 3, final: false };
const reading: LifecycleState = { at: 'reading', readsLeft: 3, final: false };
const ending: LifecycleState = { at: 'ending', readsLeft: 3, final: false };

const reads = [{ system: 'procore', kind: 'procoreVendor', id: '17' } as const];

function sees(observation: Observation) {
  return {
    saw: 'document',
    observation,
    observationId: 'o1',
    wakeIds: [1, 2],
    course: courseOf(observation, planObservation(observation)),
  } as const satisfies Observed;
}
const observed = (seen: Observed): LifecycleEvent => ({ event: 'observed', observed: seen });

const finalDocument = postedPayApp(
  {
    payments: [payment('p1', '11500.00', { isReconciled: true })],
    postedPayments: [postedPayment('p1', '10000.00')],
  },
  { status: 'PAID', amountPaid: '11500.00' },
  {
    claim: requisition({
      items: [item('1', { work: '10000.00', held: '0.00' })],
      summary: summary('10000.00', '0.00'),
    }),
  },
);
const inFlight: Observation = {
  ...payAppObservation(),
  answers: { accepted: [], refusals: [], decisions: [], inFlight: ['bill'] },
};
const tooLarge: Observed = {
  saw: 'tooLarge',
  observationId: 'o1',
  planHash: 'h',
  wakeIds: [1],
};

describe('one step', () => {
  test.each<[string, LifecycleState, LifecycleEvent, LifecycleState['at'], Command['do']]>([
    ['woken at rest: look', resting, { event: 'woken' }, 'observing', 'observe'],
    ['nothing to look for: rest', observing, observed({ saw: 'nothing' }), 'resting', 'rest'],
    ['a write on its way: end the pass', observing, observed(sees(inFlight)), 'ending', 'endPass'],
    [
      'something newer is known of: read',
      observing,
      observed({ saw: 'readsNeeded', reads }),
      'reading',
      'read',
    ],
    [
      'the third read was not enough: rest',
      { ...observing, readsLeft: 0 },
      observed({ saw: 'readsNeeded', reads }),
      'resting',
      'rest',
    ],
    ['read: look', reading, { event: 'read' }, 'observing', 'observe'],
    ['unchanged: rest', observing, observed(sees(postedPayApp())), 'resting', 'rest'],
    [
      'unchanged and final: complete',
      observing,
      observed(sees(finalDocument)),
      'final',
      'complete',
    ],
    ['a clean plan: write', observing, observed(sees(payAppObservation())), 'ending', 'endPass'],
    [
      'a clean adoption: adopt',
      observing,
      observed(sees(contactObservation({ candidates: [contact()] }))),
      'ending',
      'endPass',
    ],
    [
      'a plan that waits: ask',
      observing,
      observed(sees(postedPayApp({}, { number: 'X' }))),
      'ending',
      'endPass',
    ],
    [
      'a problem: ask',
      observing,
      observed(sees(postedPayApp({ target: null }))),
      'ending',
      'endPass',
    ],
    [
      'another document first: depend on it',
      observing,
      observed(
        sees(payAppObservation({ contact: { workflowId: 'w', contactId: null, archived: false } })),
      ),
      'ending',
      'endPass',
    ],
    ['too large: ask', observing, observed(tooLarge), 'ending', 'endPass'],
    ['ended: rest', ending, { event: 'ended' }, 'resting', 'rest'],
    [
      'the plan moved while ending: look again',
      ending,
      { event: 'planMoved' },
      'observing',
      'observe',
    ],
  ])('%s', (_what, state, event, at, command) => {
    const [next, done] = step(state, event);
    expect([next.at, done.do]).toEqual([at, command]);
  });

  test('a read is counted, and a new look after the plan moved may read as often again', () => {
    expect(step(reading, { event: 'read' })[0].readsLeft).toBe(2);
    expect(step({ ...ending, readsLeft: 0 }, { event: 'planMoved' })[0].readsLeft).toBe(3);
  });

  test('a look that is replayed under another planner takes the steps that were recorded', () => {
    const unchanged = sees(postedPayApp());
    const clean = sees(payAppObservation());
    const asked = { ...unchanged, course: { ...unchanged.course, isQuiet: false } };
    const quiet = { ...clean, course: { ...clean.course, isQuiet: true } };
    expect(step(observing, observed(asked))[1].do).toBe('endPass');
    expect(step(observing, observed(quiet))[1].do).toBe('rest');
  });

  test('the reads that are asked for are the ones that are made', () => {
    const [, command] = step(observing, observed({ saw: 'readsNeeded', reads }));
    expect(command).toEqual({ do: 'read', reads });
  });

  test('what is too large ends its pass as that, with nothing of it carried out', () => {
    const [, command] = step(observing, observed(tooLarge));
    expect(command).toEqual({
      do: 'endPass',
      ending: { observationId: 'o1', planHash: 'h', wakeIds: [1], tooLarge: true },
    });
  });
});

describe('invariant 4: the gate', () => {
  const same = postedPayApp();
  const suggested = contactObservation({
    candidates: [contact({ name: 'Kauri Concrete Limited' })],
  });
  const edited = postedPayApp({}, { number: 'X' });
  const paidEdit = postedPayApp({}, { date: '2026-06-01', amountPaid: '1.00' });
  const blocked = postedPayApp({ target: null });
  const left = postedPayApp({ claim: requisition({ status: 'draft' }) });
  const beside = payAppObservation({ lookAlikes: [strangersBill()] });

  type Answer = 'none' | 'approve' | 'reject' | 'approve another' | 'reject another';
  type Becomes = 'goes' | 'asked' | 'left' | 'nothing';

  test.each<[string, Observation, Answer, Becomes, 'applied' | 'refused' | null]>([
    ['a clean plan', payAppObservation(), 'none', 'goes', null],
    ['a clean plan', payAppObservation(), 'approve another', 'goes', 'refused'],
    ['a clean plan', payAppObservation(), 'reject another', 'goes', 'refused'],
    ['an edited bill', edited, 'none', 'asked', null],
    ['an edited bill', edited, 'approve', 'goes', 'applied'],
    ['an edited bill', edited, 'reject', 'left', 'applied'],
    ['an edited bill', edited, 'approve another', 'asked', 'refused'],
    ['an edited bill', edited, 'reject another', 'asked', 'refused'],
    ['an edited bill with a payment', paidEdit, 'approve', 'asked', 'refused'],
    ['an edited bill with a payment', paidEdit, 'reject', 'left', 'applied'],
    ['a look-alike', beside, 'none', 'asked', null],
    ['a look-alike', beside, 'approve', 'goes', 'applied'],
    ['a suggested contact', suggested, 'none', 'asked', null],
    ['a suggested contact', suggested, 'approve', 'goes', 'applied'],
    ['a suggested contact', suggested, 'reject', 'left', 'applied'],
    ['a suggested contact', suggested, 'approve another', 'asked', 'refused'],
    ['a problem', blocked, 'none', 'asked', null],
    ['a problem', blocked, 'approve', 'asked', 'refused'],
    ['a problem', blocked, 'reject', 'left', 'applied'],
    ['a pay app that left its posted status', left, 'approve', 'goes', 'applied'],
    ['a pay app that left its posted status', left, 'reject', 'left', 'applied'],
    ['an unchanged document', same, 'approve another', 'nothing', 'refused'],
  ])('%s, %#: %s', (_what, seen, answer, becomes, fate) => {
    const [question] = planObservation(seen).gated.questions;
    const questionHash = answer.endsWith('another') ? 'another' : (question?.hash ?? '');
    const verdict = answer.startsWith('approve') ? 'approve' : 'reject';
    const subject = question?.subject ?? 'bill';
    const decisions =
      answer === 'none' ? [] : [{ id: 'd1', subject, questionHash, verdict } as const];
    const { gated } = planObservation({ ...seen, answers: { ...seen.answers, decisions } });
    expect([gated.going.length, gated.questions.length, gated.left.length]).toEqual([
      becomes === 'goes' ? 1 : 0,
      becomes === 'asked' ? 1 : 0,
      becomes === 'left' ? 1 : 0,
    ]);
    expect(gated.decisions).toEqual(fate === null ? [] : [{ id: 'd1', outcome: fate }]);
  });
});
