// The payments that Tieout writes to Xero: recorded in Procore first, made and deleted, never changed.
import { markerOf } from '../../identity/markers.ts';
import type { Amount } from '../../money/amount.ts';
import type { PlannedWrite } from '../../plan/verdict.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';
import type { ClaimObservation, ProcoreClaim, XeroInvoice } from '../claim-observation.ts';
import { documentIdOf } from '../sides.ts';
import type { Recordable } from './shares-in-xero.ts';

const endpoint = 'xero/payments';

/** A payment rests on what its document still owes: one that was paid meanwhile is planned again. */
export function versionForPayment({
  updatedAt,
  amountDue,
}: Pick<XeroInvoice, 'updatedAt' | 'amountDue'>): string {
  return `${updatedAt} ${amountDue}`;
}

export function markerOfPayment(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  contractPaymentId: string,
): string {
  return markerOf(documentIdOf(observation, claim), `xeroPayment/${contractPaymentId}`);
}

export type ToXero = {
  payment: Recordable;
  /** What of it falls on this document, as Procore counts it. */
  part: Amount;
  /** The same with tax. */
  amount: Amount;
};

export function xeroPaymentCreation(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  made: ToXero & { invoice: XeroInvoice; accountCode: string },
): PlannedWrite {
  const { payment, part, amount, invoice, accountCode } = made;
  const marker = markerOfPayment(observation, claim, payment.id);
  return {
    endpoint,
    operation: 'create',
    marker,
    targetId: null,
    targetVersion: versionForPayment(invoice),
    body: {
      kind: 'xeroPayment',
      invoiceId: invoice.id,
      accountCode,
      date: payment.date,
      amount,
      reference: `Procore ${nameOfPlace(observation, claim)} ${marker}`,
    },
    agreed: { paid: amount, part, whole: payment.amount, date: payment.date },
  };
}

/** Numbers in Procore may be as long as people like; Xero's reference is not. */
const placeLengthMaximum = 60;

function nameOfPlace({ contract }: ClaimObservation, { number }: ProcoreClaim): string {
  const place = contract ? `${contract.number} no. ${number}` : `no. ${number}`;
  return place.slice(0, placeLengthMaximum);
}

export function xeroPaymentDeletion(payment: XeroPayment, marker: string): PlannedWrite {
  return {
    endpoint,
    operation: 'delete',
    marker,
    targetId: payment.id,
    targetVersion: payment.updatedAt,
    body: { kind: 'xeroPaymentDelete', paymentId: payment.id },
    agreed: null,
  };
}
