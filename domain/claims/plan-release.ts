// The plan of a release: the retainage a claim lets go, as a document of its own beside the claim's.
import { noteVerdicts } from '../spare/notes.ts';
import { rateVerdicts } from '../currency/foreign.ts';
import type { Finding, ObjectPlan, Standing, Verdict } from '../plan/verdict.ts';
import { blocked, finding, unchanged, waitsFor } from '../plan/verdicts.ts';
import { isStanding } from '../records/xero/standing.ts';
import { sumMinor, fromMinor, toMinor } from '../money/amount.ts';
import { basisOfRelease } from './cis/basis.ts';
import type { ProcoreClaim, ReleasedObservation } from './claim-observation.ts';
import { documentNumberOf, releaseNumberOf } from './document-number.ts';
import { stateOfInvoice } from './document-state.ts';
import { isToBePosted, leftPostedStatus, withoutSource } from './ended-in-procore.ts';
import { currencyOf, rateGround, surroundingsOf, undated } from './in-the-way.ts';
import { planNewDocument } from './new-document.ts';
import { planPaymentsOf } from './payments/direction.ts';
import { openingFindings } from './opening-findings.ts';
import { isTurnedOn, takenOver } from './plan-progress.ts';
import type { Said } from './posted-document.ts';
import { planPostedDocument } from './posted-document.ts';
import type { Posting } from './posting.ts';
import { linesHash } from './posting.ts';
import type { ProvedClaim } from './proved-claim.ts';
import { provedClaim } from './proved-claim.ts';
import { heldRateOf } from './held-rate.ts';
import { releaseFindings } from './release-findings.ts';
import { secondDocument, twinsAfterwards } from './stands-twice.ts';

const role = 'release';

export function planRelease(observation: ReleasedObservation): ObjectPlan {
  const { claim, target, doubles } = observation;
  const isPosted = target !== null && isStanding(target);
  return {
    verdicts: [
      releaseVerdict(observation),
      ...(target && claim ? planPaymentsOf(observation, claim, target) : []),
      ...doubles.map((double) => secondDocument(observation, double)),
      ...(isPosted ? twinsAfterwards(observation, target) : []),
      ...(isPosted ? rateVerdicts(target, rateGround(observation)) : []),
      ...noteVerdicts(observation),
    ],
    standing: standingOf(observation),
  };
}

function slotOf({ linkedTargetId, target, base, marked }: ReleasedObservation) {
  return { role, linkedTargetId, target, base, marked } as const;
}

function releaseVerdict(observation: ReleasedObservation): Verdict {
  const { claim, linkedTargetId, target } = observation;
  const slot = slotOf(observation);
  if (!claim) return withoutSource(observation, slot);
  if (!isToBePosted(observation, claim)) return leftPostedStatus(observation, claim, slot);
  if (linkedTargetId !== null && !target) {
    const figures = { bill: linkedTargetId };
    return blocked(role, 'accessLost', 'Xero no longer shows the release', figures);
  }
  if (target) return postedRelease(observation, claim, { ...slot, target });
  if (observation.signedFor) return takenOver(role, observation.signedFor);
  if (!isTurnedOn(observation, claim)) return unchanged(role);
  // The whole claim waits with a line of it; its own document says so.
  if (claim.items.some(({ status }) => status === 'rejected')) return unchanged(role);
  return newRelease(observation, claim);
}

function postedRelease(
  observation: ReleasedObservation,
  claim: ProcoreClaim,
  slot: ReturnType<typeof slotOf> & { target: NonNullable<ReleasedObservation['target']> },
): Verdict {
  const said = (): Said => {
    const proved = provedClaim(observation, claim, postedLines(observation));
    if (!proved.ok) {
      const { kind, detail, figures } = proved.stop;
      return { ok: false, verdict: blocked(role, kind, detail, figures) };
    }
    const document = proved.claim.release ?? { lines: [], net: 0n, total: 0n };
    return { ok: true, document, cis: basisOfRelease(proved.claim) };
  };
  return planPostedDocument(
    observation,
    claim,
    {
      ...slot,
      ...{ gross: 0n, grossTotal: 0n, findings: [], cis: null, together: null },
      number: slot.base?.projection.number ?? slot.target.number ?? '',
      status: 'AUTHORISED',
    },
    said,
  );
}

