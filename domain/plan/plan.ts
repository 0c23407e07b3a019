// The result of planning: the exact writes that would bring the target to the projection, or why there are none.
import type { Endpoint } from '../identity/workflow-ids.ts';
import { contentHash } from '../identity/canonical-json.ts';
import type { Role } from '../identity/markers.ts';
import type { Amount } from '../money/amount.ts';
import type { WriteBody } from '../records/write-bodies.ts';
import type { ExceptionKind } from './exception-kinds.ts';

/** Moves with every change of what the planner decides, so that a plan says which planner made it. */
export const plannerVersion = 1;

/** The outcomes in their order. */
export const outcomes = [
  'unchanged',
  'create',
  'update',
  'void',
  'adopt',
  'conflict',
  'blocked',
] as const;
export type Outcome = (typeof outcomes)[number];

/** One field as the last agreement, the source, the target and the plan have it; null where there is none. */
export type FieldChange = {
  field: string;
  base: string | null;
  procore: string | null;
  xero: string | null;
  proposed: string | null;
};

/** One remote write of a plan. `expects` is the target as it was seen, for the writer's last look. */
export type PlannedWrite = {
  endpoint: Endpoint;
  operation: 'create' | 'update';
  role: Role;
  marker: string;
  body: WriteBody;
  targetId: string | null;
  targetVersion: string | null;
};

/** Why nothing can be written: another document must come first, or a person must act. */
export type BlockedReason =
  | { why: 'waitsFor'; workflowId: string }
  | { why: 'exception'; kind: ExceptionKind; detail: string };

/** Where the document stands, in one word for people and the search attribute. */
export type DocumentState =
  'notPosted' | 'linked' | 'posted' | 'partPaid' | 'paid' | 'voided' | 'waiting' | 'writing';

type Planned = {
  hash: string;
  /** A person must see it first, as this kind; null = it may go by itself. */
  waits: ExceptionKind | null;
  /** Whether an approval could be carried out; false with the reason why not. */
  approvable: { yes: true } | { yes: false; fix: string };
  detail: string;
  changes: FieldChange[];
  amount: Amount | null;
  currency: string | null;
};

export type Plan =
  | {
      outcome: 'unchanged';
      hash: string;
      state: DocumentState;
      /** Nothing more can come: paid and reconciled with nothing held, or void. */
      final: boolean;
      amount: Amount | null;
      currency: string | null;
    }
  | (Planned & { outcome: 'create'; writes: PlannedWrite[] })
  | (Planned & { outcome: 'update'; writes: PlannedWrite[] })
  | (Planned & { outcome: 'void' })
  | (Planned & { outcome: 'adopt'; targetId: string })
  | (Planned & { outcome: 'conflict'; writes: PlannedWrite[] })
  | {
      outcome: 'blocked';
      hash: string;
      reason: BlockedReason;
      amount: Amount | null;
      currency: string | null;
    };

/** Everything the hash covers; `cause` stands for what a blocked plan has instead of a body. */
export type HashedPlan = {
  outcome: Outcome;
  waits: ExceptionKind | null;
  mappingVersion: string;
  targetId: string | null;
  targetVersion: string | null;
  writes: WriteBody[];
  cause: unknown;
};

/** The plan's hash: what a decision is bound to. */
export function planHashOf(plan: HashedPlan): string {
  return contentHash({ ...plan, plannerVersion });
}

export function writesOf(plan: Plan): PlannedWrite[] {
  return plan.outcome === 'create' || plan.outcome === 'update' || plan.outcome === 'conflict'
    ? plan.writes
    : [];
}

/** The kind of exception a plan opens; null when it opens none. */
export function exceptionKindOf(plan: Plan): ExceptionKind | null {
  if (plan.outcome === 'unchanged') return null;
  if (plan.outcome === 'blocked') {
    return plan.reason.why === 'exception' ? plan.reason.kind : null;
  }
  return plan.waits;
}
