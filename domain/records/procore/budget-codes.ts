// The codes that a project's budget has, by Procore's own ids: what a direct cost is put on.
import { z } from 'zod';
import type { ConcernsOf } from '../concerns.ts';
import { id } from '../fields.ts';
import type { FilingOf } from '../filing.ts';

export const budgetCodeSchema = z.object({
  wbsCodeId: id,
  costCode: z.object({ code: z.string().min(1), name: z.string() }),
  /** The cost type's code, "S"; null where Procore tells none. */
  costType: z.string().nullable(),
  /** Null for the project's own. */
  subJob: z.object({ id, name: z.string() }).nullable(),
});
export type BudgetCode = z.infer<typeof budgetCodeSchema>;

export const procoreBudgetCodesSchema = z.object({
  kind: z.literal('procoreBudgetCodes'),
  projectId: id,
  /** The project's; null where its budget tells none. */
  currency: z.string().nullable(),
  codes: z.array(budgetCodeSchema),
});
export type ProcoreBudgetCodes = z.infer<typeof procoreBudgetCodesSchema>;

/** Of two readings the later one counts: rows tell no day on which they changed. */
export const budgetCodesFiling: FilingOf<ProcoreBudgetCodes> = ({ projectId }) => ({
  recordId: projectId,
  version: '',
  belongsTo: null,
  marker: null,
});

/** What waits for a code of the project to be budgeted. */
export const budgetCodesConcerns: ConcernsOf<ProcoreBudgetCodes> = ({ projectId }) => [
  { whose: 'askedInProject', type: 'directCost', projectId },
];
