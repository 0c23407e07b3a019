// How exceptions, decisions and plans are shown to programs; the names are relied on outside.
import type { DecisionRow, ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import type { Observation } from '../../domain/plan/observation.ts';
import { writesOf } from '../../domain/plan/plan.ts';
import type { FieldChange, Outcome, PlannedWrite } from '../../domain/plan/plan.ts';

export type ExceptionView = {
  id: string;
  kind: string;
  workflowId: string;
  /** What people call it. */
  document: string;
  planHash: string;
  amount: string | null;
  currency: string | null;
  sentence: string;
  approvable: boolean;
  /** What to do where approving does not help; null where it does. */
  fix: string | null;
  openedAt: string;
  state: ExceptionRow['state'];
  closedAt: string | null;
  closedBecause: string | null;
};

export function exceptionView(row: ExceptionRow): ExceptionView {
  return {
    id: row.id,
    kind: row.kind,
    workflowId: row.workflowId,
    document: row.documentName,
    planHash: row.planHash,
    amount: row.amount,
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

export type PlanView = {
  hash: string;
  outcome: Outcome;
  detail: string;
  changes: FieldChange[];
  /** The exact bodies that an approval would send. */
  writes: PlannedWrite[];
  /** The record an adoption would link to. */
  adopts: string | null;
  amount: string | null;
  currency: string | null;
  snapshots: { base: unknown; source: unknown; target: unknown };
};

export function planView(shown: PlanShown | null): PlanView | null {
  if (!shown) return null;
  const { plan, observation } = shown;
  const isPlanned = plan.outcome !== 'unchanged' && plan.outcome !== 'blocked';
  const reason = plan.outcome === 'blocked' ? plan.reason : null;
  const detail = reason?.why === 'exception' ? reason.detail : (reason?.workflowId ?? '');
  return {
    hash: plan.hash,
    outcome: plan.outcome,
    detail: isPlanned ? plan.detail : detail,
    changes: isPlanned ? plan.changes : [],
    writes: writesOf(plan),
    adopts: plan.outcome === 'adopt' ? plan.targetId : null,
    amount: plan.amount,
    currency: plan.currency,
    snapshots: { base: observation.base, ...sidesOf(observation) },
  };
}

function sidesOf(observation: Observation): { source: unknown; target: unknown } {
  switch (observation.type) {
    case 'contact':
      return {
        source: observation.vendor,
        target: observation.target ?? observation.candidates[0] ?? null,
      };
    case 'commitment':
      return { source: observation.commitment, target: observation.target ?? observation.marked };
    case 'payApp':
      return {
        source: observation.requisition,
        target: observation.target ?? observation.marked ?? observation.lookAlikes[0] ?? null,
      };
  }
}
