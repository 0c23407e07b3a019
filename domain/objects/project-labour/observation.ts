// What the plan of a project's labour is made from: of thousands of timecards only those that are not as they were settled.
import { z } from 'zod';
import { timeBaseSchema } from '../../plan/owned.ts';
import { procoreProjectSchema } from '../../records/procore/project.ts';
import { procoreTimecardSchema } from '../../records/procore/timecard.ts';
import { xeroProjectTaskSchema } from '../../records/xero/project-task.ts';
import { xeroProjectSchema } from '../../records/xero/project.ts';
import { xeroProjectsUserSchema } from '../../records/xero/projects-user.ts';
import { commonShape, contactLinkSchema, postFromSchema } from '../common-observation.ts';

const costCodeSchema = z.object({ id: z.string(), code: z.string(), name: z.string() });

/** An entry as Xero holds it, with the day it is of where the organisation is. */
const entrySchema = z.object({
  id: z.string(),
  userId: z.string(),
  taskId: z.string(),
  date: z.string(),
  /** The instant that Xero keeps of it. */
  at: z.string(),
  minutes: z.number().int(),
  description: z.string(),
  /** ACTIVE, or LOCKED or INVOICED. */
  status: z.string(),
});
export type SeenEntry = z.output<typeof entrySchema>;

/** One timecard that is not as it was settled. */
const timeSchema = z.object({
  timecardId: z.string(),
  /** Null where Procore shows it no more. */
  timecard: procoreTimecardSchema.nullable(),
  /** The entry it is linked to; null where there is none. */
  entryId: z.string().nullable(),
  base: timeBaseSchema.nullable(),
  /** Null where there is none, or Xero shows it no more. */
  entry: entrySchema.nullable(),
  /** An entry of a person that says the same: there for a timecard that has none of ours. */
  alike: entrySchema.nullable(),
});
export type SeenTime = z.output<typeof timeSchema>;

/** Timecards that wait to be posted, counted by whose they are and what for. */
const waitingSchema = z.object({
  worker: z.object({ id: z.string(), name: z.string() }).nullable(),
  costCode: costCodeSchema.nullable(),
});
export type WaitingTime = z.output<typeof waitingSchema>;

const taskLinkSchema = z.object({ costCodeId: z.string(), taskId: z.string() });
/** As `BudgetedTasks` in tasks.ts says it. */
const budgetedSchema = z.object({
  workflowId: z.string(),
  costCodeIds: z.array(z.string()),
  names: z.array(z.string()),
  links: z.array(taskLinkSchema),
});

export const projectLabourObservationSchema = z.object({
  ...commonShape,
  type: z.literal('projectLabour'),
  projectId: z.string(),
  project: procoreProjectSchema.nullable(),
  postFrom: postFromSchema,
  /** Whether Xero Projects was ever read: where the organisation has not bought it, it never is. */
  isProjectsRead: z.boolean(),
  organisation: z.object({
    baseCurrency: z.string(),
    /** Whether its days begin after those of UTC. */
    isWestOfUtc: z.boolean(),
  }),
  /** The owner, for whom a project is made in Xero; null where no prime contract names one. */
  owner: contactLinkSchema.nullable(),
  /** The linked project; null where Xero shows it no more. */
  target: xeroProjectSchema.nullable(),
  /** Projects of the name that is wanted, and whether another document has each. */
  candidates: z.array(xeroProjectSchema.extend({ isTaken: z.boolean() })),
  /** Whether the tasks and the time of the linked project were read since it was linked. */
  isTimeRead: z.boolean(),
  users: z.array(xeroProjectsUserSchema),
  /** Of the linked project. */
  tasks: z.array(xeroProjectTaskSchema),
  /** Which tasks cost codes are linked to, by the cost code's id. */
  taskLinks: z.array(taskLinkSchema),
  /** What of the tasks is the budget's; null where it makes none. */
  budgeted: budgetedSchema.nullable().default(null),
  waiting: z.array(waitingSchema),
  /** Workers whom the labour of another project asks about already, by the worker's id. */
  askedElsewhere: z.array(z.object({ workerId: z.string(), workflowId: z.string() })).default([]),
  time: z.array(timeSchema),
  /** Second live entries of a timecard that has one, each by the marker it bears. */
  doubles: z.array(entrySchema.extend({ timecardId: z.string() })),
  /** Roles with a write on its way whose question stands until it is settled. */
  onItsWay: z.array(z.string()),
  /** Whether any time is on its way. */
  isWriting: z.boolean(),
});
export type ProjectLabourObservation = z.output<typeof projectLabourObservationSchema>;
