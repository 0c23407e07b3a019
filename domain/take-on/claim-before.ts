// What one claim billed before the start comes to, by tax type, and what a document in Xero would have to look like to be it.
import { enteredDocumentBase } from '../claims/adopted-document.ts';
import { nameOfClaim } from '../claims/claim-object.ts';
import type {
  OwnClaimObservation,
  ProcoreClaim,
  XeroInvoice,
} from '../claims/claim-observation.ts';
import { movesOfClaim } from '../claims/claim-retention.ts';
import { documentNumberOf } from '../claims/document-number.ts';
import { currencyOf } from '../claims/in-the-way.ts';
import type { ProvedClaim } from '../claims/proved-claim.ts';
import { provedClaim } from '../claims/proved-claim.ts';
import { contractOf, sideOf } from '../claims/sides.ts';
import { releaseDocument, workflowIdOf } from '../identity/workflow-ids.ts';
import type { Amount } from '../money/amount.ts';
import {
  fromMinor,
  isWholeMinor,
  sameAmount,
  subtractAmounts,
  sumAmounts,
  toMinor,
} from '../money/amount.ts';
import type { OwnedLine } from '../plan/owned.ts';
import type { Certified, ClaimBefore } from './facts.ts';

/** Null where Procore does not show it, or it has no day. */
export function claimBeforeOf(observation: OwnClaimObservation): ClaimBefore | null {
  const { claim, contract, project, contact, connection, type, sibling, target } = observation;
  if (!claim || claim.billingDate === null) return null;
  const { contractKind, contractId } = contractOf(claim);
  const proved = provedOf(observation, claim);
  const onlyLetsGo = proved !== null && proved.progress === null && proved.release !== null;
  const own = { connection, type, sourceId: claim.id };
  const linked = onlyLetsGo ? (sibling?.target ?? null) : (target ?? observation.creditNote.target);
  return {
    workflowId: workflowIdOf(onlyLetsGo ? { connection, ...releaseDocument(type, claim.id) } : own),
    role: onlyLetsGo ? 'release' : sideOf(observation).role,
    side: sideOf(observation).books,
    claimId: claim.id,
    place: claim.number,
    contractId: `${contractKind}-${contractId}`,
    name: nameOfClaim(observation),
    number: contract ? documentNumberOf(claim, contract, project) : (claim.invoiceNumber ?? ''),
    date: claim.billingDate,
    currency: currencyOf(observation, claim),
    contactId: contact?.contactId ?? null,
    due: claim.summary.currentPaymentDue,
    certified: certifiedOf(observation, claim, proved),
    figures: figuresOf(claim, proved),
    linked,
    isLost: linked === null && linkedIdOf(observation, onlyLetsGo) !== null,
  };
}

function linkedIdOf(observation: OwnClaimObservation, onlyLetsGo: boolean): string | null {
  const { linkedTargetId, creditNote, sibling } = observation;
  if (onlyLetsGo) return sibling?.linkedTargetId ?? null;
  return linkedTargetId ?? creditNote.linkedTargetId;
}

/** The same look once a document of Xero was taken for what it is posted as: a line that is typed keeps its coding. */
export function onceTaken(
  observation: OwnClaimObservation,
  { role, record }: { role: ClaimBefore['role']; record: XeroInvoice },
): OwnClaimObservation {
  const taken = {
    linkedTargetId: record.id,
    target: record,
    base: enteredDocumentBase(observation, record),
  };
  if (role !== 'release') return { ...observation, ...taken };
  const { sibling } = observation;
  return sibling ? { ...observation, sibling: { ...sibling, ...taken } } : observation;
}

function provedOf(observation: OwnClaimObservation, claim: ProcoreClaim): ProvedClaim | null {
  const linesIn = (base: { projection: { lines: readonly OwnedLine[] } } | null | undefined) =>
    base?.projection.lines ?? [];
  const { base, creditNote, sibling } = observation;
  const proved = provedClaim(observation, claim, {
    progress: [...linesIn(base), ...linesIn(creditNote.base)],
    release: linesIn(sibling?.base),
  });
  return proved.ok ? proved.claim : null;
}

/** Null where the parts do not come to what its summary says is new in it: then nobody can sign for it. */
function certifiedOf(
  observation: OwnClaimObservation,
  claim: ProcoreClaim,
  proved: ProvedClaim | null,
): Certified[] | null {
  const moves = movesOfClaim(observation, claim);
  if (!moves) return null;
  const rows = moves.map(({ taxType, gross, opening, held, released }) => ({
    ...{ taxType, billed: fromMinor(gross), held: fromMinor(opening + held - released) },
  }));
  const billed = sumAmounts(rows.map((row) => row.billed));
  const sum = subtractAmounts(billed, sumAmounts(rows.map((row) => row.held)));
  const whole = proved ? claim.summary.currentPaymentDue : earnedIn(observation, claim);
  return sameAmount(sum, whole) ? rows : null;
}

/** What is new in it by its summary; of a contract's first claim also what it carries in. */
function earnedIn({ previous }: OwnClaimObservation, { summary }: ProcoreClaim): Amount {
  const before = previous?.summary.totalEarnedLessRetainage ?? '0.00';
  return subtractAmounts(summary.totalEarnedLessRetainage, before);
}

/** Whoever types a claim types all of it, so that what it lets go is in it too. */
function figuresOf(claim: ProcoreClaim, proved: ProvedClaim | null): ClaimBefore['figures'] {
  if (proved) {
    const { net, total, gross, grossTotal } = proved;
    return { net, total, gross, grossTotal };
  }
  const { currentPaymentDue: due, taxApplicableToThisPayment: tax } = claim.summary;
  if (!isWholeMinor(due) || !isWholeMinor(tax ?? '0.00')) return null;
  const net = toMinor(due);
  const total = net + toMinor(tax ?? '0.00');
  return { net, total, gross: net, grossTotal: total };
}
