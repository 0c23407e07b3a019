// One row of the planner's tables, and the small facts several tables share.
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { Refusal } from '../../domain/plan/answers.ts';
import type { QuestionKind } from '../../domain/plan/question-kinds.ts';
import type { Outcome } from '../../domain/plan/verdict.ts';
import { organisation } from './domain-builders.ts';

/** What was seen → the outcome of the verdict that moves, what it waits for, and what is said of it. */
export type Row = [
  what: string,
  seen: Observation,
  outcome: Outcome,
  kind: QuestionKind | null,
  says: string,
];

/**
 * The first verdict that moves, as a row tells it. One that goes by itself is told by its role, one that is asked about
 * by what its question says after its lead, and a document that rests by its state.
 */
export function toldOf(seen: Observation): [Outcome, QuestionKind | null, string] {
  const { verdicts, gated, standing } = planObservation(seen);
  const verdict = verdicts.find(({ outcome }) => outcome !== 'unchanged');
  if (!verdict) {
    return ['unchanged', null, standing.final ? `${standing.state}, final` : standing.state];
  }
  if (verdict.outcome === 'blocked' && verdict.reason.why === 'waitsFor') {
    return [verdict.outcome, null, `waits for ${verdict.reason.workflowId}`];
  }
  const question = gated.questions.find(({ subject }) => subject === verdict.subject);
  if (!question) return [verdict.outcome, null, verdict.role];
  const detail = question.sentence.slice(question.sentence.indexOf(': ') + 2, -1);
  return [verdict.outcome, question.kind, detail];
}

export const unlinked = { workflowId: 'contact/demo/17', contactId: null, archived: false };
export const archivedLink = {
  workflowId: 'contact/demo/17',
  contactId: 'contact-1',
  archived: true,
};
export const waitsForContact = 'waits for contact/demo/17';

export const lockedInMay = { ...organisation, periodLockDate: '2026-05-31' };

/** The document after the vendor refused exactly what is planned now. */
export function refusedBy<O extends Observation>(
  seen: O,
  kind: Refusal['kind'] = 'vendorRefused',
): O {
  const observation: Observation = seen;
  const refusals = planObservation(observation).verdicts.map(({ role, hash }) => ({
    role,
    verdictHash: hash,
    kind,
    messages: ['No.', 'Not so.'],
    context: seen.context,
  }));
  return { ...seen, answers: { ...seen.answers, refusals } };
}
