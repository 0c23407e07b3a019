// Gathers what a document's plan is made from, as Postgres has it at one moment.
import { and, eq } from 'drizzle-orm';
import { shortlistContacts } from '../../domain/contacts/match-contact.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { contactNumberOf, markerOf } from '../../domain/identity/markers.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { costCodeOptionOf, projectOptionOf } from '../../domain/mapping/mapping.ts';
import { billNumberOf } from '../../domain/plan/naming.ts';
import { mayLookLike } from '../../domain/plan/look-alikes.ts';
import type {
  Base,
  ChartExcerpt,
  CommitmentObservation,
  ContactLink,
  ContactObservation,
  Observation,
  OwnedContact,
  OwnedDocument,
  PayAppObservation,
  PostedPayment,
  Refusal,
} from '../../domain/plan/observation.ts';
import type { ProcoreCommitment } from '../../domain/records/procore/commitment.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { Queryable } from '../database.ts';
import { document, link } from '../schema/document-tables.ts';
import { rejectedPlansOf } from './documents.ts';
import { linkOf, paymentLinksOf } from './links.ts';
import { recordsOf, standingOf } from './mirror.ts';

/** What the worker knows besides Postgres; it comes with every observation, since workflows read no config. */
export type ObserverSettings = {
  connection: string;
  publicUrl: string;
  mapping: Mapping;
  mappingVersion: string;
};

type Id<T extends DocumentId['type']> = Extract<DocumentId, { type: T }>;

/** How many look-alikes and dates a plan may carry. */
const lookAlikesMaximum = 20;

export async function observe(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId,
): Promise<Observation> {
  switch (id.type) {
    case 'contact':
      return observeContact(db, settings, id);
    case 'commitment':
      return observeCommitment(db, settings, id);
    case 'payApp':
      return observePayApp(db, settings, id);
  }
}

async function commonTo(db: Queryable, settings: ObserverSettings, id: DocumentId) {
  const [row] = await db
    .select({ refusal: document.refusal })
    .from(document)
    .where(eq(document.workflowId, workflowIdOf(id)));
  return {
    ...settings,
    rejectedPlanHashes: await rejectedPlansOf(db, workflowIdOf(id)),
    refusal: (row?.refusal ?? null) as Refusal | null,
  };
}

async function observeContact(
  db: Queryable,
  settings: ObserverSettings,
  id: Id<'contact'>,
): Promise<ContactObservation> {
  const { connection } = settings;
  const common = await commonTo(db, settings, id);
  const vendor = await standingOf(db, connection, 'procoreVendor', id.vendorId);
  const held = await linkOf(db, workflowIdOf(id), 'contact');
  const target = held ? await standingOf(db, connection, 'xeroContact', held.targetId) : null;
  const candidates =
    vendor.record && !held
      ? await freeContacts(db, connection, (contacts) =>
          shortlistContacts(
            vendor.record ?? unreachable(),
            contactNumberOf(connection, id.vendorId),
            contacts,
          ),
        )
      : [];
  return {
    ...common,
    type: 'contact',
    vendorId: id.vendorId,
    vendor: vendor.record,
    sourceUnseen: vendor.unseen,
    linkedTargetId: held?.targetId ?? null,
    target: target?.record ?? null,
    base: (held?.base ?? null) as Base<OwnedContact> | null,
    candidates,
    context: contentHash(candidates.map((contact) => [contact.id, contact.updatedAt])),
  };
}

function unreachable(): never {
  throw new Error('a record vanished between two lines');
}

/** Shortlists among the contacts no vendor is linked to. */
async function freeContacts(
  db: Queryable,
  connection: string,
  shortlist: (contacts: XeroContact[]) => XeroContact[],
): Promise<XeroContact[]> {
  const taken = await db
    .select({ targetId: link.targetId })
    .from(link)
    .where(and(eq(link.connection, connection), eq(link.kind, 'xeroContact')));
  const ids = new Set(taken.map((row) => row.targetId));
  const contacts = await recordsOf(db, connection, 'xeroContact');
  return shortlist(contacts.filter((contact) => !ids.has(contact.id)));
}

