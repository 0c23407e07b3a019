// A bill's payments in Xero and what Procore holds of them: ours, those a person typed, and what stands twice.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { markerIn, markerOf } from '../../domain/identity/markers.ts';
import { paymentIdOf } from '../../domain/identity/roles.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { PostedPayment } from '../../domain/objects/pay-app/observation.ts';
import { paymentBaseSchema } from '../../domain/plan/owned.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import type { Queryable } from '../database.ts';
import type { Link } from '../queries/links.ts';
import { linksOfFamily } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { link } from '../schema/document-tables.ts';
import { mirror } from '../schema/record-tables.ts';

type Payments = Pick<
  Observation<'payApp'>,
  'payments' | 'postedPayments' | 'typedPayments' | 'doublePayments' | 'paymentListIsDue'
>;

const none: Payments = {
  payments: [],
  postedPayments: [],
  typedPayments: [],
  doublePayments: [],
  paymentListIsDue: false,
};

export async function paymentsOf(
  db: Queryable,
  connection: string,
  ask: {
    id: DocumentId<'payApp'>;
    requisition: ProcoreRequisition | null;
    billId: string | null;
  },
): Promise<Payments> {
  const { id, requisition, billId } = ask;
  if (billId === null) return none;
  const [payments, links, inProcore] = await Promise.all([
    recordsOf(db, connection, 'xeroPayment', { belongsTo: billId }),
    linksOfFamily(db, workflowIdOf(id), 'payment/'),
    recordsOf(db, connection, 'procoreContractPayment', { belongsTo: id.sourceId }),
  ]);
  const [linkedIds, ...postedPayments] = await Promise.all([
    linkedAmong(db, connection, inProcore),
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
    postedPayments,
    typedPayments: strangers.filter((payment) => !isOurs(payment)),
    doublePayments: strangers.filter((payment) => linkedMarkers.has(markerIn(payment.notes) ?? '')),
    paymentListIsDue: requisition
      ? await isListDue(db, connection, { requisition, payments, postedPayments })
      : false,
  };
}

function markersOf(id: DocumentId<'payApp'>, links: readonly Link[]): string[] {
  return links.map(({ role }) => markerOf(id, `payment/${paymentIdOf(role) ?? ''}`));
}

async function postedPaymentOf(
  db: Queryable,
  connection: string,
  { role, targetId, base }: Link,
): Promise<PostedPayment> {
  const { amount, date } = paymentBaseSchema.parse(base);
  const standing = await standingOf(db, connection, 'procoreContractPayment', targetId);
  return {
    xeroPaymentId: paymentIdOf(role) ?? '',
    contractPaymentId: targetId,
    amount,
    date,
    record: standing.record,
    isGone: standing.unseen,
  };
}

async function linkedAmong(
  db: Queryable,
  connection: string,
  payments: readonly ProcoreContractPayment[],
): Promise<Set<string>> {
  if (payments.length === 0) return new Set();
  const rows = await db
    .select({ targetId: link.targetId })
    .from(link)
    .where(
      and(
        eq(link.connection, connection),
        eq(link.kind, 'procoreContractPayment'),
        inArray(
          link.targetId,
          payments.map(({ id }) => id),
        ),
        isNull(link.endedAt),
      ),
    );
  return new Set(rows.map(({ targetId }) => targetId));
}

/** Into a list that others write too nothing is written before it was read: since this payment was first seen. */
async function isListDue(
  db: Queryable,
  connection: string,
  known: {
    requisition: ProcoreRequisition;
    payments: readonly XeroPayment[];
    postedPayments: readonly PostedPayment[];
  },
): Promise<boolean> {
  const posted = new Set(known.postedPayments.map(({ xeroPaymentId }) => xeroPaymentId));
  const unposted = known.payments.filter(
    ({ id, status }) => status === 'AUTHORISED' && !posted.has(id),
  );
  if (unposted.length === 0) return false;
  const { contractKind, commitmentId } = known.requisition;
  const listId = `${contractKind}-${commitmentId}`;
  const list = await standingOf(db, connection, 'procoreContractPayments', listId);
  if (list.seenAt === null) return true;
  const [first] = await db
    .select({ at: sql<string>`max(${mirror.firstSeenAt})` })
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, 'xeroPayment'),
        inArray(
          mirror.recordId,
          unposted.map(({ id }) => id),
        ),
      ),
    );
  return first?.at !== undefined && list.seenAt < new Date(first.at);
}
