// What the take-on of a project says of one claim: which record it was signed to be, and what its contract held before the start.
import type {
  ClaimObservation,
  OpeningSigned,
  ProcoreClaim,
  XeroInvoice,
} from '../../domain/claims/claim-observation.ts';
import { contractOf, sideOfClaim } from '../../domain/claims/sides.ts';
import { releaseDocument, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import {
  claimsBefore,
  groundOf,
  heldAtStart,
  holdsAtStart,
} from '../../domain/take-on/before-start.ts';
import type { Queryable } from '../database.ts';
import { openingsSigned, signedFor, signedRows } from '../queries/take-on-signed.ts';
import type { ClaimAsk } from './claim-ask.ts';
import type { ObserverSettings } from './settings.ts';

/** Absent where nothing was signed, so that a claim of any other project looks as it always did. */
export async function signedRecordOf(
  db: Queryable,
  connection: string,
  { id, of, role }: ClaimAsk,
): Promise<Pick<ClaimObservation, 'signedFor'>> {
  const { kind } = sideOfClaim(of);
  const record: XeroInvoice | null = await signedFor(db, connection, {
    ...{ workflowId: workflowIdOf(id), role, kind },
  });
  return record ? { signedFor: record } : {};
}

type Among = {
  ask: ClaimAsk;
  claim: ProcoreClaim;
  /** Every claim of the contract. */
  claims: readonly ProcoreClaim[];
  postFrom: string | null;
};

function beforeStart({ mapping }: ObserverSettings, { ask, claims, postFrom }: Among) {
  if (postFrom === null) return [];
  const postedStatuses = sideOfClaim(ask.of).postedStatuses(mapping);
  return claimsBefore(claims, { postedStatuses, postFrom });
}

/** What was held before the start, and what of it is signed; null where nothing was held by then. */
export async function openingOf(
  db: Queryable,
  settings: ObserverSettings,
  among: Among,
): Promise<OpeningSigned | null> {
  const { claim, postFrom } = among;
  const before = beforeStart(settings, among);
  if (postFrom === null || !holdsAtStart(before)) return null;
  const { contractKind, contractId } = contractOf(claim);
  const rows = await openingsSigned(db, settings.connection, `${contractKind}-${contractId}`);
  const ground = groundOf(before);
  return {
    postFrom,
    held: heldAtStart(before),
    signed: signedRows(rows),
    hasMoved: rows.some((row) => row.ground !== ground),
  };
}

/** The first of the claims before the start that is still to take over what was signed for it. */
export async function firstToTakeOver(
  db: Queryable,
  settings: ObserverSettings,
  among: Among,
): Promise<string | null> {
  const { connection } = settings;
  const { ask, claim } = among;
  const { kind, role } = sideOfClaim(ask.of);
  for (const { id, number } of beforeStart(settings, among)) {
    if (number >= claim.number) continue;
    const own = workflowIdOf({ type: ask.of, connection, sourceId: id });
    const release = workflowIdOf({ connection, ...releaseDocument(ask.of, id) });
    if (await signedFor(db, connection, { workflowId: own, role, kind })) return own;
    const letGo = { workflowId: release, role: 'release', kind };
    if (await signedFor(db, connection, letGo)) return release;
  }
  return null;
}
