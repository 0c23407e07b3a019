// Proves that what is asked last, behind the gate and again when the connection takes the first byte, keeps every write from leaving (W2).
import { afterEach, describe, expect, it } from 'vitest';
import type { BeforeSend, CallGate } from '../../../connectors/http/call-gate.ts';
import { clientOf as procoreClientOf, startProcoreStub } from '../procore/procore-stub.ts';
import type { VendorStub } from '../support/vendor-stub.ts';
import { billBody, clientOf as xeroClientOf, failureOf, startXeroStub } from '../xero/xero-stub.ts';

let stub: (VendorStub & { apiCalls: () => unknown[] }) | undefined;
afterEach(() => stub?.close());

const { lines, currency, date, contactId, status } = billBody;
const contact = { kind: 'xeroContact', contactNumber: 'n', name: 'Rimu' } as const;
const order = {
  kind: 'xeroPurchaseOrder',
  number: 'PO-1',
  lines,
  currency,
  date,
  contactId,
  status,
} as const;
const place = { projectId: '1', contractId: '2' };
const payment = { ...place, amount: '1.00', date: '2026-05-31', notes: 'n' };
const key = { idempotencyKey: 'k' };

type Ask = { beforeSend: BeforeSend };
type Xero = ReturnType<typeof xeroClientOf>;
type Procore = ReturnType<typeof procoreClientOf>;

const xeroWrites: Record<string, (client: Xero, ask: Ask) => Promise<unknown>> = {
  createContacts: (client, ask) =>
    client.createContacts({ bodies: [{ ...contact, contactId: null }], ...key, ...ask }),
  updateContacts: (client, ask) =>
    client.updateContacts({ bodies: [{ ...contact, contactId: 'c' }], ...key, ...ask }),
  createBills: (client, ask) => client.createBills({ bodies: [billBody], ...key, ...ask }),
  updateBills: (client, ask) =>
    client.updateBills({ bodies: [{ ...billBody, billId: 'b' }], ...key, ...ask }),
  voidBills: (client, ask) =>
    client.voidBills({
      bodies: [{ kind: 'xeroBillVoid', billId: 'b', status: 'VOIDED' }],
      ...key,
      ...ask,
    }),
  createPurchaseOrders: (client, ask) =>
    client.createPurchaseOrders({ bodies: [{ ...order, orderId: null }], ...key, ...ask }),
  updatePurchaseOrders: (client, ask) =>
    client.updatePurchaseOrders({ bodies: [{ ...order, orderId: 'o' }], ...key, ...ask }),
  deletePurchaseOrders: (client, ask) =>
    client.deletePurchaseOrders({
      bodies: [{ kind: 'xeroPurchaseOrderDelete', orderId: 'o' }],
      ...key,
      ...ask,
    }),
};
const procoreWrites: Record<string, (client: Procore, ask: Ask) => Promise<unknown>> = {
  createContractPayment: (client, ask) =>
    client.createContractPayment({
      kind: 'procoreContractPayment',
      ...payment,
      requisitionId: '3',
      invoiceNumber: null,
      idempotencyToken: 'k',
      ...ask,
    }),
  updateContractPayment: (client, ask) =>
    client.updateContractPayment({ ...payment, paymentId: '9', ...ask }),
  updateVendor: (client, ask) => client.updateVendor({ vendorId: '9', name: 'Rimu', ...ask }),
  deleteContractPayment: (client, ask) =>
    client.deleteContractPayment({ ...place, id: '9', ...ask }),
};

/** Every write there is, before a vendor that would take it. */
async function writerOf(name: string, gate?: CallGate): Promise<(ask: Ask) => Promise<unknown>> {
  const options = gate ? { gate } : {};
  const inProcore = procoreWrites[name];
  if (inProcore) {
    const vendor = (stub = await startProcoreStub(() => ({ status: 200, body: [] })));
    const client = procoreClientOf(vendor, options);
    return (ask) => inProcore(client, ask);
  }
  const vendor = (stub = await startXeroStub(() => ({ status: 200, body: {} })));
  const client = xeroClientOf(vendor, options);
  return (ask) => xeroWrites[name]?.(client, ask) ?? Promise.resolve();
}

const all = [...Object.keys(xeroWrites), ...Object.keys(procoreWrites)];
const moved = new Error('another attempt has it');
const allowed: BeforeSend = () => Promise.resolve(() => undefined);

describe.each(all)('%s', (name) => {
  it('asks behind the gate, and throws what it is told as it is; nothing leaves', async () => {
    const order: string[] = [];
    const write = await writerOf(name, (_call, send) => {
      order.push('leased');
      return send();
    });
    const beforeSend = () => {
      order.push('asked');
      return Promise.reject(moved);
    };
    expect(await failureOf(write({ beforeSend }))).toBe(moved);
    expect(order).toEqual(['leased', 'asked']);
    expect(stub?.apiCalls()).toEqual([]);
  });

  it('asks once more when the first byte is about to leave, over a new connection and over one that stands', async () => {
    const write = await writerOf(name);
    const stopped: BeforeSend = () =>
      Promise.resolve(() => {
        throw moved;
      });
    expect(await failureOf(write({ beforeSend: stopped }))).toBe(moved);
    expect(stub?.apiCalls()).toEqual([]);
    await failureOf(write({ beforeSend: allowed }));
    expect(stub?.apiCalls()).toHaveLength(1);
    expect(await failureOf(write({ beforeSend: stopped }))).toBe(moved);
    expect(stub?.apiCalls()).toHaveLength(1);
  });
});
