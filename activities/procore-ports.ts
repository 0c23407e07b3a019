// Procore's one endpoint that Tieout writes: contract payments.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { contractPaymentBodySchema } from '../domain/records/write-bodies.ts';
import type { EndpointPort, SendResult } from './vendor-port.ts';

export function createContractPaymentsPort(client: ProcoreClient): EndpointPort {
  return {
    // Procore publishes no promise for its Idempotency-Token, so an unknown outcome is always looked up.
    keyMemoryMs: 0,
    findStale: () => Promise.resolve({ stale: new Set<string>(), seen: [] }),
    async send(members, idempotencyKey) {
      const results: SendResult[] = [];
      for (const [index, member] of members.entries()) {
        const body = contractPaymentBodySchema.parse(member.body);
        const idempotencyToken = `${idempotencyKey}-${index}`;
        try {
          const record = await client.createContractPayment({ ...body, idempotencyToken });
          const marker = markerIn(record.notes);
          results.push({ ok: true, marker, targetId: record.id, record, warnings: [] });
        } catch (error) {
          if (error instanceof VendorError && error.kind === 'refused') {
            results.push({ ok: false, marker: member.marker, messages: error.messages });
            continue;
          }
          // What was written is settled; the rest is looked up before it is tried again.
          if (results.length > 0) return results;
          throw error;
        }
      }
      return results;
    },
    async lookUp(members) {
      const found = new Map<string, KeptRecord>();
      for (const member of members) {
        const { projectId, contractId } = contractPaymentBodySchema.parse(member.body);
        const payments = await client.listContractPayments({ projectId, contractId });
        const payment = payments.find((candidate) => markerIn(candidate.notes) === member.marker);
        if (payment) found.set(member.marker, payment);
      }
      return found;
    },
  };
}
