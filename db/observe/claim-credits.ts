// A claim's credit note, the document its release is, and what of its contract is held and unpaid in Xero.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type {
  ClaimContract,
  ClaimObservation,
  CreditNoteSlot,
  OpenInvoice,
  OpeningSigned,
  ProcoreClaim,
  Sibling,
  XeroInvoice,
} from '../../domain/claims/claim-observation.ts';
import { mayBeBelowZero } from '../../domain/claims/below-zero.ts';
import { contractOf, sideOfClaim } from '../../domain/claims/sides.ts';
import { markerOf } from '../../domain/identity/markers.ts';
import { allocatedToOf } from '../../domain/identity/roles.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { releaseDocument, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { isGreater } from '../../domain/money/amount.ts';
import { allocationBaseSchema, documentBaseSchema } from '../../domain/plan/owned.ts';
import { releases } from '../../domain/records/procore/released.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import type { Queryable } from '../database.ts';
import { linkOf, linksOfFamily } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { movedInXero, retentionInXero } from '../queries/retention-in-xero.ts';
import { acceptedDifference, link } from '../schema/document-tables.ts';
import type { ClaimAsk } from './claim-ask.ts';
import { liveFirst } from './ground.ts';
import { postFromOf } from './post-from.ts';
import type { ObserverSettings } from './settings.ts';
import { firstToTakeOver, openingOf } from './taken-on.ts';

function claimIdOf({ id, of, claimId }: ClaimAsk): DocumentId {
  return { type: of, connection: id.connection, sourceId: claimId };
}

/** The claim's own credit note, whichever of its two documents is looked at. */
export async function creditNoteOf(
  db: Queryable,
  { connection }: ObserverSettings,
  ask: ClaimAsk,
): Promise<CreditNoteSlot> {
  const id = claimIdOf(ask);
  const workflowId = workflowIdOf(id);
  const [linked, marked, allocated] = await Promise.all([
    linkOf(db, workflowId, 'creditNote'),
    recordsOf(db, connection, 'xeroCreditNote', { marker: markerOf(id, 'creditNote') }),
    linksOfFamily(db, workflowId, 'allocation/'),
  ]);
  const targetId = linked?.targetId ?? null;
  const target = targetId
    ? (await standingOf(db, connection, 'xeroCreditNote', targetId)).record
    : null;
  return {
    linkedTargetId: targetId,
    target,
    base: documentBaseSchema.nullable().parse(linked?.base ?? null),
    marked: linked ? null : liveFirst(marked),
    doubles: linked ? marked.filter((note) => note.id !== targetId && isStanding(note)) : [],
    allocated: allocated.map(({ role, targetId: allocationId, base }) => ({
      invoiceId: allocatedToOf(role) ?? '',
      allocationId,
      amount: allocationBaseSchema.parse(base).allocated,
    })),
  };
}

type Release = {
  opening?: OpeningSigned;
  sibling: Sibling | null;
  heldInXero: { taxType: string; amount: string }[];
  movedInBoth?: ClaimObservation['movedInBoth'];
  earlierToPost: string | null;
  openInvoices: OpenInvoice[];
};

