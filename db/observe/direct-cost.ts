// What the plan of a direct cost is made from: the document in Xero, the projects that bear it, and what Procore has for each.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { groundOf } from '../../domain/actuals/actuals.ts';
import { nameOf } from '../../domain/actuals/cost-lines.ts';
import type { CostDocument } from '../../domain/actuals/cost-lines.ts';
import { directSharesOf, isUnvalued } from '../../domain/actuals/shares.ts';
import { isPosted } from '../../domain/actuals/cost-lines.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { costDocumentOf } from '../../domain/identity/cost-documents.ts';
import { monthOfProject } from '../../domain/identity/cost-of-projects.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { parseWorkflowId, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { DirectCostObservation } from '../../domain/objects/direct-cost/observation.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import { costGroundOf } from '../queries/cost-ground.ts';
import { takingActuals } from '../queries/cost-takers.ts';
import { withNumber } from '../queries/direct-costs.ts';
import { linksOfFamily } from '../queries/links.ts';
import { standingOf } from '../queries/mirror.ts';
import { link } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { observeCostOfMonth } from './cost-of-month.ts';
import { codesWithOptions, lineSeen, sharesOf } from './cost-shares.ts';
import { xeroGround } from './ground.ts';
import type { ObserverSettings } from './settings.ts';

export async function observeDirectCost(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'directCost'>,
): Promise<Observation<'directCost'>> {
  const month = monthOfProject(id.sourceId);
  if (month) return observeCostOfMonth(db, settings, { id, month });
  const { connection, mapping } = settings;
  const workflowId = workflowIdOf(id);
  const named = costDocumentOf(id.sourceId);
  const [source, answers, links, { chart, organisation }] = await Promise.all([
    standingOf(db, connection, named.kind, named.id),
    answersOf(db, workflowId),
    linksOfFamily(db, workflowId, 'directCost/'),
    xeroGround(db, connection),
  ]);
  const document = source.record;
  const documents = document ? [document] : [];
  const ground = await costGroundOf(db, settings, { chart, documents });
  const lineGround = groundOf(ground);
  const bearing = await takingActuals(db, { connection, mapping }, ground.projects);
  const borne = document ? directSharesOf(document, lineGround, bearing) : [];
  const contact = await contactOf(db, connection, document);
  const shares = await sharesOf(db, settings, {
    ...{ id, links, vendorId: contact.vendorId },
    document: document && { number: numberOf(document), date: document.date },
    inSightSince: await firstSeenAt(db, connection, named),
    borne: borne.map(({ projectId, lines }) => ({
      ...{ projectId, lines: lines.map(lineSeen), rates: {} },
    })),
    codesFor: (ask) => codesWithOptions(db, settings, { ...ask, chart }),
  });
  const sameNumber = await sameNumberOf(db, connection, { document, shares, contact });
  return {
    ...settings,
    type: 'directCost',
    answers,
    sourceId: id.sourceId,
    sourceUnseen: source.unseen,
    document: document && {
      ...{ kind: document.kind, id: document.id, name: nameOf(document) },
      number: numberOf(document),
      ...{ date: document.date, updatedAt: document.updatedAt },
      ...{ contactId: contactIdOf(document), contactName: contact.name },
      isPosted: isPosted(document),
      isOnCommitment: lineGround.treatmentOf(document) === 'againstCommitment',
      isUnvalued: isUnvalued(document, lineGround),
    },
    baseCurrency: organisation.baseCurrency,
    vendorId: contact.vendorId,
    linking: contact.linking,
    claimedBy: null,
    sameNumber,
    shares,
    linkedTargetId: links[0]?.targetId ?? null,
    context: contentHash({
      ...{ sameNumber, vendorId: contact.vendorId },
      shares: shares.map(({ budget, alike, ownedBy }) => [budget, alike, ownedBy]),
    }),
  };
}

async function firstSeenAt(
  db: Queryable,
  connection: string,
  { kind, id }: { kind: string; id: string },
): Promise<Date | null> {
  const [row] = await db
    .select({ firstSeenAt: mirror.firstSeenAt })
    .from(mirror)
    .where(and(eq(mirror.connection, connection), eq(mirror.kind, kind), eq(mirror.recordId, id)));
  return row?.firstSeenAt ?? null;
}

function numberOf(document: CostDocument): string | null {
  return 'number' in document ? document.number : null;
}

function contactIdOf(document: CostDocument | null): string | null {
  return document && 'contactId' in document ? document.contactId : null;
}

type ContactSeen = { name: string | null; vendorId: string | null; linking: string | null };

/** The contact's name and its vendor; where none is linked, the contact document of a vendor of that name that is still to be. */
async function contactOf(
  db: Queryable,
  connection: string,
  document: CostDocument | null,
): Promise<ContactSeen> {
  const contactId = contactIdOf(document);
  if (contactId === null) return { name: null, vendorId: null, linking: null };
  const { record } = await standingOf(db, connection, 'xeroContact', contactId);
  const name = record?.name ?? null;
  const [linked] = await db
    .select({ workflowId: link.workflowId })
    .from(link)
    .where(
      and(
        ...[eq(link.connection, connection), eq(link.kind, 'xeroContact')],
        ...[eq(link.targetId, contactId), isNull(link.endedAt)],
      ),
    );
  const vendorId = linked ? (parseWorkflowId(linked.workflowId)?.sourceId ?? null) : null;
  const linking =
    vendorId !== null || name === null ? null : await vendorOfName(db, connection, name);
  return { name, vendorId, linking };
}

/** The contact document of an active vendor that is called so and is linked to no contact yet. */
async function vendorOfName(
  db: Queryable,
  connection: string,
  name: string,
): Promise<string | null> {
  const rows = await db
    .select({ vendorId: mirror.recordId })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        ...[eq(mirror.connection, connection), eq(mirror.kind, 'procoreVendor')],
        eq(mirror.unseen, false),
        sql`lower(${snapshot.body} ->> 'name') = lower(${name})`,
        sql`${snapshot.body} ->> 'isActive' = 'true'`,
        sql`not exists (select from link where link.workflow_id = ${`contact/${connection}/`} || ${mirror.recordId}
          and link.role = 'contact' and link.ended_at is null)`,
      ),
    )
    .orderBy(mirror.recordId)
    .limit(1);
  const [first] = rows;
  return first ? workflowIdOf({ type: 'contact', connection, sourceId: first.vendorId }) : null;
}

/** What bears the number already and is neither this document's own nor offered for it. */
async function sameNumberOf(
  db: Queryable,
  connection: string,
  ask: {
    document: CostDocument | null;
    shares: DirectCostObservation['shares'];
    contact: ContactSeen;
  },
): Promise<DirectCostObservation['sameNumber']> {
  const { document, shares, contact } = ask;
  const number = document?.kind === 'xeroBill' ? document.number : null;
  const isNew = shares.some((share) => share.link === null && share.lines.length > 0);
  if (number === null || contact.vendorId === null || !isNew) return [];
  const own = new Set(
    shares.flatMap(({ link: held, marked, alike }) => [
      ...(held ? [held.directCostId] : []),
      ...[...marked, ...alike].map((one) => one.id),
    ]),
  );
  const found = await withNumber(db, connection, { vendorId: contact.vendorId, number });
  return found.filter(({ id }) => !own.has(id)).map(({ id, projectId }) => ({ id, projectId }));
}
