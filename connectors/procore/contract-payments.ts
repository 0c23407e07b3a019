// How a contract payment is read and written.
import { z } from 'zod';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type {
  ContractPaymentBody,
  ContractPaymentChangeBody,
} from '../../domain/records/write-bodies.ts';
import { JsonNumber, writeLosslessJson } from '../http/lossless-json.ts';
import {
  amount,
  idField,
  instant,
  optionalDate,
  optionalId,
  optionalText,
  wholeNumber,
} from './procore-fields.ts';

const schema = z.looseObject({
  id: idField,
  contract_id: optionalId,
  requisition_id: optionalId,
  draw_request_number: wholeNumber.nullish(),
  amount,
  date: optionalDate,
  notes: optionalText,
  // Not in Procore's OpenAPI of 2024, in the reference of 2026: an older answer has only its creation.
  updated_at: instant.nullish(),
  created_at: instant.nullish(),
});

export function contractPaymentReader({
  projectId,
  contractId,
}: {
  projectId: string;
  contractId: string;
}): (element: unknown) => ProcoreContractPayment {
  return (element) => {
    const payment = schema.parse(element);
    return {
      kind: 'procoreContractPayment',
      id: payment.id,
      projectId,
      contractId: payment.contract_id ?? contractId,
      requisitionId: payment.requisition_id,
      claimNumber: payment.draw_request_number ?? null,
      amount: payment.amount,
      date: payment.date,
      notes: payment.notes,
      updatedAt: payment.updated_at ?? payment.created_at ?? 'never stated',
    };
  };
}

/** Ids as JSON integers, which is what Procore documents, whatever their length; the amount as a decimal string. */
export function contractPaymentJson(body: ContractPaymentBody): string {
  return writeLosslessJson({
    project_id: new JsonNumber(body.projectId),
    contract_id: new JsonNumber(body.contractId),
    contract_payment: {
      amount: body.amount,
      date: body.date,
      ...(body.requisitionId === null
        ? {}
        : { requisition_id: new JsonNumber(body.requisitionId) }),
      // Of a payment received: the number of the owner invoice it pays.
      ...(body.claimNumber === undefined
        ? {}
        : { draw_request_number: new JsonNumber(String(body.claimNumber)) }),
      notes: body.notes,
      ...(body.invoiceNumber === null ? {} : { invoice_number: body.invoiceNumber }),
    },
  });
}

/** What may change of a payment that no ERP integration has locked (REST reference, Update Contract Payment, read 2026-11-23). */
export function contractPaymentChangeJson(body: Omit<ContractPaymentChangeBody, 'kind'>): string {
  return writeLosslessJson({
    project_id: new JsonNumber(body.projectId),
    contract_id: new JsonNumber(body.contractId),
    contract_payment: {
      ...{ amount: body.amount, date: body.date },
      ...(body.notes === undefined ? {} : { notes: body.notes }),
    },
  });
}