/** Asked only of claims that let retainage go or come to less than nothing: of most there is nothing to know. */
export async function releaseOf(
  db: Queryable,
  settings: ObserverSettings,
  {
    ask,
    claim,
    contract,
    previous,
  }: {
    ask: ClaimAsk;
    claim: ProcoreClaim | null;
    contract: ClaimContract | null;
    previous: ProcoreClaim | null;
  },
): Promise<Release> {
  const none: Release = { sibling: null, heldInXero: [], earlierToPost: null, openInvoices: [] };
  if (!claim) return none;
  const isRelease = ask.role === 'release';
  const letsGo = releases(claim);
  if (!letsGo && !isRelease && !mayBeBelowZero(claim, previous)) return none;
  const { connection } = settings;
  const { contractKind, contractId } = contractOf(claim);
  const belongsTo = `${contractKind}-${contractId}`;
  const claims: ProcoreClaim[] = await recordsOf(db, connection, claim.kind, { belongsTo });
  const own = [
    workflowIdOf(claimIdOf(ask)),
    workflowIdOf({ connection, ...releaseDocument(ask.of, ask.claimId) }),
  ];
  const currency = claim.currency ?? contract?.currency ?? null;
  const held = { of: ask.of, contractId: belongsTo, currency, except: own };
  const postFrom = await postFromOf(db, connection, claim.projectId);
  const among = { ask, claim, claims, postFrom };
  const [opening, sibling, heldInXero, earlierToPost, openInvoices] = await Promise.all([
    letsGo ? openingOf(db, settings, among) : null,
    letsGo || isRelease ? siblingOf(db, settings, ask) : null,
    letsGo ? retentionInXero(db, settings, held) : [],
    earlierOf(db, settings, among),
    isRelease || !contract ? [] : openInvoicesOf(db, settings, among, currency),
  ]);
  const inBoth = isRelease && letsGo ? await movedInBothOf(db, settings, among, currency) : {};
  const rest = { sibling, heldInXero, earlierToPost, openInvoices, ...inBoth };
  return opening === null ? rest : { ...rest, opening };
}

/** Only where a foreign release is to be posted at the rate at which it was held. */
async function movedInBothOf(
  db: Queryable,
  settings: ObserverSettings,
  { ask, claim }: AmongClaims,
  currency: string | null,
): Promise<Pick<Release, 'movedInBoth'>> {
  const { connection, mapping } = settings;
  if (mapping.currencies.releases !== 'atHeldRate' || currency === null) return {};
  const organisation = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  if (organisation.record?.baseCurrency === currency) return {};
  const { contractKind, contractId } = contractOf(claim);
  const moved = await movedInXero(db, settings, {
    ...{ of: ask.of, contractId: `${contractKind}-${contractId}` },
    except: [workflowIdOf({ connection, ...releaseDocument(ask.of, ask.claimId) })],
  });
  const told = moved?.map(({ amount, inBase, ...rest }) => ({
    ...{ ...rest, amount: String(amount), inBase: String(inBase) },
  }));
  return { movedInBoth: told ?? null };
}

/** A claim, and all of its contract. */
type AmongClaims = {
  ask: ClaimAsk;
  claim: ProcoreClaim;
  claims: readonly ProcoreClaim[];
  postFrom: string | null;
};

/** The other document of the claim. */
async function siblingOf(
  db: Queryable,
  { connection }: ObserverSettings,
  ask: ClaimAsk,
): Promise<Sibling> {
  const { kind, role } = sideOfClaim(ask.of);
  const isRelease = ask.role === 'release';
  const release = { connection, ...releaseDocument(ask.of, ask.claimId) };
  const workflowId = workflowIdOf(isRelease ? claimIdOf(ask) : release);
  const linked = await linkOf(db, workflowId, isRelease ? role : 'release');
  const target = linked ? await standingOf(db, connection, kind, linked.targetId) : null;
  return {
    workflowId,
    linkedTargetId: linked?.targetId ?? null,
    target: target?.record ?? null,
    base: documentBaseSchema.nullable().parse(linked?.base ?? null),
    wasLeft: isRelease && (await wasLeftUnhandled(db, workflowId)),
  };
}

