// The budget of a Procore project: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

/** One code of a budget, once for each cost type and sub job it is budgeted under. */
export const budgetLineSchema = z.object({
  costCode: z.object({ code: z.string().min(1), name: z.string() }),
  costType: z.string().nullable(),
  /** The sub job's name; null for the project's own. */
  subJob: z.string().nullable(),
  /** Absent where the view does not tell it. */
  subJobId: z.string().optional(),
  /** What it was budgeted at first, for people to see; it is never written. */
  amount: amountSchema.nullable(),
  /** The three are absent where the view does not tell them, or the budget was not read for its hours. */
  costCodeId: id.optional(),
  /** How much was budgeted, an exact decimal, of the unit. */
  quantity: amountSchema.optional(),
  /** As people wrote it: "hr", "m3". */
  unit: z.string().optional(),
});
export type BudgetLine = z.infer<typeof budgetLineSchema>;

export const procoreBudgetSchema = z.object({
  kind: z.literal('procoreBudget'),
  projectId: id,
  currency: z.string().nullable(),
  lines: z.array(budgetLineSchema),
  /** Read for what tasks are made of: ids of cost codes, quantities and units. */
  withHours: z.literal(true).optional(),
});
export type ProcoreBudget = z.infer<typeof procoreBudgetSchema>;

/** Rows tell no day on which they changed: of two readings the later one counts. */
export const budgetFiling: FilingOf<ProcoreBudget> = ({ projectId }) => ({
  recordId: projectId,
  version: '',
  belongsTo: null,
  marker: null,
});

export const budgetConcerns: ConcernsOf<ProcoreBudget> = ({ projectId }) => [
  { whose: 'own', type: 'projectBudget', sourceId: projectId },
  // Whose tasks the budget makes; one that is not known yet is woken by the budget that waits for it.
  { whose: 'known', type: 'projectLabour', sourceId: projectId },
];
