// The plan of a commitment: one Xero purchase order that mirrors the contract's lines.
import { contentHash } from '../../identity/canonical-json.ts';
import { markerIn, markerOf } from '../../identity/markers.ts';
import { hasTwoDecimals, sameAmount } from '../../money/amount.ts';
import { documentUpdate, newDocumentFields } from '../../plan/document-update.ts';
import { lineBodyOf } from '../../plan/merged-lines.ts';
import type { DocumentBase, OwnedDocument } from '../../plan/owned.ts';
import { ownedDocument } from '../../plan/owned.ts';
import type {
  DocumentState,
  FieldChange,
  ObjectPlan,
  PlannedWrite,
  Verdict,
} from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged, waitsFor } from '../../plan/verdicts.ts';
import { whatMoved } from '../../plan/what-moved.ts';
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import { inactiveVendor } from '../inactive-vendor.ts';
import type { PurchaseOrderBody } from '../../records/write-bodies.ts';
import type { XeroPurchaseOrder } from '../../records/xero/purchase-order.ts';
import { adoptedOrderBase } from './adopted-order.ts';
import type { CommitmentObservation } from './observation.ts';
import { orderLines } from './order-lines.ts';
import { commitmentPlannerVersion } from './planner-version.ts';

/** Said on every order, because a bill copied from it would bill the work twice. */
const orderNotice = 'Billed through Procore, do not copy to a bill';

function stateOfOrder(target: XeroPurchaseOrder | null): DocumentState {
  if (!target) return 'notPosted';
  return target.status === 'DELETED' ? 'voided' : 'posted';
}

export function planCommitment(observation: CommitmentObservation): ObjectPlan {
  const { commitment, target, organisation } = observation;
  const isDeleted = target?.status === 'DELETED';
  const isPosting = commitment !== null && isPosted(observation, commitment);
  return {
    verdicts: [orderVerdict(observation), ...observation.doubles.map(secondOrder)],
    standing: {
      state: stateOfOrder(target),
      final: isDeleted && commitment !== null && !isPosting,
      amount: commitment?.revisedSum ?? null,
      currency: commitment ? (commitment.currency ?? organisation.baseCurrency) : null,
    },
  };
}

function isPosted({ mapping }: CommitmentObservation, { status }: ProcoreCommitment): boolean {
  return mapping.postedStatuses.commitment.includes(status);
}

/** Two live orders for one contract: the one that is not linked is the one to go. */
function secondOrder(order: XeroPurchaseOrder): Verdict {
  return proposal(`double/${order.id}`, {
    outcome: 'delete',
    changes: [
      { path: 'status', base: null, procore: null, xero: order.status, proposed: 'DELETED' },
    ],
    findings: [
      finding('doubleTarget', `order ${order.number} of ${order.date} stands twice in Xero`, {
        order: order.id,
        total: order.total,
      }),
    ],
    write: {
      endpoint: 'xero/purchaseorders',
      operation: 'delete',
      marker: markerIn(order.reference) ?? order.id,
      body: { kind: 'xeroPurchaseOrderDelete', orderId: order.id },
      targetId: order.id,
      targetVersion: order.updatedAt,
      agreed: null,
    },
  });
}

/** The contract's own part of what its order says: nothing else moves a posted order. */
function sourceHashOf(commitment: ProcoreCommitment): string {
  const { number, vendorId, date, currency, revisedSum, approvedChangeOrders, lines } = commitment;
  return contentHash({
    ...{ number, vendorId, date, currency, revisedSum, approvedChangeOrders },
    lines: lines.map(({ costCode, costType, ...line }) => ({
      ...line,
      costCode: costCode?.code ?? null,
      costType: costType?.code ?? null,
    })),
  });
}