/** The vendor's own contact document and what it is linked to; null when Procore shows no such vendor. */
async function contactLinkOf(
  db: Queryable,
  connection: string,
  vendorId: string | null,
): Promise<{ link: ContactLink | null; contact: XeroContact | null }> {
  if (vendorId === null) return { link: null, contact: null };
  const vendor = await standingOf(db, connection, 'procoreVendor', vendorId);
  if (!vendor.record) return { link: null, contact: null };
  const workflowId = workflowIdOf({ type: 'contact', connection, vendorId });
  const held = await linkOf(db, workflowId, 'contact');
  if (!held) return { link: { workflowId, contactId: null, archived: false }, contact: null };
  const contact = await standingOf(db, connection, 'xeroContact', held.targetId);
  const archived = contact.record?.status !== 'ACTIVE';
  return { link: { workflowId, contactId: held.targetId, archived }, contact: contact.record };
}

function excerptOf(
  chart: XeroChart,
  mapping: Mapping,
  project: ProcoreProject | null,
  commitment: ProcoreCommitment | null,
): ChartExcerpt {
  const codes = new Set([
    ...Object.values(mapping.accounts.byCostType),
    mapping.accounts.fallback,
    mapping.accounts.retentionPayable,
  ]);
  const taxTypes = new Set(Object.values(mapping.taxTypes));
  const names = new Set([
    mapping.tracking.retentionOption,
    ...(project ? [projectOptionOf(mapping, project)] : []),
    ...(commitment?.lines ?? []).flatMap((line) =>
      line.costCode ? [costCodeOptionOf(mapping, line.costCode)] : [],
    ),
  ]);
  const categories = [mapping.tracking.projectCategory, mapping.tracking.costCodeCategory];
  return {
    accounts: chart.accounts.filter((account) => account.code !== null && codes.has(account.code)),
    taxRates: chart.taxRates.filter((rate) => taxTypes.has(rate.taxType)),
    options: chart.trackingCategories
      .filter((category) => category.status === 'ACTIVE' && categories.includes(category.name))
      .flatMap((category) =>
        category.options
          .filter((option) => option.status === 'ACTIVE' && names.has(option.name))
          .map((option) => ({ category: category.name, option: option.name })),
      ),
  };
}

/** The organisation and chart; a document is never planned before Xero was read once. */
async function xeroGround(db: Queryable, connection: string) {
  const organisation = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  const chart = await standingOf(db, connection, 'xeroChart', 'chart');
  if (!organisation.record || !chart.record) {
    throw new Error('Xero has not been read yet; the next sweep reads it');
  }
  return { organisation: organisation.record, chart: chart.record };
}

async function observeCommitment(
  db: Queryable,
  settings: ObserverSettings,
  id: Id<'commitment'>,
): Promise<CommitmentObservation> {
  const { connection, mapping } = settings;
  const common = await commonTo(db, settings, id);
  const recordId = `${id.contractKind}-${id.contractId}`;
  const commitment = await standingOf(db, connection, 'procoreCommitment', recordId);
  const project = commitment.record
    ? (await standingOf(db, connection, 'procoreProject', commitment.record.projectId)).record
    : null;
  const { link: contact, contact: record } = await contactLinkOf(
    db,
    connection,
    commitment.record?.vendorId ?? null,
  );
  const ground = await xeroGround(db, connection);
  const chart = excerptOf(ground.chart, mapping, project, commitment.record);
  const held = await linkOf(db, workflowIdOf(id), 'order');
  const target = held ? await standingOf(db, connection, 'xeroPurchaseOrder', held.targetId) : null;
  const marker = markerOf(id, 'order');
  const marked = held
    ? null
    : liveFirst(await recordsOf(db, connection, 'xeroPurchaseOrder', { marker }));
  return {
    ...common,
    type: 'commitment',
    commitment: commitment.record,
    sourceUnseen: commitment.unseen,
    project,
    contact,
    taxCodes: await recordsOf(db, connection, 'procoreTaxCode'),
    organisation: ground.organisation,
    chart,
    linkedTargetId: held?.targetId ?? null,
    target: target?.record ?? null,
    base: (held?.base ?? null) as Base<OwnedDocument> | null,
    marked,
    context: contentHash({ organisation: ground.organisation, chart, contact: record }),
  };
}

