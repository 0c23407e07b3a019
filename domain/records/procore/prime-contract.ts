// A prime contract, the firm's own contract with the owner: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import { contactOf, sovLineSchema } from './commitment.ts';

export const procorePrimeContractSchema = z.object({
  kind: z.literal('procorePrimeContract'),
  id,
  contractKind: z.literal('pc'),
  projectId: id,
  number: z.string(),
  title: z.string(),
  status: z.string(),
  /** The owner, who is billed; Procore calls it the contract's vendor. */
  vendorId: id.nullable(),
  currency: z.string().nullable(),
  date: calendarDate.nullable(),
  retainagePercent: z.string().nullable(),
  originalSum: amountSchema,
  approvedChangeOrders: amountSchema,
  revisedSum: amountSchema,
  lines: z.array(sovLineSchema),
  updatedAt: version,
});
export type ProcorePrimeContract = z.infer<typeof procorePrimeContractSchema>;

export const primeContractFiling: FilingOf<ProcorePrimeContract> = (contract) => ({
  recordId: contract.id,
  version: contract.updatedAt,
  belongsTo: contract.projectId,
  marker: null,
});

/** It has no document of its own in Xero: its owner invoices have, and the sweep that finds it changed wakes them. */
export const primeContractConcerns: ConcernsOf<ProcorePrimeContract> = (contract) => [
  { whose: 'contract', contractId: `pc-${contract.id}` },
  ...contactOf(contract),
  // A project in Xero Projects is made for its owner.
  { whose: 'known', type: 'projectLabour', sourceId: contract.projectId },
];
