// A document that does not fit one piece: nothing of its plan is carried out, and one question says so.
import { gate } from '../domain/gate/gate.ts';
import type { Observation, Plan } from '../domain/objects/objects.ts';
import { seal } from '../domain/plan/verdict.ts';
import { blocked } from '../domain/plan/verdicts.ts';

/** The plan with its verdicts put aside. What is on its way settles as it would. */
export function tooLargePlan(plan: Plan, observation: Observation): Plan {
  const { amount, currency } = plan.standing;
  const verdict = blocked('document', 'tooLarge', '', { amount, currency });
  const ground = { type: observation.type, plannerVersion: 0, mappingSlice: null };
  const verdicts = [seal(verdict, ground)];
  const gated = gate(verdicts, observation);
  return { ...plan, verdicts, gated: { ...gated, inFlight: observation.answers.inFlight } };
}