function postedLines({ base, sibling, creditNote }: ReleasedObservation) {
  return {
    progress: [
      ...(sibling?.base?.projection.lines ?? []),
      ...(creditNote.base?.projection.lines ?? []),
    ],
    release: base?.projection.lines ?? [],
  };
}

function newRelease(observation: ReleasedObservation, claim: ProcoreClaim): Verdict {
  const found = surroundingsOf(observation, claim, role);
  if (!found.ok) return found.verdict;
  const proved = provedClaim(observation, claim, postedLines(observation));
  if (!proved.ok) {
    const { kind, detail, figures } = proved.stop;
    return askedOnce(observation, blocked(role, kind, detail, figures));
  }
  const made = proved.claim;
  if (!made.release) return unchanged(role);
  const notDated = undated(observation, claim, role);
  if (notDated) return askedOnce(observation, notDated);
  const notSigned = openingFindings(observation);
  if (notSigned.length > 0) return heldUp(notSigned);
  if (observation.earlierToPost !== null) return waitsFor(role, observation.earlierToPost);
  const first = beforeIt(observation, made);
  if (first) return first;
  const around = { ...found.around, date: claim.billingDate ?? '' };
  const number = releaseNumberOf(
    documentNumberOf(claim, around.contract, observation.project),
    made.progress !== null,
  );
  return planNewDocument(
    observation,
    claim,
    releasePosting(observation, claim, { made, number, currency: around.currency }),
    around,
  );
}

/** Of a claim that bills as well, what is wrong with it is asked there: one claim, one question. */
function askedOnce({ sibling }: ReleasedObservation, verdict: Verdict): Verdict {
  return sibling ? waitsFor(role, sibling.workflowId) : verdict;
}

/** Whatever else holds up the claim it is part of, this is the release's own to ask. */
function heldUp(findings: readonly Finding[]): Verdict {
  const common = { role, subject: role, after: [], changes: [] } as const;
  return { ...common, findings, outcome: 'blocked', reason: { why: 'finding' } };
}

/** A mixed claim is one decision, which is the claim's own: its bill, or its credit note, goes first. */
function beforeIt({ sibling, creditNote }: ReleasedObservation, made: ProvedClaim): Verdict | null {
  if (!made.progress || !sibling) return null;
  const isPosted = sibling.linkedTargetId !== null || creditNote.linkedTargetId !== null;
  return isPosted ? null : waitsFor(role, sibling.workflowId);
}

function releasePosting(
  observation: ReleasedObservation,
  claim: ProcoreClaim,
  { made, number, currency }: { made: ProvedClaim; number: string; currency: string },
): Posting {
  const document = made.release ?? { lines: [], net: 0n, total: 0n };
  const together = observation.sibling?.base?.together ?? observation.creditNote.base?.together;
  const isDecided = together?.release === linesHash(document);
  const moved =
    together?.release && !isDecided
      ? [finding('editedAfterPosting', 'the release is another than was posted with its claim')]
      : [];
  const { rate, findings } = heldRateOf(observation, document, currency);
  return {
    ...slotOf(observation),
    document,
    ...(rate === null ? {} : { currencyRate: rate }),
    gross: document.net,
    grossTotal: document.total,
    number,
    status: 'AUTHORISED',
    cis: basisOfRelease(made),
    findings: [
      ...(isDecided ? [] : [...moved, ...releaseFindings(observation, claim, made)]),
      ...findings,
    ],
    together: null,
  };
}

function standingOf(observation: ReleasedObservation): Standing {
  const { claim, target, payments } = observation;
  const state = stateOfInvoice(target);
  if (!claim) return { state, final: false, amount: null, currency: null };
  const live = payments.filter(({ status }) => status === 'AUTHORISED');
  const isPaid = target?.status === 'PAID' && live.every(({ isReconciled }) => isReconciled);
  const isVoid = target !== null && !isStanding(target) && !isToBePosted(observation, claim);
  return {
    state,
    final: isPaid || isVoid,
    amount: fromMinor(releasedBy(claim)),
    currency: currencyOf(observation, claim),
  };
}

/** Work and materials, in minor units; nothing where an amount has parts of a cent, which its own question says. */
function releasedBy({ items }: ProcoreClaim): bigint {
  const amounts = items.flatMap((item) =>
    item.itemType === 'whole_change_order_item'
      ? []
      : [item.workRetainageReleasedThisPeriod, item.materialsRetainageReleasedThisPeriod],
  );
  return sumMinor(amounts.filter((amount) => /\.\d\d$/.test(amount)).map(toMinor));
}
