// The plan of what a claim bills for its period: a bill or sales invoice, or a credit note where it comes to less than nothing.
import { fromMinor, groupedAmount } from '../money/amount.ts';
import type { OwnedLine } from '../plan/owned.ts';
import type { Finding, Verdict } from '../plan/verdict.ts';
import { adoption, blocked, finding, unchanged, waitsFor } from '../plan/verdicts.ts';
import { cutToLength } from '../text/fit-text.ts';
import { isStanding } from '../records/xero/standing.ts';
import { standsInstead } from './below-zero-note.ts';
import { basisOfHeldBack, basisOfProgress } from './cis/basis.ts';
import type { ClaimObservation, ProcoreClaim, XeroInvoice } from './claim-observation.ts';
import { documentNumberOf } from './document-number.ts';
import { isToBePosted, leftPostedStatus, withoutSource } from './ended-in-procore.ts';
import { surroundingsOf, undated } from './in-the-way.ts';
import { planNewDocument } from './new-document.ts';
import { offered } from './offered-credits.ts';
import { openingFindings } from './opening-findings.ts';
import { overBilled } from './over-billed.ts';
import type { Said } from './posted-document.ts';
import { planPostedDocument } from './posted-document.ts';
import type { Posting } from './posting.ts';
import { linesHash } from './posting.ts';
import type { ClaimedDocument, ProvedClaim } from './proved-claim.ts';
import { provedClaim, reversed } from './proved-claim.ts';
import { releaseFindings } from './release-findings.ts';
import { byHand, modeOf } from './retainage-mode.ts';
import { mainRoleOf, sideOf } from './sides.ts';

type Slot = Pick<Posting, 'role' | 'linkedTargetId' | 'target' | 'base' | 'marked'>;

function mainSlot(observation: ClaimObservation): Slot {
  const { linkedTargetId, target, base, marked } = observation;
  return { role: mainRoleOf(observation), linkedTargetId, target, base, marked };
}

function noteSlot({ creditNote }: ClaimObservation): Slot {
  const { linkedTargetId, target, base, marked } = creditNote;
  return { role: 'creditNote', linkedTargetId, target, base, marked };
}

/** One verdict for its bill or sales invoice, and one for its credit note where it has one or needs one. */
export function planProgress(observation: ClaimObservation): Verdict[] {
  const { claim } = observation;
  const [main, note] = [mainSlot(observation), noteSlot(observation)];
  const standing = [main, note].filter(({ linkedTargetId }) => linkedTargetId !== null);
  const linked = standing.length > 0 ? standing : [main];
  if (!claim) return linked.map((slot) => withoutSource(observation, slot));
  if (!isToBePosted(observation, claim)) {
    return linked.map((slot) => leftPostedStatus(observation, claim, slot));
  }
  const unseen = linked.find(({ linkedTargetId, target }) => linkedTargetId !== null && !target);
  if (unseen) return [outOfSight(observation, unseen)];
  const rejected = claim.items.find((item) => item.status === 'rejected');
  if (standing.length > 0) {
    const isLive = standing.some(({ target }) => target !== null && isStanding(target));
    if (rejected) return [isLive ? lineRejected(rejected, main) : unchanged(main.role)];
    const slots = linkedOnes(observation, { main, note });
    return crossedOver(observation, claim, slots) ?? postedVerdicts(observation, claim, slots);
  }
  const { signedFor } = observation;
  if (signedFor) return [takenOver(main.role, signedFor)];
  if (!isTurnedOn(observation, claim)) return [unchanged(main.role)];
  if (rejected) return [lineRejected(rejected, main)];
  return newVerdicts(observation, claim, { main, note });
}

/** A person signed that it is this document's: nothing is asked about it again. */
export function takenOver(role: Slot['role'], record: XeroInvoice): Verdict {
  return adoption(role, { targetId: record.id, targetVersion: record.updatedAt });
}

