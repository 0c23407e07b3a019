// Procore's direct costs as the write path uses them: one a request, each known by the marker at the end of its description.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import { VendorError, nullWhereNotFound } from '../connectors/http/vendor-error.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { markerIn } from '../domain/identity/markers.ts';
import { canonicalAmount } from '../domain/money/amount.ts';
import type { ProcoreDirectCost } from '../domain/records/procore/direct-cost.ts';
import type {
  DirectCostBody,
  DirectCostChangeBody,
  DirectCostDeleteBody,
} from '../domain/records/write-bodies.ts';
import { intentBody } from './intent-body.ts';
import { ownKeyOf, sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found, Proof, SendResult } from './vendor-port.ts';

type Body = DirectCostBody | DirectCostChangeBody | DirectCostDeleteBody;

function bodyOf(member: IntentRow): Body {
  const body = intentBody(member, 0);
  switch (body.kind) {
    case 'procoreDirectCost':
    case 'procoreDirectCostChange':
    case 'procoreDirectCostDelete':
      return body;
    default:
      throw new Error(`an intent for direct costs holds a ${body.kind}`);
  }
}

/** Null where Procore does not show it. */
function shown(
  client: ProcoreClient,
  place: { projectId: string; directCostId: string },
  beforeSend?: BeforeSend,
): Promise<ProcoreDirectCost | null> {
  const { projectId, directCostId: id } = place;
  return nullWhereNotFound(client.readDirectCost({ projectId, id, beforeSend }));
}

/** What a change asked for, whatever the order of its lines. */
function says(cost: ProcoreDirectCost, body: DirectCostChangeBody): boolean {
  return (
    cost.status === body.status &&
    cost.vendorId === body.vendorId &&
    cost.invoiceNumber === body.invoiceNumber &&
    cost.date === body.date &&
    cost.description === body.description &&
    linesOf(cost.lines) === linesOf(body.lines)
  );
}

type Line = { wbsCodeId: string | null; amount: string; description: string | null };

function linesOf(lines: readonly Line[]): string {
  const said = lines.map(({ wbsCodeId, amount, description }) =>
    JSON.stringify([wbsCodeId, canonicalAmount(amount), description ?? '']),
  );
  return said.sort().join('\n');
}

/** A project's list is read once however many members are of it; what bears a mark is then read with its lines. */
async function lookUp(client: ProcoreClient, members: readonly IntentRow[]): Promise<Found> {
  const headersOf = await headersByProject(client, members);
  const found = new Map<string, (ProcoreDirectCost | null)[]>();
  for (const member of members) {
    const body = bodyOf(member);
    const headers = headersOf(member);
    if (body.kind === 'procoreDirectCostDelete') {
      // The list was answered, so the project may be seen; Procore refuses it (403, 404) where it may not.
      const stands = headers.some(({ id }) => id === body.directCostId);
      found.set(member.key, stands ? [] : [null]);
      continue;
    }
    const ids =
      body.kind === 'procoreDirectCost'
        ? headers.filter(({ description }) => markerIn(description) === member.marker)
        : headers.filter(({ id }) => id === body.directCostId);
    const costs: ProcoreDirectCost[] = [];
    for (const { id } of ids) {
      const cost = await shown(client, { projectId: body.projectId, directCostId: id });
      const isIt = cost && (body.kind === 'procoreDirectCost' || says(cost, body));
      if (isIt) costs.push(cost);
    }
    found.set(member.key, costs);
  }
  return found;
}

type Headers = Awaited<ReturnType<ProcoreClient['listDirectCosts']>>;

async function headersByProject(
  client: ProcoreClient,
  members: readonly IntentRow[],
): Promise<(member: IntentRow) => Headers> {
  const lists = new Map<string, Headers>();
  for (const member of members) {
    const { projectId } = bodyOf(member);
    if (!lists.has(projectId)) lists.set(projectId, await client.listDirectCosts({ projectId }));
  }
  return (member) => lists.get(bodyOf(member).projectId) ?? [];
}

async function write(
  client: ProcoreClient,
  member: IntentRow,
  { idempotencyToken, beforeSend }: { idempotencyToken: string; beforeSend: BeforeSend },
): Promise<ProcoreDirectCost | null> {
  const body = bodyOf(member);
  switch (body.kind) {
    case 'procoreDirectCost':
      return client.createDirectCost({ ...body, idempotencyToken, beforeSend });
    case 'procoreDirectCostChange': {
      const { kind: _kind, ...change } = body;
      // Its lines as they stand now: a change that was half done before is finished and not done twice.
      const there = await client.readDirectCost({
        ...{ projectId: body.projectId, id: body.directCostId, beforeSend },
      });
      return client.updateDirectCost({ ...change, there, beforeSend });
    }
    case 'procoreDirectCostDelete': {
      const { projectId, directCostId: id } = body;
      await client.deleteDirectCost({ projectId, id, beforeSend });
      return null;
    }
  }
}

/**
 * A conflict says that another request is at work on it, and passes; where an origin_id is set it says as well that somebody
 * else holds that, and never does (Procore tutorial "Using Sync Actions", error reference, 409; read 2026-11-23). So then it
 * is a refusal, which a person is asked about.
 */
async function naming<T>(member: IntentRow, sent: Promise<T>): Promise<T> {
  try {
    return await sent;
  } catch (error) {
    const body = bodyOf(member);
    const isOwned = body.kind === 'procoreDirectCost' && body.originId !== undefined;
    if (!(error instanceof VendorError) || error.kind !== 'conflict' || !isOwned) throw error;
    const { vendor, status, messages } = error;
    throw new VendorError({ vendor, status, messages, kind: 'refused', mayHaveHappened: false });
  }
}

function sendOne(
  client: ProcoreClient,
  member: IntentRow,
  { idempotencyKey, proof }: { idempotencyKey: string; proof: Proof },
): Promise<SendResult> {
  const idempotencyToken = ownKeyOf(idempotencyKey, member);
  return writeOne(
    member,
    () => naming(member, write(client, member, { idempotencyToken, beforeSend: proof([member]) })),
    (members) => lookUp(client, members),
  );
}

export function createDirectCostsPort(client: ProcoreClient): EndpointPort {
  return {
    recordKind: 'procoreDirectCost',
    // As for contract payments: Procore promises nothing for a key, so an unknown outcome is always looked up.
    keyMemoryMs: 0,
    keepsKey: true,
    looksFirst: true,
    readsBeforeCreation: false,
    quietMs: 45_000,
    async findStale(members, beforeLook) {
      const seen: ProcoreDirectCost[] = [];
      const stale = new Set<string>();
      for (const member of members) {
        const body = bodyOf(member);
        if (body.kind === 'procoreDirectCost') continue;
        const cost = await shown(client, body, beforeLook);
        if (cost) seen.push(cost);
        if (cost?.updatedAt !== member.targetVersion) stale.add(member.key);
      }
      return { stale, seen };
    },
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => sendOne(client, member, { idempotencyKey, proof })),
    lookUp: (members) => lookUp(client, members),
  };
}
