// The few ways a verdict comes to be; every planner builds its verdicts here, so that they all look alike to the gate.
import type { Role } from '../identity/roles.ts';
import type { QuestionKind } from './question-kinds.ts';
import type { FieldChange, Finding, PlannedWrite, Verdict } from './verdict.ts';

export function finding(
  kind: QuestionKind,
  detail: string,
  figures: Finding['figures'] = {},
): Finding {
  return { kind, detail, figures };
}

export function unchanged(role: Role): Verdict {
  return { role, subject: role, after: [], findings: [], changes: [], outcome: 'unchanged' };
}

/** Nothing can be written until a person acts. */
export function blocked(
  role: Role,
  kind: QuestionKind,
  detail: string,
  figures: Finding['figures'] = {},
): Verdict {
  return {
    role,
    subject: role,
    after: [],
    findings: [finding(kind, detail, figures)],
    changes: [],
    outcome: 'blocked',
    reason: { why: 'finding' },
  };
}

/** Another document must come first; it alone carries the question. */
export function waitsFor(role: Role, workflowId: string): Verdict {
  return {
    role,
    subject: role,
    after: [],
    findings: [],
    changes: [],
    outcome: 'blocked',
    reason: { why: 'waitsFor', workflowId },
  };
}

type Proposal = {
  outcome: 'create' | 'update' | 'void' | 'delete' | 'conflict';
  write: PlannedWrite | null;
  changes: readonly FieldChange[];
  findings?: readonly Finding[];
  after?: readonly Role[];
  cause?: unknown;
  targetId?: string | null;
  impossible?: string | undefined;
};

/** A write to be sent, by itself where it has no finding, else after an approval of exactly it. */
export function proposal(role: Role, made: Proposal): Verdict {
  const { outcome, write, changes, findings = [], after = [], cause, impossible } = made;
  return {
    role,
    subject: role,
    after,
    findings,
    changes,
    cause,
    outcome,
    write,
    targetId: made.targetId ?? write?.targetId ?? null,
    ...(impossible === undefined ? {} : { impossible }),
  };
}

/** Linking to a record that is already there; no remote call. */
export function adoption(
  role: Role,
  made: {
    targetId: string;
    targetVersion: string;
    changes?: readonly FieldChange[];
    findings?: readonly Finding[];
  },
): Verdict {
  const { targetId, targetVersion, changes = [], findings = [] } = made;
  return {
    role,
    subject: role,
    after: [],
    findings,
    changes,
    outcome: 'adopt',
    targetId,
    targetVersion,
  };
}
