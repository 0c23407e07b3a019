// What the plan of a project's budget is made from.
import { z } from 'zod';
import { chartExcerptSchema } from '../../mapping/chart-excerpt.ts';
import { procoreBudgetSchema } from '../../records/procore/budget.ts';
import { procoreProjectSchema } from '../../records/procore/project.ts';
import { taskBaseSchema } from '../../plan/owned.ts';
import { xeroProjectTaskSchema } from '../../records/xero/project-task.ts';
import { xeroProjectSchema } from '../../records/xero/project.ts';
import { commonShape, postFromSchema } from '../common-observation.ts';

/** A tracking category that the mapping names, as Xero has it. */
const optionCategorySchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  /** Its active options, whoever made them. */
  used: z.number().int(),
});

/** What is known of the project's place in Xero Projects, which its labour is linked to. */
const projectsSchema = z.object({
  /** Null while it is linked to none. */
  linkedProjectId: z.string().nullable(),
  /** Null where Xero shows it no more, too. */
  target: xeroProjectSchema.nullable(),
  baseCurrency: z.string(),
  /** Whether its tasks were read since it was linked. */
  isTimeRead: z.boolean(),
  tasks: z.array(xeroProjectTaskSchema),
  /** The budget's own, by the cost code's id. */
  taskLinks: z.array(
    z.object({ costCodeId: z.string(), taskId: z.string(), base: taskBaseSchema }),
  ),
  /** Those that labour has, or had last. */
  labourLinks: z.array(
    z.object({ costCodeId: z.string(), taskId: z.string(), isLive: z.boolean() }),
  ),
});
export type BudgetProjects = z.output<typeof projectsSchema>;

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
  /** Null where the budget makes no tasks. */
  projects: projectsSchema.nullable().default(null),
});
export type ProjectBudgetObservation = z.output<typeof projectBudgetObservationSchema>;
