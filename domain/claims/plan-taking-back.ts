// The plans of taking back what a credit note was set off against, because the note itself must be voided or changed.
import { groupedAmount, sameAmount } from '../money/amount.ts';
import type { Verdict } from '../plan/verdict.ts';
import { finding, proposal, unchanged } from '../plan/verdicts.ts';
import type { XeroCreditNote } from '../records/xero/credit-note.ts';
import type { ClaimObservation } from './claim-observation.ts';
import { lockedUntil } from './lock-dates.ts';
import { sideOf } from './sides.ts';

type Allocation = XeroCreditNote['allocations'][number];

/** Each by itself; only what we set off is ours to take back. `ending` is what is to become of the credit note. */
export function planTakingBack(observation: ClaimObservation, ending: Verdict): Verdict[] {
  const note = observation.creditNote.target;
  if (!note) return [];
  return note.allocations.map((allocation) => {
    const ours = observation.creditNote.allocated.some(
      ({ invoiceId, amount }) =>
        invoiceId === allocation.invoiceId && sameAmount(amount, allocation.amount),
    );
    const role = `allocation/${allocation.invoiceId}` as const;
    // What cannot be done for another reason is not made possible by it.
    const isInTheWay = 'impossible' in ending && ending.impossible !== undefined;
    if (!ours || !isInTheWay || isLocked(observation, allocation)) return unchanged(role);
    return takenBack(observation, { note, allocation });
  });
}

function isLocked({ organisation }: ClaimObservation, { date }: Allocation): boolean {
  const lock = lockedUntil(organisation);
  return lock !== null && date !== null && date <= lock;
}

function takenBack(
  observation: ClaimObservation,
  { note, allocation }: { note: XeroCreditNote; allocation: Allocation },
): Verdict {
  const { invoiceId, allocationId, amount } = allocation;
  const { document } = sideOf(observation).words;
  const number = numberOf(observation, invoiceId);
  const which = number === null ? `a ${document} of the contract` : `${document} ${number}`;
  const detail = `${groupedAmount(amount)} of credit note ${note.number ?? '(no number)'} is set off against ${which}`;
  const common = {
    outcome: 'delete' as const,
    changes: [{ path: 'allocated', base: amount, procore: null, xero: amount, proposed: null }],
    findings: [finding('creditToTakeBack', detail, { amount, number, invoice: invoiceId })],
  };
  const role = `allocation/${invoiceId}` as const;
  if (allocationId === null) {
    const impossible = 'Xero does not name what was set off: take it back in Xero.';
    return proposal(role, { ...common, write: null, targetId: note.id, impossible });
  }
  return proposal(role, {
    ...common,
    write: {
      endpoint: 'xero/allocations',
      operation: 'delete',
      marker: `${note.id}>${invoiceId}`,
      targetId: allocationId,
      targetVersion: note.updatedAt,
      body: { kind: 'xeroAllocationDelete', creditNoteId: note.id, invoiceId, allocationId },
      agreed: null,
    },
  });
}

/** As far as the document is among those that are seen here. */
function numberOf(observation: ClaimObservation, invoiceId: string): string | null {
  const { target, sibling, openInvoices } = observation;
  const seen = [target, sibling?.target ?? null].find((one) => one?.id === invoiceId);
  return seen?.number ?? openInvoices.find((one) => one.invoiceId === invoiceId)?.number ?? null;
}
