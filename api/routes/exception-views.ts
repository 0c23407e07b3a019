// How exceptions, decisions and plans are shown to programs; the names are relied on outside.
import type { DecisionRow, ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import type { Whose } from '../../db/queries/console-whose.ts';
import type {
  FieldChange,
  Outcome,
  PlannedWrite,
  SealedVerdict,
} from '../../domain/plan/verdict.ts';
import { labelOf } from '../console/field-words.ts';
import { baseIn, recordsIn } from '../console/objects/objects.ts';

export type ExceptionView = {
  id: string;
  kind: string;
  workflowId: string;
  /** What it is about: `bill`, `order`, `contact`, `payment/<id>`, …; `document` where no single record is meant. */
  subject: string;
  /** What people call it. */
  document: string;
  /** The question's hash: what a decision is bound to. */
  planHash: string;
  /** The whole document's, without tax. */
  amount: string | null;
  /** What of it is at stake: the money the question is about. */
  difference: string | null;
  currency: string | null;
  sentence: string;
  approvable: boolean;
  /** What to do where approving does not help; null where it does. */
  fix: string | null;
  openedAt: string;
  /** `decided` and `beingWritten`: answered, and what was approved is not written yet. */
  state: ExceptionRow['state'];
  closedAt: string | null;
  closedBecause: string | null;
};

export function exceptionView(row: ExceptionRow): ExceptionView {
  return {
    id: row.id,
    kind: row.kind,
    workflowId: row.workflowId,
    subject: row.subject,
    document: row.documentName,
    planHash: row.planHash,
    amount: row.amount,
    difference: row.difference ?? row.amount,
    currency: row.currency,
    sentence: row.sentence,
    approvable: row.fix === null,
    fix: row.fix,
    openedAt: row.openedAt.toISOString(),
    state: row.state,
    closedAt: row.closedAt?.toISOString() ?? null,
    closedBecause: row.closedBecause,
  };
}

/** In a list and alone: also whose it is. */
export function listedView(row: ExceptionRow, { project, subcontractor }: Whose) {
  return { ...exceptionView(row), project, subcontractor };
}

export function decisionView(row: DecisionRow) {
  return {
    id: row.id,
    planHash: row.planHash,
    decision: row.verdict,
    reason: row.reason,
    person: row.person,
    decidedAt: row.decidedAt.toISOString(),
    outcome: row.outcome,
    outcomeAt: row.outcomeAt?.toISOString() ?? null,
  };
}

/** `field` is the path in words. */
type ChangeView = FieldChange & { field: string };

type PlanView = {
  /** The question's hash. */
  hash: string;
  outcome: Outcome;
  detail: string;
  changes: ChangeView[];
  /** The exact bodies that an approval would send. */
  writes: PlannedWrite[];
  /** The record an adoption would link to. */
  adopts: string | null;
  amount: string | null;
  currency: string | null;
  /** What the question asks about, role by role. */
  verdicts: { role: string; outcome: Outcome; hash: string }[];
  snapshots: { base: unknown; source: unknown; target: unknown };
};

export function planView(row: ExceptionRow, shown: PlanShown | null): PlanView | null {
  const [first] = shown?.verdicts ?? [];
  if (!shown || !first) return null;
  const { observation, verdicts } = shown;
  const adopted = verdicts.find(({ outcome }) => outcome === 'adopt');
  return {
    hash: row.planHash,
    outcome: first.outcome,
    detail: first.findings.map(({ detail }) => detail).join('; '),
    changes: verdicts.flatMap(({ changes }) =>
      changes.map((change) => ({ ...change, field: labelOf(change.path) })),
    ),
    writes: verdicts.flatMap(writesIn),
    adopts: adopted?.outcome === 'adopt' ? adopted.targetId : null,
    amount: row.amount,
    currency: row.currency,
    verdicts: verdicts.map(({ role, outcome, hash }) => ({ role, outcome, hash })),
    snapshots: { base: baseIn(observation), ...recordsIn(observation) },
  };
}

function writesIn(verdict: SealedVerdict): PlannedWrite[] {
  return 'write' in verdict && verdict.write ? [verdict.write] : [];
}
