// The plan of a commitment: one Xero purchase order that mirrors the contract's lines.
import { markerIn } from '../../identity/markers.ts';
import { newDocumentFields } from '../../plan/document-update.ts';
import { lineBodyOf } from '../../plan/merged-lines.ts';
import type { DocumentState, ObjectPlan, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged, waitsFor } from '../../plan/verdicts.ts';
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import type { XeroPurchaseOrder } from '../../records/xero/purchase-order.ts';
import { noteVerdicts } from '../../spare/notes.ts';
import { inactiveVendor } from '../inactive-vendor.ts';
import type { CommitmentObservation } from './observation.ts';
import { notHandledYet, projectionOf } from './order-projection.ts';
import { agreedOn, orderDeletion, orderMarker, orderWrite } from './order-write.ts';
import { postedOrder } from './posted-order.ts';

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
    verdicts: [
      orderVerdict(observation),
      ...observation.doubles.map(secondOrder),
      ...observation.copies.map((bill) => copiedBill(bill, target)),
      ...noteVerdicts(observation),
    ],
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
    write: orderDeletion(order),
  });
}

/** The work is billed through its pay apps: a bill made of the order would bill it twice. */
function copiedBill(bill: XeroBill, target: XeroPurchaseOrder | null): Verdict {
  const order = target ? `order ${target.number}` : 'our order';
  const detail = `bill ${bill.number ?? '(no number)'} of ${bill.date} bears the number or the lines of ${order}`;
  const figures = { bill: bill.id, total: bill.total };
  return blocked(`twin/${bill.id}`, 'copiedFromOrder', detail, figures);
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

/** What a contract that is void leaves behind may be deleted; any other that is no longer posted is for a person to say. */
function notToBePosted(commitment: ProcoreCommitment, target: XeroPurchaseOrder | null): Verdict {
  if (!target || target.status === 'DELETED') return unchanged('order');
  const { status } = commitment;
  const proposed = status === 'Void' && target.status !== 'BILLED' ? 'DELETED' : null;
  const change = { path: 'status', base: null, procore: status, xero: target.status, proposed };
  const why = finding('leftPostedStatus', `the contract is now ${status} in Procore`, {
    status,
    order: target.id,
  });
  if (proposed === null) {
    return proposal('order', {
      outcome: 'void',
      changes: [change],
      findings: [why],
      targetId: target.id,
      write: null,
      impossible:
        'Its order stays as it is: set it to billed or delete it in Xero by hand if it should go, or leave it.',
    });
  }
  return proposal('order', {
    outcome: 'delete',
    changes: [change],
    findings: [why],
    write: orderDeletion(target),
  });
}

function newOrder(observation: CommitmentObservation, commitment: ProcoreCommitment): Verdict {
  const { project, contact, marked, postFrom, signedFor } = observation;
  if (signedFor) {
    return adoption('order', { targetId: signedFor.id, targetVersion: signedFor.updatedAt });
  }
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
