// Proves the life of a document step by step: what each event does in each state, and what the gate lets through.
import { describe, expect, test } from 'vitest';
import { gate, restingState, step } from '../../../domain/lifecycle/lifecycle.ts';
import type {
  Command,
  LifecycleEvent,
  LifecycleState,
  Observed,
  PendingDecision,
} from '../../../domain/lifecycle/lifecycle.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import {
  contact,
  contactObservation,
  item,
  payAppObservation,
  payment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { postedPayApp, strangersBill } from '../../support/posted-documents.ts';

const resting: LifecycleState = restingState;
const observing: LifecycleState = { at: 'observing', readsLeft: 3, final: false };
const reading: LifecycleState = { at: 'reading', readsLeft: 3, final: false };
const ending: LifecycleState = { at: 'ending', readsLeft: 3, final: false };

const reads = [{ system: 'procore', kind: 'procoreVendor', id: '17' } as const];

function sees(observation: Observation, decision: PendingDecision | null = null) {
  return {
    saw: 'document',
    observation,
    observationId: 'o1',
    wakeIds: [1, 2],
    decision,
  } as const satisfies Observed;
}
const observed = (seen: Observed): LifecycleEvent => ({ event: 'observed', observed: seen });

const finalDocument = postedPayApp(
  {
    payments: [payment('p1', '11500.00', { isReconciled: true })],
    postedPayments: [{ xeroPaymentId: 'p1', contractPaymentId: '7', amount: '10000.00' }],
  },
  { status: 'PAID', amountPaid: '11500.00' },
  {
    requisition: requisition({
      items: [item('1', { work: '10000.00', held: '0.00' })],
      summary: summary('10000.00', '0.00'),
    }),
  },
);
const tooLarge: Observed = {
  saw: 'tooLarge',
  observationId: 'o1',
  planHash: 'h',
  wakeIds: [1],
  decision: { id: 'd1', planHash: 'h', verdict: 'approve' },
};

