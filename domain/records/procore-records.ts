// What Tieout keeps of a Procore record: ids, versions and the fields it owns or plans from, never a vendor body.
import { z } from 'zod';
import { amountSchema } from '../money/amount.ts';

const id = z.string().min(1);
const calendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const version = z.string().min(1);
const code = z.object({ code: z.string(), name: z.string() });

/** A vendor of the company's directory. `taxNumber` is the business register's identifier. */
export const procoreVendorSchema = z.object({
  kind: z.literal('procoreVendor'),
  id,
  name: z.string(),
  email: z.string().nullable(),
  taxNumber: z.string().nullable(),
  isActive: z.boolean(),
  updatedAt: version,
});
export type ProcoreVendor = z.infer<typeof procoreVendorSchema>;

export const procoreProjectSchema = z.object({
  kind: z.literal('procoreProject'),
  id,
  number: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  updatedAt: version,
});
export type ProcoreProject = z.infer<typeof procoreProjectSchema>;

export const procoreTaxCodeSchema = z.object({
  kind: z.literal('procoreTaxCode'),
  id,
  code: z.string(),
  /** Percent as exact text. */
  rate: z.string(),
});
export type ProcoreTaxCode = z.infer<typeof procoreTaxCodeSchema>;

export const billingPeriodSchema = z.object({
  kind: z.literal('procoreBillingPeriod'),
  id,
  projectId: id,
  startDate: calendarDate,
  endDate: calendarDate,
  dueDate: calendarDate.nullable(),
});
export type BillingPeriod = z.infer<typeof billingPeriodSchema>;

/** A line of the schedule of values. `costCode` and `costType` carry the codes people see. */
export const sovLineSchema = z.object({
  id,
  position: z.number().int(),
  description: z.string(),
  amount: amountSchema,
  costCode: code.nullable(),
  costType: code.nullable(),
  taxCodeId: id.nullable(),
});
export type SovLine = z.infer<typeof sovLineSchema>;

/** `po` = purchase order contract, `wo` = work order contract (subcontract). */
export const contractKindSchema = z.enum(['po', 'wo']);
export type ContractKind = z.infer<typeof contractKindSchema>;

export const procoreCommitmentSchema = z.object({
  kind: z.literal('procoreCommitment'),
  id,
  contractKind: contractKindSchema,
  projectId: id,
  number: z.string(),
  title: z.string(),
  status: z.string(),
  vendorId: id.nullable(),
  currency: z.string().nullable(),
  /** The contract's own date, for the order's date; null where Procore has none. */
  date: calendarDate.nullable(),
  retainagePercent: z.string().nullable(),
  originalSum: amountSchema,
  approvedChangeOrders: amountSchema,
  revisedSum: amountSchema,
  lines: z.array(sovLineSchema),
  updatedAt: version,
});
export type ProcoreCommitment = z.infer<typeof procoreCommitmentSchema>;

/** The figures of a G702 that Tieout checks its own arithmetic against. */
export const requisitionSummarySchema = z.object({
  contractSumToDate: amountSchema,
  netChangeByChangeOrders: amountSchema,
  totalCompletedAndStoredToDate: amountSchema,
  completedWorkRetainage: amountSchema,
  storedMaterialsRetainage: amountSchema,
  totalRetainage: amountSchema,
  totalEarnedLessRetainage: amountSchema,
  lessPreviousCertificates: amountSchema,
  /** Null where the company has no tax switched on. */
  taxApplicableToThisPayment: amountSchema.nullable(),
  currentPaymentDue: amountSchema,
});
export type RequisitionSummary = z.infer<typeof requisitionSummarySchema>;

/** One line of a G703. Balances are to date; `…ThisPeriod` are movements. */
export const requisitionItemSchema = z.object({
  id,
  itemType: z.enum([
    'contract_item',
    'contract_detail_item',
    'change_order_item',
    'whole_change_order_item',
  ]),
  sovLineId: id.nullable(),
  description: z.string(),
  /** Flat code of the work breakdown structure, e.g. "02-200.S"; a fallback where the SOV line is unknown. */
  wbsFlatCode: z.string().nullable(),
  status: z.string().nullable(),
  scheduledValue: amountSchema,
  workCompletedFromPrevious: amountSchema,
  workCompletedThisPeriod: amountSchema,
  materialsPresentlyStored: amountSchema,
  totalCompletedAndStoredToDate: amountSchema,
  workRetainageFromPrevious: amountSchema,
  workRetainageRetainedThisPeriod: amountSchema,
  workRetainageReleasedThisPeriod: amountSchema,
  /** A balance, not a movement. */
  materialsRetainageBalance: amountSchema,
  materialsRetainageReleasedThisPeriod: amountSchema,
  /** Retainage carried from materials into work; whether it is already inside the retained figure is decided by the header. */
  materialsRetainageMoved: amountSchema,
  tax: z.object({ taxCodeId: id, rate: z.string() }).nullable(),
});
export type RequisitionItem = z.infer<typeof requisitionItemSchema>;

/** A subcontractor's pay app: Procore's requisition with its G702 and G703. */
export const procoreRequisitionSchema = z.object({
  kind: z.literal('procoreRequisition'),
  id,
  projectId: id,
  commitmentId: id,
  contractKind: contractKindSchema,
  previousId: id.nullable(),
  vendorId: id.nullable(),
  number: z.number().int(),
  invoiceNumber: z.string().nullable(),
  invoiceType: z.string().nullable(),
  status: z.string(),
  billingDate: calendarDate.nullable(),
  periodId: id.nullable(),
  currency: z.string().nullable(),
  summary: requisitionSummarySchema,
  items: z.array(requisitionItemSchema),
  updatedAt: version,
});
export type ProcoreRequisition = z.infer<typeof procoreRequisitionSchema>;

/** A payment recorded against a commitment in Procore. */
export const procoreContractPaymentSchema = z.object({
  kind: z.literal('procoreContractPayment'),
  id,
  projectId: id,
  contractId: id,
  requisitionId: id.nullable(),
  amount: amountSchema,
  date: calendarDate.nullable(),
  notes: z.string().nullable(),
  updatedAt: version,
});
export type ProcoreContractPayment = z.infer<typeof procoreContractPaymentSchema>;
