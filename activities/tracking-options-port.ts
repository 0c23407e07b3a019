// Xero's tracking options as the write path uses them: one a request, each known by its category and name.
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type {
  TrackingOptionArchiveBody,
  TrackingOptionBody,
} from '../domain/records/write-bodies.ts';
import type { XeroTrackingOption } from '../domain/records/xero/tracking-option.ts';
import { intentBody } from './intent-body.ts';
import { ownKeyOf, sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found, Proof, SendResult } from './vendor-port.ts';
import { traits } from './xero-port-parts.ts';

type OptionBody = TrackingOptionBody | TrackingOptionArchiveBody;

function optionBodyOf(member: IntentRow): OptionBody {
  const body = intentBody(member, 0);
  if (body.kind === 'xeroTrackingOption' || body.kind === 'xeroTrackingOptionArchive') return body;
  throw new Error(`an intent for tracking options holds a ${body.kind}`);
}

/**
 * A category has no second option of a name, in whatever case (Xero OpenAPI 16.1.0, TrackingOption; that archived ones
 * count is unconfirmed): one of the name that can be used is what the creation was for, whoever made it.
 */
function standsFor(body: OptionBody, option: XeroTrackingOption): boolean {
  if (option.categoryId !== body.categoryId) return false;
  return body.kind === 'xeroTrackingOption'
    ? option.status === 'ACTIVE' && option.name.toLowerCase() === body.name.toLowerCase()
    : option.id === body.optionId && option.status === 'ARCHIVED';
}

async function lookUp(client: XeroClient, members: readonly IntentRow[]): Promise<Found> {
  const options = await client.listTrackingOptions();
  return new Map(
    members.map((member) => {
      const body = optionBodyOf(member);
      return [member.key, options.filter((option) => standsFor(body, option))];
    }),
  );
}

function sendOne(
  client: XeroClient,
  member: IntentRow,
  { idempotencyKey, proof }: { idempotencyKey: string; proof: Proof },
): Promise<SendResult> {
  const body = optionBodyOf(member);
  const way = { idempotencyKey: ownKeyOf(idempotencyKey, member), beforeSend: proof([member]) };
  return writeOne(
    member,
    () =>
      body.kind === 'xeroTrackingOption'
        ? client.createTrackingOption({ body, ...way })
        : client.archiveTrackingOption({ body, ...way }),
    (members) => lookUp(client, members),
  );
}

export function trackingOptionsPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    keepsKey: true,
    // The list is one call, and a person, or the budget of another project, may have made the option meanwhile.
    looksFirst: true,
    recordKind: 'xeroTrackingOption',
    async findStale(members, beforeLook) {
      const options = await client.listTrackingOptions({ beforeSend: beforeLook });
      const byId = new Map(options.map((option) => [option.id, option]));
      const isAsSeen = ({ targetId, targetVersion }: IntentRow): boolean => {
        const option = byId.get(targetId ?? '');
        return option?.status === 'ACTIVE' && option.name === targetVersion;
      };
      const moved = members.filter((member) => !isAsSeen(member));
      const seen = members.flatMap(({ targetId }) => byId.get(targetId ?? '') ?? []);
      return { stale: new Set(moved.map(({ key }) => key)), seen };
    },
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => sendOne(client, member, { idempotencyKey, proof })),
    lookUp: (members) => lookUp(client, members),
  };
}
