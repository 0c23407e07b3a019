// Procore's one endpoint that Tieout writes: contract payments, each a request of its own.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { markerIn } from '../domain/identity/markers.ts';
import { canonicalAmount } from '../domain/money/amount.ts';
import type { ProcoreContractPayment } from '../domain/records/procore/contract-payment.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type {
  ContractPaymentBody,
  ContractPaymentChangeBody,
  ContractPaymentDeleteBody,
} from '../domain/records/write-bodies.ts';
import { intentBody } from './intent-body.ts';
import { ownKeyOf, sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found, Proof, SendResult } from './vendor-port.ts';

type PaymentBody = ContractPaymentBody | ContractPaymentChangeBody | ContractPaymentDeleteBody;

function bodyOf(member: IntentRow): PaymentBody {
  const body = intentBody(member, 0);
  switch (body.kind) {
    case 'procoreContractPayment':
    case 'procoreContractPaymentChange':
    case 'procoreContractPaymentDelete':
      return body;
    default:
      throw new Error(`an intent for contract payments holds a ${body.kind}`);
  }
}

/** Each contract's payments, read once however many members belong to it. */
async function paymentsOf(
  client: ProcoreClient,
  members: readonly IntentRow[],
  beforeSend?: BeforeSend,
): Promise<(member: IntentRow) => ProcoreContractPayment[]> {
  const lists = new Map<string, ProcoreContractPayment[]>();
  const placeOf = (member: IntentRow): string => bodyOf(member).contractId;
  for (const member of members) {
    if (lists.has(placeOf(member))) continue;
    const { projectId, contractId } = bodyOf(member);
    const ask = { projectId, contractId, beforeSend };
    lists.set(contractId, await client.listContractPayments(ask));
  }
  return (member) => lists.get(placeOf(member)) ?? [];
}

/** What of a list stands for this member's write. */
function foundIn(
  member: IntentRow,
  payments: readonly ProcoreContractPayment[],
): (KeptRecord | null)[] {
  const body = bodyOf(member);
  switch (body.kind) {
    case 'procoreContractPayment':
      return payments.filter(({ notes }) => markerIn(notes) === member.marker);
    case 'procoreContractPaymentChange':
      return payments.filter((payment) => payment.id === body.paymentId && says(payment, body));
    case 'procoreContractPaymentDelete':
      // The list was answered, so the contract may be seen; Procore refuses it (403, 404) where it may not.
      return payments.some(({ id }) => id === body.paymentId) ? [] : [null];
  }
}

function says(payment: ProcoreContractPayment, body: ContractPaymentChangeBody): boolean {
  return (
    canonicalAmount(payment.amount) === canonicalAmount(body.amount) &&
    payment.date === body.date &&
    (body.notes === undefined || payment.notes === body.notes)
  );
}

async function lookUp(client: ProcoreClient, members: readonly IntentRow[]): Promise<Found> {
  const listOf = await paymentsOf(client, members);
  return new Map(members.map((member) => [member.key, foundIn(member, listOf(member))]));
}

async function write(
  client: ProcoreClient,
  member: IntentRow,
  { idempotencyToken, beforeSend }: { idempotencyToken: string; beforeSend: BeforeSend },
): Promise<ProcoreContractPayment | null> {
  const body = bodyOf(member);
  switch (body.kind) {
    case 'procoreContractPayment':
      return client.createContractPayment({ ...body, idempotencyToken, beforeSend });
    case 'procoreContractPaymentChange':
      return client.updateContractPayment({ ...body, beforeSend });
    case 'procoreContractPaymentDelete': {
      const { projectId, contractId, paymentId: id } = body;
      await client.deleteContractPayment({ projectId, contractId, id, beforeSend });
      return null;
    }
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
    () => write(client, member, { idempotencyToken, beforeSend: proof([member]) }),
    (members) => lookUp(client, members),
  );
}

export function createContractPaymentsPort(client: ProcoreClient): EndpointPort {
  return {
    recordKind: 'procoreContractPayment',
    // Procore publishes no promise for its Idempotency-Token, so an unknown outcome is always looked up.
    keyMemoryMs: 0,
    keepsKey: true,
    looksFirst: true,
    readsBeforeCreation: false,
    // Longer than our own time limit of 25 s for a request, with room for a vendor that goes on after we hung up.
    quietMs: 45_000,
    async findStale(members, beforeLook) {
      const listOf = await paymentsOf(client, members, beforeLook);
      const seen = members.flatMap((member) => listOf(member));
      const versions = new Map(seen.map((payment) => [payment.id, payment.updatedAt]));
      const moved = members.filter(
        ({ targetId, targetVersion }) => versions.get(targetId ?? '') !== targetVersion,
      );
      return { stale: new Set(moved.map(({ key }) => key)), seen };
    },
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => sendOne(client, member, { idempotencyKey, proof })),
    lookUp: (members) => lookUp(client, members),
  };
}
