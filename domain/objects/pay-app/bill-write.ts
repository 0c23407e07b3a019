// A bill as it is written, and what both sides agree on once it is.
import { billUrlOf, markerOf } from '../../identity/markers.ts';
import type { DocumentBase } from '../../plan/owned.ts';
import type { PlannedWrite } from '../../plan/verdict.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';
import type { BillBody } from '../../records/write-bodies.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import type { PayAppObservation } from './observation.ts';
import { payAppPlannerVersion } from './planner-version.ts';
import { sourceHashOf } from './source-hash.ts';

type Id = { connection: string; requisitionId: string };

function documentIdOf({ connection, requisitionId }: Id) {
  return { type: 'payApp', connection, sourceId: requisitionId } as const;
}

export function billMarker(id: Id): string {
  return markerOf(documentIdOf(id), 'bill');
}

/** The link back to the pay app in the console, with the marker as its fragment. */
export function billUrl(
  { connection, publicUrl }: PayAppObservation,
  requisitionId: string,
): string {
  return billUrlOf(publicUrl, documentIdOf({ connection, requisitionId }));
}

export function agreedOn(
  { mappingVersion }: PayAppObservation,
  requisition: ProcoreRequisition,
  both: Pick<DocumentBase, 'projection' | 'target' | 'twins'>,
): DocumentBase {
  return {
    ...both,
    mappingVersion,
    plannerVersion: payAppPlannerVersion,
    source: sourceHashOf(requisition),
  };
}

export function billWrite(
  { connection }: PayAppObservation,
  requisitionId: string,
  { target, body, agreed }: { target: XeroBill | null; body: BillBody; agreed: DocumentBase },
): PlannedWrite {
  return {
    endpoint: 'xero/invoices',
    operation: target ? 'update' : 'create',
    marker: billMarker({ connection, requisitionId }),
    body,
    targetId: target?.id ?? null,
    targetVersion: target?.updatedAt ?? null,
    agreed,
  };
}
