// Proves that both clients pass the gate with every request, and that the gate hears of a 429.
import { afterEach, expect, it } from 'vitest';
import type { CallGate } from '../../../connectors/http/call-gate.ts';
import { VendorError } from '../../../connectors/http/vendor-error.ts';
import { clientOf as procoreClientOf, startProcoreStub } from '../procore/procore-stub.ts';
import type { StubAnswer, VendorStub } from '../support/vendor-stub.ts';
import { billBody, clientOf as xeroClientOf, failureOf, startXeroStub } from '../xero/xero-stub.ts';

let stub: (VendorStub & { apiCalls: () => unknown[] }) | undefined;
afterEach(() => stub?.close());

const clients = {
  procore: async (answer: StubAnswer, gate: CallGate) => {
    const vendor = (stub = await startProcoreStub(() => answer));
    const client = procoreClientOf(vendor, { gate });
    const place = { projectId: '1', contractId: '2', id: '3' };
    return { read: () => client.listProjects(), write: () => client.deleteContractPayment(place) };
  },
  xero: async (answer: StubAnswer, gate: CallGate) => {
    const vendor = (stub = await startXeroStub(() => answer));
    const client = xeroClientOf(vendor, { gate });
    const ask = { bodies: [billBody], idempotencyKey: 'k' };
    return { read: () => client.readOrganisation(), write: () => client.createBills(ask) };
  },
};

it.each(['procore', 'xero'] as const)('%s says what it asks for', async (vendor) => {
  const asked: string[] = [];
  const gate: CallGate = (call, send) => {
    asked.push(call.purpose);
    return send();
  };
  const { read, write } = await clients[vendor]({ status: 404 }, gate);
  await failureOf(read());
  await failureOf(write());
  expect(asked).toEqual(['read', 'write']);
});

it.each(['procore', 'xero'] as const)('%s sends nothing past a closed gate', async (vendor) => {
  const full = new VendorError({
    vendor,
    kind: 'rateLimited',
    status: null,
    mayHaveHappened: false,
  });
  const { write } = await clients[vendor]({ status: 200 }, () => Promise.reject(full));
  expect(await failureOf(write())).toBe(full);
  expect(stub?.apiCalls()).toEqual([]);
});

it.each(['procore', 'xero'] as const)('%s lets its gate hear of a 429', async (vendor) => {
  const heard: unknown[] = [];
  const gate: CallGate = (_call, send) =>
    send().catch((error: unknown) => {
      heard.push(error);
      throw error;
    });
  const { write } = await clients[vendor]({ status: 429, headers: { 'retry-after': '5' } }, gate);
  const error = await failureOf(write());
  expect(error).toMatchObject({ kind: 'rateLimited', retryAfterMs: 5_000, mayHaveHappened: false });
  expect(heard).toEqual([error]);
});
