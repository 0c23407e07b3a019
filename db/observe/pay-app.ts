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
  const { connection, mapping } = settings;
  const workflowId = workflowIdOf(id);
  const own = await standingOf(db, connection, 'procoreRequisition', id.sourceId);
  const requisition = own.record;
  const source = await contractOf(db, connection, requisition);
  const vendorId = source.commitment?.vendorId ?? requisition?.vendorId ?? null;
  const contact = await contactLinkOf(db, connection, vendorId);
  const linked = await linkOf(db, workflowId, 'bill');
  const target = linked
    ? (await standingOf(db, connection, 'xeroBill', linked.targetId)).record
    : null;
  const base = documentBaseSchema.nullable().parse(linked?.base ?? null);
  const ground = await xeroGround(db, connection);
  const { project, commitment } = source;
  const tracking = trackingOf(target, base?.target ?? null, base?.projection ?? null);
  const chart = await excerptOf(db, ground.chart, {
    ...{ connection, mapping, project, commitment, tracking },
  });
  const marked = await recordsOf(db, connection, 'xeroBill', { marker: markerOf(id, 'bill') });
  const number = requisition && commitment ? billNumberOf(requisition, commitment) : null;
  return {
    ...settings,
    type: 'payApp',
    answers: await answersOf(db, workflowId),
    requisition,
    sourceUnseen: own.unseen,
    ...source,
    postFrom: await postFromOf(db, connection, requisition?.projectId ?? null),
    contact: contact.link,
    billTerms: contact.contact?.billTerms ?? null,
    contactNames: await contactNamesIn(db, connection, [contact.link, target, base?.target]),
    taxCodes: await recordsOf(db, connection, 'procoreTaxCode'),
    organisation: ground.organisation,
    chart,
    linkedTargetId: linked?.targetId ?? null,
    target,
    base,
    marked: linked ? null : liveFirst(marked),
    doubles: linked ? marked.filter((bill) => bill.id !== linked.targetId && isStanding(bill)) : [],
    lookAlikes: looksForTwins(target, base)
      ? await lookAlikesOf(db, connection, {
          number: target?.number ?? number,
          date: target?.date ?? requisition?.billingDate ?? null,
          contactId: target?.contactId ?? contact.link?.contactId ?? null,
        })
      : [],
    ownTwins:
      requisition && !linked
        ? await ownTwinsOf(db, connection, { mapping, requisition, number, vendorId })
        : [],
    ...(await paymentsOf(db, connection, { id, requisition, billId: linked?.targetId ?? null })),
    context: contentHash({ organisation: ground.organisation, chart, contact: contact.contact }),
  };
}

/** The pay app's contract, project, due date and predecessor. */
async function contractOf(
  db: Queryable,
  connection: string,
  requisition: ProcoreRequisition | null,
) {
  if (!requisition) {
    const period = await periodOf(db, connection, null);
    return { commitment: null, project: null, previous: null, ...period };
  }
  const contractId = `${requisition.contractKind}-${requisition.commitmentId}`;
  const commitment = await standingOf(db, connection, 'procoreCommitment', contractId);
  const project = await standingOf(db, connection, 'procoreProject', requisition.projectId);
  const siblings = await recordsOf(db, connection, 'procoreRequisition', { belongsTo: contractId });
  const previous =
    siblings.find((other) => other.id === requisition.previousId) ??
    siblings.find((other) => other.number === requisition.number - 1);
  return {
    commitment: commitment.record,
    project: project.record,
    previous: previous ?? null,
    ...(await periodOf(db, connection, requisition.periodId)),
  };
}

/** What the billing period says, and whether it is known at all where the pay app names one. */
async function periodOf(
  db: Queryable,
  connection: string,
  periodId: string | null,
): Promise<Pick<Observation<'payApp'>, 'dueDate' | 'period'>> {
  if (periodId === null) return { dueDate: null, period: 'known' };
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
  const bills = await recordsOf(db, connection, 'xeroBill', { belongsTo: contactId });
  const strangers = bills.filter((bill) => !bill.url?.includes('tieout:'));
  return strangers
    .filter((bill) => mayLookLike({ number, date }, bill))
    .slice(0, lookAlikesMaximum);
}
