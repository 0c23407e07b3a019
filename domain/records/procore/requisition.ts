// A Procore requisition, a subcontractor's pay app with its G702 and G703: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';
import { contractKindSchema } from './commitment.ts';

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

export const requisitionFiling: FilingOf<ProcoreRequisition> = (requisition) => ({
  recordId: requisition.id,
  version: requisition.updatedAt,
  belongsTo: `${requisition.contractKind}-${requisition.commitmentId}`,
  marker: null,
});

/** A vendor's other pay apps may be in doubt because of this one: two that claim one bill, or one that must come first. */
export const requisitionConcerns: ConcernsOf<ProcoreRequisition> = (requisition) => {
  const { id: requisitionId, number, vendorId } = requisition;
  const contractId = `${requisition.contractKind}-${requisition.commitmentId}`;
  return [
    { whose: 'own', type: 'payApp', sourceId: requisitionId },
    { whose: 'successor', contractId, requisitionId, number },
    ...(vendorId === null
      ? []
      : [{ whose: 'counterparty', vendorId, type: 'payApp', standing: 'inDoubt' } as const]),
  ];
};
export const requisitionHeard: HeardOf = (sourceId) => [{ whose: 'own', type: 'payApp', sourceId }];

/** Whether requisitions are announced, and as what, is not documented; the sweep finds them regardless. */
export const requisitionWebhooks: readonly WebhookName[] = [
  { names: ['requisitions', 'draw requests'] },
];