function outOfSight(observation: ClaimObservation, slot: Slot): Verdict {
  const { document } = sideOf(observation).words;
  const word = slot.role === 'creditNote' ? 'credit note' : document;
  const figures = { bill: slot.linkedTargetId };
  return blocked(slot.role, 'accessLost', `Xero no longer shows the ${word}`, figures);
}

/** A project posts nothing until it is turned on, and nothing dated before the day it was turned on from. */
export function isTurnedOn(
  { project, postFrom }: ClaimObservation,
  { billingDate }: ProcoreClaim,
): boolean {
  if (!project) return true;
  return postFrom !== null && (billingDate === null || billingDate >= postFrom);
}

function lineRejected(
  { id, description }: ProcoreClaim['items'][number],
  { role, target }: Slot,
): Verdict {
  const detail = target
    ? `the line "${description}" was rejected`
    : `the line "${description}" is rejected`;
  const kind = target ? 'leftPostedStatus' : 'incomplete';
  return blocked(role, kind, detail, { line: id, bill: target?.id ?? null });
}

type Part = (made: ProvedClaim) => ClaimedDocument | null;
type Slots = { main: Slot; note: Slot };

function postedLines(observation: ClaimObservation): {
  progress: readonly OwnedLine[];
  release: readonly OwnedLine[];
} {
  const { base, creditNote, sibling } = observation;
  return {
    progress: [...(base?.projection.lines ?? []), ...(creditNote.base?.projection.lines ?? [])],
    release: sibling?.base?.projection.lines ?? [],
  };
}

function newVerdicts(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { main, note }: Slots,
): Verdict[] {
  const found = surroundingsOf(observation, claim, main.role);
  if (!found.ok) return [found.verdict];
  const proved = provedClaim(observation, claim, postedLines(observation));
  if (!proved.ok) {
    const { kind, detail, figures } = proved.stop;
    return [blocked(main.role, kind, detail, figures)];
  }
  const notDated = undated(observation, claim, main.role);
  if (notDated) return [notDated];
  const around = { ...found.around, date: claim.billingDate ?? '' };
  const made = proved.claim;
  if (!made.progress) return [releaseOnly(observation, main)];
  if (restsOnEarlier(made) && observation.earlierToPost !== null) {
    return [waitsFor(main.role, observation.earlierToPost)];
  }
  const number = documentNumberOf(claim, around.contract, observation.project);
  if (made.isCredit) {
    const posting = creditPosting(observation, claim, { slot: note, made, number });
    return [planNewDocument(observation, claim, posting, around)];
  }
  const posting = invoicePosting(observation, claim, { slot: main, made, number });
  const verdicts = [planNewDocument(observation, claim, posting, around)];
  // What a person enters by hand goes first: what is held back of it is asked about once it is linked.
  const isByHand = verdicts.some(({ findings }) =>
    findings.some(({ kind }) => kind === 'cisDeduction'),
  );
  return made.heldBack && !isByHand
    ? [...verdicts, heldBackVerdict(observation, claim, { note, made, number, around })]
    : verdicts;
}

/** What it lets go must be held by then, and what it is set off against must be billed. */
function restsOnEarlier({ release, total }: ProvedClaim): boolean {
  return release !== null || total < 0n;
}

/** A claim that only lets retainage go is posted as its release, a document of its own. */
function releaseOnly(_observation: ClaimObservation, { role }: Slot): Verdict {
  return unchanged(role);
}

function invoicePosting(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { slot, made, number }: { slot: Slot; made: ProvedClaim; number: string },
): Posting {
  const { gross, grossTotal } = made;
  const release = releaseWith(observation, made);
  const document = wholeOf(made);
  return {
    ...slot,
    document,
    gross,
    grossTotal,
    number,
    status: statusOf(observation),
    cis: basisOfProgress(made),
    findings: [
      ...(release ? releaseFindings(observation, claim, made) : []),
      ...overBilled(observation, claim, made),
    ],
    together: release ? { release: linesHash(release), allocations: [] } : null,
  };
}

