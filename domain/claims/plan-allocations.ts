// The plans of what a claim's credit note is set off against: each bill or sales invoice by itself.
import type { Amount } from '../money/amount.ts';
import { fromMinor, groupedAmount, isGreater, sameAmount, toMinor } from '../money/amount.ts';
import type { Finding, Verdict } from '../plan/verdict.ts';
import { blocked, finding, proposal, unchanged, waitsFor } from '../plan/verdicts.ts';
import type { XeroCreditNote } from '../records/xero/credit-note.ts';
import { standsInstead } from './below-zero-note.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { markerOfPosting } from './posting.ts';
import { provedClaim } from './proved-claim.ts';
import { sideOf } from './sides.ts';

/** What is to be set off; `due` is what the invoice still owes, null where that is not known. */
type Wanted = { invoiceId: string; amount: Amount; due: Amount | null; number: string | null };

/** They depend on the credit note's link alone, as payments depend on the bill's. */
export function planAllocations(observation: ClaimObservation, claim: ProcoreClaim): Verdict[] {
  const { target } = observation.creditNote;
  if (!target || (target.status !== 'AUTHORISED' && target.status !== 'PAID')) return [];
  const found = wantedOf(observation, claim, target);
  if (!found.ok) return [found.verdict];
  return found.wanted.map((wanted) => allocationVerdict(observation, claim, { target, wanted }));
}

type Found = { ok: true; wanted: Wanted[] } | { ok: false; verdict: Verdict };

function wantedOf(observation: ClaimObservation, claim: ProcoreClaim, note: XeroCreditNote): Found {
  const { sibling, creditNote, openInvoices, contract } = observation;
  if (!standsInstead(observation)) return { ok: true, wanted: heldBackOf(observation, note) };
  const together = creditNote.base?.together ?? null;
  const wanted: Wanted[] = [];
  if (together !== null && together.release !== null && sibling) {
    if (sibling.linkedTargetId === null) {
      const role = `allocation/${sibling.workflowId.replaceAll('/', '-')}` as const;
      return { ok: false, verdict: waitsFor(role, sibling.workflowId) };
    }
    wanted.push(ofRelease(observation, claim, note));
  }
  for (const { invoiceId, amount } of together?.allocations ?? []) {
    const open = openInvoices.find((one) => one.invoiceId === invoiceId);
    // Those of a contract that is to be seen are all here: one that is not has nothing due any more.
    const due = open?.amountDue ?? (contract ? '0.00' : null);
    wanted.push({ invoiceId, amount, due, number: open?.number ?? null });
  }
  return { ok: true, wanted };
}

/** What is held back of a bill of the full amount: all of the note, against that bill. */
function heldBackOf({ linkedTargetId, target }: ClaimObservation, note: XeroCreditNote): Wanted[] {
  if (linkedTargetId === null || !target) return [];
  const { amountDue, number } = target;
  return [{ invoiceId: linkedTargetId, amount: note.total, due: amountDue, number }];
}

/** As much as both have: the amount due is then what the claim says is due. */
function ofRelease(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  note: XeroCreditNote,
): Wanted {
  const { sibling } = observation;
  const release = sibling?.target ?? null;
  const proved = provedClaim(observation, claim, { progress: [], release: [] });
  const total =
    release?.total ?? (proved.ok ? fromMinor(proved.claim.release?.total ?? 0n) : '0.00');
  const amount = isGreater(note.total, total) ? total : note.total;
  return {
    invoiceId: sibling?.linkedTargetId ?? '',
    amount,
    due: release?.amountDue ?? null,
    number: release?.number ?? null,
  };
}

function allocationVerdict(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { target: note, wanted }: { target: XeroCreditNote; wanted: Wanted },
): Verdict {
  const { invoiceId, amount } = wanted;
  const role = `allocation/${invoiceId}` as const;
  // Set off already, by us or by hand: what is set off to it is never set off twice.
  if (note.allocations.some((one) => one.invoiceId === invoiceId)) return unchanged(role);
  if (sameAmount(amount, '0.00')) return unchanged(role);
  const beyond = whyBeyond(observation, { note, wanted });
  if (beyond) return blocked(role, 'creditBeyondDue', beyond.detail, beyond.figures);
  const was = observation.creditNote.allocated.find((one) => one.invoiceId === invoiceId);
  return proposal(role, {
    outcome: 'create',
    changes: [{ path: 'allocated', base: null, procore: amount, xero: null, proposed: amount }],
    findings: was ? [takenBack(observation, wanted)] : [],
    write: {
      endpoint: 'xero/allocations',
      operation: 'allocate',
      marker: `${markerOfPosting(observation, claim, 'creditNote')}>${invoiceId}`,
      targetId: null,
      targetVersion: null,
      body: { kind: 'xeroAllocation', creditNoteId: note.id, invoiceId, amount },
      agreed: { allocated: amount },
    },
  });
}

function whyBeyond(
  observation: ClaimObservation,
  { note, wanted }: { note: XeroCreditNote; wanted: Wanted },
): { detail: string; figures: Finding['figures'] } | null {
  const { amount, due, number, invoiceId } = wanted;
  const { document } = sideOf(observation).words;
  const what = `${document} ${number ?? '(no number)'}`;
  const named = number === null ? `a ${document} of the contract` : what;
  const figures = { amount, due, open: note.remainingCredit, bill: invoiceId };
  if (toMinor(note.remainingCredit) < toMinor(amount)) {
    const detail = `${groupedAmount(amount)} of the credit note is to be set off against ${what}, and ${groupedAmount(note.remainingCredit)} of it is still open`;
    return { detail, figures };
  }
  if (due === null || !isGreater(amount, due)) return null;
  const detail = sameAmount(due, '0.00')
    ? `${groupedAmount(amount)} is to be set off against ${named} that has nothing due any more`
    : `${groupedAmount(amount)} is to be set off against ${what}, and ${groupedAmount(due)} is due there`;
  return { detail, figures };
}

function takenBack(observation: ClaimObservation, { amount, number }: Wanted): Finding {
  const { document } = sideOf(observation).words;
  const detail = `${groupedAmount(amount)} of the credit note was set off against ${document} ${number ?? '(no number)'} and is not any more`;
  return finding('allocationRemoved', detail, { amount, number });
}
