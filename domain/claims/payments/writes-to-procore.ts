// The contract payments that Tieout writes to Procore: created, put back, taken away.
import { markerIn, markerOf } from '../../identity/markers.ts';
import type { FieldChange, PlannedWrite } from '../../plan/verdict.ts';
import type { ProcoreContractPayment } from '../../records/procore/contract-payment.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';
import type { ClaimObservation, ProcoreClaim } from '../claim-observation.ts';
import { waysTold } from './shares-in-procore.ts';
import { contractOf, documentIdOf } from '../sides.ts';

const endpoint = 'procore/contract_payments';

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
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { payment, share }: { payment: XeroPayment; share: string },
): PlannedWrite {
  const marker = markerOf(documentIdOf(observation, claim), `payment/${payment.id}`);
  const isReceived = claim.kind === 'procorePaymentApplication';
  const cash = isReceived ? 'Received in Xero' : 'Paid in Xero';
  const cleared = observation.cleared[payment.id] ?? null;
  const reference = payment.reference ? `Xero payment ${payment.reference}` : cash;
  return {
    endpoint,
    operation: 'create',
    marker,
    targetId: null,
    targetVersion: null,
    body: {
      kind: 'procoreContractPayment',
      projectId: claim.projectId,
      contractId: contractOf(claim).contractId,
      requisitionId: isReceived ? null : claim.id,
      ...(isReceived ? { claimNumber: claim.number } : {}),
      amount: share,
      date: payment.date,
      invoiceNumber: observation.target?.number ?? null,
      notes: `${reference} ${payment.id} ${clearedWords(cleared)}${marker}`,
    },
    agreed: {
      amount: share,
      date: payment.date,
      cleared,
      told: waysTold(observation.mapping, observation.postedPayments),
    },
  };
}

function clearedWords(day: string | null): string {
  return day === null ? '' : `cleared ${day} `;
}

/** Its notes with the day it cleared before the marker; null where they are not ours or say so already. */
export function notesWhenCleared(notes: string | null, day: string): string | null {
  const marker = markerIn(notes);
  if (notes === null || marker === null || / cleared \d{4}-\d\d-\d\d /.test(notes)) return null;
  return notes.endsWith(marker)
    ? `${notes.slice(0, -marker.length)}${clearedWords(day)}${marker}`
    : null;
}

/** Ours as it was written, or with other notes; notes that are not given stay as Procore has them. */
export function paymentChange(
  claim: ProcoreClaim,
  put: {
    record: ProcoreContractPayment;
    amount: string;
    date: string;
    xeroPaymentId: string;
    cleared: string | null;
    told: 'withTax' | 'withoutTax' | null;
    notes?: string;
  },
): PlannedWrite {
  const { record, amount, date, notes, cleared, told } = put;
  return {
    endpoint,
    operation: 'update',
    marker: markerIn(record.notes) ?? `${record.id} ${put.xeroPaymentId}`,
    targetId: record.id,
    targetVersion: record.updatedAt,
    body: {
      kind: 'procoreContractPaymentChange',
      projectId: claim.projectId,
      contractId: contractOf(claim).contractId,
      paymentId: record.id,
      ...{ amount, date },
      ...(notes === undefined ? {} : { notes }),
    },
    agreed: { amount, date, cleared, told },
  };
}

export function paymentDeletion(
  claim: ProcoreClaim,
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
      projectId: claim.projectId,
      contractId: contractOf(claim).contractId,
      paymentId: gone.paymentId,
    },
    agreed: null,
  };
}
