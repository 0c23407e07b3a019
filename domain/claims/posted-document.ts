// A document of a claim that is in Xero: what moved since both sides agreed, and what Xero still takes.
import { fromMinor, groupedAmount, toMinor } from '../money/amount.ts';
import { documentUpdate, touchesMoney } from '../plan/document-update.ts';
import { lineBodyOf } from '../plan/merged-lines.ts';
import type { DocumentBase, DocumentRecord, OwnedDocument } from '../plan/owned.ts';
import { ownedDocument } from '../plan/owned.ts';
import type { FieldChange, Verdict } from '../plan/verdict.ts';
import { blocked, finding, proposal, unchanged } from '../plan/verdicts.ts';
import { whatMoved } from '../plan/what-moved.ts';
import { isCredited, isSettledInPart, isStanding } from '../records/xero/standing.ts';
import { adoptedDocumentBase } from './adopted-document.ts';
import type { CisBasis } from './cis/basis.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { freeNumber, numberUnder, placedAnew } from './document-number.ts';
import { dueDateOf } from './due-date.ts';
import { heldForCis } from './cis/held-for-cis.ts';
import { lockedUntil } from './lock-dates.ts';
import type { Posting } from './posting.ts';
import {
  agreedOn,
  projected,
  statusChange,
  urlOfPosting,
  wordOfPosting,
  writeOfPosting,
} from './posting.ts';
import type { ClaimedDocument } from './proved-claim.ts';
import { sourceHashOf } from './source-hash.ts';

/** What the claim says of this document now, or what keeps that from being known. */
export type Said =
  { ok: true; document: ClaimedDocument; cis: CisBasis } | { ok: false; verdict: Verdict };

type Posted = Omit<Posting, 'target' | 'document'> & { target: DocumentRecord };

export function planPostedDocument(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  posting: Posted,
  said: () => Said,
): Verdict {
  const { role, target } = posting;
  const base = posting.base ?? adoptedDocumentBase(observation, target);
  const result = projectionOf(observation, claim, { posting, base, said });
  if (!result.ok && isStanding(target)) return result.verdict;
  const projection = result.ok ? result.projection : base.projection;
  const update = documentUpdate(
    { base, projection, target: ownedDocument(target) },
    observation.chart.codes,
  );
  if (update.verdict === 'same' && isStanding(target)) return unchanged(role);
  const locked = lockedUntil(observation.organisation);
  const isLocked = locked !== null && (projection.date <= locked || target.date <= locked);
  if (isLocked && update.verdict === 'sourceMoved' && isStanding(target)) {
    const dates = { lock: locked, date: projection.date };
    return inLockedPeriod(observation, { posting, dates, changes: update.changes });
  }
  if (!isStanding(target)) {
    const changes = [statusChange(target), ...update.changes];
    return again(observation, claim, { posting, base, said, changes, isLocked });
  }
  const edited = update.verdict !== 'sourceMoved';
  const word = wordOfPosting(observation, posting);
  const { fields, movesUrl } = update;
  const whole: Posting = { ...posting, document: nothing };
  return proposal(role, {
    outcome: edited ? 'conflict' : 'update',
    changes: update.changes,
    findings: [
      finding(
        edited ? 'editedInXero' : 'editedAfterPosting',
        whatMoved(update.changes, edited ? 'xero' : 'procore'),
      ),
    ],
    write: writeOfPosting(observation, claim, whole, {
      body: {
        ...fields,
        ...(movesUrl && projection.url ? { url: projection.url } : {}),
        dueDate: null,
        status: null,
      },
      agreed: agreedOn(observation, claim, {
        ...update.agreed,
        twins: base.twins,
        together: base.together,
      }),
    }),
    impossible:
      whyImpossible(target, { changes: update.changes, isLocked, word, said }) ?? update.impossible,
  });
}

const nothing: ClaimedDocument = { lines: [], net: 0n, total: 0n };

type Again = {
  posting: Posted;
  base: DocumentBase;
  said: () => Said;
  changes: readonly FieldChange[];
  isLocked: boolean;
};

