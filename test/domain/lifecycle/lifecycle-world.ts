// Two sides, a person, the writer and what Postgres keeps of one pay app as a model, for fast-check to drive.
import { expect } from 'vitest';
import type { Question } from '../../../domain/gate/gate.ts';
import { isQuiet, restingState, step } from '../../../domain/lifecycle/lifecycle.ts';
import type {
  Command,
  Ending,
  LifecycleEvent,
  LifecycleState,
  Observed,
} from '../../../domain/lifecycle/lifecycle.ts';
import type { Plan } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import type { Answers, PendingDecision, Refusal } from '../../../domain/plan/answers.ts';
import { noAnswers } from '../../../domain/plan/answers.ts';
import type { DocumentBase } from '../../../domain/plan/owned.ts';
import type { SealedVerdict } from '../../../domain/plan/verdict.ts';
import type { XeroBill } from '../../../domain/records/xero/bill.ts';
import { billOf, payAppObservation, requisition } from '../../support/domain-builders.ts';
import { agreedAfter, strangersBill } from '../../support/posted-documents.ts';

/** Steps between a look and the rest that follows it: three reads, each with its look, the ending and the rest. */
const stepsOfLook = 8;

type Intent = { verdict: SealedVerdict; decided: string | null };
type Written = { operation: string; number: string | null; decided: string | null };

export class World {
  number = 'INV-1042';
  status = 'approved';
  stranger = false;
  bill: XeroBill | null = null;
  base: DocumentBase | null = null;
  edits = 0;
  accepted: Answers['accepted'] = [];
  refusals: Refusal[] = [];
  pending: PendingDecision[] = [];
  intent: Intent | null = null;
  written: Written[] = [];
  shown: { question: Question; decided: boolean } | null = null;
  /** What a person was shown under each hash: the decision is on this, word for word. */
  everShown = new Map<string, string>();
  verdictsOf = new Map<string, 'approve' | 'reject'>();
  ended: { id: string; outcome: 'applied' | 'refused' }[] = [];
  decisions = 0;
  /** How many more looks say that something newer must be read. */
  stale = 0;
  /** How many more endings find that the plan derived again is another, as after an upgrade. */
  upgrades = 0;
  /** The next write is refused by Xero. */
  refuses = false;
  /** The answer of the next ending is lost after its transaction, and it is asked for again. */
  losesTheAnswer = false;
  /** What the world does between a look and the ending of its pass. */
  meanwhile: Act | null = null;
  snapshots = new Map<string, PayAppObservation>();
  wakes = new Set<number>();
  private wakesMade = 0;
  state: LifecycleState = restingState;

  wake(): void {
    this.wakesMade += 1;
    this.wakes.add(this.wakesMade);
  }

  seen(): PayAppObservation {
    const isPosted = this.bill !== null;
    return payAppObservation({
      requisition: requisition({ invoiceNumber: this.number, status: this.status }),
      lookAlikes: this.stranger && !isPosted ? [strangersBill()] : [],
      target: this.bill,
      linkedTargetId: this.bill?.id ?? null,
      base: this.base,
      answers: {
        ...noAnswers,
        accepted: [...this.accepted],
        refusals: [...this.refusals],
        decisions: [...this.pending],
        inFlight: this.intent ? [this.intent.verdict.role] : [],
      },
    });
  }

  /** What dbObserve answers. */
  look(asItIs: boolean): Observed {
    const wakeIds = [...this.wakes];
    if (wakeIds.length === 0) return { saw: 'nothing' };
    const isStale = this.stale > 0;
    this.stale = Math.max(0, this.stale - 1);
    if (isStale && !asItIs) {
      return { saw: 'readsNeeded', reads: [{ system: 'xero', kind: 'xeroBill', id: 'bill-1' }] };
    }
    const observation = isStale ? undecided(this.seen()) : this.seen();
    const observationId = `o${this.snapshots.size}`;
    this.snapshots.set(observationId, observation);
    const plan = planObservation(observation);
    if (isQuiet(plan)) {
      if (!plan.gated.inFlight.includes('bill')) this.shown = null;
      for (const id of wakeIds) this.wakes.delete(id);
    }
    return { saw: 'document', observation, observationId, wakeIds };
  }

  /** What dbEndPass does: once, on exactly the plan that was looked at. */
  endPass(ending: Ending): LifecycleEvent {
    expect(ending.tooLarge).toBe(false);
    if (!ending.wakeIds.some((id) => this.wakes.has(id))) return { event: 'ended' };
    const observation = this.snapshots.get(ending.observationId);
    if (!observation) throw new Error('an ending is of a look that was made');
    const plan = planObservation(observation);
    expect(plan.hash).toBe(ending.planHash);
    if (this.upgrades > 0) {
      this.upgrades -= 1;
      return { event: 'planMoved' };
    }
    this.carryOutVerdicts(plan, observation);
    this.answerQuestions(plan);
    for (const { id, outcome } of plan.gated.decisions) {
      this.ended.push({ id, outcome });
      this.pending = this.pending.filter((one) => one.id !== id);
    }
    for (const id of ending.wakeIds) this.wakes.delete(id);
    return { event: 'ended' };
  }

  private carryOutVerdicts({ gated }: Plan, observation: PayAppObservation): void {
    for (const { verdict, decisionId } of gated.going) {
      // The invariant itself: clean, or approved by a decision on exactly what was shown.
      const isRefused = observation.answers.refusals.some(
        ({ role, verdictHash }) => role === verdict.role && verdictHash === verdict.hash,
      );
      if (verdict.findings.length > 0 || isRefused || decisionId !== null) {
        const decision = observation.answers.decisions.find(({ id }) => id === decisionId);
        expect(decision).toMatchObject({ verdict: 'approve', subject: verdict.subject });
        expect(this.everShown.get(decision?.questionHash ?? '')).toBe(sentOf(verdict));
      }
      expect(this.intent).toBeNull();
      expect('write' in verdict && verdict.write).toBeTruthy();
      this.intent = { verdict, decided: decisionId };
    }
  }