/** The release that is decided on with the claim: one whose opening is not signed waits by itself, and is looked at then. */
function releaseWith(observation: ClaimObservation, { release }: ProvedClaim) {
  return openingFindings(observation).length > 0 ? null : release;
}

/** What is handled by hand is a person's to approve. */
function statusOf(observation: ClaimObservation): Posting['status'] {
  return modeOf(observation) === 'manual' ? 'DRAFT' : 'AUTHORISED';
}

/** What stands on the bill; where retainage is handled by hand, its words say how much is to be held. */
function wholeOf({ progress, mode, gross, net, release }: ProvedClaim): ClaimedDocument {
  if (!progress) return { lines: [], net: 0n, total: 0n };
  const held = gross - net + (release?.net ?? 0n);
  const [first, ...others] = progress.lines;
  if (mode !== 'manual' || !first || held === 0n) return progress;
  const words = ` (retainage of ${groupedAmount(fromMinor(held))} ${byHand}`;
  const description = `${cutToLength(first.description, 4_000 - words.length)}${words}`;
  return { ...progress, lines: [{ ...first, description }, ...others] };
}

/** Below zero: with its release it may still come to something, else it is set off against what is unpaid. */
function creditPosting(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { slot, made, number }: { slot: Slot; made: ProvedClaim; number: string },
): Posting {
  const document = reversed(wholeOf(made));
  const { allocations, remaining } = offered(observation, made);
  const release = releaseWith(observation, made);
  const isBelow = made.total < 0n;
  const below = isBelow ? [belowZero(observation, { made, allocations, remaining })] : [];
  return {
    ...slot,
    document,
    gross: document.net,
    grossTotal: document.total,
    number,
    status: statusOf(observation),
    cis: basisOfProgress(made),
    findings: [...below, ...(release ? releaseFindings(observation, claim, made) : [])],
    together: {
      release: release ? linesHash(release) : null,
      allocations: allocations.map(({ invoiceId, amount }) => ({ invoiceId, amount })),
    },
  };
}

function belowZero(
  observation: ClaimObservation,
  { made, allocations, remaining }: { made: ProvedClaim } & ReturnType<typeof offered>,
): Finding {
  const total = fromMinor(made.total);
  const { document } = sideOf(observation).words;
  const named = allocations.map(
    ({ number, amount }) => `${groupedAmount(amount)} of ${document} ${number ?? '(no number)'}`,
  );
  const against = named.length > 0 ? `; it would be set off against ${named.join(', ')}` : '';
  const left = remaining === '0.00' ? '' : `; ${groupedAmount(remaining)} of it stays open`;
  const detail = `with tax it comes to ${groupedAmount(total)}${against}${left}`;
  return finding('belowZero', detail, {
    total,
    ...Object.fromEntries(allocations.map(({ invoiceId, amount }) => [`on ${invoiceId}`, amount])),
    open: remaining,
  });
}

function heldBackVerdict(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  ask: {
    note: Slot;
    made: ProvedClaim;
    number: string;
    around: Parameters<typeof planNewDocument>[3];
  },
): Verdict {
  const { note, made, number, around } = ask;
  const document = made.heldBack ?? { lines: [], net: 0n, total: 0n };
  const verdict = planNewDocument(
    observation,
    claim,
    {
      ...note,
      document,
      gross: document.net,
      grossTotal: document.total,
      number,
      status: 'AUTHORISED',
      cis: basisOfHeldBack(made),
      findings: [],
      together: null,
    },
    around,
  );
  // What holds the bill up holds up what is held back of it: one question, and the bill first.
  const role = mainRoleOf(observation);
  return { ...verdict, subject: role, after: [role] };
}

/**
 * What ended in Xero was a bill and the claim is a credit by now, or the other way round: posted as what it is, where a
 * person says so. Null where that is not so.
 */
