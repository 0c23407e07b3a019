// The payments of a bill or sales invoice in Xero and what Procore holds of them: ours, those a person typed, and what stands twice.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { markerIn, markerOf } from '../../domain/identity/markers.ts';
import { paymentIdOf } from '../../domain/identity/roles.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type {
  ClaimObservation,
  PostedPayment,
  ProcoreClaim,
} from '../../domain/claims/claim-observation.ts';
import { contractOf } from '../../domain/claims/sides.ts';
import { paymentBaseSchema } from '../../domain/plan/owned.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import { advanceType, paymentsOfAdvance } from '../../domain/records/xero/advance.ts';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import type { Queryable } from '../database.ts';
import { clearedDays } from './cleared-days.ts';
import type { Link } from '../queries/links.ts';
import { linkedAmong, linksOfFamily } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { mirror } from '../schema/record-tables.ts';

type Payments = Pick<
  ClaimObservation,
  | 'payments'
  | 'cleared'
  | 'postedPayments'
  | 'typedPayments'
  | 'doublePayments'
  | 'paymentListIsDue'
>;

const none: Payments = {
  payments: [],
  cleared: {},
  postedPayments: [],
  typedPayments: [],
  doublePayments: [],
  paymentListIsDue: false,
};

export async function paymentsOf(
  db: Queryable,
  connection: string,
  ask: {
    id: DocumentId;
    claim: ProcoreClaim | null;
    /** Where the organisation is. */
    timeZone: string | null;
    invoice: { id: string; contactId: string | null } | null;
  },
): Promise<Payments> {
  const { id, claim, invoice, timeZone } = ask;
  if (invoice === null) return none;
  const [paid, advanced, links, inProcore] = await Promise.all([
    recordsOf(db, connection, 'xeroPayment', { belongsTo: invoice.id }),
    advancesOn(db, connection, invoice),
    linksOfFamily(db, workflowIdOf(id), 'payment/'),
    claim ? paymentsInProcore(db, connection, claim) : [],
  ]);
  const payments = [...paid, ...advanced];
  const [linkedIds, cleared, ...postedPayments] = await Promise.all([
    linkedAmong(db, connection, {
      kind: 'procoreContractPayment',
      targetIds: inProcore.map(({ id }) => id),
    }),
    clearedDays(db, connection, { payments: paid, timeZone }),
    ...links.map((held) => postedPaymentOf(db, connection, held)),
  ]);
  const ours = new Set(
    payments.map((payment) => markerOf(id, `payment/${payment.id}`)).concat(markersOf(id, links)),
  );
  const strangers = inProcore.filter((payment) => !linkedIds.has(payment.id));
  const isOurs = (payment: ProcoreContractPayment): boolean =>
    ours.has(markerIn(payment.notes) ?? '');
  const linkedMarkers = new Set(markersOf(id, links));
  return {
    payments,
    cleared,
    postedPayments,
    typedPayments: strangers.filter((payment) => !isOurs(payment)),
    doublePayments: strangers.filter((payment) => linkedMarkers.has(markerIn(payment.notes) ?? '')),
    paymentListIsDue: claim
      ? await isListDue(db, connection, { claim, payments, postedPayments })
      : false,
  };
}

/** A prepayment or overpayment is cash that counts once, when it is set off against the document. */
async function advancesOn(
  db: Queryable,
  connection: string,
  { id, contactId }: { id: string; contactId: string | null },
): Promise<XeroPayment[]> {
  if (contactId === null) return [];
  const advances = await recordsOf(db, connection, 'xeroAdvance', { belongsTo: contactId });
  return advances.flatMap(paymentsOfAdvance).filter(({ invoiceId }) => invoiceId === id);
}

/** Payments issued name their requisition; payments received at most the number of the owner invoice they pay. */
async function paymentsInProcore(
  db: Queryable,
  connection: string,
  claim: ProcoreClaim,
): Promise<ProcoreContractPayment[]> {
  if (claim.kind === 'procoreRequisition') {
    return recordsOf(db, connection, 'procoreContractPayment', { belongsTo: claim.id });
  }
  const belongsTo = `contract-${claim.contractId}`;
  const received = await recordsOf(db, connection, 'procoreContractPayment', { belongsTo });
  return received.filter(
    ({ claimNumber, notes }) =>
      claimNumber === claim.number || (claimNumber === null && !notes?.includes('tieout:')),
  );
}

function markersOf(id: DocumentId, links: readonly Link[]): string[] {
  return links.map(({ role }) => markerOf(id, `payment/${paymentIdOf(role) ?? ''}`));
}

async function postedPaymentOf(
  db: Queryable,
  connection: string,
  { role, targetId, base }: Link,
): Promise<PostedPayment> {
  const { amount, date, cleared, told } = paymentBaseSchema.parse(base);
  const standing = await standingOf(db, connection, 'procoreContractPayment', targetId);
  return {
    xeroPaymentId: paymentIdOf(role) ?? '',
    contractPaymentId: targetId,
    amount,
    date,
    cleared,
    told,
    record: standing.record,
    isGone: standing.unseen,
  };
}

/** Into a list that others write too nothing is written before it was read: since this payment was first seen. */
async function isListDue(
  db: Queryable,
  connection: string,
  known: {
    claim: ProcoreClaim;
    payments: readonly XeroPayment[];
    postedPayments: readonly PostedPayment[];
  },
): Promise<boolean> {
  const posted = new Set(known.postedPayments.map(({ xeroPaymentId }) => xeroPaymentId));
  const unposted = known.payments.filter(
    ({ id, status }) => status === 'AUTHORISED' && !posted.has(id),
  );
  if (unposted.length === 0) return false;
  const { contractKind, contractId } = contractOf(known.claim);
  const listId = `${contractKind}-${contractId}`;
  const list = await standingOf(db, connection, 'procoreContractPayments', listId);
  if (list.seenAt === null) return true;
  const [first] = await db
    .select({ at: sql<string>`max(${mirror.firstSeenAt})` })
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        inArray(mirror.kind, ['xeroPayment', 'xeroAdvance']),
        inArray(
          mirror.recordId,
          unposted.map(({ id, batchPaymentId, paymentType }) =>
            paymentType === advanceType ? (batchPaymentId ?? id) : id,
          ),
        ),
      ),
    );
  return first?.at !== undefined && list.seenAt < new Date(first.at);
}
