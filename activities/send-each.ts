// One request a member, for endpoints that take no more: what was written is settled, what stopped it is told.
import type { IntentRow } from '../db/queries/documents.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { Found, Sent, SendResult } from './vendor-port.ts';

export async function sendEach(
  members: readonly IntentRow[],
  sendOne: (member: IntentRow) => Promise<SendResult>,
): Promise<Sent> {
  const results: SendResult[] = [];
  for (const [index, member] of members.entries()) {
    try {
      results.push(await sendOne(member));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // What was written is settled; what the failure means for this one is the caller's to say.
      return { results, stoppedBy: error, untried: members.slice(index + 1) };
    }
  }
  return { results, stoppedBy: null, untried: [] };
}

/** Each member's own, so that a repetition carries the same key whoever else is left in the batch. */
export function ownKeyOf(idempotencyKey: string, member: IntentRow): string {
  return `${idempotencyKey}-${member.key.slice(0, 16)}`;
}

/** One member's request; a refusal that came after the work was done is looked up. */
export async function writeOne(
  member: IntentRow,
  write: () => Promise<(KeptRecord & { id: string }) | null>,
  look: (members: readonly IntentRow[]) => Promise<Found>,
): Promise<SendResult> {
  const { marker, targetId } = member;
  try {
    const record = await write();
    return { ok: true, marker, targetId: record?.id ?? targetId, record, warnings: [] };
  } catch (error) {
    return refusedUnlessDone(member, error, look);
  }
}

/** A refusal may come from after the work was done, as every answered error may: what is there all the same was done. */
export async function refusedUnlessDone(
  member: IntentRow,
  error: unknown,
  look: (members: readonly IntentRow[]) => Promise<Found>,
): Promise<SendResult> {
  if (!(error instanceof VendorError) || error.kind !== 'refused') throw error;
  const { marker, targetId } = member;
  const [found] = (await look([member])).get(member.key) ?? [];
  return found === undefined
    ? { ok: false, marker, targetId, messages: error.messages }
    : { ok: true, marker, targetId, record: found, warnings: [] };
}
