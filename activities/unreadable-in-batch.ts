// What a batch makes of records at its vendor that are there and cannot be read.
import { settingAside } from '../connectors/http/parsed-records.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { markerIn } from '../domain/identity/markers.ts';
import { notNow } from './failures.ts';
import type { EndpointPort, Found } from './vendor-port.ts';

/** How soon a record that cannot be read is looked at again. */
const unreadableWaitMs = 30_000;

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
