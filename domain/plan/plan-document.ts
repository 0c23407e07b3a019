// The planner: one observation in, one plan out, the same in a workflow, an activity and an auditor's replay.
import type { Observation } from './observation.ts';
import type { Plan } from './plan.ts';
import { planCommitment } from './plan-commitment.ts';
import { planContact } from './plan-contact.ts';
import { planPayApp } from './plan-pay-app.ts';

export function planDocument(observation: Observation): Plan {
  switch (observation.type) {
    case 'contact':
      return planContact(observation);
    case 'commitment':
      return planCommitment(observation);
    case 'payApp':
      return planPayApp(observation);
  }
}
