// The table of synced objects, one line each, and the few questions asked of it.
import type { z } from 'zod';
import type { OwnerInvoiceObservation } from './owner-invoice/observation.ts';
import type { PayAppObservation } from './pay-app/observation.ts';
import type { ReleaseObservation } from './retainage-release/observation.ts';
import { contentHash } from '../identity/canonical-json.ts';
import type { Role } from '../identity/roles.ts';
import type { DocumentType } from '../identity/workflow-ids.ts';
import { isLeftToPeople } from '../mapping/directions.ts';
import { asRecorded } from '../mapping/mapping.ts';
import { gate } from '../gate/gate.ts';
import type { Gated } from '../gate/gate.ts';
import type { Agreement } from '../plan/owned.ts';
import type { ObjectPlan, SealedVerdict, Standing } from '../plan/verdict.ts';
import { seal } from '../plan/verdict.ts';
import { unchanged } from '../plan/verdicts.ts';
import { planSafely, writableOrBlocked } from '../plan/safely.ts';
import type { Read } from '../records/read.ts';
import type { Statement } from '../retainage/ledger/entry.ts';
import type { Alteration } from '../text/alteration.ts';
import { commitment } from './commitment/commitment.ts';
import type { CommitmentObservation } from './commitment/observation.ts';
import { contact } from './contact/contact.ts';
import type { ContactObservation } from './contact/observation.ts';
import type { DirectCostObservation } from './direct-cost/observation.ts';
import { directCost } from './direct-cost/direct-cost.ts';
import { ownerInvoice } from './owner-invoice/owner-invoice.ts';
import { payApp } from './pay-app/pay-app.ts';
import type { ProjectBudgetObservation } from './project-budget/observation.ts';
import { projectBudget } from './project-budget/project-budget.ts';
import type { ProjectLabourObservation } from './project-labour/observation.ts';
import { projectLabour } from './project-labour/project-labour.ts';
import { retainageRelease } from './retainage-release/retainage-release.ts';
import type { Parties, RoleRule, SyncedObject } from './synced-object.ts';
import { roleRuleOf } from './synced-object.ts';

type Observations = {
  contact: ContactObservation;
  commitment: CommitmentObservation;
  payApp: PayAppObservation;
  ownerInvoice: OwnerInvoiceObservation;
  retainageRelease: ReleaseObservation;
  projectBudget: ProjectBudgetObservation;
  projectLabour: ProjectLabourObservation;
  directCost: DirectCostObservation;
};
/** One observation of an object of type T; without T, of any. */
export type Observation<T extends DocumentType = DocumentType> = Observations[T] & { type: T };

type Table = { [T in DocumentType]: SyncedObject<T, Observations[T]> };
const table: Table = {
  contact,
  commitment,
  payApp,
  ownerInvoice,
  retainageRelease,
  projectBudget,
  projectLabour,
  directCost,
};

/** The object a type names. */
export function objectOf<T extends DocumentType>(type: T): Table[T] {
  return table[type];
}

/** What a look at a document comes to: its verdicts, what the gate says of each, and where it stands. */
export type Plan = {
  verdicts: readonly SealedVerdict[];
  gated: Gated;
  standing: Standing;
  /** Over every verdict and what becomes of it: the activity that ends the pass derives it again. */
  hash: string;
};

/** The planner: one observation in, one plan out, the same in a workflow, an activity and an auditor's replay. */
export function planDocument<T extends DocumentType>(type: T, seen: Observations[T]): Plan {
  const object = table[type];
  const observation: Observations[T] = { ...seen, mapping: asRecorded(seen.mapping) };
  const ground = {
    type,
    plannerVersion: object.plannerVersion,
    mappingSlice: object.mappingSlice(observation.mapping),
  };
  const role = mainRoleOf(object);
  const isLeft = isLeftToPeople(observation.mapping, observation);
  const { verdicts, standing } = planSafely(
    () => (isLeft ? leftToPeople(object.plan(observation), role) : object.plan(observation)),
    {
      ...{ role, isLinked: observation.linkedTargetId !== null },
      unreadable: isLeft ? [] : (observation.unreadable ?? []),
    },
  );
  const sealed = verdicts.map((verdict) => seal(writableOrBlocked(verdict), ground));
  const gated = gate(sealed, observation);
  const hash = contentHash({
    verdicts: sealed.map(({ role, hash: verdictHash }) => ({ role, hash: verdictHash })),
    going: gated.going.map(({ verdict, decisionId }) => ({ role: verdict.role, decisionId })),
    questions: gated.questions.map(({ subject, hash: questionHash }) => ({
      subject,
      questionHash,
    })),
    decisions: gated.decisions,
    standing,
  });
  return { verdicts: sealed, gated, standing, hash };
}

/** It stands where it stood; whatever either side says of it since is nobody's question here. */
function leftToPeople({ standing }: ObjectPlan, role: Role): ObjectPlan {
  return { verdicts: [unchanged(role)], standing };
}

/** The role every document of an object has: the one its table of roles begins with. */
function mainRoleOf({ roles, type }: { roles: readonly RoleRule[]; type: string }): Role {
  const [first] = roles;
  if (!first) throw new Error(`a ${type} has no roles`);
  return first.role as Role;
}

/** Reads an observation back from storage. Throws where it is not one: that is a bug or a foreign row. */
export function parseObservation<T extends DocumentType>(type: T, stored: unknown): Observation<T> {
  const schema: z.ZodType<Observations[T]> = table[type].schema;
  return schema.parse(stored) as Observation<T>;
}

/** The plan of an observation, whichever object it is of. */
export function planObservation<T extends DocumentType>(observation: Observation<T>): Plan {
  return planDocument(observation.type, observation);
}

/** What one role of a document is written as. */
export function ruleOf<T extends DocumentType>(observation: Observation<T>, role: string) {
  const object = objectOf(observation.type);
  const roles = object.rolesOf?.(observation) ?? object.roles;
  return roleRuleOf({ type: object.type, roles }, role);
}

/** The project and the counterparty a document belongs to, by id. */
export function partiesOf<T extends DocumentType>(observation: Observation<T>): Parties {
  return objectOf(observation.type).parties(observation);
}

/** What people call a document. */
export function nameOf<T extends DocumentType>(observation: Observation<T>): string {
  return objectOf(observation.type).name(observation);
}

/** What of the source is written otherwise in the other system. */
export function alterationsOf<T extends DocumentType>(observation: Observation<T>): Alteration[] {
  return objectOf(observation.type).alterations(observation);
}

/** The document's own source and target, as reads: made again before a decision is carried out. */
export function readsOf<T extends DocumentType>(observation: Observation<T>): Read[] {
  return objectOf(observation.type).reads(observation);
}

/** Reads without which no plan of it counts yet. */
export function readsFirstOf<T extends DocumentType>(observation: Observation<T>): Read[] {
  return objectOf(observation.type).readsFirst(observation);
}

/** What both sides agree on when a record is adopted as it is. */
export function adoptedBaseOf<T extends DocumentType>(
  observation: Observation<T>,
  role: Role,
  targetId: string,
): Agreement | null {
  return objectOf(observation.type).adoptedBase(observation, role, targetId);
}

/** What the document's source says of retainage; null where its object has none, or nothing can be said. */
export function retentionOf<T extends DocumentType>(observation: Observation<T>): Statement | null {
  return objectOf(observation.type).retention?.(observation) ?? null;
}
