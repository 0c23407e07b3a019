// What every observation holds, whichever object it is of, and how snapshots of older versions are read back.
import { z } from 'zod';
import { mappingSchema } from '../mapping/mapping.ts';
import { spareSchema } from '../spare/observation.ts';
import { answersSchema, noAnswers } from '../plan/answers.ts';

export const commonShape = {
  connection: z.string(),
  publicUrl: z.string(),
  mapping: mappingSchema,
  mappingVersion: z.string(),
  /** Other connections keep the same Procore company in agreement with other organisations. Absent where there is one. */
  sharesCompany: z.literal(true).optional(),
  /** What was said and done about the document so far. */
  answers: answersSchema.default(noAnswers),
  /** A hash over the lock dates, the chart and the counterparty: while it stands, a refusal stands. */
  context: z.string(),
  /** The vendor answered that it does not exist or may not be seen; a fact about access, not a deletion. */
  sourceUnseen: z.boolean(),
  /** What of the document's own records cannot be read as they stand, in words; what was read of them before counts for nothing. Absent where all can. */
  unreadable: z.array(z.string()).optional(),
  /** What goes with the document by the day's spare calls; absent where the mapping asks for none. */
  spare: spareSchema.optional(),
  /** The record this document is linked to; seen or not, there must never be a second one. */
  linkedTargetId: z.string().nullable(),
};

/** The vendor's contact document. An archived contact takes no new documents but keeps those it has. */
export const contactLinkSchema = z.object({
  workflowId: z.string(),
  contactId: z.string().nullable(),
  archived: z.boolean(),
  /** The vendor's name, where it is inactive in Procore and bills under no contact yet. */
  inactive: z.string().optional(),
});
export type ContactLink = z.infer<typeof contactLinkSchema>;

/**
 * The currencies that the organisation keeps; null where they are not read yet, absent where the document is in the
 * organisation's own.
 */
export const currenciesSeenSchema = z.array(z.string()).nullable().optional();

/** What the contacts of a document were called when it was looked at, by id; absent where that was not kept. */
export const contactNamesSchema = z.record(z.string(), z.string()).optional();

/**
 * The day from which a project's documents are posted; null while it is not turned on. Observations of before
 * projects were turned on one by one were of projects that post.
 */
export const postFromSchema = z.string().nullable().default('0001-01-01');