  private answerQuestions({ gated }: Plan): void {
    for (const { question, decisionId } of gated.left) {
      expect(this.verdictsOf.get(decisionId)).toBe('reject');
      expect(gated.going.map(({ verdict }) => verdict.subject)).not.toContain(question.subject);
      const { subject, kind, seenHash } = question;
      this.accepted = [...this.accepted, { subject, kind, seenHash }];
    }
    const [asked, another] = gated.questions;
    expect(another).toBeUndefined();
    if (asked) {
      const { subject, hash, verdicts } = asked;
      expect(subject).toBe('bill');
      if (this.shown?.question.hash !== hash) this.shown = { question: asked, decided: false };
      this.everShown.set(hash, verdicts.map(sentOf).join());
    } else if (!gated.inFlight.includes('bill')) this.shown = null;
  }

  /** The writer: a last look at the target, one request, and what Xero answered is settled. */
  send(): void {
    if (!this.intent) return;
    const { verdict, decided } = this.intent;
    const write = 'write' in verdict ? verdict.write : null;
    if (!write) throw new Error('an intent has a write');
    this.intent = null;
    this.wake();
    if (write.targetVersion !== (this.bill?.updatedAt ?? null)) return;
    const { role, hash } = verdict;
    if (this.refuses) {
      this.refuses = false;
      const { context } = this.seen();
      const messages = ['No.'];
      this.refusals = [{ role, verdictHash: hash, kind: 'vendorRefused', messages, context }];
      return;
    }
    this.refusals = [];
    this.edits += 1;
    const { body, operation } = write;
    if (body.kind === 'xeroBill') {
      const url = body.url ?? this.bill?.url ?? null;
      this.bill = billOf(body, { url, updatedAt: this.editedAt() });
      this.base = agreedAfter(write, this.seen().mappingVersion, this.bill);
      this.written.push({ operation, number: body.number, decided });
    } else if (body.kind === 'xeroBillVoid' && this.bill) {
      this.bill = { ...this.bill, status: 'VOIDED', updatedAt: this.editedAt() };
      this.written.push({ operation, number: null, decided });
    } else throw new Error(`nobody writes ${body.kind} here`);
  }

  typeOver(): void {
    if (!this.bill) return;
    this.edits += 1;
    this.bill = { ...this.bill, number: `typed ${this.edits}`, updatedAt: this.editedAt() };
  }

  private editedAt(): string {
    return `2026-06-02T00:00:00.${String(this.edits).padStart(3, '0')}Z`;
  }

  /** As the API does: one decision on a question that is open, and no approval where there is a fix instead. */
  decide(verdict: 'approve' | 'reject', on: 'shown' | 'another'): void {
    if (!this.shown || this.shown.decided) return;
    const { question } = this.shown;
    if (verdict === 'approve' && question.fix !== null) return;
    this.decisions += 1;
    const id = `d${this.decisions}`;
    const questionHash = on === 'shown' ? question.hash : 'another';
    this.shown.decided = on === 'shown';
    this.verdictsOf.set(id, verdict);
    this.pending.push({ id, subject: question.subject, questionHash, verdict });
  }

  private carryOut(command: Command): LifecycleEvent {
    switch (command.do) {
      case 'observe':
        return { event: 'observed', observed: this.look(command.asItIs) };
      case 'read':
        return { event: 'read' };
      case 'endPass': {
        const { meanwhile } = this;
        this.meanwhile = null;
        if (meanwhile) act(this, meanwhile);
        const event = this.endPass(command.ending);
        if (!this.losesTheAnswer || event.event === 'planMoved') return event;
        this.losesTheAnswer = false;
        return this.endPass(command.ending);
      }
      case 'rest':
      case 'complete':
        throw new Error('nothing is left to do');
    }
  }

  /** One pass, from the signal to its rest. */
  pass(): void {
    let event: LifecycleEvent = { event: 'woken' };
    let stepsMaximum = stepsOfLook;
    for (let steps = 0; ; steps += 1) {
      expect(steps).toBeLessThanOrEqual(stepsMaximum);
      const [next, command] = step(this.state, event);
      this.state = next;
      if (command.do === 'rest' || command.do === 'complete') {
        expect(this.state.at).toBe(command.do === 'rest' ? 'resting' : 'final');
        return;
      }
      event = this.carryOut(command);
      if (event.event === 'planMoved') stepsMaximum += stepsOfLook;
    }
  }
}

export type Act = (world: World) => void;

/** Whatever happens leaves a reason to look again. */
export function act(world: World, happens: Act): void {
  happens(world);
  world.wake();
}

/** A decision is not carried out on what could not be read again. */
function undecided(seen: PayAppObservation): PayAppObservation {
  const { decisions, inFlight } = seen.answers;
  const waiting = [...inFlight, ...decisions.map(({ subject }) => subject)];
  return { ...seen, answers: { ...seen.answers, decisions: [], inFlight: waiting } };
}

/** What a person is shown of a write: the operation, the target and every word of the body. */
function sentOf(verdict: SealedVerdict): string {
  const write = 'write' in verdict ? verdict.write : null;
  return JSON.stringify([verdict.outcome, write?.operation, write?.targetId, write?.body]);
}
