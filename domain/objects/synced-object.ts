// The interface every synced object fills: all that is true of one, in one place.
import type { z } from 'zod';
import type { Operation } from '../delivery/operation.ts';
import type { Endpoint } from '../identity/endpoints.ts';
import type { Role } from '../identity/roles.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Agreement } from '../plan/owned.ts';
import type { ObjectPlan } from '../plan/verdict.ts';
import type { Read } from '../records/read.ts';
import type { RecordKind } from '../records/records.ts';
import type { Statement } from '../retainage/ledger/entry.ts';
import type { Alteration } from '../text/alteration.ts';

/** What one role of an object is written as. */
export type RoleRule = {
  /** The role, or the stem of a family of roles: `bill`, `payment/`. */
  role: string;
  /** The kind of record in the other system. */
  targetKind: RecordKind;
  endpoint: Endpoint;
  /** What may be done to it. */
  may: readonly Operation[];
  /** What people call it. */
  word: string;
};

export type Parties = { project: string | null; counterparty: string | null };

export interface SyncedObject<Type extends string, Observation> {
  readonly type: Type;
  readonly words: { readonly one: string; readonly many: string };
  /** The source's record, and how the mirror files it. */
  sourceOf(sourceId: string): { kind: RecordKind; recordId: string };
  /** Whether text is a source id of this object. */
  isSourceId(text: string): boolean;
  readonly roles: readonly RoleRule[];
  /** Where what a role is written as depends on the document; else `roles` is all. */
  rolesOf?(observation: Observation): readonly RoleRule[];
  /** Parses an observation read back, with defaults for what older ones did not hold. */
  readonly schema: z.ZodType<Observation>;
  /** The part of the mapping this object's bodies are made with: nothing else of it moves a hash. */
  mappingSlice(mapping: Mapping): unknown;
  /** Moves with every change of what this object's planner decides. */
  readonly plannerVersion: number;
  plan(observation: Observation): ObjectPlan;
  /** What people call the document: "pay app INV-1042 (SC-003 no. 4)". */
  name(observation: Observation): string;
  /** The project and the counterparty it belongs to, by id. */
  parties(observation: Observation): Parties;
  /** What of its source is written otherwise in the other system, because that takes it in no other form. */
  alterations(observation: Observation): Alteration[];
  /** What both sides agree on when a record is adopted as it is; null where the role has nothing to compare. */
  adoptedBase(observation: Observation, role: Role, targetId: string): Agreement | null;
  /** The document's own source and target, as reads: made again before a decision is carried out. */
  reads(observation: Observation): Read[];
  /** Reads without which no plan counts yet, such as a list that others write too. */
  readsFirst(observation: Observation): Read[];
  /** What its source says of retainage, which the end of its pass keeps; null leaves what was said before. */
  retention?(observation: Observation): Statement | null;
}

/** The rule of a role; throws for a role the object does not have, which is a bug. */
export function roleRuleOf(object: { type: string; roles: readonly RoleRule[] }, role: string) {
  const stem = role.includes('/') ? `${role.slice(0, role.indexOf('/'))}/` : role;
  const rule = object.roles.find((candidate) => candidate.role === stem);
  if (!rule) throw new Error(`a ${object.type} has no role ${role}`);
  return rule;
}