function orderVerdict(observation: CommitmentObservation): Verdict {
  const { commitment, target, linkedTargetId, sourceUnseen } = observation;
  if (!commitment) {
    const isPostedStill = linkedTargetId !== null && target?.status !== 'DELETED';
    // A contract that was never posted leaves nothing behind when it is not to be seen.
    if (!sourceUnseen || !isPostedStill) return unchanged('order');
    const figures = { order: linkedTargetId };
    const detail = `its contract is not shown by Procore any more; order ${target?.number ?? ''} stands in Xero`;
    return blocked('order', 'sourceGone', detail.replace(/ {2}/g, ' '), figures);
  }
  if (!isPosted(observation, commitment)) return notToBePosted(commitment, target);
  if (linkedTargetId !== null && !target) {
    return blocked('order', 'accessLost', 'Xero no longer shows the order', {
      order: linkedTargetId,
    });
  }
  return target ? postedOrder(observation, commitment, target) : newOrder(observation, commitment);
}

function notToBePosted(commitment: ProcoreCommitment, target: XeroPurchaseOrder | null): Verdict {
  if (!target || target.status === 'DELETED') return unchanged('order');
  const { status } = commitment;
  return proposal('order', {
    outcome: 'void',
    changes: [{ path: 'status', base: null, procore: status, xero: target.status, proposed: null }],
    findings: [
      finding('leftPostedStatus', `the contract is now ${status} in Procore`, {
        status,
        order: target.id,
      }),
    ],
    targetId: target.id,
    write: null,
  });
}

/** What an order cannot be made from yet; null where it can. */
function notHandledYet(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
): Verdict | null {
  const { revisedSum, approvedChangeOrders } = commitment;
  if (!sameAmount(approvedChangeOrders, '0.00')) {
    return blocked('order', 'notYetHandled', 'the contract has approved change orders', {
      approvedChangeOrders,
      revisedSum,
    });
  }
  const { baseCurrency } = observation.organisation;
  const currency = commitment.currency ?? baseCurrency;
  if (currency !== baseCurrency || !hasTwoDecimals(currency)) {
    return blocked('order', 'notYetHandled', `the contract is in ${currency}`, {
      currency,
      revisedSum,
    });
  }
  return null;
}

/** The projection, its number and contact kept where the order is posted. */
function projectionOf(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  said: { contactId: string; number: string },
): { ok: true; projection: OwnedDocument } | { ok: false; verdict: Verdict } {
  const made = orderLines(observation, commitment);
  if (!made.ok) {
    const figures = { revisedSum: commitment.revisedSum, detail: made.detail };
    return { ok: false, verdict: blocked('order', made.kind, made.detail, figures) };
  }
  const { base, organisation } = observation;
  return {
    ok: true,
    projection: {
      ...said,
      // A contract without a date is dated the day it was approved, where the organisation is, and keeps that day.
      date:
        commitment.date ??
        base?.projection.date ??
        observation.changedOn ??
        commitment.updatedAt.slice(0, 10),
      currency: commitment.currency ?? organisation.baseCurrency,
      lines: made.lines,
    },
  };
}

function newOrder(observation: CommitmentObservation, commitment: ProcoreCommitment): Verdict {
  const { project, contact, marked, postFrom } = observation;
  if (project && postFrom === null) return unchanged('order');
  if (commitment.vendorId === null) {
    return blocked('order', 'vendorMissing', 'the contract has no vendor');
  }
  if (!contact) {
    const figures = { vendor: commitment.vendorId };
    return blocked(
      'order',
      'vendorMissing',
      "Procore does not show the contract's vendor",
      figures,
    );
  }
  const notYet = notHandledYet(observation, commitment);
  if (notYet) return notYet;
  if (!project) {
    return blocked('order', 'accessLost', 'Procore no longer shows the project', {
      project: commitment.projectId,
    });
  }
  if (contact.inactive !== undefined) return inactiveVendor('order', contact.inactive);
  if (contact.contactId === null || contact.archived) return waitsFor('order', contact.workflowId);
  const number = `${project.number}-${commitment.number}`;
  const made = projectionOf(observation, commitment, { contactId: contact.contactId, number });
  if (!made.ok) return made.verdict;
  const marker = orderMarker(observation, commitment);
  if (marked && markerIn(marked.reference) === marker) {
    return adoption('order', { targetId: marked.id, targetVersion: marked.updatedAt });
  }
  const { projection } = made;
  const both = { projection, target: projection };
  return proposal('order', {
    outcome: 'create',
    changes: newDocumentFields(projection),
    write: orderWrite(
      marker,
      { target: null, agreed: agreedOn(observation, commitment, both) },
      {
        kind: 'xeroPurchaseOrder',
        orderId: null,
        contactId: projection.contactId,
        number,
        reference: `${orderNotice} ${marker}`,
        date: projection.date,
        currency: projection.currency,
        status: 'AUTHORISED',
        lines: projection.lines.map((line) => lineBodyOf(line, null, observation.chart.codes)),
      },
    ),
  });
}

