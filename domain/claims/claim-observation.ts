// What the plan of a claim is made from, on either side of the books, and that of the document its release is.
import { z } from 'zod';
import { chartExcerptSchema } from '../mapping/chart-excerpt.ts';
import { amountSchema } from '../money/amount.ts';
import {
  commonShape,
  contactLinkSchema,
  contactNamesSchema,
  currenciesSeenSchema,
  postFromSchema,
} from '../objects/common-observation.ts';
import { documentBaseSchema, sentPaymentBaseSchema } from '../plan/owned.ts';
import { procoreChangeOrderSchema } from '../records/procore/change-order.ts';
import { procoreCommitmentSchema } from '../records/procore/commitment.ts';
import { procoreContractPaymentSchema } from '../records/procore/contract-payment.ts';
import { procorePaymentApplicationSchema } from '../records/procore/payment-application.ts';
import { procorePrimeContractSchema } from '../records/procore/prime-contract.ts';
import { procoreProjectSchema } from '../records/procore/project.ts';
import { procoreRequisitionSchema } from '../records/procore/requisition.ts';
import { procoreTaxCodeSchema } from '../records/procore/tax-code.ts';
import { xeroBillSchema } from '../records/xero/bill.ts';
import { paymentTermSchema } from '../records/xero/contact.ts';
import { cisStandings } from '../records/xero/cis-settings.ts';
import { xeroCreditNoteSchema } from '../records/xero/credit-note.ts';
import { xeroOrganisationSchema } from '../records/xero/organisation.ts';
import { xeroPaymentSchema } from '../records/xero/payment.ts';
import { xeroSalesInvoiceSchema } from '../records/xero/sales-invoice.ts';

const claimSchema = z.discriminatedUnion('kind', [
  procoreRequisitionSchema,
  procorePaymentApplicationSchema,
]);
/** A claim as Procore shows it: a pay app's requisition, or an owner invoice's payment application. */
export type ProcoreClaim = z.output<typeof claimSchema>;

const contractSchema = z.discriminatedUnion('kind', [
  procoreCommitmentSchema,
  procorePrimeContractSchema,
]);
/** The contract a claim is made under. */
export type ClaimContract = z.output<typeof contractSchema>;

const invoiceSchema = z.discriminatedUnion('kind', [xeroBillSchema, xeroSalesInvoiceSchema]);
/** What a claim is posted as in Xero: a bill, or a sales invoice. */
export type XeroInvoice = z.output<typeof invoiceSchema>;

/** A Xero payment already recorded in Procore. `amount` is net of tax, as posted or adopted. */
const postedPaymentSchema = z.object({
  xeroPaymentId: z.string(),
  contractPaymentId: z.string(),
  amount: amountSchema,
  /** As posted; null where that was not kept. */
  date: z.string().nullable().default(null),
  /** The day on which it was told as cleared; null until it was. */
  cleared: z.string().nullable().default(null),
  /** How its amount was told in Procore; null where a person had typed it. */
  told: z.enum(['withoutTax', 'withTax']).nullable().default('withoutTax'),
  /** As Procore last showed it; null where it shows it no more, or was never asked. */
  record: procoreContractPaymentSchema.nullable().default(null),
  /** The contract's list was plainly read and does not hold it. */
  isGone: z.boolean().default(false),
});
export type PostedPayment = z.output<typeof postedPaymentSchema>;

/** A payment recorded in Procore that stands, or stood, in Xero by us. */
const sentPaymentSchema = z.object({
  contractPaymentId: z.string(),
  xeroPaymentId: z.string(),
  ...sentPaymentBaseSchema.shape,
  /** Of Xero's payment, as it last showed it; null where it shows it no more. */
  record: xeroPaymentSchema.nullable(),
  /** The contract payment as Procore last showed it; null where it shows it no more. */
  source: procoreContractPaymentSchema.nullable(),
  /** The contract's list was plainly read and does not hold it. */
  sourceIsGone: z.boolean(),
});
export type SentPayment = z.output<typeof sentPaymentSchema>;

