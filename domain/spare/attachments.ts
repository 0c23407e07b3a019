// Which files of a pay app go with its bill, and what they are called there.
import type { OwnClaimObservation } from '../claims/claim-observation.ts';
import { markerIn, markerOf } from '../identity/markers.ts';
import type { Verdict } from '../plan/verdict.ts';
import { proposal, unchanged } from '../plan/verdicts.ts';
import type { ClaimAttachment } from '../records/procore/requisition.ts';
import { isStanding } from '../records/xero/standing.ts';
import { cutToLength, onOneLine } from '../text/fit-text.ts';
import { hasEnded } from './observation.ts';

/** Xero takes ten files a document through its API. Source: Xero developer docs, Attachments, read 2026-11-23. */
const filesMaximum = 10;
const stemLengthMaximum = 60;

/**
 * "INV-1042 (Procore 77).pdf". Xero writes over a file of the same name, and tells of a file nothing but its name: with the
 * id in it no person's file is ever written over, ours is known again, and another version has another name.
 */
export function carriedNameOf({ id, fileName }: Pick<ClaimAttachment, 'id' | 'fileName'>): string {
  const plain = onOneLine(fileName.replace(/\.pdf$/i, '').replace(/[<>:"/\\|?*+\p{Cc}]/gu, ' '));
  return `${cutToLength(plain, stemLengthMaximum) || 'pay app'} (Procore ${id}).pdf`;
}

function isPdf({ fileName, contentType }: ClaimAttachment): boolean {
  return contentType?.toLowerCase() === 'application/pdf' || /\.pdf$/i.test(fileName);
}

/**
 * Once each, and only with a bill that we wrote and that stands: what a person entered has the person's own files. A file
 * taken off in Procore stays in Xero, whose API takes none off; one that is put there instead goes beside it.
 */
export function attachmentVerdicts(observation: OwnClaimObservation): Verdict[] {
  const { mapping, claim, target, spare, connection, type } = observation;
  if (mapping.attachments === 'off' || claim?.kind !== 'procoreRequisition') return [];
  if (!spare || !target || !isStanding(target)) return [];
  const id = { type, connection, sourceId: claim.id };
  if (markerIn(target.url) !== markerOf(id, 'bill')) return [];
  const files = (claim.attachments ?? []).filter(isPdf).slice(0, filesMaximum);
  return files.map((file) => {
    const role = `attachment/${file.id}` as const;
    if (hasEnded(spare, role, target.id)) return unchanged(role);
    const name = carriedNameOf(file);
    return proposal(role, {
      outcome: 'create',
      changes: [{ path: 'file', base: null, procore: file.fileName, xero: null, proposed: name }],
      write: {
        endpoint: 'xero/attachments',
        operation: 'create',
        marker: markerOf(id, role),
        body: {
          kind: 'xeroAttachment',
          documentId: target.id,
          name,
          projectId: claim.projectId,
          requisitionId: claim.id,
          attachmentId: file.id,
        },
        targetId: null,
        targetVersion: null,
        agreed: null,
      },
    });
  });
}
