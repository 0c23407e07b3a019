// Procore's one endpoint that Tieout writes: contract payments.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { contractPaymentBodySchema } from '../domain/records/write-bodies.ts';
import type { EndpointPort } from './vendor-port.ts';

export function createContractPaymentsPort(client: ProcoreClient): EndpointPort {
  return {
    // Procore publishes no promise for its Idempotency-Token, so an unknown outcome is always looked up.
    keyMemoryMs: 0,
    findStale: () => Promise.resolve({ stale: new Set<string>(), seen: [] }),
    async send(members, idempotencyKey) {
      const [member, ...others] = members;
      if (!member || others.length > 0)
        throw new Error('Procore takes one contract payment a call');
      const body = contractPaymentBodySchema.parse(member.body);
      const record = await client.createContractPayment({
        ...body,
        idempotencyToken: idempotencyKey,
      });
      return [
        { ok: true, marker: markerIn(record.notes), targetId: record.id, record, warnings: [] },
      ];
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
