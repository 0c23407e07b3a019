// Procore's vendors, of which Tieout sets the fields that Xero owns, each vendor by a request of its own.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import { nullWhereNotFound } from '../connectors/http/vendor-error.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { ProcoreVendor } from '../domain/records/procore/vendor.ts';
import type { VendorChangeBody } from '../domain/records/write-bodies.ts';
import { intentBody } from './intent-body.ts';
import { sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found } from './vendor-port.ts';

function bodyOf(member: IntentRow): VendorChangeBody {
  const body = intentBody(member, 0);
  if (body.kind === 'procoreVendorChange') return body;
  throw new Error(`an intent for vendors holds a ${body.kind}`);
}

/** One that Procore does not show is not there for this write. */
function shown(
  client: ProcoreClient,
  member: IntentRow,
  beforeSend?: BeforeSend,
): Promise<ProcoreVendor | null> {
  return nullWhereNotFound(client.readVendor({ id: bodyOf(member).vendorId, beforeSend }));
}

const says = (vendor: ProcoreVendor, { name, email }: VendorChangeBody): boolean =>
  (name === undefined || vendor.name === name) && (email === undefined || vendor.email === email);

async function lookUp(client: ProcoreClient, members: readonly IntentRow[]): Promise<Found> {
  const found = new Map<string, ProcoreVendor[]>();
  for (const member of members) {
    const vendor = await shown(client, member);
    found.set(member.key, vendor && says(vendor, bodyOf(member)) ? [vendor] : []);
  }
  return found;
}

export function createVendorsPort(client: ProcoreClient): EndpointPort {
  return {
    recordKind: 'procoreVendor',
    // As for contract payments: an unknown outcome is always looked up.
    keyMemoryMs: 0,
    keepsKey: true,
    looksFirst: false,
    readsBeforeCreation: false,
    quietMs: 45_000,
    async findStale(members, beforeLook) {
      const seen: ProcoreVendor[] = [];
      const stale = new Set<string>();
      for (const member of members) {
        const vendor = await shown(client, member, beforeLook);
        if (vendor) seen.push(vendor);
        if (vendor?.updatedAt !== member.targetVersion) stale.add(member.key);
      }
      return { stale, seen };
    },
    send: (members, _idempotencyKey, proof) =>
      sendEach(members, (member) => {
        const { kind: _kind, ...body } = bodyOf(member);
        return writeOne(
          member,
          () => client.updateVendor({ ...body, beforeSend: proof([member]) }),
          (one) => lookUp(client, one),
        );
      }),
    lookUp: (members) => lookUp(client, members),
  };
}
