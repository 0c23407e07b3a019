// A payment recorded against a contract in Procore, issued or received: what is kept, how it is filed and whom it concerns.
import { releaseDocument } from '../../identity/workflow-ids.ts';
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';

export const procoreContractPaymentSchema = z.object({
  kind: z.literal('procoreContractPayment'),
  id,
  projectId: id,
  contractId: id,
  requisitionId: id.nullable(),
  /** Of a payment received: the number of the owner invoice it pays, where Procore was told. */
  claimNumber: z.number().int().nullable().default(null),
  amount: amountSchema,
  date: calendarDate.nullable(),
  notes: z.string().nullable(),
  updatedAt: version,
});
export type ProcoreContractPayment = z.infer<typeof procoreContractPaymentSchema>;

export const contractPaymentFiling: FilingOf<ProcoreContractPayment> = (payment) => ({
  recordId: payment.id,
  version: payment.updatedAt,
  belongsTo: payment.requisitionId ?? `contract-${payment.contractId}`,
  marker: markerIn(payment.notes),
});

export const contractPaymentConcerns: ConcernsOf<ProcoreContractPayment> = (payment) => [
  { whose: 'linked', kind: 'procoreContractPayment', targetId: payment.id },
  // Where it was recorded in Xero: it may name another claim since.
  { whose: 'inRole', role: `xeroPayment/${payment.id}` },
  ...(payment.requisitionId === null
    ? (['pc', 'po', 'wo'] as const).map(
        (kind) => ({ whose: 'contract', contractId: `${kind}-${payment.contractId}` }) as const,
      )
    : [
        { whose: 'own', type: 'payApp', sourceId: payment.requisitionId } as const,
        { whose: 'known', ...releaseDocument('payApp', payment.requisitionId) } as const,
      ]),
];
/** One that was deleted is known to the link or to the mirror; a new one to neither, and the sweep finds it. */
export const contractPaymentHeard: HeardOf = (recordId) => [
  { whose: 'linked', kind: 'procoreContractPayment', targetId: recordId },
  { whose: 'filedUnder', kind: 'procoreContractPayment', recordId, type: 'payApp' },
];

/** Source: npm @pipedream/procore, resource names of Procore's webhooks, read 2026-11-23. */
export const contractPaymentWebhooks: readonly WebhookName[] = [{ names: ['contract payments'] }];
