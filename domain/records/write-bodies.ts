// The exact bodies Tieout decides on and sends, in the domain's words; the connectors only translate them.
import { z } from 'zod';
import { amountSchema } from '../money/amount.ts';
import { trackingSchema } from './xero-records.ts';

const id = z.string().min(1);
const calendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A line to write: quantity 1, tax exclusive. `lineId` is null for a new line; a line left out is a line deleted. */
export const lineBodySchema = z.object({
  lineId: id.nullable(),
  description: z.string().min(1).max(4000),
  unitAmount: amountSchema,
  taxType: z.string(),
  /** As Xero computes it from the tax type, to the cent; sent only for a line that is there already. */
  taxAmount: amountSchema,
  accountCode: z.string(),
  tracking: z.array(trackingSchema).max(2),
});
export type LineBody = z.infer<typeof lineBodySchema>;

/** What is absent from a body is not sent, and stays as it is at the vendor. A creation has every field. */
export const contactBodySchema = z.object({
  kind: z.literal('xeroContact'),
  contactId: id.nullable(),
  contactNumber: z.string().max(50).optional(),
  name: z.string().max(255),
  email: z.string().nullable().optional(),
  taxNumber: z.string().nullable().optional(),
});
export type ContactBody = z.infer<typeof contactBodySchema>;

export const billBodySchema = z.object({
  kind: z.literal('xeroBill'),
  billId: id.nullable(),
  contactId: id,
  number: z.string().min(1).max(255),
  /** Carries the marker as its fragment. */
  url: z.string().optional(),
  date: calendarDate,
  /** Set only when the bill is created: Xero owns it afterwards. */
  dueDate: calendarDate.nullable(),
  currency: z.string(),
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED']).nullable(),
  lines: z.array(lineBodySchema).min(1),
});
export type BillBody = z.infer<typeof billBodySchema>;

export const purchaseOrderBodySchema = z.object({
  kind: z.literal('xeroPurchaseOrder'),
  orderId: id.nullable(),
  contactId: id,
  number: z.string().min(1),
  /** Carries the marker as its last word. */
  reference: z.string().optional(),
  date: calendarDate,
  currency: z.string(),
  status: z.enum(['DRAFT', 'SUBMITTED', 'AUTHORISED']).nullable(),
  lines: z.array(lineBodySchema).min(1),
});
export type PurchaseOrderBody = z.infer<typeof purchaseOrderBodySchema>;

export const contractPaymentBodySchema = z.object({
  kind: z.literal('procoreContractPayment'),
  projectId: id,
  contractId: id,
  requisitionId: id,
  amount: amountSchema,
  date: calendarDate,
  invoiceNumber: z.string().nullable(),
  /** Carries the marker and the Xero PaymentID as its last words. */
  notes: z.string(),
});
export type ContractPaymentBody = z.infer<typeof contractPaymentBodySchema>;

/** VOIDED for a bill that is authorised, DELETED for one that is a draft or submitted: Xero takes no other way out. */
export const billVoidBodySchema = z.object({
  kind: z.literal('xeroBillVoid'),
  billId: id,
  status: z.enum(['VOIDED', 'DELETED']),
});
export type BillVoidBody = z.infer<typeof billVoidBodySchema>;

export const purchaseOrderDeleteBodySchema = z.object({
  kind: z.literal('xeroPurchaseOrderDelete'),
  orderId: id,
});
export type PurchaseOrderDeleteBody = z.infer<typeof purchaseOrderDeleteBodySchema>;

const placeOfPayment = { projectId: id, contractId: id, paymentId: id };

export const contractPaymentChangeBodySchema = z.object({
  kind: z.literal('procoreContractPaymentChange'),
  ...placeOfPayment,
  amount: amountSchema,
  date: calendarDate,
  notes: z.string(),
});
export type ContractPaymentChangeBody = z.infer<typeof contractPaymentChangeBodySchema>;

export const contractPaymentDeleteBodySchema = z.object({
  kind: z.literal('procoreContractPaymentDelete'),
  ...placeOfPayment,
});
export type ContractPaymentDeleteBody = z.infer<typeof contractPaymentDeleteBodySchema>;

export const writeBodySchema = z.discriminatedUnion('kind', [
  contactBodySchema,
  billBodySchema,
  purchaseOrderBodySchema,
  contractPaymentBodySchema,
  billVoidBodySchema,
  purchaseOrderDeleteBodySchema,
  contractPaymentChangeBodySchema,
  contractPaymentDeleteBodySchema,
]);
export type WriteBody = z.infer<typeof writeBodySchema>;
