// A payment application, which is Procore's owner invoice, with its G702 and G703: what is kept, how it is filed and whom it concerns.
import { releaseDocument } from '../../identity/workflow-ids.ts';
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';
import { claimItemSchema, claimSummarySchema } from './claim-figures.ts';
import { releases } from './released.ts';

/** The one before it is the contract's with the number before: Procore names none. */
export const procorePaymentApplicationSchema = z.object({
  kind: z.literal('procorePaymentApplication'),
  id,
  projectId: id,
  contractId: id,
  contractKind: z.literal('pc'),
  number: z.number().int(),
  invoiceNumber: z.string().nullable(),
  /** draft, under_review, revise_and_resubmit, approved. Source: Procore REST reference, payment applications, read 2026-11-23. */
  status: z.string(),
  billingDate: calendarDate.nullable(),
  periodId: id.nullable(),
  currency: z.string().nullable(),
  /** As Procore counts it over the payments received. */
  totalPaid: amountSchema.nullable(),
  summary: claimSummarySchema,
  items: z.array(claimItemSchema),
  updatedAt: version,
});
export type ProcorePaymentApplication = z.infer<typeof procorePaymentApplicationSchema>;

export const paymentApplicationFiling: FilingOf<ProcorePaymentApplication> = (application) => ({
  recordId: application.id,
  version: application.updatedAt,
  belongsTo: `pc-${application.contractId}`,
  marker: null,
});

export const paymentApplicationConcerns: ConcernsOf<ProcorePaymentApplication> = (application) => {
  const { id: claimId, number } = application;
  const contractId = `pc-${application.contractId}`;
  const release = releaseDocument('ownerInvoice', claimId);
  return [
    { whose: 'own', type: 'ownerInvoice', sourceId: claimId },
    releases(application) ? { whose: 'own', ...release } : { whose: 'known', ...release },
    { whose: 'successor', contractId, claimId, number },
  ];
};
export const paymentApplicationHeard: HeardOf = (sourceId) => [
  { whose: 'own', type: 'ownerInvoice', sourceId },
];

/** Source: npm @pipedream/procore, resource names of Procore's webhooks, read 2026-11-23. */
export const paymentApplicationWebhooks: readonly WebhookName[] = [
  { names: ['payment applications'] },
];