/** Ended in Xero, and still to be posted as far as Procore goes: posted once more where a person says so. The old one stays ended. */
function again(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { posting, base, said, changes, isLocked }: Again,
): Verdict {
  const { role, target } = posting;
  const word = wordOfPosting(observation, posting);
  const now = said();
  const date = claim.billingDate;
  const stands = {
    outcome: 'conflict' as const,
    changes,
    findings: [finding('editedInXero', `the ${word} was set to ${target.status} in Xero`)],
    targetId: target.id,
  };
  const keep = `leave it to keep it ${target.status}`;
  if (isLocked) {
    const impossible = `Its period is locked in Xero; move the lock date to have it posted again, or ${keep}.`;
    return proposal(role, { ...stands, write: null, impossible });
  }
  if (!now.ok || date === null || now.document.lines.length === 0) {
    const why = whyNotAgain(now, date);
    const impossible = `It cannot be posted again as it stands (${why}); ${keep}.`;
    return proposal(role, { ...stands, write: null, impossible });
  }
  const { contactId, currency } = base.projection;
  const number = numberAgain(observation, posting);
  const whole: Posting = { ...posting, target: null, document: now.document, cis: now.cis };
  const head = { contactId, number, date, currency };
  const held = heldForCis(observation, whole, head);
  if (held) return { ...held, findings: [...held.findings, ...stands.findings] };
  const projection = projected(observation, claim, whole, head);
  return proposal(role, {
    ...stands,
    write: writeOfPosting(observation, claim, whole, {
      body: {
        ...head,
        ...(projection.url ? { url: projection.url } : {}),
        dueDate: role === 'creditNote' ? null : dueDateOf(observation, date),
        status: posting.status,
        lines: projection.lines.map((line) => lineBodyOf(line, null, observation.chart.codes)),
      },
      agreed: agreedOn(observation, claim, {
        projection,
        target: projection,
        twins: base.twins,
        together: base.together,
      }),
    }),
  });
}

function whyNotAgain(now: Said, date: string | null): string {
  if (!now.ok) return now.verdict.findings[0]?.detail ?? 'it waits';
  return date === null ? 'it has no billing date' : 'Procore leaves nothing on it';
}

/** A bill and a credit note may have the number of the one they stand for; a sales invoice may not. */
function numberAgain({ endedNumbers }: ClaimObservation, { number, target }: Posted): string {
  if (target.kind !== 'xeroSalesInvoice') return number;
  return freeNumber(number, [...endedNumbers, target.number ?? '']);
}

function inLockedPeriod(
  observation: ClaimObservation,
  {
    posting,
    dates,
    changes,
  }: {
    posting: Posted;
    dates: { lock: string; date: string };
    changes: readonly FieldChange[];
  },
): Verdict {
  const { role, target } = posting;
  const word = wordOfPosting(observation, posting);
  const moved = whatMoved(changes, 'procore');
  const detail =
    target.date <= dates.lock
      ? `Procore changed after posting (${moved}), and Xero is locked up to ${dates.lock}, where the ${word} is dated ${target.date}`
      : `the billing date was moved from ${target.date} to ${dates.date}, and Xero is locked up to ${dates.lock}`;
  const figures = { bill: target.id, ...dates, moved };
  return { ...blocked(role, 'lockedPeriod', detail, figures), changes };
}

type Projection = { ok: true; projection: OwnedDocument } | { ok: false; verdict: Verdict };

/**
 * What the claim says now, coded as it was posted. A claim that says what it said when both sides last agreed projects
 * what was agreed: no mapping, option, account, project or contract around it is news of what is posted.
 */
