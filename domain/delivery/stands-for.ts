// Which of the records that bear a write's marker is what that write made.
import type { KeptRecord } from '../records/records.ts';
import { isStanding } from '../records/xero/standing.ts';

/** A record that a person, or we, have ended: it is there and says so. */
function isEnded(record: KeptRecord): boolean {
  return 'status' in record && !isStanding(record);
}

/**
 * A live one first. One that was ended counts too: a person may void a bill while its outcome is open, and creating
 * it again would overrule that. Only one this document is known to have had before is no trace of this write.
 */
export function standsFor(
  records: readonly KeptRecord[],
  knownBefore: ReadonlySet<string>,
): KeptRecord | null {
  const live = records.find((record) => !isEnded(record));
  if (live) return live;
  return records.find((record) => 'id' in record && !knownBefore.has(record.id)) ?? null;
}
