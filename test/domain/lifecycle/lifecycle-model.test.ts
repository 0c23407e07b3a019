// Proves the lifecycle against a model: both sides, a person, the writer and crashes act in any order, and nothing is written that
// was not clean or decided on exactly, a rejection never writes, every decision has one end, and every pass comes to rest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { courseOf, restingState, step } from '../../../domain/lifecycle/lifecycle.ts';
import type {
  Command,
  LifecycleEvent,
  LifecycleState,
  Observed,
} from '../../../domain/lifecycle/lifecycle.ts';
import type { Observation, Plan } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { AcceptedDifference, PendingDecision } from '../../../domain/plan/answers.ts';
import { billOf, payAppObservation, requisition } from '../../support/domain-builders.ts';
import { agreedAfter, bodyOf, strangersBill, writesOf } from '../../support/posted-documents.ts';

/**
 * A pass takes fewer steps than this; the workflow stops at thirty. Three reads and a look at things as they are, once
 * more where the plan moved meanwhile: 2 × (1 + 3 × 2 + 1), and its rest.
 */
const stepsMaximum = 18;

/** Two sides, a person and what Postgres would keep of one pay app. */
class World {
  number = 'INV-1042';
  status = 'approved';
  typedOver: string | null = null;
  stranger = false;
  edits = 0;
  written: { number: string; decided: string | null; hash: string }[] = [];
  accepted: AcceptedDifference[] = [];
  shown: { hash: string; seenHash: string } | null = null;
  pending: PendingDecision | null = null;
  ended: { id: string; outcome: 'applied' | 'refused' }[] = [];
  decisions = 0;
  /** How many more looks say that something newer must be read. */
  stale = 0;
  /** What the world does between a look and the ending of its pass. */
  /** Taken back in Xero by decision. */
  voided = false;
  meanwhile: Act | null = null;
  state: LifecycleState = restingState;

  seen(): Observation<'payApp'> {
    const { accepted, pending } = this;
    const decisions = pending ? [pending] : [];
    const fresh = payAppObservation({
      claim: requisition({ invoiceNumber: this.number, status: this.status }),
      lookAlikes: this.stranger && this.written.length === 0 ? [strangersBill()] : [],
      answers: { accepted, decisions, refusals: [], inFlight: [] },
    });
    const last = this.written.at(-1);
    if (!last) return fresh;
    const asWritten = payAppObservation({
      claim: requisition({ invoiceNumber: last.number }),
    });
    const [write] = writesOf(planObservation(asWritten));
    if (!write) throw new Error('a written pay app has a bill');
    const bill = billOf(bodyOf(asWritten, 'xeroBill'), {
      number: this.typedOver ?? last.number,
      status: this.voided ? 'VOIDED' : 'AUTHORISED',
      updatedAt: `2026-06-02T00:00:00.${String(this.edits).padStart(3, '0')}Z`,
    });
    const answer = { ...bill, number: last.number, status: 'AUTHORISED' };
    const base = agreedAfter(write, fresh.mappingVersion, answer);
    return { ...fresh, lookAlikes: [], target: bill, linkedTargetId: bill.id, base };
  }

  /** What dbObserve answers. */
  look(asItIs: boolean): Observed {
    if (this.stale > 0 && !asItIs) {
      this.stale -= 1;
      return { saw: 'readsNeeded', reads: [{ system: 'xero', kind: 'xeroBill', id: 'bill-1' }] };
    }
    const observation = this.seen();
    // As Postgres does: a quiet look closes the pass and what was asked.
    const course = courseOf(observation, planObservation(observation));
    if (course.isQuiet) this.shown = null;
    return { saw: 'document', observation, observationId: 'o', wakeIds: [1], course };
  }

