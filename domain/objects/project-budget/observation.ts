// What the plan of a project's budget is made from.
import { z } from 'zod';
import { chartExcerptSchema } from '../../mapping/chart-excerpt.ts';
import { procoreBudgetSchema } from '../../records/procore/budget.ts';
import { procoreProjectSchema } from '../../records/procore/project.ts';
import { commonShape, postFromSchema } from '../common-observation.ts';

/** A tracking category that the mapping names, as Xero has it. */
const optionCategorySchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  /** Its active options, whoever made them. */
  used: z.number().int(),
});

export const projectBudgetObservationSchema = z.object({
  ...commonShape,
  type: z.literal('projectBudget'),
  projectId: z.string(),
  budget: procoreBudgetSchema.nullable(),
  project: procoreProjectSchema.nullable(),
  postFrom: postFromSchema,
  chart: chartExcerptSchema,
  categories: z.array(optionCategorySchema),
  /** What of the project is unpaid, held or waiting, in words; empty where nothing is. Read of inactive projects only. */
  unsettled: z.array(z.string()).default([]),
});
export type ProjectBudgetObservation = z.output<typeof projectBudgetObservationSchema>;