async function wasLeftUnhandled(db: Queryable, workflowId: string): Promise<boolean> {
  const rows = await db
    .select({ id: acceptedDifference.id })
    .from(acceptedDifference)
    .where(
      and(
        eq(acceptedDifference.workflowId, workflowId),
        eq(acceptedDifference.kind, 'notYetHandled'),
        isNull(acceptedDifference.endedAt),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/**
 * The latest claim of the contract before this one that is to be posted and is not: what it holds must be there before
 * it is let go, and what it bills before a credit is set off against it. One that was left to people, or lies before the project's start, is not waited for, but where it takes over what was signed for it.
 */
async function earlierOf(
  db: Queryable,
  settings: ObserverSettings,
  among: AmongClaims,
): Promise<string | null> {
  const { connection, mapping } = settings;
  const { ask, claim, claims, postFrom } = among;
  const statuses = sideOfClaim(ask.of).postedStatuses(mapping);
  if (postFrom === null) return null;
  const taking = await firstToTakeOver(db, settings, among);
  if (taking !== null) return taking;
  const earlier = claims
    .filter(({ number, status }) => number < claim.number && statuses.includes(status))
    .filter(({ billingDate }) => billingDate === null || billingDate >= postFrom)
    // What is let go by hand is posted by nobody here, and whether a claim does more than let go its lines would tell.
    .filter((one) => mapping.directions.retainageRelease !== 'off' || !releases(one))
    .sort((a, b) => b.number - a.number)
    .map((one) => ({
      workflowId: workflowIdOf({ type: ask.of, connection, sourceId: one.id }),
      letsGo: releases(one),
    }));
  if (earlier.length === 0) return null;
  const done = await doneAmong(
    db,
    earlier.map(({ workflowId }) => workflowId),
  );
  const first = earlier.find(({ workflowId }) => !done.has(workflowId));
  if (!first) return null;
  // A claim that only lets go is posted as its release alone, and of any other the release comes last.
  return first.letsGo ? releaseIdOf(first.workflowId) : first.workflowId;
}

/** Posted in some form, or left to people. */
async function doneAmong(db: Queryable, workflowIds: readonly string[]): Promise<Set<string>> {
  const releasesToo = workflowIds.map(releaseIdOf);
  const [posted, left] = await Promise.all([
    db
      .select({ workflowId: link.workflowId })
      .from(link)
      .where(and(inArray(link.workflowId, [...workflowIds, ...releasesToo]), isNull(link.endedAt))),
    db
      .select({ workflowId: acceptedDifference.workflowId })
      .from(acceptedDifference)
      .where(
        and(
          inArray(acceptedDifference.workflowId, [...workflowIds, ...releasesToo]),
          isNull(acceptedDifference.endedAt),
        ),
      ),
  ]);
  const known = new Set([...posted, ...left].map(({ workflowId }) => workflowId));
  return new Set(workflowIds.filter((id) => known.has(id) || known.has(releaseIdOf(id))));
}

/** `payApp/demo/33` → `retainageRelease/demo/payApp-33`. */
function releaseIdOf(workflowId: string): string {
  const [type = '', connection = '', sourceId = ''] = workflowId.split('/');
  return workflowIdOf({ type: 'retainageRelease', connection, sourceId: `${type}-${sourceId}` });
}

const linkedSchema = z.object({ workflowId: z.string(), targetId: z.string() });

/** What of the contract is posted in the claim's currency and unpaid: oldest first, of one day in the order of the claims, a release last. */
async function openInvoicesOf(
  db: Queryable,
  { connection }: ObserverSettings,
  { ask, claim, claims }: AmongClaims,
  currency: string | null,
): Promise<OpenInvoice[]> {
  const { kind } = sideOfClaim(ask.of);
  const ids = claims
    .filter(({ id }) => id !== claim.id)
    .sort((a, b) => a.number - b.number)
    .flatMap(({ id }) => {
      const workflowId = workflowIdOf({ type: ask.of, connection, sourceId: id });
      return [workflowId, releaseIdOf(workflowId)];
    });
  if (ids.length === 0) return [];
  const rows = await db
    .select({ workflowId: link.workflowId, targetId: link.targetId })
    .from(link)
    .where(and(inArray(link.workflowId, ids), eq(link.kind, kind), isNull(link.endedAt)));
  const inTurn = z
    .array(linkedSchema)
    .parse(rows)
    .sort((a, b) => ids.indexOf(a.workflowId) - ids.indexOf(b.workflowId));
  const found = await Promise.all(
    inTurn.map(({ targetId }) => standingOf(db, connection, kind, targetId)),
  );
  return found
    .flatMap(({ record }): OpenInvoice[] =>
      record && (currency === null || record.currency === currency) ? [openOf(record)] : [],
    )
    .filter(({ amountDue }) => isGreater(amountDue, '0.00'))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function openOf({ id, number, date, amountDue, status }: XeroInvoice): OpenInvoice {
  return { invoiceId: id, number, date, amountDue: status === 'AUTHORISED' ? amountDue : '0.00' };
}