  /** What an activity does with a command; it derives the plan again and refuses another hash. */
  carryOut(command: Command): LifecycleEvent {
    if (command.do === 'observe') return { event: 'observed', observed: this.look(command.asItIs) };
    if (command.do === 'read') return { event: 'read' };
    if (command.do === 'rest' || command.do === 'complete')
      throw new Error('nothing is left to do');
    this.meanwhile?.(this);
    this.meanwhile = null;
    const plan = planObservation(this.seen());
    if (plan.hash !== command.ending.planHash) return { event: 'planMoved' };
    this.endPass(plan);
    return { event: 'ended' };
  }

  endPass({ gated }: Plan): void {
    const decided = this.pending;
    for (const { id, outcome } of gated.decisions) {
      this.ended.push({ id, outcome });
      if (decided?.id === id) this.pending = null;
    }
    const [asked] = gated.questions;
    this.shown = asked ? { hash: asked.hash, seenHash: asked.seenHash } : null;
    for (const { question } of gated.left) {
      expect(decided).toMatchObject({ verdict: 'reject', questionHash: question.hash });
      const { subject, kind, seenHash } = question;
      this.accepted.push({ subject, kind, seenHash });
    }
    for (const { verdict, decisionId } of gated.going) {
      // The invariant itself: clean, or approved by a decision on exactly this verdict.
      if (verdict.findings.length > 0) {
        expect(decided).toMatchObject({ verdict: 'approve', questionHash: verdict.hash });
        expect(decisionId).toBe(decided?.id);
      }
      const write = 'write' in verdict ? verdict.write : null;
      if (write?.body.kind === 'xeroBillVoid') {
        expect(decisionId).not.toBeNull();
        this.voided = true;
        continue;
      }
      if (write?.body.kind !== 'xeroBill') throw new Error('only bills are written here');
      const isNew = this.written.length === 0 || this.voided;
      expect(write.operation).toBe(isNew ? 'create' : 'update');
      this.voided = false;
      this.written.push({ number: write.body.number, decided: decisionId, hash: verdict.hash });
      this.typedOver = null;
      this.edits += 1;
    }
  }

  /** One pass, from the signal to its rest. */
  pass(): void {
    let event: LifecycleEvent = { event: 'woken' };
    for (let steps = 0; ; steps += 1) {
      expect(steps).toBeLessThan(stepsMaximum);
      const [next, command] = step(this.state, event);
      this.state = next;
      if (command.do === 'rest' || command.do === 'complete') {
        expect(this.state.at).toBe(command.do === 'rest' ? 'resting' : 'final');
        return;
      }
      event = this.carryOut(command);
    }
  }
}

type Act = (world: World) => void;

const decide =
  (verdict: 'approve' | 'reject', on: 'shown' | 'another'): Act =>
  (world) => {
    // As the API does: one undecided decision, on an exception that is open.
    if (world.pending || world.shown === null) return;
    world.decisions += 1;
    const questionHash = on === 'shown' ? world.shown.hash : 'another';
    world.pending = { id: `d${world.decisions}`, subject: 'bill', questionHash, verdict };
  };

const outside: [string, Act][] = [
  ['Procore renumbers', (world) => void (world.number = `INV-${1043 + world.number.length}`)],
  ['Procore renumbers again', (world) => void (world.number = `${world.number}1`.slice(-9))],
  ['Procore takes the approval back', (world) => void (world.status = 'draft')],
  ['Procore approves', (world) => void (world.status = 'approved')],
  [
    'a bookkeeper types over the bill',
    (world) => {
      world.edits += 1;
      world.typedOver = `typed ${world.edits}`;
    },
  ],
  ['a bookkeeper types a bill of their own', (world) => void (world.stranger = true)],
  ['the person approves', decide('approve', 'shown')],
  ['the person rejects', decide('reject', 'shown')],
  ['an old approval arrives', decide('approve', 'another')],
  ['an old rejection arrives', decide('reject', 'another')],
];
const pass: [string, Act] = ['the document is woken', (world) => world.pass()];
const staleLooks: [string, Act] = ['the mirror is behind', (world) => void (world.stale = 2)];
const veryStale: [string, Act] = ['the mirror stays behind', (world) => void (world.stale = 9)];

