// What stands twice in Xero: a second live record of ours, and a stranger's that looks like ours.
import { groupedAmount, isWholeMinor, toMinor } from '../money/amount.ts';
import type { Verdict } from '../plan/verdict.ts';
import { blocked, finding, proposal } from '../plan/verdicts.ts';
import type { XeroCreditNote } from '../records/xero/credit-note.ts';
import { isSettledInPart } from '../records/xero/standing.ts';
import type { ClaimObservation, XeroInvoice } from './claim-observation.ts';
import { voidOf } from './ended-in-procore.ts';
import { likeness, wordsOfDocument } from './look-alikes.ts';
import { mainRoleOf, sideOf } from './sides.ts';

/** Two live ones for one document: the one that is not linked is the one to go. */
export function secondDocument(observation: ClaimObservation, record: XeroInvoice): Verdict {
  const isDraft = record.status === 'DRAFT' || record.status === 'SUBMITTED';
  const status = isDraft ? 'DELETED' : 'VOIDED';
  const { document } = sideOf(observation).words;
  const role = mainRoleOf(observation);
  return proposal(`double/${record.id}`, {
    outcome: 'void',
    changes: [{ path: 'status', base: null, procore: null, xero: record.status, proposed: status }],
    findings: [
      finding('doubleTarget', `${wordsOfDocument(record)} stands beside the one that is linked`, {
        bill: record.id,
        total: record.total,
      }),
    ],
    write: voidOf(observation, { role, linkedTargetId: record.id, target: record, status }),
    ...(isSettledInPart(record)
      ? {
          impossible: `Xero voids no ${document} with payments or credits; remove them in Xero first, or leave it to keep both.`,
        }
      : {}),
  });
}

/** Two live credit notes of one claim: Xero voids neither while it is set off. */
export function secondNote(observation: ClaimObservation, note: XeroCreditNote): Verdict {
  const isDraft = note.status === 'DRAFT' || note.status === 'SUBMITTED';
  const status = isDraft ? 'DELETED' : 'VOIDED';
  const words = `credit note ${note.number ?? '(no number)'} of ${note.date} for ${groupedAmount(note.total)} (with tax)`;
  const ended = { role: 'creditNote', linkedTargetId: note.id, target: note, status } as const;
  return proposal(`doubleNote/${note.id}`, {
    outcome: 'void',
    changes: [{ path: 'status', base: null, procore: null, xero: note.status, proposed: status }],
    findings: [
      finding('doubleTarget', `${words} stands beside the one that is linked`, {
        bill: note.id,
        total: note.total,
      }),
    ],
    write: voidOf(observation, ended),
    ...(isSettledInPart(note)
      ? {
          impossible:
            'Xero voids no credit note that is set off; take that back in Xero first, or leave it to keep both.',
        }
      : {}),
  });
}

/**
 * One typed by hand just before or after ours was posted: what was there when ours was planned has been asked about
 * already, and what Tieout did not keep at the time is not asked about now.
 */
export function twinsAfterwards(
  { lookAlikes, base }: ClaimObservation,
  target: XeroInvoice,
): Verdict[] {
  const asked = base?.twins ?? null;
  if (asked === null || target.status === 'PAID') return [];
  if (!isWholeMinor(target.total) || !isWholeMinor(target.subTotal)) return [];
  const [net, total] = [toMinor(target.subTotal), toMinor(target.total)];
  const ours = { number: target.number ?? '', date: target.date, ...{ net, total, gross: net } };
  return lookAlikes
    .filter(({ id }) => id !== target.id && !asked.includes(id))
    .flatMap((record) => {
      const why = likeness({ ...ours, grossTotal: total }, record);
      if (why === null) return [];
      const detail = `${wordsOfDocument(record)} of the same contact was typed beside ours, with ${why}`;
      const figures = { bill: record.id, total: record.total, why };
      return [blocked(`twin/${record.id}`, 'twinAppeared', detail, figures)];
    });
}