async function observePayApp(
  db: Queryable,
  settings: ObserverSettings,
  id: Id<'payApp'>,
): Promise<PayAppObservation> {
  const { connection, mapping } = settings;
  const common = await commonTo(db, settings, id);
  const { record: requisition, unseen } = await standingOf(
    db,
    connection,
    'procoreRequisition',
    id.requisitionId,
  );
  const source = await contractOf(db, connection, requisition);
  const vendorId = source.commitment?.vendorId ?? requisition?.vendorId ?? null;
  const { link: contact, contact: contactRecord } = await contactLinkOf(db, connection, vendorId);
  const ground = await xeroGround(db, connection);
  const chart = excerptOf(ground.chart, mapping, source.project, source.commitment);
  const number =
    requisition && source.commitment ? billNumberOf(requisition, source.commitment) : null;
  const bill = await billOf(db, connection, id, {
    number,
    date: requisition?.billingDate ?? null,
    contactId: contact?.contactId ?? null,
  });
  return {
    ...common,
    type: 'payApp',
    requisition,
    sourceUnseen: unseen,
    ...source,
    contact,
    taxCodes: await recordsOf(db, connection, 'procoreTaxCode'),
    organisation: ground.organisation,
    chart,
    ...bill,
    context: contentHash({ organisation: ground.organisation, chart, contact: contactRecord }),
  };
}

/** The pay app's contract, project, due date and predecessor. */
async function contractOf(
  db: Queryable,
  connection: string,
  requisition: ProcoreRequisition | null,
) {
  if (!requisition) return { commitment: null, project: null, previous: null, dueDate: null };
  const contractId = `${requisition.contractKind}-${requisition.commitmentId}`;
  const commitment = await standingOf(db, connection, 'procoreCommitment', contractId);
  const project = await standingOf(db, connection, 'procoreProject', requisition.projectId);
  const siblings = await recordsOf(db, connection, 'procoreRequisition', { belongsTo: contractId });
  const previous =
    siblings.find((other) => other.id === requisition.previousId) ??
    siblings.find((other) => other.number === requisition.number - 1);
  const period = requisition.periodId
    ? await standingOf(db, connection, 'procoreBillingPeriod', requisition.periodId)
    : null;
  return {
    commitment: commitment.record,
    project: project.record,
    previous: previous ?? null,
    dueDate: period?.record?.dueDate ?? null,
  };
}

/** What is known of a bill before it is planned. */
type BillToCome = { number: string | null; date: string | null; contactId: string | null };

async function billOf(db: Queryable, connection: string, id: Id<'payApp'>, wanted: BillToCome) {
  const workflowId = workflowIdOf(id);
  const held = await linkOf(db, workflowId, 'bill');
  if (!held) {
    const marker = markerOf(id, 'bill');
    const marked = liveFirst(await recordsOf(db, connection, 'xeroBill', { marker }));
    const lookAlikes = await lookAlikesOf(db, connection, wanted);
    return {
      linkedTargetId: null,
      target: null,
      base: null,
      marked,
      lookAlikes,
      payments: [],
      postedPayments: [],
    };
  }
  const target = await standingOf(db, connection, 'xeroBill', held.targetId);
  const posted = await paymentLinksOf(db, workflowId);
  const postedPayments = posted.map((row): PostedPayment => {
    const { amount } = row.base as { amount: string };
    const xeroPaymentId = row.role.replace(/^payment-/, '');
    return { xeroPaymentId, contractPaymentId: row.targetId, amount };
  });
  return {
    linkedTargetId: held.targetId,
    target: target.record,
    base: held.base as Base<OwnedDocument>,
    marked: null,
    lookAlikes: [],
    payments: await recordsOf(db, connection, 'xeroPayment', { belongsTo: held.targetId }),
    postedPayments,
  };
}

/** Of several records that carry our marker, one that still stands. */
function liveFirst<R extends { status: string }>(records: readonly R[]): R | null {
  const live = records.find(({ status }) => status !== 'VOIDED' && status !== 'DELETED');
  return live ?? records[0] ?? null;
}

/** Bills of the contact that carry no marker of ours and belong to no document. */
async function lookAlikesOf(
  db: Queryable,
  connection: string,
  { number, date, contactId }: BillToCome,
): Promise<XeroBill[]> {
  if (contactId === null || date === null) return [];
  const bills = await recordsOf(db, connection, 'xeroBill', { belongsTo: contactId });
  const strangers = bills.filter((bill) => !bill.url?.includes('tieout:'));
  return strangers
    .filter((bill) => mayLookLike({ number, date }, bill))
    .slice(0, lookAlikesMaximum);
}
