// Procore's one endpoint that Tieout writes: contract payments.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { contractPaymentBodySchema } from '../domain/records/write-bodies.ts';
import type { EndpointPort, SendResult } from './vendor-port.ts';

export function createContractPaymentsPort(client: ProcoreClient): EndpointPort {
  async function findOne(member: IntentRow): Promise<KeptRecord | null> {
    const { projectId, contractId } = contractPaymentBodySchema.parse(member.body);
    const payments = await client.listContractPayments({ projectId, contractId });
    return payments.find((candidate) => markerIn(candidate.notes) === member.marker) ?? null;
  }

  async function sendOne(member: IntentRow, idempotencyKey: string): Promise<SendResult> {
    const body = contractPaymentBodySchema.parse(member.body);
    const { marker } = member;
    // Each member's own, so that a repetition carries the same token whoever else is left in the batch.
    const idempotencyToken = `${idempotencyKey}-${member.key.slice(0, 16)}`;
    try {
      const record = await client.createContractPayment({ ...body, idempotencyToken });
      const said = markerIn(record.notes);
      return { ok: true, marker: said, targetId: record.id, record, warnings: [] };
    } catch (error) {
      if (!(error instanceof VendorError) || error.kind !== 'refused') throw error;
      // A refusal may come from after the work was done, as every answered error may.
      const record = await findOne(member);
      return record?.kind === 'procoreContractPayment'
        ? { ok: true, marker, targetId: record.id, record, warnings: [] }
        : { ok: false, marker, messages: error.messages };
    }
  }

  return {
    // Procore publishes no promise for its Idempotency-Token, so an unknown outcome is always looked up.
    keyMemoryMs: 0,
    keepsKey: true,
    // Longer than our own time limit of 25 s for a request, with room for a vendor that goes on after we hung up.
    quietMs: 45_000,
    findStale: () => Promise.resolve({ stale: new Set<string>(), seen: [] }),
    async send(members, idempotencyKey, assertHeld) {
      const results: SendResult[] = [];
      for (const [index, member] of members.entries()) {
        try {
          await assertHeld();
          results.push(await sendOne(member, idempotencyKey));
        } catch (error) {
          if (!(error instanceof VendorError)) throw error;
          // What was written is settled; what the failure means for this one is the caller's to say.
          return { results, stoppedBy: error, untried: members.slice(index + 1) };
        }
      }
      return { results, stoppedBy: null, untried: [] };
    },
    async lookUp(members) {
      const found = new Map<string, KeptRecord>();
      for (const member of members) {
        const payment = await findOne(member);
        if (payment) found.set(member.marker, payment);
      }
      return found;
    },
  };
}
