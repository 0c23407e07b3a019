// What the plan of a pay app is made from.
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { markerOf } from '../../domain/identity/markers.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { billNumberOf } from '../../domain/objects/pay-app/bill-number.ts';
import { mayLookLike } from '../../domain/objects/pay-app/look-alikes.ts';
import type { DocumentBase } from '../../domain/plan/owned.ts';
import { documentBaseSchema } from '../../domain/plan/owned.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import { linkOf } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import type { XeroGround } from './ground.ts';
import {
  contactLinkOf,
  contactNamesIn,
  excerptOf,
  liveFirst,
  postFromOf,
  trackingOf,
  xeroGround,
} from './ground.ts';
import { ownTwinsOf } from './own-twins.ts';
import { paymentsOf } from './payments-back.ts';
import type { ObserverSettings } from './settings.ts';

/** How many look-alikes a plan may carry. */
const lookAlikesMaximum = 20;

export async function observePayApp(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'payApp'>,
): Promise<Observation<'payApp'>> {
  const { connection } = settings;
  const workflowId = workflowIdOf(id);
  const [own, answers, linked, ground, taxCodes, marked] = await Promise.all([
    standingOf(db, connection, 'procoreRequisition', id.sourceId),
    answersOf(db, workflowId),
    linkOf(db, workflowId, 'bill'),
    xeroGround(db, connection),
    recordsOf(db, connection, 'procoreTaxCode'),
    recordsOf(db, connection, 'xeroBill', { marker: markerOf(id, 'bill') }),
  ]);
  const [source, target] = await Promise.all([
    contractOf(db, connection, own.record),
    linked ? standingOf(db, connection, 'xeroBill', linked.targetId) : { record: null },
  ]);
  const base = documentBaseSchema.nullable().parse(linked?.base ?? null);
  const sides = { requisition: own.record, ...source, target: target.record, base };
  const billId = linked?.targetId ?? null;
  const around = await surroundingsOf(db, settings, { id, billId, ground, ...sides });
  return {
    ...settings,
    type: 'payApp',
    answers,
    sourceUnseen: own.unseen,
    ...sides,
    taxCodes,
    organisation: ground.organisation,
    linkedTargetId: billId,
    marked: linked ? null : liveFirst(marked),
    doubles: linked ? marked.filter((bill) => bill.id !== billId && isStanding(bill)) : [],
    ...around,
  };
}

type Sides = Pick<
  Observation<'payApp'>,
  'requisition' | 'commitment' | 'project' | 'target' | 'base'
>;

/** What the pay app meets on the way to its bill: its contact, its coding, the bills like it and its payments. */
async function surroundingsOf(
  db: Queryable,
  { connection, mapping }: ObserverSettings,
  {
    id,
    billId,
    ground,
    requisition,
    commitment,
    project,
    target,
    base,
  }: Sides & { id: DocumentId<'payApp'>; billId: string | null; ground: XeroGround },
) {
  const vendorId = commitment?.vendorId ?? requisition?.vendorId ?? null;
  const tracking = trackingOf(target, base?.target ?? null, base?.projection ?? null);
  const number = requisition && commitment ? billNumberOf(requisition, commitment) : null;
  const [contact, chart, postFrom, ownTwins, payments] = await Promise.all([
    contactLinkOf(db, connection, vendorId),
    excerptOf(db, ground.chart, { connection, mapping, project, commitment, tracking }),
    postFromOf(db, connection, requisition?.projectId ?? null),
    requisition && billId === null
      ? ownTwinsOf(db, connection, { mapping, requisition, number, vendorId })
      : [],
    paymentsOf(db, connection, { id, requisition, billId }),
  ]);
  const [contactNames, lookAlikes] = await Promise.all([
    contactNamesIn(db, connection, [contact.link, target, base?.target]),
    looksForTwins(target, base)
      ? lookAlikesOf(db, connection, {
          number: target?.number ?? number,
          date: target?.date ?? requisition?.billingDate ?? null,
          contactId: target?.contactId ?? contact.link?.contactId ?? null,
        })
      : [],
  ]);
  return {
    contact: contact.link,
    billTerms: contact.contact?.billTerms ?? null,
    contactNames,
    chart,
    postFrom,
    ownTwins,
    lookAlikes,
    ...payments,
    context: contentHash({ organisation: ground.organisation, chart, contact: contact.contact }),
  };
}

/** The pay app's contract, project, due date and predecessor. */
async function contractOf(
  db: Queryable,
  connection: string,
  requisition: ProcoreRequisition | null,
) {
  if (!requisition) return { commitment: null, project: null, previous: null, ...noPeriod };
  const contractId = `${requisition.contractKind}-${requisition.commitmentId}`;
  const [commitment, project, previous, period] = await Promise.all([
    standingOf(db, connection, 'procoreCommitment', contractId),
    standingOf(db, connection, 'procoreProject', requisition.projectId),
    previousOf(db, connection, requisition, contractId),
    periodOf(db, connection, requisition.periodId),
  ]);
  return { commitment: commitment.record, project: project.record, previous, ...period };
}

/** The pay app it is measured against: as Procore names it, else the contract's with the number before. */
async function previousOf(
  db: Queryable,
  connection: string,
  { previousId, number }: ProcoreRequisition,
  contractId: string,
): Promise<ProcoreRequisition | null> {
  if (previousId !== null) {
    const named = await standingOf(db, connection, 'procoreRequisition', previousId);
    if (named.record) return named.record;
  }
  if (number <= 1) return null;
  const siblings = await recordsOf(db, connection, 'procoreRequisition', { belongsTo: contractId });
  return siblings.find((other) => other.number === number - 1) ?? null;
}

type Period = Pick<Observation<'payApp'>, 'dueDate' | 'period'>;
const noPeriod: Period = { dueDate: null, period: 'known' };

/** What the billing period says, and whether it is known at all where the pay app names one. */
async function periodOf(
  db: Queryable,
  connection: string,
  periodId: string | null,
): Promise<Period> {
  if (periodId === null) return noPeriod;
  const { record, seenAt } = await standingOf(db, connection, 'procoreBillingPeriod', periodId);
  if (record) return { dueDate: record.dueDate, period: 'known' };
  return { dueDate: null, period: seenAt === null ? 'unread' : 'unseen' };
}

type BillToCome = { number: string | null; date: string | null; contactId: string | null };

/** A posted bill looks for twins only while it is unpaid, and where it was kept which were there when it was posted. */
function looksForTwins(target: XeroBill | null, base: DocumentBase | null): boolean {
  if (!target) return true;
  return target.status !== 'PAID' && (base?.twins ?? null) !== null;
}

/** Bills of the contact that carry no marker of ours. */
async function lookAlikesOf(
  db: Queryable,
  connection: string,
  { number, date, contactId }: BillToCome,
): Promise<XeroBill[]> {
  if (contactId === null || date === null) return [];
  const bills = await recordsOf(db, connection, 'xeroBill', { belongsTo: contactId, marker: null });
  const strangers = bills.filter((bill) => !bill.url?.includes('tieout:'));
  return strangers
    .filter((bill) => mayLookLike({ number, date }, bill))
    .slice(0, lookAlikesMaximum);
}