/** What is known of payments that go from Procore to Xero. */
const paymentsSentSchema = z.object({
  sent: z.array(sentPaymentSchema),
  /** What the claim's other document has of its contract payments. */
  sentBySibling: z.array(z.object({ contractPaymentId: z.string(), part: amountSchema })),
  /** Documents of other claims that have a contract payment which now names this one, by its id. */
  sentElsewhere: z.record(z.string(), z.string()),
  /** Contract payments that name no claim, where this is the one to ask. */
  unnamed: z.array(procoreContractPaymentSchema),
});
export type PaymentsSent = z.output<typeof paymentsSentSchema>;
export const noPaymentsSent: PaymentsSent = {
  sent: [],
  sentBySibling: [],
  sentElsewhere: {},
  unnamed: [],
};

/** Another claim of ours with the same contact that could be this very claim. */
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

/** The claim's credit note in Xero, where it has or had one. */
const creditNoteSlotSchema = z.object({
  linkedTargetId: z.string().nullable(),
  target: xeroCreditNoteSchema.nullable(),
  base: documentBaseSchema.nullable(),
  marked: xeroCreditNoteSchema.nullable(),
  doubles: z.array(xeroCreditNoteSchema),
  /** What of it was set off by us, by the bill or sales invoice it reduces. */
  allocated: z.array(
    z.object({ invoiceId: z.string(), allocationId: z.string(), amount: amountSchema }),
  ),
});
export type CreditNoteSlot = z.output<typeof creditNoteSlotSchema>;
export const noCreditNote: CreditNoteSlot = {
  linkedTargetId: null,
  target: null,
  base: null,
  marked: null,
  doubles: [],
  allocated: [],
};

/** The other document of a claim that both bills and releases: of the claim its release, of the release its claim. */
const siblingSchema = z.object({
  workflowId: z.string(),
  linkedTargetId: z.string().nullable(),
  target: invoiceSchema.nullable(),
  base: documentBaseSchema.nullable(),
  /** The claim was left to people when its kind was not handled yet: it may have been entered by hand. */
  wasLeft: z.boolean().default(false),
});
export type Sibling = z.output<typeof siblingSchema>;

/** An unpaid bill or sales invoice of the contract that a credit can be set off against. */
const openInvoiceSchema = z.object({
  invoiceId: z.string(),
  number: z.string().nullable(),
  date: z.string(),
  amountDue: amountSchema,
});
export type OpenInvoice = z.output<typeof openInvoiceSchema>;

/**
 * How the contact stands under the UK's Construction Industry Scheme. `notAsked` where there is none, or of a sales
 * invoice; `unread` where it was never read, or longer ago than it may be believed.
 */
const cisSchema = z.object({
  standing: z.enum(['notAsked', 'unread', ...cisStandings]),
  /** Percent, exact; null unless it is `on`. */
  rate: z.string().nullable(),
});
export type ContactCis = z.output<typeof cisSchema>;
export const cisNotAsked: ContactCis = { standing: 'notAsked', rate: null };

/** What the contract held when its project was taken on, as Procore says it, and what a person signed of it. */
const openingSchema = z.object({
  /** The project's start. */
  postFrom: z.string(),
  held: amountSchema,
  /** By tax type; null while nothing is signed. */
  signed: z
    .array(z.object({ taxType: z.string().nullable(), held: amountSchema, stated: amountSchema }))
    .nullable(),
  /** The claims before the start are not those any more that were signed for. */
  hasMoved: z.boolean(),
});
export type OpeningSigned = z.output<typeof openingSchema>;

