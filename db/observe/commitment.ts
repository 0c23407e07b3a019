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
import {
  contactLinkOf,
  contactNamesIn,
  excerptOf,
  liveFirst,
  postFromOf,
  trackingOf,
  xeroGround,
} from './ground.ts';
import { localDayOf } from './local-day.ts';
import type { ObserverSettings } from './settings.ts';

export async function observeCommitment(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'commitment'>,
): Promise<Observation<'commitment'>> {
  const { connection, mapping } = settings;
  const workflowId = workflowIdOf(id);
  const source = await standingOf(db, connection, 'procoreCommitment', id.sourceId);
  const commitment = source.record;
  const projectId = commitment?.projectId ?? null;
  const project = projectId
    ? (await standingOf(db, connection, 'procoreProject', projectId)).record
    : null;
  const contact = await contactLinkOf(db, connection, commitment?.vendorId ?? null);
  const linked = await linkOf(db, workflowId, 'order');
  const target = linked
    ? (await standingOf(db, connection, 'xeroPurchaseOrder', linked.targetId)).record
    : null;
  const base = documentBaseSchema.nullable().parse(linked?.base ?? null);
  const ground = await xeroGround(db, connection);
  const tracking = trackingOf(target, base?.target ?? null, base?.projection ?? null);
  const ask = { connection, mapping, project, commitment, tracking };
  const chart = await excerptOf(db, ground.chart, ask);
  const marker = markerOf(id, 'order');
  const marked = await recordsOf(db, connection, 'xeroPurchaseOrder', { marker });
  return {
    ...settings,
    type: 'commitment',
    answers: await answersOf(db, workflowId),
    commitment,
    sourceUnseen: source.unseen,
    changedOn: commitment ? localDayOf(commitment.updatedAt, ground.organisation.timeZone) : null,
    project,
    postFrom: await postFromOf(db, connection, projectId),
    contact: contact.link,
    contactNames: await contactNamesIn(db, connection, [contact.link, target, base?.target]),
    taxCodes: await recordsOf(db, connection, 'procoreTaxCode'),
    organisation: ground.organisation,
    chart,
    linkedTargetId: linked?.targetId ?? null,
    target,
    base,
    marked: linked ? null : liveFirst(marked),
    doubles: linked
      ? marked.filter((order) => order.id !== linked.targetId && isStanding(order))
      : [],
    context: contentHash({ organisation: ground.organisation, chart, contact: contact.contact }),
  };
}
