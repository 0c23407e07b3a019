// The table of what objects' pages show, one line an object, and the few questions asked of it.
import type { DocumentType } from '../../../domain/identity/workflow-ids.ts';
import { isDocumentType } from '../../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import type { FieldChange, SealedVerdict } from '../../../domain/plan/verdict.ts';
import { commitmentPages } from './commitment.ts';
import { contactPages } from './contact.ts';
import { directCostPages } from './direct-cost.ts';
import type { Names } from '../page-names.ts';
import type { Fact, ObjectPages } from './object-pages.ts';
import { ownerInvoicePages } from './owner-invoice.ts';
import { payAppPages } from './pay-app.ts';
import { projectBudgetPages } from './project-budget.ts';
import { projectLabourPages } from './project-labour.ts';
import { retainageReleasePages } from './retainage-release.ts';

type Table = { [T in DocumentType]: ObjectPages<Observation<T>> };
const table: Table = {
  contact: contactPages,
  commitment: commitmentPages,
  payApp: payAppPages,
  ownerInvoice: ownerInvoicePages,
  retainageRelease: retainageReleasePages,
  projectBudget: projectBudgetPages,
  projectLabour: projectLabourPages,
  directCost: directCostPages,
};

function pagesOf<T extends DocumentType>(type: T): Table[T] {
  return table[type];
}

export const typeName = (type: string): string =>
  isDocumentType(type) ? table[type].words.one : type;
export const typePlural = (type: string): string =>
  isDocumentType(type) ? table[type].words.many : type;

export function placeOf<T extends DocumentType>(observation: Observation<T>): string | null {
  return pagesOf(observation.type).place(observation);
}

export function factsOf<T extends DocumentType>(observation: Observation<T>): Fact[] {
  return pagesOf(observation.type).facts(observation);
}

export function sidesOf<T extends DocumentType>(
  observation: Observation<T>,
  names: Names,
  changes: readonly FieldChange[],
) {
  return pagesOf(observation.type).sides(observation, names, changes);
}

export function recordsIn<T extends DocumentType>(observation: Observation<T>) {
  return pagesOf(observation.type).records(observation);
}

export function workingIn<T extends DocumentType>(observation: Observation<T>) {
  return pagesOf(observation.type).working(observation);
}

export function namesIn<T extends DocumentType>(observation: Observation<T>) {
  return pagesOf(observation.type).contactNames(observation);
}

export function baseIn<T extends DocumentType>(observation: Observation<T>) {
  return pagesOf(observation.type).base(observation);
}

export function inXero<T extends DocumentType>(
  observation: Observation<T>,
  verdict: SealedVerdict,
) {
  return pagesOf(observation.type).inXero(observation, verdict);
}

export function sumsIn<T extends DocumentType>(
  observation: Observation<T>,
  verdict: SealedVerdict | null,
) {
  return pagesOf(observation.type).sums(observation, verdict);
}

export function recordsElsewhere<T extends DocumentType>(observation: Observation<T>) {
  return pagesOf(observation.type).elsewhere(observation);
}

/** Every contact that pages about it may name, once each. */
export function contactIdsIn<T extends DocumentType>(observation: Observation<T>): string[] {
  const ids = pagesOf(observation.type).contactIds(observation);
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}
