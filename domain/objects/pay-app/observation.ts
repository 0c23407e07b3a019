// What the plan of a pay app is made from.
import { z } from 'zod';
import { chartExcerptSchema } from '../../mapping/chart-excerpt.ts';
import { amountSchema } from '../../money/amount.ts';
import { documentBaseSchema } from '../../plan/owned.ts';
import { procoreCommitmentSchema } from '../../records/procore/commitment.ts';
import { procoreContractPaymentSchema } from '../../records/procore/contract-payment.ts';
import { procoreProjectSchema } from '../../records/procore/project.ts';
import { procoreRequisitionSchema } from '../../records/procore/requisition.ts';
import { procoreTaxCodeSchema } from '../../records/procore/tax-code.ts';
import { xeroBillSchema } from '../../records/xero/bill.ts';
import { paymentTermSchema } from '../../records/xero/contact.ts';
import { xeroOrganisationSchema } from '../../records/xero/organisation.ts';
import { xeroPaymentSchema } from '../../records/xero/payment.ts';
import {
  commonShape,
  contactLinkSchema,
  contactNamesSchema,
  postFromSchema,
} from '../common-observation.ts';

/** A Xero payment already recorded in Procore. `amount` is net of tax, as posted or adopted. */
const postedPaymentSchema = z.object({
  xeroPaymentId: z.string(),
  contractPaymentId: z.string(),
  amount: amountSchema,
  /** As posted; null where that was not kept. */
  date: z.string().nullable().default(null),
  /** As Procore last showed it; null where it shows it no more, or was never asked. */
  record: procoreContractPaymentSchema.nullable().default(null),
  /** The contract's list was plainly read and does not hold it. */
  isGone: z.boolean().default(false),
});
export type PostedPayment = z.output<typeof postedPaymentSchema>;

/** Another pay app of ours with the same contact that could be this very claim. */
const ownTwinSchema = z.object({
  workflowId: z.string(),
  requisitionId: z.string(),
  projectId: z.string(),
  number: z.string(),
  date: z.string().nullable(),
  amount: amountSchema,
  /** Posted, being posted, or first in line of two that are both to be posted. */
  comesFirst: z.boolean(),
});
export type OwnTwin = z.output<typeof ownTwinSchema>;

export const payAppObservationSchema = z.object({
  ...commonShape,
  type: z.literal('payApp'),
  requisition: procoreRequisitionSchema.nullable(),
  /** The contract's previous requisition in Procore, posted or not. */
  previous: procoreRequisitionSchema.nullable(),
  commitment: procoreCommitmentSchema.nullable(),
  project: procoreProjectSchema.nullable(),
  postFrom: postFromSchema,
  contact: contactLinkSchema.nullable(),
  contactNames: contactNamesSchema,
  /** The billing period's due date. */
  dueDate: z.string().nullable(),
  /** The pay app names a billing period that is not known: `unread` while it was never looked for. */
  period: z.enum(['known', 'unread', 'unseen']).default('known'),
  /** What the contact's terms in Xero are, for a bill that Procore does not date. */
  billTerms: paymentTermSchema.nullable().default(null),
  taxCodes: z.array(procoreTaxCodeSchema),
  organisation: xeroOrganisationSchema,
  chart: chartExcerptSchema,
  target: xeroBillSchema.nullable(),
  base: documentBaseSchema.nullable(),
  marked: xeroBillSchema.nullable(),
  /** Other live bills that carry our marker. */
  doubles: z.array(xeroBillSchema).default([]),
  /** Bills of the same contact that Tieout did not write and that could be this one. */
  lookAlikes: z.array(xeroBillSchema),
  ownTwins: z.array(ownTwinSchema).default([]),
  payments: z.array(xeroPaymentSchema),
  postedPayments: z.array(postedPaymentSchema),
  /** Contract payments of this requisition that Tieout neither wrote nor adopted. */
  typedPayments: z.array(procoreContractPaymentSchema).default([]),
  /** Other live contract payments that carry the marker of one of ours. */
  doublePayments: z.array(procoreContractPaymentSchema).default([]),
  /** A payment is known that the contract's list of payments was not read after. */
  paymentListIsDue: z.boolean().default(false),
});
export type PayAppObservation = z.output<typeof payAppObservationSchema>;