function postedOrder(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  target: XeroPurchaseOrder,
): Verdict {
  const base = observation.base ?? adoptedOrderBase(observation, target);
  const owned = ownedDocument(target);
  const gone = target.status === 'DELETED' || target.status === 'BILLED';
  const made = postedProjection(observation, commitment, base);
  if (!made.ok && !gone) return made.verdict;
  const projection = made.ok ? made.projection : base.projection;
  const update = documentUpdate({ base, projection, target: owned }, observation.chart.codes);
  if (update.verdict === 'same' && !gone) return unchanged('order');
  const edited = gone || update.verdict !== 'sourceMoved';
  const status: FieldChange = {
    path: 'status',
    base: 'AUTHORISED',
    procore: commitment.status,
    xero: target.status,
    proposed: null,
  };
  const changes = gone ? [status, ...update.changes] : update.changes;
  const agreed = agreedOn(observation, commitment, update.agreed);
  const detail = gone
    ? `the order was set to ${target.status} in Xero`
    : whatMoved(changes, edited ? 'xero' : 'procore');
  return proposal('order', {
    outcome: edited ? 'conflict' : 'update',
    changes,
    findings: [finding(edited ? 'editedInXero' : 'editedAfterPosting', detail)],
    write: orderWrite(
      orderMarker(observation, commitment),
      { target, agreed },
      {
        kind: 'xeroPurchaseOrder',
        orderId: target.id,
        ...update.fields,
        status: null,
      },
    ),
    impossible: gone
      ? `Xero does not take changes to an order that is ${target.status}; leave it to keep it so.`
      : update.impossible,
  });
}

/** A contract that says what it said when both sides last agreed projects what was agreed, whatever surrounds it. */
function postedProjection(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  base: DocumentBase,
): { ok: true; projection: OwnedDocument } | { ok: false; verdict: Verdict } {
  if (base.source === sourceHashOf(commitment)) return { ok: true, projection: base.projection };
  const notYet = notHandledYet(observation, commitment);
  if (notYet) return { ok: false, verdict: notYet };
  const { contact, project } = observation;
  // The order's number follows the contract's; the project's part of it is as it was posted.
  const stem = base.projection.number;
  const isSameContract = stem.endsWith(`-${commitment.number}`);
  const number = isSameContract || !project ? stem : `${project.number}-${commitment.number}`;
  const contactId = contact?.contactId ?? base.projection.contactId;
  const made = projectionOf(observation, commitment, { contactId, number });
  // Surroundings that are out of sight are no news of an order whose own source was not kept.
  if (!made.ok && base.source === null) return { ok: true, projection: base.projection };
  return made;
}

function orderMarker({ connection }: CommitmentObservation, commitment: ProcoreCommitment): string {
  const sourceId = `${commitment.contractKind}-${commitment.id}`;
  return markerOf({ type: 'commitment', connection, sourceId }, 'order');
}

function agreedOn(
  { mappingVersion }: CommitmentObservation,
  commitment: ProcoreCommitment,
  both: Pick<DocumentBase, 'projection' | 'target'>,
): DocumentBase {
  return {
    ...both,
    mappingVersion,
    plannerVersion: commitmentPlannerVersion,
    source: sourceHashOf(commitment),
    twins: null,
  };
}

function orderWrite(
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
