// The figures a claim of either side shows: the G702 as a summary, the G703 as items. A pay app and an owner invoice share them.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { code, id } from '../fields.ts';

/** The figures of a G702 that Tieout checks its own arithmetic against. */
export const claimSummarySchema = z.object({
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
export type ClaimSummary = z.infer<typeof claimSummarySchema>;

/**
 * What a G703 line bills. `whole_change_order_item` and a `contract_item` with details are parents; `markup_item` is
 * an owner invoice's own, without a cost code.
 */
const claimItemTypes = [
  'contract_item',
  'contract_detail_item',
  'change_order_item',
  'whole_change_order_item',
  'markup_item',
] as const;

/** One line of a G703. Balances are to date; `…ThisPeriod` are movements. */
export const claimItemSchema = z.object({
  id,
  itemType: z.enum(claimItemTypes),
  sovLineId: id.nullable(),
  /** The change order it belongs to; null for every other item, and where that was not kept. */
  changeOrderId: id.nullable().default(null),
  description: z.string(),
  /** Of an owner invoice's line, which shows its own; a pay app's line has its SOV line's. */
  costCode: code.nullable().default(null),
  /** Flat code of the work breakdown structure, e.g. "02-200.S"; a fallback where the SOV line is unknown. */
  wbsFlatCode: z.string().nullable(),
  status: z.string().nullable(),
  scheduledValue: amountSchema,
  workCompletedFromPrevious: amountSchema,
  workCompletedThisPeriod: amountSchema,
  materialsPresentlyStored: amountSchema,
  totalCompletedAndStoredToDate: amountSchema,
  /** Completed and stored as the claim before left it, as this claim carries it forward; null where that was not kept. */
  totalFromPrevious: amountSchema.nullable().default(null),
  workRetainageFromPrevious: amountSchema,
  workRetainageRetainedThisPeriod: amountSchema,
  workRetainageReleasedThisPeriod: amountSchema,
  /** A balance, not a movement. */
  materialsRetainageBalance: amountSchema,
  materialsRetainageReleasedThisPeriod: amountSchema,
  /** Retainage carried from materials into work; whether it is already inside the retained figure is decided by the header. */
  materialsRetainageMoved: amountSchema,
  /** Several taxes of one line have their ids joined by "+", in order, and their rates summed. */
  tax: z.object({ taxCodeId: id, rate: z.string() }).nullable(),
});
export type ClaimItem = z.infer<typeof claimItemSchema>;