const anyAct = fc.oneof(
  { weight: 5, arbitrary: fc.constant(pass) },
  { weight: 8, arbitrary: fc.constantFrom(...outside) },
  fc.constantFrom(staleLooks, veryStale),
  fc
    .constantFrom(...outside)
    .map(([what, act]): [string, Act] => [
      `meanwhile, ${what}`,
      (world) => void (world.meanwhile = act),
    ]),
);

function live(acts: readonly [string, Act][]): World {
  const world = new World();
  for (const [, act] of acts) act(world);
  // Then the world stands still, and what is left is done.
  world.stale = 0;
  world.meanwhile = null;
  world.pass();
  world.pass();
  return world;
}

const anyLife = fc.array(anyAct, { maxLength: 25 });
const runs = { numRuns: 150 };

describe('invariant 4: over any order of events', () => {
  test('nothing is written that was neither clean nor approved as it stands, and every pass rests', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts);
        expect(world.state.at).toMatch(/^(resting|final)$/);
      }),
      runs,
    );
  });

  test('a decision ends once, and one decision writes once', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts);
        const ids = world.ended.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toHaveLength(world.decisions - (world.pending ? 1 : 0));
        expect(world.pending).toBeNull();
        const decided = world.written.flatMap((write) => write.decided ?? []);
        expect(new Set(decided).size).toBe(decided.length);
      }),
      runs,
    );
  });

  test('without an approval no posted bill is ever written again', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts.filter(([what]) => !what.includes('the person approves')));
        expect(world.written.length).toBeLessThanOrEqual(1);
        for (const write of world.written) expect(write.decided).toBeNull();
      }),
      runs,
    );
  });

  test('an approval of another plan is refused', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts.filter(([what]) => !/the person (approves|rejects)/.test(what)));
        for (const { outcome } of world.ended) expect(outcome).not.toBe('applied');
      }),
      runs,
    );
  });

  test('what was left is asked about again only when something else is seen', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts);
        const left = world.accepted.map(({ seenHash }) => seenHash);
        if (world.shown !== null) expect(left).not.toContain(world.shown.seenHash);
        const before = [world.written.length, world.shown];
        world.pass();
        expect([world.written.length, world.shown]).toEqual(before);
      }),
      runs,
    );
  });
});

describe('the model reaches what it is about', () => {
  const by = (...names: string[]): World =>
    live(
      names.map((name) => {
        const act = [...outside, pass].find(([what]) => what === name);
        if (!act) throw new Error(name);
        return act;
      }),
    );
  const woken = 'the document is woken';

  test('a clean pay app is written by itself', () => {
    expect(by(woken).written).toMatchObject([{ number: 'INV-1042', decided: null }]);
  });

  test('an edit is written over once it is approved, and stays when it is rejected', () => {
    const edit = [woken, 'a bookkeeper types over the bill', woken];
    expect(by(...edit).written).toHaveLength(1);
    expect(by(...edit, 'the person approves').written).toMatchObject([{}, { decided: 'd1' }]);
    const kept = by(...edit, 'the person rejects');
    expect([kept.written.length, kept.typedOver, kept.shown]).toEqual([1, 'typed 2', null]);
  });

  test('an approval that Procore overtakes is refused, and the person is asked again', () => {
    const edit = [woken, 'a bookkeeper types over the bill', woken, 'the person approves'];
    const world = by(...edit, 'Procore renumbers', woken);
    expect(world.written).toHaveLength(1);
    expect(world.ended).toEqual([{ id: 'd1', outcome: 'refused' }]);
    expect(world.shown).not.toBeNull();
  });

  test('a look-alike waits, and is posted beside once approved', () => {
    const typed = ['a bookkeeper types a bill of their own', woken];
    expect(by(...typed).written).toEqual([]);
    expect(by(...typed, 'the person approves').written).toMatchObject([{ decided: 'd1' }]);
  });
});
