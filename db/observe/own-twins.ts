// Other pay apps of the same company that could be the same claim, entered twice.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { documentNumberOf } from '../../domain/claims/document-number.ts';
import { numberLikeness } from '../../domain/claims/look-alikes.ts';
import type { OwnTwin } from '../../domain/claims/claim-observation.ts';
import { sameAmount } from '../../domain/money/amount.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { Queryable } from '../database.ts';
import { unsettledStates } from '../queries/answers.ts';
import { intent } from '../schema/delivery-tables.ts';
import { link } from '../schema/document-tables.ts';

type Ask = {
  mapping: Mapping;
  requisition: ProcoreRequisition;
  number: string | null;
  vendorId: string | null;
};

/** So many are carried into a plan. */
const twinsMaximum = 5;

export async function ownTwinsOf(
  db: Queryable,
  connection: string,
  { mapping, requisition, number, vendorId }: Ask,
): Promise<OwnTwin[]> {
  if (vendorId === null || number === null) return [];
  const others = await claimsOf(db, connection, vendorId);
  const alike = others
    .filter(({ id }) => id !== requisition.id)
    .map((claim) => ({
      ...claim,
      theirs: documentNumberOf(claim, { number: claim.contractNumber }, null),
    }))
    .filter((claim) => isTwin(requisition, claim, { ours: number, theirs: claim.theirs }))
    .slice(0, twinsMaximum);
  const idOf = (id: string): string => workflowIdOf({ type: 'payApp', connection, sourceId: id });
  const posted = await postedAmong(
    db,
    alike.map(({ id }) => idOf(id)),
  );
  return alike.map((claim) => ({
    workflowId: idOf(claim.id),
    requisitionId: claim.id,
    projectId: claim.projectId,
    number: claim.theirs,
    date: claim.billingDate,
    amount: claim.due,
    comesFirst:
      posted.has(idOf(claim.id)) ||
      (mapping.postedStatuses.payApp.includes(claim.status) && isEarlier(claim.id, requisition.id)),
  }));
}

const claimSchema = z.object({
  id: z.string(),
  projectId: z.string(),
  commitmentId: z.string(),
  number: z.number(),
  invoiceNumber: z.string().nullable(),
  status: z.string(),
  billingDate: z.string().nullable(),
  due: z.string(),
  contractNumber: z.string(),
});
type OtherClaim = z.infer<typeof claimSchema>;

/**
 * The claims under a company's contracts, by the few fields that tell twins. One that is gone from Procore may have
 * left its bill behind, so what was last seen of it counts too.
 */
async function claimsOf(
  db: Queryable,
  connection: string,
  vendorId: string,
): Promise<OtherClaim[]> {
  const rows = await db.execute(sql`
    select r.body ->> 'id' as "id", r.body ->> 'projectId' as "projectId",
      r.body ->> 'commitmentId' as "commitmentId", (r.body ->> 'number')::int as "number",
      r.body ->> 'invoiceNumber' as "invoiceNumber", r.body ->> 'status' as "status",
      r.body ->> 'billingDate' as "billingDate",
      r.body -> 'summary' ->> 'currentPaymentDue' as "due", c.body ->> 'number' as "contractNumber"
    from snapshot c
    join mirror cm on cm.snapshot_hash = c.hash
    join mirror rm on rm.connection = cm.connection and rm.kind = 'procoreRequisition'
      and rm.belongs_to = cm.record_id
    join snapshot r on r.hash = rm.snapshot_hash
    where c.kind = 'procoreCommitment' and c.body ->> 'vendorId' = ${vendorId}
      and cm.connection = ${connection} and cm.kind = 'procoreCommitment'
    order by rm.record_id`);
  return rows.map((row) => claimSchema.parse(row));
}

/** The same number; or the same money on the same day, of one contract or with a suffix on the number. */
function isTwin(
  ours: ProcoreRequisition,
  theirs: OtherClaim,
  numbers: { ours: string; theirs: string },
): boolean {
  const number = numberLikeness(numbers.ours, numbers.theirs);
  if (number === 'same') return true;
  const { currentPaymentDue } = ours.summary;
  if (!sameAmount(currentPaymentDue, theirs.due) || sameAmount(currentPaymentDue, '0.00')) {
    return false;
  }
  const isSameContract = ours.commitmentId === theirs.commitmentId;
  const isSameDay = ours.billingDate !== null && ours.billingDate === theirs.billingDate;
  return number === 'suffix' || (isSameDay && isSameContract);
}

/** Ids grow: of two that are both to be posted, the older comes first. */
function isEarlier(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

async function postedAmong(db: Queryable, workflowIds: readonly string[]): Promise<Set<string>> {
  if (workflowIds.length === 0) return new Set();
  const linked = await db
    .select({ workflowId: link.workflowId })
    .from(link)
    .where(
      and(inArray(link.workflowId, [...workflowIds]), eq(link.role, 'bill'), isNull(link.endedAt)),
    );
  const writing = await db
    .select({ workflowId: intent.workflowId })
    .from(intent)
    .where(
      and(
        inArray(intent.workflowId, [...workflowIds]),
        eq(intent.role, 'bill'),
        inArray(intent.state, [...unsettledStates]),
      ),
    );
  return new Set([...linked, ...writing].map(({ workflowId }) => workflowId));
}
