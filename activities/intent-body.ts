// The body an intent was recorded with, read back on its way out.
import { NotSendableError } from '../connectors/xero/not-sendable-error.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { WriteBody } from '../domain/records/write-bodies.ts';
import { whyNotWritable, writeBodySchema } from '../domain/records/write-bodies.ts';

/**
 * Throws NotSendableError with the member's place where the body is none that may be written: planning sees to it
 * that there is none, and one that comes all the same must not hold up the rest of its batch.
 */
export function intentBody(member: IntentRow, index: number): WriteBody {
  const read = writeBodySchema.safeParse(member.body);
  if (read.success) return read.data;
  const why = whyNotWritable(member.body as WriteBody) ?? 'it is not a body that can be written';
  throw new NotSendableError({ index, field: 'body', why });
}
