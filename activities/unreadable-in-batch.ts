// What a batch makes of records at its vendor that are there and cannot be read.
import type { UnreadableRecord } from '../connectors/http/call-report.ts';
import { settingAside } from '../connectors/http/parsed-records.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { Unreadable } from '../db/queries/unreadable.ts';
import { markerIn } from '../domain/identity/markers.ts';
import { notNow } from './failures.ts';
import { wordsOfUnreadable } from './readers.ts';
import type { EndpointPort, Found } from './vendor-port.ts';

/** How soon a record that cannot be read is looked at again. */
const unreadableWaitMs = 30_000;

/** Targets of a change: their documents must know, or they would be planned in a ring. */
export function unreadableTargets(
  { recordKind }: Pick<EndpointPort, 'recordKind'>,
  unreadable: readonly UnreadableRecord[],
): Unreadable[] {
  return unreadable.flatMap((record) =>
    record.id === null
      ? []
      : [{ kind: recordKind, recordId: record.id, words: wordsOfUnreadable(record), feed: '' }],
  );
}

/**
 * Somebody else's record that cannot be read says nothing about ours. One that bears a mark of this batch is there and
 * must not be written again: nothing goes on before it can be read.
 */
export async function lookUpAll(
  { port, since }: { port: EndpointPort; since: string | null },
  members: readonly IntentRow[],
): Promise<Found> {
  const { value, aside } = await settingAside(() => port.lookUp(members, since));
  const marks = aside.flatMap(({ marks: texts }) => texts.map(markerIn));
  const odd = members.find(({ marker }) => marks.includes(marker));
  if (odd === undefined) return value;
  throw notNow(unreadableWaitMs, `the record of ${odd.workflowId} is there and cannot be read`);
}
