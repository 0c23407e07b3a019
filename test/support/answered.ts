// A document after a person answered one of its questions, as Postgres would hand the answer to the next pass.
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import { goingOf } from './posted-documents.ts';
import type { Question } from '../../domain/gate/gate.ts';

/** The question about a subject; about the only subject that is asked about where none is named. */
export function questionIn(seen: Observation, subject?: string): Question {
  const { questions } = planObservation(seen).gated;
  const found =
    subject === undefined ? questions : questions.filter((one) => one.subject === subject);
  const [question, another] = found;
  if (!question || another) throw new Error(`not one question about ${subject ?? 'anything'}`);
  return question;
}

/** A decision on a question that has not been carried out. */
export function decided<O extends Observation>(
  seen: O,
  verdict: 'approve' | 'reject',
  subject?: string,
): O {
  const question = questionIn(seen, subject);
  const { subject: about, hash } = question;
  const decision = { id: `d-${about}`, subject: about, questionHash: hash, verdict };
  const decisions = [...seen.answers.decisions, decision];
  return { ...seen, answers: { ...seen.answers, decisions } };
}

/** A question answered "leave it", and carried out. */
export function leftAsItIs<O extends Observation>(seen: O, subject?: string): O {
  const { subject: about, kind, seenHash } = questionIn(seen, subject);
  const accepted = [...seen.answers.accepted, { subject: about, kind, seenHash }];
  return { ...seen, answers: { ...seen.answers, accepted } };
}

/** What is asked, by subject and kind. */
export const subjectsOf = (seen: Observation) =>
  planObservation(seen).gated.questions.map(({ subject, kind }) => `${subject} ${kind}`);
/** What goes, by its amount or by what it is. */
export const amountsGoing = (seen: Observation) =>
  goingOf(planObservation(seen)).map(({ body }) => ('amount' in body ? body.amount : body.kind));
