// A Procore commitment with its schedule of values: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, code, id, version } from '../fields.ts';
import type { Concern, ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';

/** A part of a project that is costed by itself. */
export const subJobSchema = z.object({ id, name: z.string() });
export type SubJob = z.infer<typeof subJobSchema>;

/** A line of the schedule of values. `costCode` and `costType` carry the codes people see. */
export const sovLineSchema = z.object({
  id,
  position: z.number().int(),
  description: z.string(),
  amount: amountSchema,
  costCode: code.nullable(),
  costType: code.nullable(),
  taxCodeId: id.nullable(),
  /** The sub job its cost code belongs to; absent where that is the project's own. */
  subJob: subJobSchema.optional(),
});
export type SovLine = z.infer<typeof sovLineSchema>;

/** `po` = purchase order contract, `wo` = work order contract (subcontract). */
export const contractKindSchema = z.enum(['po', 'wo']);
export type ContractKind = z.infer<typeof contractKindSchema>;

/** With `pc`, a prime contract: all that can have claims, change orders and payments. */
export const anyContractKindSchema = z.enum(['po', 'wo', 'pc']);
export type AnyContractKind = z.infer<typeof anyContractKindSchema>;

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

export const commitmentFiling: FilingOf<ProcoreCommitment> = (commitment) => ({
  recordId: `${commitment.contractKind}-${commitment.id}`,
  version: commitment.updatedAt,
  belongsTo: commitment.projectId,
  marker: null,
});

export const commitmentConcerns: ConcernsOf<ProcoreCommitment> = (commitment) => {
  const contractId = `${commitment.contractKind}-${commitment.id}`;
  return [
    { whose: 'own', type: 'commitment', sourceId: contractId },
    { whose: 'contract', contractId },
    ...contactOf(commitment),
  ];
};

/** Whoever has a contract has work, and so needs a contact. */
export function contactOf({ vendorId }: { vendorId: string | null }): readonly Concern[] {
  return vendorId === null ? [] : [{ whose: 'contactNotPosted', vendorId }];
}

export const commitmentHeard: HeardOf = (sourceId) => [
  { whose: 'own', type: 'commitment', sourceId },
];

/** A line's webhook names its contract among the related resources, from payload version 3.0 on. */
export const commitmentWebhooks: readonly WebhookName[] = [
  { names: ['purchase order contracts'], prefix: 'po-' },
  { names: ['work order contracts'], prefix: 'wo-' },
  {
    names: ['purchase order contract line items'],
    prefix: 'po-',
    namedAs: 'purchase order contract',
  },
  { names: ['work order contract line items'], prefix: 'wo-', namedAs: 'work order contract' },
];
