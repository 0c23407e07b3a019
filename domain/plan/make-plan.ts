// The few ways a plan comes to be: every planner builds its result here, so that one rule decides gate and hash.
import type { Amount } from '../money/amount.ts';
import { groupedAmount } from '../money/amount.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import { approvableKinds, fixes } from './exception-kinds.ts';
import type { Observation } from './observation.ts';
import type { DocumentState, FieldChange, Plan, PlannedWrite } from './plan.ts';
import { planHashOf } from './plan.ts';

type Money = { amount: Amount | null; currency: string | null };
export const noMoney: Money = { amount: null, currency: null };

export function unchanged(
  observation: Observation,
  state: DocumentState,
  money: Money,
  final = false,
): Plan {
  const hash = planHashOf({
    outcome: 'unchanged',
    waits: null,
    mappingVersion: observation.mappingVersion,
    targetId: null,
    targetVersion: null,
    writes: [],
    cause: { state, final },
  });
  return { outcome: 'unchanged', hash, state, final, ...money };
}

/** Nothing can be written until a person acts. `cause` makes the hash: the same problem keeps its exception. */
export function blocked(
  observation: Observation,
  kind: ExceptionKind,
  detail: string,
  cause: unknown,
  money: Money = noMoney,
): Plan {
  const hash = planHashOf({
    outcome: 'blocked',
    waits: kind,
    mappingVersion: observation.mappingVersion,
    targetId: null,
    targetVersion: null,
    writes: [],
    cause: { kind, detail, cause },
  });
  return { outcome: 'blocked', hash, reason: { why: 'exception', kind, detail }, ...money };
}

/** Another document must come first; it alone carries the exception. */
export function waitsFor(observation: Observation, workflowId: string, money: Money): Plan {
  const hash = planHashOf({
    outcome: 'blocked',
    waits: null,
    mappingVersion: observation.mappingVersion,
    targetId: null,
    targetVersion: null,
    writes: [],
    cause: { workflowId },
  });
  return { outcome: 'blocked', hash, reason: { why: 'waitsFor', workflowId }, ...money };
}

type Proposal = {
  outcome: 'create' | 'update' | 'conflict';
  waits: ExceptionKind | null;
  detail: string;
  changes: FieldChange[];
  writes: PlannedWrite[];
  /** What else the decision rests on, such as the look-alike that was shown. */
  cause: unknown;
  /** Why an approval could not be carried out, where it could not. */
  impossible?: string | undefined;
} & Money;

/** Writes to be sent, by themselves or after an approval of exactly these. */
export function proposal(observation: Observation, made: Proposal): Plan {
  const first = made.writes[0];
  const hash = planHashOf({
    outcome: made.outcome,
    waits: made.waits,
    mappingVersion: observation.mappingVersion,
    targetId: first?.targetId ?? null,
    targetVersion: first?.targetVersion ?? null,
    writes: made.writes.map((write) => write.body),
    cause: made.cause,
  });
  const { outcome, waits, detail, changes, writes, amount, currency } = made;
  return {
    outcome,
    hash,
    waits,
    approvable: approvability(waits, made.impossible),
    detail,
    changes,
    writes,
    amount,
    currency,
  };
}

function approvability(waits: ExceptionKind | null, impossible: string | undefined) {
  if (impossible !== undefined) return { yes: false, fix: impossible } as const;
  if (waits === null || approvableKinds.has(waits)) return { yes: true } as const;
  return { yes: false, fix: fixes[waits] } as const;
}

/** Linking to a record that is already there; no remote call. */
export function adoption(
  observation: Observation,
  made: {
    waits: ExceptionKind | null;
    detail: string;
    changes: FieldChange[];
    targetId: string;
    targetVersion: string;
  } & Money,
): Plan {
  const { waits, detail, changes, targetId, targetVersion, amount, currency } = made;
  const hash = planHashOf({
    outcome: 'adopt',
    waits,
    mappingVersion: observation.mappingVersion,
    targetId,
    targetVersion,
    writes: [],
    cause: null,
  });
  const approvable = { yes: true } as const;
  return { outcome: 'adopt', hash, waits, approvable, detail, changes, targetId, amount, currency };
}

/** The target should go, because its source left the posted statuses; in this part always by hand. */
export function voiding(
  observation: Observation,
  made: {
    detail: string;
    changes: FieldChange[];
    targetId: string;
    targetVersion: string;
    cause: unknown;
  } & Money,
): Plan {
  const waits = 'leftPostedStatus' as const;
  const { detail, changes, targetId, targetVersion, cause, amount, currency } = made;
  const hash = planHashOf({
    outcome: 'void',
    waits,
    mappingVersion: observation.mappingVersion,
    targetId,
    targetVersion,
    writes: [],
    cause,
  });
  const approvable = { yes: false, fix: fixes[waits] } as const;
  return { outcome: 'void', hash, waits, approvable, detail, changes, amount, currency };
}

const isAmount = /^-?\d+\.\d{2,}$/;

function shown(value: string | null): string {
  if (value === null || value === '') return 'nothing';
  return isAmount.test(value) ? groupedAmount(value) : `"${value}"`;
}

/** What moved, in words: the first field with its values, and how many more there are. */
export function whatMoved(changes: readonly FieldChange[], side: 'procore' | 'xero'): string {
  const first = changes.find((change) => change[side] !== change.base) ?? changes[0];
  if (!first) return 'nothing that can be named';
  const more = changes.length > 1 ? `, and ${changes.length - 1} more` : '';
  // A contact is known by an id here, which says nothing to a person.
  if (first.field === 'contact') return `the contact is another one${more}`;
  return `${first.field} is ${shown(first[side])} and was ${shown(first.base)}${more}`;
}

/**
 * Turns a plan into silence where a person rejected exactly it, and into an exception where the
 * vendor refused exactly it and nothing it depends on has moved since. That exception can be
 * rejected in its turn.
 */
export function afterAnswers(observation: Observation, plan: Plan, otherwise: () => Plan): Plan {
  if (plan.outcome === 'unchanged') return plan;
  const isRejected = (made: Plan): boolean => observation.rejectedPlanHashes.includes(made.hash);
  if (isRejected(plan)) return otherwise();
  const { refusal, context } = observation;
  if (refusal && refusal.planHash === plan.hash && refusal.context === context) {
    const cause = { refused: plan.hash, context };
    const refused = blocked(observation, refusal.kind, refusal.messages.join(' '), cause, {
      amount: plan.amount,
      currency: plan.currency,
    });
    return isRejected(refused) ? otherwise() : refused;
  }
  return plan;
}
