// Notes in the history of Xero's documents as the write path adds them: one a request, each known by the marker in its text.
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { XeroHistoryNote } from '../domain/records/xero/history-note.ts';
import { ownKeyOf, sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found } from './vendor-port.ts';
import { beside, bodyOf, spareTraits } from './xero-port-parts.ts';

function recordOf(member: IntentRow): XeroHistoryNote {
  const { documentId } = bodyOf('xeroHistoryNote', member);
  const { marker } = member;
  return { kind: 'xeroHistoryNote', id: marker, documentId, marker };
}

async function lookUp(xero: XeroClient, members: readonly IntentRow[]): Promise<Found> {
  const found = new Map<string, XeroHistoryNote[]>();
  for (const member of members) {
    const { of, documentId } = bodyOf('xeroHistoryNote', member);
    const said = await beside(() => xero.listHistory({ of, documentId }));
    const isThere = said.some((details) => details.includes(member.marker));
    found.set(member.key, isThere ? [recordOf(member)] : []);
  }
  return found;
}

/** Nothing can be taken back out of a history: an unknown outcome is always looked up. */
export function historyPort(xero: XeroClient): EndpointPort {
  return {
    ...spareTraits,
    recordKind: 'xeroHistoryNote',
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) =>
        writeOne(
          member,
          async () => {
            await xero.addHistoryNote({
              body: bodyOf('xeroHistoryNote', member),
              idempotencyKey: ownKeyOf(idempotencyKey, member),
              beforeSend: proof([member]),
            });
            return recordOf(member);
          },
          (one) => lookUp(xero, one),
        ),
      ),
    lookUp: (members) => lookUp(xero, members),
  };
}
