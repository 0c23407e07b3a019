// A change order of a contract, on either side: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import { sovLineSchema } from './commitment.ts';

export const procoreChangeOrderSchema = z.object({
  kind: z.literal('procoreChangeOrder'),
  id,
  projectId: id,
  contractId: id,
  number: z.string(),
  title: z.string(),
  /** Only an approved one changes its contract. Source: Procore REST reference, change order packages, read 2026-11-23. */
  status: z.string(),
  /** With markup; negative where it deducts. */
  grandTotal: amountSchema,
  lines: z.array(sovLineSchema),
  updatedAt: version,
});
export type ProcoreChangeOrder = z.infer<typeof procoreChangeOrderSchema>;

export function isApproved({ status }: { status: string }): boolean {
  return status === 'approved';
}

export const changeOrderFiling: FilingOf<ProcoreChangeOrder> = (changeOrder) => ({
  recordId: changeOrder.id,
  version: changeOrder.updatedAt,
  belongsTo: changeOrder.contractId,
  marker: null,
});

/** It does not say which kind of contract it changes, so every known document of a contract of that id hears of it. */
export const changeOrderConcerns: ConcernsOf<ProcoreChangeOrder> = ({ contractId }) => [
  { whose: 'contractOfAnyKind', contractId },
];
