// What has been said and done about a document so far: what a person left as it is, decided, and what a vendor refused.
import { z } from 'zod';
import type { Role } from '../identity/roles.ts';

const role = z.string().transform((text) => text as Role);

/** A question answered "leave it", by what the person saw. */
const acceptedDifferenceSchema = z.object({
  subject: role,
  kind: z.string(),
  seenHash: z.string(),
});
export type AcceptedDifference = z.infer<typeof acceptedDifferenceSchema>;

/** Why a vendor's refusal needs a person, as the vendor's own port understands it. */
export const refusalKinds = [
  'vendorRefused',
  'lockedPeriod',
  'contactArchived',
  'unmappedCode',
  'unmappedTax',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/** A write the vendor refused, so that the same verdict is not sent again while its ground stands. */
export const refusalSchema = z.object({
  role,
  verdictHash: z.string(),
  kind: z.enum(refusalKinds),
  messages: z.array(z.string()),
  context: z.string(),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** A decision found in Postgres that has not been carried out. */
export const pendingDecisionSchema = z.object({
  id: z.string(),
  subject: role,
  questionHash: z.string(),
  verdict: z.enum(['approve', 'reject']),
});
export type PendingDecision = z.infer<typeof pendingDecisionSchema>;

export const answersSchema = z.object({
  accepted: z.array(acceptedDifferenceSchema),
  refusals: z.array(refusalSchema),
  decisions: z.array(pendingDecisionSchema),
  /** Roles with a write on its way: they are left alone until it has settled. */
  inFlight: z.array(role),
});
export type Answers = z.infer<typeof answersSchema>;

export const noAnswers: Answers = { accepted: [], refusals: [], decisions: [], inFlight: [] };