describe('one step', () => {
  test.each<[string, LifecycleState, LifecycleEvent, LifecycleState['at'], Command['do']]>([
    ['woken at rest: look', resting, { event: 'woken' }, 'observing', 'observe'],
    ['nothing to look for: rest', observing, observed({ saw: 'nothing' }), 'resting', 'rest'],
    ['a write on its way: rest', observing, observed({ saw: 'writeInFlight' }), 'resting', 'rest'],
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
    [
      'a clean plan: write',
      observing,
      observed(sees(payAppObservation())),
      'ending',
      'writeIntent',
    ],
    [
      'a clean adoption: adopt',
      observing,
      observed(sees(contactObservation({ candidates: [contact()] }))),
      'ending',
      'adopt',
    ],
    [
      'a plan that waits: ask',
      observing,
      observed(sees(postedPayApp({}, { number: 'X' }))),
      'ending',
      'openException',
    ],
    [
      'a problem: ask',
      observing,
      observed(sees(postedPayApp({ target: null }))),
      'ending',
      'openException',
    ],
    [
      'another document first: depend on it',
      observing,
      observed(
        sees(payAppObservation({ contact: { workflowId: 'w', contactId: null, archived: false } })),
      ),
      'ending',
      'recordDependency',
    ],
    ['too large: ask', observing, observed(tooLarge), 'ending', 'openException'],
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

  test('the reads that are asked for are the ones that are made', () => {
    const [, command] = step(observing, observed({ saw: 'readsNeeded', reads }));
    expect(command).toEqual({ do: 'read', reads });
  });

  test('what is too large is never decided: a decision on it is refused', () => {
    const [, command] = step(observing, observed(tooLarge));
    expect(command).toEqual({
      do: 'openException',
      kind: 'tooLarge',
      ending: {
        observationId: 'o1',
        planHash: 'h',
        wakeIds: [1],
        decision: { id: 'd1', outcome: 'refused' },
      },
    });
  });
});

describe('invariant 4: the gate', () => {
  const clean = payAppObservation();
  const edited = postedPayApp({}, { number: 'X' });
  const paidEdit = postedPayApp({}, { date: '2026-06-01', amountPaid: '1.00' });
  const beside = payAppObservation({ lookAlikes: [strangersBill()] });
  const suggested = contactObservation({
    candidates: [contact({ name: 'Kauri Concrete Limited' })],
  });
  const blocked = postedPayApp({ target: null });
  const dependent = payAppObservation({
    contact: { workflowId: 'w', contactId: null, archived: false },
  });
  const left = postedPayApp({ requisition: requisition({ status: 'draft' }) });
  const same = postedPayApp();

  type Answer = 'none' | 'approve' | 'reject' | 'approve another' | 'reject another';
  type Fate = 'applied' | 'refused' | null;

  test.each<[string, Observation, Answer, Command['do'], Fate]>([
    ['a clean plan', clean, 'none', 'writeIntent', null],
    ['a clean plan', clean, 'approve another', 'writeIntent', 'refused'],
    ['a clean plan', clean, 'reject another', 'writeIntent', 'refused'],
    ['a clean plan', clean, 'reject', 'closeException', 'applied'],
    ['an edited bill', edited, 'none', 'openException', null],
    ['an edited bill', edited, 'approve', 'writeIntent', 'applied'],
    ['an edited bill', edited, 'reject', 'closeException', 'applied'],
    ['an edited bill', edited, 'approve another', 'openException', 'refused'],
    ['an edited bill', edited, 'reject another', 'openException', 'refused'],
    ['an edited bill with a payment', paidEdit, 'approve', 'openException', 'refused'],
    ['an edited bill with a payment', paidEdit, 'reject', 'closeException', 'applied'],
    ['a look-alike', beside, 'none', 'openException', null],
    ['a look-alike', beside, 'approve', 'writeIntent', 'applied'],
    ['a suggested contact', suggested, 'none', 'openException', null],
    ['a suggested contact', suggested, 'approve', 'adopt', 'applied'],
    ['a suggested contact', suggested, 'reject', 'closeException', 'applied'],
    ['a suggested contact', suggested, 'approve another', 'openException', 'refused'],
    ['a problem', blocked, 'none', 'openException', null],
    ['a problem', blocked, 'approve', 'openException', 'refused'],
    ['a problem', blocked, 'reject', 'closeException', 'applied'],
    ['a pay app that left its posted status', left, 'approve', 'openException', 'refused'],
    ['a pay app that left its posted status', left, 'reject', 'closeException', 'applied'],
    ['a document that waits for another', dependent, 'none', 'recordDependency', null],
    ['a document that waits for another', dependent, 'approve', 'recordDependency', 'refused'],
    ['an unchanged document', same, 'approve', 'rest', null],
    ['an unchanged document', same, 'reject', 'rest', null],
  ])('%s, %#: %s', (_what, observation, answer, command, fate) => {
    const plan = planObservation(observation);
    const decision: PendingDecision | null =
      answer === 'none'
        ? null
        : {
            id: 'd1',
            planHash: answer.endsWith('another') ? 'another' : plan.hash,
            verdict: answer.startsWith('approve') ? 'approve' : 'reject',
          };
    const done = gate(sees(observation, decision), plan);
    expect(done.do).toBe(command);
    if (!('ending' in done)) return;
    expect(done.ending).toEqual({
      observationId: 'o1',
      planHash: plan.hash,
      wakeIds: [1, 2],
      decision: fate && { id: 'd1', outcome: fate },
    });
  });

  test('an exception is opened as its own kind', () => {
    expect(gate(sees(edited), planObservation(edited))).toMatchObject({ kind: 'editedInXero' });
    expect(gate(sees(blocked), planObservation(blocked))).toMatchObject({ kind: 'accessLost' });
  });
});
