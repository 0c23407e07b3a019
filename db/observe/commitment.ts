// What the plan of a commitment is made from.
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { markerOf } from '../../domain/identity/markers.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { documentBaseSchema } from '../../domain/plan/owned.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import { linkOf } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { signedFor } from '../queries/take-on-signed.ts';
import {
  contactLinkOf,
  contactNamesIn,
  excerptOf,
  liveFirst,
  trackingOf,
  xeroGround,
} from './ground.ts';
import { changeOrdersOf, costCodesOf, subJobsOf } from './change-orders.ts';
import { currenciesFor } from './currencies.ts';
import { localDayOf } from './local-day.ts';
import { postFromOf, postFromWhileHere } from './post-from.ts';
import { billedLinesOf, copiesOf } from './order-in-use.ts';
import type { ObserverSettings } from './settings.ts';

export async function observeCommitment(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'commitment'>,
): Promise<Observation<'commitment'>> {
  const { connection, mapping } = settings;
  const workflowId = workflowIdOf(id);
  const marker = markerOf(id, 'order');
  const [source, answers, linked, ground, taxCodes, marked] = await Promise.all([
    standingOf(db, connection, 'procoreCommitment', id.sourceId),
    answersOf(db, workflowId),
    linkOf(db, workflowId, 'order'),
    xeroGround(db, connection),
    recordsOf(db, connection, 'procoreTaxCode'),
    recordsOf(db, connection, 'xeroPurchaseOrder', { marker }),
  ]);
  const commitment = source.record;
  const projectId = commitment?.projectId ?? null;
  const [project, contact, target, postFrom, changed] = await Promise.all([
    projectId ? standingOf(db, connection, 'procoreProject', projectId) : { record: null },
    contactLinkOf(db, connection, commitment?.vendorId ?? null),
    linked ? standingOf(db, connection, 'xeroPurchaseOrder', linked.targetId) : { record: null },
    (linked ? postFromOf : postFromWhileHere)(db, connection, projectId),
    changeOrdersOf(db, connection, { contract: commitment, seenAt: source.seenAt }),
  ]);
  const base = documentBaseSchema.nullable().parse(linked?.base ?? null);
  const order = target.record;
  const tracking = trackingOf(order, base?.target ?? null, base?.projection ?? null);
  const costCodes = costCodesOf(commitment, changed.changeOrders);
  const asked = { costCodes, subJobs: subJobsOf(commitment, changed.changeOrders), tracking };
  const match = { workflowId, role: 'order', kind: 'xeroPurchaseOrder' as const };
  const [chart, contactNames, billedLineIds, copies, currencies, signed] = await Promise.all([
    excerptOf(db, ground.chart, { connection, mapping, project: project.record, ...asked }),
    contactNamesIn(db, connection, [contact.link, order, base?.target]),
    base === null || commitment === null ? [] : billedLinesOf(db, connection, id.sourceId),
    order === null ? [] : copiesOf(db, connection, { order, postFrom }),
    currenciesFor(db, connection, {
      ...{ currency: commitment?.currency ?? null, organisation: ground.organisation },
    }),
    linked ? null : signedFor(db, connection, match),
  ]);
  return {
    ...settings,
    type: 'commitment',
    answers,
    commitment,
    ...changed,
    billedLineIds,
    copies,
    sourceUnseen: source.unseen,
    changedOn: commitment ? localDayOf(commitment.updatedAt, ground.organisation.timeZone) : null,
    project: project.record,
    postFrom,
    contact: contact.link,
    contactNames,
    taxCodes,
    organisation: ground.organisation,
    ...currencies,
    chart,
    linkedTargetId: linked?.targetId ?? null,
    target: order,
    base,
    marked: linked ? null : liveFirst(marked),
    ...(signed && { signedFor: signed }),
    doubles: linked
      ? marked.filter((other) => other.id !== linked.targetId && isStanding(other))
      : [],
    context: contentHash({ organisation: ground.organisation, chart, contact: contact.contact }),
  };
}
