// A Procore requisition, a subcontractor's pay app with its G702 and G703: what is kept, how it is filed and whom it concerns.
import { releaseDocument } from '../../identity/workflow-ids.ts';
import { z } from 'zod';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';
import { claimItemSchema, claimSummarySchema } from './claim-figures.ts';
import { contractKindSchema } from './commitment.ts';
import { releases } from './released.ts';

const claimAttachmentSchema = z.object({
  id,
  fileName: z.string(),
  contentType: z.string().nullable(),
});
export type ClaimAttachment = z.infer<typeof claimAttachmentSchema>;

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
  summary: claimSummarySchema,
  items: z.array(claimItemSchema),
  /** The files on it, without the addresses they are fetched from, which open them for anybody; absent where there are none. */
  attachments: z.array(claimAttachmentSchema).optional(),
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
  const release = releaseDocument('payApp', requisitionId);
  return [
    { whose: 'own', type: 'payApp', sourceId: requisitionId },
    releases(requisition) ? { whose: 'own', ...release } : { whose: 'known', ...release },
    { whose: 'successor', contractId, claimId: requisitionId, number },
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
