// An order as it is written, and what both sides agree on once it is.
import { contentHash } from '../../identity/canonical-json.ts';
import { markerIn, markerOf } from '../../identity/markers.ts';
import type { DocumentBase } from '../../plan/owned.ts';
import type { PlannedWrite } from '../../plan/verdict.ts';
import type { ProcoreChangeOrder } from '../../records/procore/change-order.ts';
import type { ProcoreCommitment, SovLine } from '../../records/procore/commitment.ts';
import type { PurchaseOrderBody } from '../../records/write-bodies.ts';
import type { XeroPurchaseOrder } from '../../records/xero/purchase-order.ts';
import type { CommitmentObservation } from './observation.ts';
import { commitmentPlannerVersion } from './planner-version.ts';

/** The contract's own part of what its order says: nothing else moves a posted order. */
export function sourceHashOf(
  commitment: ProcoreCommitment,
  changeOrders: readonly ProcoreChangeOrder[],
): string {
  const { number, vendorId, date, currency, revisedSum, approvedChangeOrders, lines } = commitment;
  return contentHash({
    ...{ number, vendorId, date, currency, revisedSum, approvedChangeOrders },
    lines: lines.map(ownOfLine),
    ...(changeOrders.length === 0
      ? {}
      : {
          changeOrders: changeOrders.map((changeOrder) => ({
            id: changeOrder.id,
            number: changeOrder.number,
            lines: changeOrder.lines.map(ownOfLine),
          })),
        }),
  });
}

function ownOfLine({ costCode, costType, ...line }: SovLine) {
  return { ...line, costCode: costCode?.code ?? null, costType: costType?.code ?? null };
}

export function orderMarker(
  { connection }: CommitmentObservation,
  commitment: ProcoreCommitment,
): string {
  const sourceId = `${commitment.contractKind}-${commitment.id}`;
  return markerOf({ type: 'commitment', connection, sourceId }, 'order');
}

export function agreedOn(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  both: Pick<DocumentBase, 'projection' | 'target'>,
  closed = false,
): DocumentBase {
  const { mappingVersion } = observation;
  return {
    ...both,
    mappingVersion,
    plannerVersion: commitmentPlannerVersion,
    source: sourceHashOf(commitment, observation.changeOrders),
    twins: null,
    together: null,
    closed,
  };
}

export function orderWrite(
  marker: string,
  { target, agreed }: { target: XeroPurchaseOrder | null; agreed: DocumentBase },
  body: PurchaseOrderBody,
): PlannedWrite {
  return {
    endpoint: 'xero/purchaseorders',
    operation: target ? 'update' : 'create',
    marker,
    body,
    targetId: target?.id ?? null,
    targetVersion: target?.updatedAt ?? null,
    agreed,
  };
}

export function orderDeletion(order: XeroPurchaseOrder): PlannedWrite {
  return {
    endpoint: 'xero/purchaseorders',
    operation: 'delete',
    marker: markerIn(order.reference) ?? order.id,
    body: { kind: 'xeroPurchaseOrderDelete', orderId: order.id },
    targetId: order.id,
    targetVersion: order.updatedAt,
    agreed: null,
  };
}
