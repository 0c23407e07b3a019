// What is known of payments that a firm records in Procore: which stand in Xero by us, and which wait or name no claim.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type {
  PaymentsSent,
  ProcoreClaim,
  SentPayment,
} from '../../domain/claims/claim-observation.ts';
import { noPaymentsSent } from '../../domain/claims/claim-observation.ts';
import { contractOf, sideOfClaim } from '../../domain/claims/sides.ts';
import { markerIn } from '../../domain/identity/markers.ts';
import { contractPaymentIdOf } from '../../domain/identity/roles.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { sentPaymentBaseSchema } from '../../domain/plan/owned.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { Queryable } from '../database.ts';
import type { Link } from '../queries/links.ts';
import { linksOfFamily } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { link } from '../schema/document-tables.ts';
import type { ClaimAsk } from './claim-ask.ts';
import type { ObserverSettings } from './settings.ts';

const family = 'xeroPayment/';

/** What stands in Xero for payments recorded in Procore; most documents have none. */
export function sentLinksOf(db: Queryable, workflowId: string): Promise<Link[]> {
  return linksOfFamily(db, workflowId, family);
}

/** Asked where payments are recorded in Procore, or this document has some that were. */
export async function paymentsSentOf(
  db: Queryable,
  { connection, mapping }: ObserverSettings,
  known: {
    ask: ClaimAsk;
    claim: ProcoreClaim | null;
    links: readonly Link[];
    siblingId: string | null;
    typedPayments: readonly ProcoreContractPayment[];
  },
): Promise<PaymentsSent> {
  const { ask, claim, links, siblingId, typedPayments } = known;
  const workflowId = workflowIdOf(ask.id);
  const isRecordedInProcore = mapping.payments.direction === 'procoreToXero';
  if (!isRecordedInProcore && links.length === 0) return noPaymentsSent;
  const own = [workflowId, ...(siblingId === null ? [] : [siblingId])];
  const [siblings, sentElsewhere, unnamed, ...sent] = await Promise.all([
    siblingId === null ? [] : sentLinksOf(db, siblingId),
    elsewhereOf(db, connection, { own, payments: typedPayments }),
    claim && isRecordedInProcore ? unnamedOf(db, connection, { ask, claim }) : [],
    ...links.map((held) => sentPaymentOf(db, connection, held)),
  ]);
  return {
    sent,
    sentBySibling: siblings.map(({ role, base }) => ({
      contractPaymentId: contractPaymentIdOf(role) ?? '',
      part: sentPaymentBaseSchema.parse(base).part,
    })),
    sentElsewhere,
    unnamed,
  };
}

async function sentPaymentOf(
  db: Queryable,
  connection: string,
  { role, targetId, base }: Link,
): Promise<SentPayment> {
  const contractPaymentId = contractPaymentIdOf(role) ?? '';
  const [inXero, inProcore] = await Promise.all([
    standingOf(db, connection, 'xeroPayment', targetId),
    standingOf(db, connection, 'procoreContractPayment', contractPaymentId),
  ]);
  return {
    contractPaymentId,
    xeroPaymentId: targetId,
    ...sentPaymentBaseSchema.parse(base),
    record: inXero.record,
    source: inProcore.record,
    sourceIsGone: inProcore.unseen,
  };
}

/** A contract payment that was given to another claim: what stands in Xero for it there must go first. */
async function elsewhereOf(
  db: Queryable,
  connection: string,
  { own, payments }: { own: readonly string[]; payments: readonly ProcoreContractPayment[] },
): Promise<Record<string, string>> {
  if (payments.length === 0) return {};
  const roles = payments.map(({ id }) => `${family}${id}`);
  const rows = await db
    .select({ role: link.role, workflowId: link.workflowId })
    .from(link)
    .where(and(eq(link.connection, connection), inArray(link.role, roles), isNull(link.endedAt)));
  return Object.fromEntries(
    rows
      .filter(({ workflowId }) => !own.includes(workflowId))
      .map(({ role, workflowId }) => [contractPaymentIdOf(role) ?? '', workflowId]),
  );
}

/** Payments of the contract that name no claim; the latest claim of it that is posted asks about them. */
async function unnamedOf(
  db: Queryable,
  connection: string,
  { ask, claim }: { ask: ClaimAsk; claim: ProcoreClaim },
): Promise<ProcoreContractPayment[]> {
  const { contractKind, contractId } = contractOf(claim);
  const filed = await recordsOf(db, connection, 'procoreContractPayment', {
    belongsTo: `contract-${contractId}`,
  });
  const unnamed = filed.filter(
    ({ requisitionId, claimNumber, notes }) =>
      requisitionId === null && claimNumber === null && markerIn(notes) === null,
  );
  if (unnamed.length === 0 || ask.role === 'release') return [];
  const later = (
    await recordsOf(db, connection, claim.kind, { belongsTo: `${contractKind}-${contractId}` })
  ).filter(({ number }) => number > claim.number);
  return (await isAnyPosted(db, { ask, later })) ? [] : unnamed;
}

async function isAnyPosted(
  db: Queryable,
  { ask, later }: { ask: ClaimAsk; later: readonly ProcoreClaim[] },
): Promise<boolean> {
  if (later.length === 0) return false;
  const { connection } = ask.id;
  const ids = later.map(({ id }): string => {
    const document: DocumentId = { type: ask.of, connection, sourceId: id };
    return workflowIdOf(document);
  });
  const rows = await db
    .select({ id: link.id })
    .from(link)
    .where(
      and(
        inArray(link.workflowId, ids),
        eq(link.role, sideOfClaim(ask.of).role),
        isNull(link.endedAt),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
