// Gathers what a document's plan is made from, as Postgres has it at one moment: the table of observers, one line an object.
import type { DocumentId, DocumentType } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { noteRole } from '../../domain/objects/note-role.ts';
import { objectOf, readsOf } from '../../domain/objects/objects.ts';
import { filedAs } from '../../domain/records/read.ts';
import type { Queryable } from '../database.ts';
import { spareOf } from '../queries/spare-work.ts';
import { unreadableAmong } from '../queries/unreadable.ts';
import { observeCommitment } from './commitment.ts';
import { observeContact } from './contact.ts';
import { observeDirectCost } from './direct-cost.ts';
import { observeOwnerInvoice } from './owner-invoice.ts';
import { observePayApp } from './pay-app.ts';
import { observeProjectBudget } from './project-budget.ts';
import { observeProjectLabour } from './project-labour.ts';
import { observeRetainageRelease } from './retainage-release.ts';
import type { ObserverSettings } from './settings.ts';

type Observer<T extends DocumentType> = (
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<T>,
) => Promise<Observation<T>>;

const observers: { [T in DocumentType]: Observer<T> } = {
  contact: observeContact,
  commitment: observeCommitment,
  payApp: observePayApp,
  ownerInvoice: observeOwnerInvoice,
  retainageRelease: observeRetainageRelease,
  projectBudget: observeProjectBudget,
  projectLabour: observeProjectLabour,
  directCost: observeDirectCost,
};

export async function observe<T extends DocumentType>(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<T>,
): Promise<Observation<T>> {
  const own = await observers[id.type](db, settings, id);
  const isNoted = objectOf(id.type).roles.some(({ role }) => role === noteRole.role);
  const spare = isNoted ? await spareOf(db, id, settings.mapping) : null;
  const observation = spare === null ? own : Object.assign({}, own, { spare });
  const records = [
    objectOf(id.type).sourceOf(id.sourceId),
    ...readsOf(observation).map((read) => ({ kind: read.kind, recordId: filedAs(read) })),
  ];
  const unreadable = await unreadableAmong(db, settings.connection, records);
  return unreadable.length === 0 ? observation : Object.assign({}, observation, { unreadable });
}
