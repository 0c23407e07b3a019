// A claim that is posted and no longer stands in Procore: taken back out of the posted statuses, rejected, deleted, or out of sight.
import { sameAmount } from '../money/amount.ts';
import type { DocumentRecord } from '../plan/owned.ts';
import type { Finding, PlannedWrite, Verdict } from '../plan/verdict.ts';
import { finding, proposal, unchanged } from '../plan/verdicts.ts';
import { isSettledInPart, isStanding } from '../records/xero/standing.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { lockedUntil } from './lock-dates.ts';
import type { Posting } from './posting.ts';
import { wordOfPosting } from './posting.ts';
import { sideOf } from './sides.ts';

type Ended = Pick<Posting, 'role' | 'linkedTargetId' | 'target'>;

export function isToBePosted(observation: ClaimObservation, { status }: ProcoreClaim): boolean {
  return sideOf(observation).postedStatuses(observation.mapping).includes(status);
}

/** One that was never posted leaves nothing behind when it is not to be seen. */
export function withoutSource(observation: ClaimObservation, ended: Ended): Verdict {
  const { role, linkedTargetId, target } = ended;
  const isPosted = linkedTargetId !== null && (target === null || isStanding(target));
  if (!observation.sourceUnseen || !isPosted) return unchanged(role);
  const { claim } = sideOf(observation).words;
  const word = wordOfPosting(observation, ended);
  const which = target?.number ? `${word} ${target.number}` : `its ${word}`;
  const detail = `the ${claim} of ${which} is not shown by Procore any more`;
  const why = finding('sourceGone', detail, { bill: linkedTargetId });
  return target ? takenBack(observation, { ...ended, target }, why, null) : onlyAsked(role, why);
}

/** Without the record nothing can be written; the question stands all the same. */
function onlyAsked(role: Posting['role'], why: Finding): Verdict {
  const impossible =
    'Xero does not show it either, so nothing can be done to it from here. Leave it once you know what became of both.';
  return proposal(role, { outcome: 'void', changes: [], findings: [why], write: null, impossible });
}

export function leftPostedStatus(
  observation: ClaimObservation,
  { status }: ProcoreClaim,
  ended: Ended,
): Verdict {
  const { role, target } = ended;
  if (!target || !isStanding(target)) return unchanged(role);
  const { claim } = sideOf(observation).words;
  const figures = { status, bill: target.id };
  const why = finding('leftPostedStatus', `the ${claim} is now ${status} in Procore`, figures);
  return takenBack(observation, { ...ended, target }, why, status);
}

function takenBack(
  observation: ClaimObservation,
  ended: Ended & { target: DocumentRecord },
  why: Finding,
  procore: string | null,
): Verdict {
  const { role, target } = ended;
  const isDraft = target.status === 'DRAFT' || target.status === 'SUBMITTED';
  const status = isDraft ? 'DELETED' : 'VOIDED';
  const impossible = whyNotVoidable(observation, ended);
  return proposal(role, {
    outcome: 'void',
    changes: [{ path: 'status', base: null, procore, xero: target.status, proposed: status }],
    findings: [why],
    targetId: target.id,
    write: impossible === undefined ? voidOf(observation, { ...ended, status }) : null,
    ...(impossible === undefined ? {} : { impossible }),
  });
}

/** Source: Xero developer docs, Invoices: void only with no payments or credits, never in a locked period; read 2026-11-23. */
function whyNotVoidable(
  observation: ClaimObservation,
  ended: Ended & { target: DocumentRecord },
): string | undefined {
  const { target } = ended;
  const word = wordOfPosting(observation, ended);
  const lock = lockedUntil(observation.organisation);
  if (lock !== null && target.date <= lock) {
    return `The ${word} is dated in a locked period of Xero. Credit it there by hand in an open one, or leave it as it is.`;
  }
  if (target.status === 'PAID' && sameAmount(target.total, '0.00')) {
    return `Xero voids no ${word} that is paid, and one of 0.00 counts as paid. Leave it as it is.`;
  }
  return isSettledInPart(target)
    ? `Xero voids no ${word} with payments or credits. Credit it there by hand, or remove them first, or leave it as it is.`
    : undefined;
}

export function voidOf(
  observation: ClaimObservation,
  { role, target, status }: Ended & { target: DocumentRecord; status: 'VOIDED' | 'DELETED' },
): PlannedWrite {
  const common = {
    operation: 'void' as const,
    marker: ('url' in target ? target.url : null) ?? target.id,
    targetId: target.id,
    targetVersion: target.updatedAt,
    agreed: null,
  };
  if (role === 'creditNote') {
    const body = { kind: 'xeroCreditNoteVoid', creditNoteId: target.id, status } as const;
    return { ...common, endpoint: 'xero/creditnotes', body };
  }
  const { kind, endpoint } = sideOf(observation);
  return {
    ...common,
    endpoint,
    body:
      kind === 'xeroBill'
        ? { kind: 'xeroBillVoid', billId: target.id, status }
        : { kind: 'xeroSalesInvoiceVoid', invoiceId: target.id, status },
  };
}
