// One row of the planner's tables, and the small facts several tables share.
import type { ExceptionKind } from '../../domain/plan/exception-kinds.ts';
import type { Observation } from '../../domain/plan/observation.ts';
import { planDocument } from '../../domain/plan/plan-document.ts';
import type { Outcome } from '../../domain/plan/plan.ts';
import { organisation } from './domain-builders.ts';

/** What was seen → the outcome, what it waits for, and what the plan says of itself. */
export type Row = [
  what: string,
  seen: Observation,
  outcome: Outcome,
  kind: ExceptionKind | null,
  says: string,
];

export const unlinked = { workflowId: 'contact/demo/17', contactId: null, archived: false };
export const archivedLink = {
  workflowId: 'contact/demo/17',
  contactId: 'contact-1',
  archived: true,
};
export const waitsForContact = 'waits for contact/demo/17';

export const lockedInMay = { ...organisation, periodLockDate: '2026-05-31' };

/** A refusal of exactly what is planned now. */
export function refusedBy(seen: Observation, kind: NonNullable<Observation['refusal']>['kind']) {
  const { hash } = planDocument(seen);
  return { refusal: { planHash: hash, kind, messages: ['No.', 'Not so.'], context: seen.context } };
}
