// What the plan of a contact is made from.
import { and, eq, isNull } from 'drizzle-orm';
import { shortlistContacts } from '../../domain/contacts/match-contact.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { contactNumberOf } from '../../domain/identity/markers.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { isOnlyForWhoWaits } from '../../domain/objects/contact/observation.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { contactBaseSchema } from '../../domain/plan/owned.ts';
import type { ProcoreVendor } from '../../domain/records/procore/vendor.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import { hasContracts, hasDependents } from '../queries/documents.ts';
import { linkOf } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { survivorOf } from './merged-contact.ts';
import { link } from '../schema/document-tables.ts';
import type { ObserverSettings } from './settings.ts';

export async function observeContact(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'contact'>,
): Promise<Observation<'contact'>> {
  const { connection } = settings;
  const workflowId = workflowIdOf(id);
  const number = contactNumberOf(connection, id.sourceId);
  const [vendor, answers, linked, numbered, isAwaited] = await Promise.all([
    standingOf(db, connection, 'procoreVendor', id.sourceId),
    answersOf(db, workflowId),
    linkOf(db, workflowId, 'contact'),
    recordsOf(db, connection, 'xeroContact', { marker: number }),
    isWanted(db, settings, id),
  ]);
  const [target, vendorLink] = await Promise.all([
    linked ? standingOf(db, connection, 'xeroContact', linked.targetId) : null,
    linkOf(db, workflowId, 'vendor'),
  ]);
  const survivor = target?.record ? await survivorOf(db, connection, target.record) : null;
  const candidates = vendor.record && !linked ? await shortlist(db, connection, vendor.record) : [];
  return {
    ...settings,
    type: 'contact',
    answers,
    vendorId: id.sourceId,
    vendor: vendor.record,
    sourceUnseen: vendor.unseen,
    linkedTargetId: linked?.targetId ?? null,
    target: target?.record ?? null,
    base: contactBaseSchema.nullable().parse(linked?.base ?? null),
    vendorBase: contactBaseSchema.nullable().parse(vendorLink?.base ?? null),
    survivor,
    survivorTakenBy: survivor ? await ownerOf(db, connection, survivor.id) : null,
    candidates,
    isAwaited,
    doubles: linked
      ? numbered.filter(({ id: other, status }) => other !== linked.targetId && status === 'ACTIVE')
      : [],
    context: contentHash(candidates.map((contact) => [contact.id, contact.updatedAt])),
  };
}

/** Asked only where it decides anything: see `isAwaited` of the observation. */
async function isWanted(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'contact'>,
): Promise<boolean> {
  const { connection, sharesCompany } = settings;
  if (sharesCompany && (await hasContracts(db, connection, id.sourceId))) return true;
  return isOnlyForWhoWaits(settings) && hasDependents(db, workflowIdOf(id));
}

/** The document of a vendor that is linked to a contact. */
async function ownerOf(
  db: Queryable,
  connection: string,
  contactId: string,
): Promise<string | null> {
  const [row] = await db
    .select({ workflowId: link.workflowId })
    .from(link)
    .where(
      and(
        ...[eq(link.connection, connection), eq(link.kind, 'xeroContact')],
        ...[eq(link.targetId, contactId), isNull(link.endedAt)],
      ),
    );
  return row?.workflowId ?? null;
}

/** Shortlists among the contacts no vendor is linked to. */
async function shortlist(
  db: Queryable,
  connection: string,
  vendor: ProcoreVendor,
): Promise<XeroContact[]> {
  const taken = await db
    .select({ targetId: link.targetId })
    .from(link)
    .where(
      and(eq(link.connection, connection), eq(link.kind, 'xeroContact'), isNull(link.endedAt)),
    );
  const ids = new Set(taken.map((row) => row.targetId));
  const contacts = await recordsOf(db, connection, 'xeroContact');
  const free = contacts.filter((contact) => !ids.has(contact.id));
  return shortlistContacts(vendor, contactNumberOf(connection, vendor.id), free);
}
