// What is known of that which goes with a document by the day's spare calls: what has come to its end, and what is to be noted.
import { z } from 'zod';
import { notedKinds } from '../records/write-bodies.ts';

/** A write of ours that a person let go while notes were asked for. */
const decidedSchema = z.object({
  /** Of the note: `note/<the write's key, cut>`. */
  role: z.string(),
  marker: z.string(),
  of: z.enum(notedKinds),
  /** The document it wrote. */
  documentId: z.string(),
  /** As the console knows the person. */
  person: z.string(),
  /** ISO, UTC. */
  decidedAt: z.string(),
  /** The question, as the person read it. */
  asked: z.string(),
  reason: z.string().nullable(),
});
export type Decided = z.output<typeof decidedSchema>;

export const spareSchema = z.object({
  /** Of each role and document what was written, or refused for good: neither is tried again. */
  ended: z.array(z.object({ role: z.string(), documentId: z.string() })),
  decided: z.array(decidedSchema),
});
export type Spare = z.output<typeof spareSchema>;

export function hasEnded({ ended }: Spare, role: string, documentId: string): boolean {
  return ended.some((one) => one.role === role && one.documentId === documentId);
}