function projectionOf(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { posting, base, said }: { posting: Posted; base: DocumentBase; said: () => Said },
): Projection {
  const { role } = posting;
  if (base.source === sourceHashOf(claim)) return { ok: true, projection: base.projection };
  const now = said();
  if (!now.ok) return keptOrAsked(base, now.verdict);
  const date = claim.billingDate;
  if (date === null) {
    const figures = { due: claim.summary.currentPaymentDue };
    const detail = 'its billing date was removed';
    return { ok: false, verdict: blocked(role, 'incomplete', detail, figures) };
  }
  const isNumbered = (claim.invoiceNumber?.trim() ?? '') !== '';
  const head = {
    contactId: base.projection.contactId,
    // One that was posted again stands under the number that was free.
    number: isNumbered
      ? numberUnder(observation, posting)
      : placedAnew(posting.number, base.projection.number),
    date,
    currency: claim.currency ?? base.projection.currency,
  };
  const whole: Posting = { ...posting, document: inPostedOrder(now.document, base) };
  const projection = projected(observation, claim, whole, head);
  if (role === 'creditNote') return { ok: true, projection };
  const url = base.projection.url ?? urlOfPosting(observation, claim, role);
  return { ok: true, projection: { ...projection, url } };
}

/** What is posted comes first: Xero keeps it in its place, and a credit note's first line carries its marker. */
function inPostedOrder(document: ClaimedDocument, { projection }: DocumentBase): ClaimedDocument {
  const places = projection.lines.map(({ key }) => key);
  const placeOf = ({ key }: { key: string | null }): number => {
    const at = key === null ? -1 : places.indexOf(key);
    return at < 0 ? places.length : at;
  };
  return { ...document, lines: [...document.lines].sort((a, b) => placeOf(a) - placeOf(b)) };
}

/** Surroundings that are out of sight are no news of a document whose own source was not kept. */
function keptOrAsked(base: DocumentBase, verdict: Verdict): Projection {
  const kind = verdict.findings[0]?.kind;
  return base.source === null && kind !== 'notYetHandled'
    ? { ok: true, projection: base.projection }
    : { ok: false, verdict };
}

/**
 * Of a document with payments or credits Xero still takes number, descriptions, accounts and tracking, and the contact
 * unless a credit note pays it. Source: Xero developer docs, Invoices, and the change for bills of 2026-03-19.
 */
function touchesWhatIsPaid(target: DocumentRecord, changes: readonly FieldChange[]): boolean {
  if (!isSettledInPart(target)) return false;
  const credited = isCredited(target);
  return changes.some((change) => touchesMoney(change) || (credited && change.path === 'contact'));
}

/** What is paid in full keeps its amounts: the difference is a document of its own. */
function differenceByHand(
  { total }: DocumentRecord,
  { word, said }: Pick<Asked, 'word' | 'said'>,
): string | undefined {
  const now = said();
  if (!now.ok) return undefined;
  const difference = now.document.total - toMinor(total);
  if (difference === 0n) return undefined;
  const another = difference < 0n ? 'credit note' : `further ${word}`;
  const amount = groupedAmount(fromMinor(difference < 0n ? -difference : difference));
  return `The ${word} is paid, and Xero changes no amount of it: enter a ${another} of ${amount} (with tax) in Xero for the difference, then leave this.`;
}

type Asked = {
  changes: readonly FieldChange[];
  isLocked: boolean;
  word: string;
  said: () => Said;
};

function whyImpossible(
  target: DocumentRecord,
  { changes, isLocked, word, said }: Asked,
): string | undefined {
  if (isLocked) {
    return `The ${word} is dated in a locked period of Xero; move the lock date, or leave it as it is.`;
  }
  if (touchesWhatIsPaid(target, changes)) {
    const byHand = target.status === 'PAID' ? differenceByHand(target, { word, said }) : undefined;
    if (byHand !== undefined) return byHand;
    return `Xero does not take changes to the date, lines, amounts or tax of a ${word} with payments or credits; remove them in Xero first, or leave it as it is.`;
  }
  const now = changes.some(touchesMoney) ? said() : null;
  if (now?.ok && now.document.lines.length === 0) {
    return `Procore leaves nothing on it: void the ${word} in Xero, or leave it as it is.`;
  }
  return now?.ok && now.document.total < 0n
    ? `It now comes to less than nothing, and Xero takes no ${word} below zero: void it in Xero and post it again, or leave it as it is.`
    : undefined;
}
