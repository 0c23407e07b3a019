// A Procore commitment with its schedule of values: what is kept, and how it is filed.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, code, id, version } from '../fields.ts';
import type { FilingOf } from '../filing.ts';

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

export const commitmentFiling: FilingOf<ProcoreCommitment> = (commitment) => ({
  recordId: `${commitment.contractKind}-${commitment.id}`,
  version: commitment.updatedAt,
  belongsTo: commitment.projectId,
  marker: null,
});
