// One request a member, for endpoints that take no more: what was written is settled, what stopped it is told.
import type { IntentRow } from '../db/queries/documents.ts';
import type { Sent, SendResult } from './vendor-port.ts';

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