function crossedOver(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { main, note }: Slots,
): Verdict[] | null {
  const [ended, other] = [main, note].flatMap(({ target }) => target ?? []);
  if (!ended || other || isStanding(ended)) return null;
  const proved = provedClaim(observation, claim, postedLines(observation));
  if (!proved.ok || !proved.claim.progress) return null;
  if (proved.claim.isCredit === (note.target !== null)) return null;
  const word = note.target ? 'credit note' : sideOf(observation).words.document;
  const what = proved.claim.isCredit ? 'a credit' : 'no credit';
  const detail = `the ${word} was set to ${ended.status} in Xero, and the claim is ${what} by now`;
  const why = finding('editedInXero', detail, { bill: ended.id, status: ended.status });
  return newVerdicts(observation, claim, { main, note }).map((verdict) =>
    verdict.outcome === 'create' ? { ...verdict, findings: [why, ...verdict.findings] } : verdict,
  );
}

/** Of a bill and a credit note that stand one instead of the other, the one that lives is the claim's. */
function linkedOnes(observation: ClaimObservation, { main, note }: Slots): Slots {
  if (!main.target || !note.target || !standsInstead(observation)) return { main, note };
  const none = { linkedTargetId: null, target: null, base: null, marked: null };
  return isStanding(note.target)
    ? { main: { ...main, ...none }, note }
    : { main, note: { ...note, ...none } };
}

function postedVerdicts(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { main, note }: Slots,
): Verdict[] {
  const number = observation.contract
    ? documentNumberOf(claim, observation.contract, observation.project)
    : (claim.invoiceNumber ?? '');
  const said =
    (of: Part, slot: Slot, basisOf = basisOfProgress) =>
    (): Said => {
      const proved = provedClaim(observation, claim, postedLines(observation));
      if (!proved.ok) {
        const { kind, detail, figures } = proved.stop;
        return { ok: false, verdict: blocked(slot.role, kind, detail, figures) };
      }
      const document = of(proved.claim) ?? { lines: [], net: 0n, total: 0n };
      return { ok: true, document, cis: basisOf(proved.claim) };
    };
  const status = statusOf(observation);
  const nothing = { gross: 0n, grossTotal: 0n, findings: [], cis: null, together: null } as const;
  const common = { ...nothing, number, status };
  const verdicts: Verdict[] = [];
  if (main.target) {
    const posting = { ...main, ...common, target: main.target };
    verdicts.push(planPostedDocument(observation, claim, posting, said(wholeOf, main)));
  }
  if (note.target) {
    const now = standsInstead(observation)
      ? said((made) => made.progress && reversed(wholeOf(made)), note)
      : said(({ heldBack }) => heldBack, note, basisOfHeldBack);
    const posting = { ...note, ...common, target: note.target };
    verdicts.push(planPostedDocument(observation, claim, posting, now));
    return verdicts;
  }
  return [...verdicts, ...heldBackLater(observation, claim, { main, note })];
}

/** The bill of the full amount stands and what is held back of it does not yet: it went first, or its credit note was refused. */
function heldBackLater(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { main, note }: Slots,
): Verdict[] {
  if (!main.target || !isStanding(main.target)) return [];
  // What was held before the project's start is in its opening, however a person posted it.
  if (!isTurnedOn(observation, claim)) return [];
  const proved = provedClaim(observation, claim, postedLines(observation));
  if (!proved.ok || !proved.claim.heldBack) return [];
  // A bill that holds its own retainage was posted under another mode, and stays as it was posted.
  const holdsItself = observation.base?.projection.lines.some(({ key }) =>
    key?.startsWith('retention/'),
  );
  if (holdsItself ?? true) return [];
  const found = surroundingsOf(observation, claim, 'creditNote');
  if (!found.ok) return [found.verdict];
  const around = { ...found.around, date: claim.billingDate ?? main.target.date };
  const number = documentNumberOf(claim, around.contract, observation.project);
  const made = proved.claim;
  const verdict = heldBackVerdict(observation, claim, { note, made, number, around });
  return [{ ...verdict, subject: 'creditNote', after: [] }];
}
