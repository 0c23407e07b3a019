// What is noted in the history of a document that a person decided about: who, when, and why.
import type { Role } from '../identity/roles.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Verdict } from '../plan/verdict.ts';
import { proposal, unchanged } from '../plan/verdicts.ts';
import { cutToLength, onOneLine } from '../text/fit-text.ts';
import type { Decided, Spare } from './observation.ts';
import { hasEnded } from './observation.ts';

/** Source: Xero developer docs, History and notes, read 2026-11-23. */
const noteLengthMaximum = 2_500;

/**
 * "Approved in Tieout by Mere Paki on 2026-11-27 17:03 UTC. Asked: … Reason given: … tieout:demo/payApp/33/note-1f…": the
 * marker stands last and whole, since the note is found again by it alone.
 */
export function noteOf({ person, decidedAt, asked, reason, marker }: Decided): string {
  const when = `${decidedAt.slice(0, 10)} ${decidedAt.slice(11, 16)} UTC`;
  const why = reason === null || reason.trim() === '' ? 'none' : `"${onOneLine(reason)}"`;
  const said = `Approved in Tieout by ${onOneLine(person)} on ${when}. Reason given: ${why}. Asked: ${onOneLine(asked)}`;
  return `${cutToLength(said, noteLengthMaximum - marker.length - 1)} ${marker}`;
}

/** One for each write that a person let go, once. */
export function noteVerdicts({
  mapping,
  spare,
}: {
  mapping: Pick<Mapping, 'historyNotes'>;
  spare?: Spare | undefined;
}): Verdict[] {
  if (mapping.historyNotes === 'off' || !spare) return [];
  return spare.decided.map((decided) => {
    const role = decided.role as Role;
    const { of, documentId, marker } = decided;
    if (hasEnded(spare, role, documentId)) return unchanged(role);
    const details = noteOf(decided);
    return proposal(role, {
      outcome: 'create',
      changes: [{ path: 'note', base: null, procore: null, xero: null, proposed: details }],
      write: {
        endpoint: 'xero/history',
        operation: 'create',
        marker,
        body: { kind: 'xeroHistoryNote', of, documentId, details },
        targetId: null,
        targetVersion: null,
        agreed: null,
      },
    });
  });
}
