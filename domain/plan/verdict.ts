// A verdict: what planning says of one role of a document, and the seal that a decision is bound to.
import { contentHash } from '../identity/canonical-json.ts';
import type { Endpoint } from '../identity/endpoints.ts';
import type { Role } from '../identity/roles.ts';
import type { Operation } from '../delivery/operation.ts';
import type { Amount } from '../money/amount.ts';
import type { WriteBody } from '../records/write-bodies.ts';
import type { Agreement } from './owned.ts';
import type { QuestionKind } from './question-kinds.ts';

/** The outcomes in their order. */
export const outcomes = [
  'unchanged',
  'create',
  'update',
  'void',
  'delete',
  'adopt',
  'conflict',
  'blocked',
] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * One field as the last agreement, the source, the target and the verdict have it; null where there is none.
 * `path` names it for the code (`number`, `lines[<id>].amount`); pages make the words.
 */
export type FieldChange = {
  path: string;
  base: string | null;
  procore: string | null;
  xero: string | null;
  proposed: string | null;
};

/** A reason to look twice. `figures` are what a person sees and answers; `detail` puts them in a sentence. */
export type Finding = {
  kind: QuestionKind;
  figures: Record<string, string | null>;
  detail: string;
  /** Workflow ids of other documents of ours that it rests on; each is looked at again when it is asked. */
  others?: readonly string[];
};

/** One remote write, exactly as it would be sent. `targetVersion` is the target as it was seen, for the writer's last look. */
export type PlannedWrite = {
  endpoint: Endpoint;
  operation: Operation;
  marker: string;
  body: WriteBody;
  targetId: string | null;
  targetVersion: string | null;
  /** What both sides agree on once it is written as it is; the answer may still correct it. */
  agreed: Agreement | null;
};

/** Where the document stands, in one word for people and the search attribute. */
export type DocumentState =
  'notPosted' | 'linked' | 'posted' | 'partPaid' | 'paid' | 'voided' | 'waiting' | 'writing';

type Common = {
  role: Role;
  /** Verdicts of one subject make one question; mostly the role itself. */
  subject: Role;
  /** Roles of the same document that must be done first. */
  after: readonly Role[];
  findings: readonly Finding[];
  changes: readonly FieldChange[];
  /** What else a decision on it rests on. */
  cause?: unknown;
};

/** Unsealed: what an object's planner answers. */
export type Verdict = Common &
  (
    | { outcome: 'unchanged' }
    /** `write` is null where nothing is left to be sent: only the link moves. */
    | {
        outcome: 'create' | 'update' | 'void' | 'delete' | 'conflict';
        write: PlannedWrite | null;
        targetId: string | null;
        /** Why an approval could not be carried out, where it could not. */
        impossible?: string;
      }
    | { outcome: 'adopt'; targetId: string; targetVersion: string }
    /** Nothing can be done before a person acts, as the findings say. */
    | { outcome: 'blocked'; reason: { why: 'finding' } }
    /** Another document must come first; it alone carries the question. */
    | { outcome: 'blocked'; reason: { why: 'waitsFor'; workflowId: string } }
  );

/** A verdict with the hash a decision is bound to. */
export type SealedVerdict = Verdict & { hash: string };

/** What a document is worth and where it stands when nothing waits and nothing is being written. */
export type Standing = {
  state: DocumentState;
  /** Nothing more can come: paid and reconciled with nothing held, or void. */
  final: boolean;
  amount: Amount | null;
  currency: string | null;
};

/** What an object's planner answers. */
export type ObjectPlan = { verdicts: Verdict[]; standing: Standing };

export type SealingGround = {
  type: string;
  plannerVersion: number;
  /** The part of the mapping this object's bodies are made with. */
  mappingSlice: unknown;
};

/**
 * Seals a verdict: role, target id, target version seen, exact body, what a person is shown, the object's own slice
 * of the mapping and its planner version. The sentence is not in it: better words must not undo a decision.
 */
export function seal(verdict: Verdict, ground: SealingGround): SealedVerdict {
  const write = 'write' in verdict ? verdict.write : null;
  const hash = contentHash({
    ...ground,
    role: verdict.role,
    outcome: verdict.outcome,
    findings: verdict.findings.map(({ kind, figures }) => ({ kind, figures })),
    reason: verdict.outcome === 'blocked' ? verdict.reason : null,
    targetId: 'targetId' in verdict ? verdict.targetId : null,
    targetVersion:
      write?.targetVersion ?? (verdict.outcome === 'adopt' ? verdict.targetVersion : null),
    operation: write?.operation ?? null,
    body: write?.body ?? null,
    cause: verdict.cause ?? null,
  });
  return { ...verdict, hash };
}

/** The hash of a question: its one verdict's, or one over all of them. */
export function questionHashOf(verdicts: readonly SealedVerdict[]): string {
  const [only, ...more] = verdicts;
  if (only && more.length === 0) return only.hash;
  return contentHash(verdicts.map(({ role, hash }) => ({ role, hash })));
}
