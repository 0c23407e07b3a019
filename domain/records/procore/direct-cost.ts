// A direct cost in Procore, ours or a person's: what is kept, how it is filed and whom it concerns. It is the source of nothing.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';

export const directCostLineSchema = z.object({
  id,
  /** The budget code it is on; null where Procore tells none. */
  wbsCodeId: id.nullable(),
  /** Without tax, in the project's currency. */
  amount: amountSchema,
  description: z.string().nullable(),
});
export type DirectCostLine = z.infer<typeof directCostLineSchema>;

export const procoreDirectCostSchema = z.object({
  kind: z.literal('procoreDirectCost'),
  id,
  projectId: id,
  /** invoice, expense, payroll, subcontractor_invoice or one that Procore adds. */
  type: z.string(),
  /** draft, pending, revise_and_resubmit, approved or one that Procore adds. */
  status: z.string(),
  vendorId: id.nullable(),
  invoiceNumber: z.string().nullable(),
  date: calendarDate.nullable(),
  description: z.string().nullable(),
  /** What another system calls it; with one it is locked for people. */
  originId: z.string().nullable(),
  currency: z.string().nullable(),
  lines: z.array(directCostLineSchema),
  updatedAt: version,
});
export type ProcoreDirectCost = z.infer<typeof procoreDirectCostSchema>;

export const directCostFiling: FilingOf<ProcoreDirectCost> = (cost) => ({
  recordId: cost.id,
  version: cost.updatedAt,
  belongsTo: cost.projectId,
  marker: markerIn(cost.description),
});

/** Only whom it is linked to, and whom its marker names: what it says is never anything's cost. */
export const directCostConcerns: ConcernsOf<ProcoreDirectCost> = ({ id: targetId, projectId }) => [
  { whose: 'linked', kind: 'procoreDirectCost', targetId },
  // A person may have made room for one that waits: its number is free, or the one it resembles is gone.
  { whose: 'askedInProject', type: 'directCost', projectId },
];

export const directCostHeard: HeardOf = (recordId) => [
  { whose: 'linked', kind: 'procoreDirectCost', targetId: recordId },
];

/** Source: npm @pipedream/procore, resource names of Procore's webhooks, read 2026-11-23. */
export const directCostWebhooks: readonly WebhookName[] = [{ names: ['direct costs'] }];