/** What all three are made from; each adds its own type. */
export const claimShape = {
  ...commonShape,
  claim: claimSchema.nullable(),
  /** The contract's previous claim in Procore, posted or not. */
  previous: claimSchema.nullable(),
  contract: contractSchema.nullable(),
  /** The approved change orders of the contract, as far as they were read. */
  changeOrders: z.array(procoreChangeOrderSchema).default([]),
  /** The contract says more of change orders than was read of them. */
  changeOrdersAreDue: z.boolean().default(false),
  project: procoreProjectSchema.nullable(),
  postFrom: postFromSchema,
  contact: contactLinkSchema.nullable(),
  contactNames: contactNamesSchema,
  /** The billing period's due date. */
  dueDate: z.string().nullable(),
  /** The claim names a billing period that is not known: `unread` while it was never looked for. */
  period: z.enum(['known', 'unread', 'unseen']).default('known'),
  /** What the contact's terms in Xero are, for what Procore does not date. */
  billTerms: paymentTermSchema.nullable().default(null),
  cis: cisSchema.default(cisNotAsked),
  taxCodes: z.array(procoreTaxCodeSchema),
  organisation: xeroOrganisationSchema,
  currencies: currenciesSeenSchema,
  chart: chartExcerptSchema,
  target: invoiceSchema.nullable(),
  base: documentBaseSchema.nullable(),
  marked: invoiceSchema.nullable(),
  /** Other live ones that carry our marker. */
  doubles: z.array(invoiceSchema).default([]),
  /** Numbers of sales invoices of ours that were voided or deleted, and still have them. */
  endedNumbers: z.array(z.string()).default([]),
  /** Those of the same contact that Tieout did not write and that could be this one. */
  lookAlikes: z.array(invoiceSchema),
  ownTwins: z.array(ownTwinSchema).default([]),
  /** The one that was signed to be this very document when its project was taken on; absent where none was, or it is linked. */
  signedFor: invoiceSchema.optional(),
  /** Of what lets retainage go, where its contract held some before its project's start; absent of any other. */
  opening: openingSchema.optional(),
  creditNote: creditNoteSlotSchema.default(noCreditNote),
  sibling: siblingSchema.nullable().default(null),
  /** What Xero's retention account holds of the contract by tax type, this document left out; positive where it is held. */
  heldInXero: z.array(z.object({ taxType: z.string(), amount: amountSchema })).default([]),
  /**
   * Of a foreign release that is to be posted at the rate at which it was held: what the contract's documents moved on the
   * retention account in both currencies, in minor units. Null where that cannot be told; absent where nobody asks.
   */
  movedInBoth: z
    .array(
      z.object({
        date: z.string(),
        documentId: z.string(),
        amount: z.string(),
        inBase: z.string(),
      }),
    )
    .nullable()
    .optional(),
  /** Of a release: an earlier claim of the contract that is still to be posted. */
  earlierToPost: z.string().nullable().default(null),
  /** Of a claim below zero: what of the contract is unpaid, oldest first. */
  openInvoices: z.array(openInvoiceSchema).default([]),
  payments: z.array(xeroPaymentSchema),
  /** By payment, the day on which Tieout first read it as reconciled. */
  cleared: z.record(z.string(), z.string()).default({}),
  postedPayments: z.array(postedPaymentSchema),
  /** Contract payments of this claim that Tieout neither wrote nor adopted. */
  typedPayments: z.array(procoreContractPaymentSchema).default([]),
  /** Other live contract payments that carry the marker of one of ours. */
  doublePayments: z.array(procoreContractPaymentSchema).default([]),
  /** A payment is known that the contract's list of payments was not read after. */
  paymentListIsDue: z.boolean().default(false),
  /** Empty unless payments are recorded in Procore, or were before. */
  paymentsSent: paymentsSentSchema.default(noPaymentsSent),
};

type Shared = z.output<z.ZodObject<typeof claimShape>>;

/** Of a claim itself. */
export type OwnClaimObservation = Shared & { type: 'payApp' | 'ownerInvoice' };
/** Of what a claim lets go. */
export type ReleasedObservation = Shared & {
  type: 'retainageRelease';
  of: 'payApp' | 'ownerInvoice';
};
export type ClaimObservation = OwnClaimObservation | ReleasedObservation;
