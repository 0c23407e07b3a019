// The contract payments that Tieout writes to Procore: created, put back, taken away.
import { markerIn, markerOf } from '../../identity/markers.ts';
import type { FieldChange, PlannedWrite } from '../../plan/verdict.ts';
import type { ProcoreContractPayment } from '../../records/procore/contract-payment.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';
import type { PayAppObservation } from './observation.ts';

const endpoint = 'procore/contract_payments';

function markerOfPayment(connection: string, requisitionId: string, paymentId: string): string {
  const id = { type: 'payApp', connection, sourceId: requisitionId } as const;
  return markerOf(id, `payment/${paymentId}`);
}

/** New fields as changes: nothing in Procore yet, all of it from Xero. */
export function stringsOf(fields: Record<string, string>): FieldChange[] {
  return Object.entries(fields).map(([path, value]) => ({
    path,
    base: null,
    procore: null,
    xero: value,
    proposed: value,
  }));
}

export function paymentCreation(
  { connection, target }: PayAppObservation,
  requisition: ProcoreRequisition,
  { payment, share }: { payment: XeroPayment; share: string },
): PlannedWrite {
  const marker = markerOfPayment(connection, requisition.id, payment.id);
  const reference = payment.reference ? `Xero payment ${payment.reference}` : 'Paid in Xero';
  return {
    endpoint,
    operation: 'create',
    marker,
    targetId: null,
    targetVersion: null,
    body: {
      kind: 'procoreContractPayment',
      projectId: requisition.projectId,
      contractId: requisition.commitmentId,
      requisitionId: requisition.id,
      amount: share,
      date: payment.date,
      invoiceNumber: target?.number ?? null,
      notes: `${reference} ${payment.id} ${marker}`,
    },
    agreed: { amount: share, date: payment.date },
  };
}

/** Puts ours back as it was written; its notes, with the marker, stay as Procore has them. */
export function paymentChange(
  requisition: ProcoreRequisition,
  put: { record: ProcoreContractPayment; amount: string; date: string; xeroPaymentId: string },
): PlannedWrite {
  const { record, amount, date } = put;
  return {
    endpoint,
    operation: 'update',
    marker: markerIn(record.notes) ?? `${record.id} ${put.xeroPaymentId}`,
    targetId: record.id,
    targetVersion: record.updatedAt,
    body: {
      kind: 'procoreContractPaymentChange',
      projectId: requisition.projectId,
      contractId: requisition.commitmentId,
      paymentId: record.id,
      amount,
      date,
    },
    agreed: { amount, date },
  };
}

export function paymentDeletion(
  requisition: ProcoreRequisition,
  gone: { paymentId: string; version: string | null; marker: string | null },
): PlannedWrite {
  return {
    endpoint,
    operation: 'delete',
    marker: markerIn(gone.marker) ?? gone.paymentId,
    targetId: gone.paymentId,
    targetVersion: gone.version,
    body: {
      kind: 'procoreContractPaymentDelete',
      projectId: requisition.projectId,
      contractId: requisition.commitmentId,
      paymentId: gone.paymentId,
    },
    agreed: null,
  };
}
