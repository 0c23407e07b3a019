// Proves how each endpoint is asked to void, delete and change, what tells afterwards that it was done, and that no look-up knows our clock.
import { describe, expect, it } from 'vitest';
import { createContractPaymentsPort } from '../../activities/procore-ports.ts';
import { createVendorsPort } from '../../activities/vendors-port.ts';
import type { EndpointPort } from '../../activities/vendor-port.ts';
import { createXeroPorts } from '../../activities/xero-ports.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { IntentRow } from '../../db/queries/documents.ts';
import type { Operation } from '../../domain/delivery/operation.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { ProcoreVendor } from '../../domain/records/procore/vendor.ts';
import type { WriteBody } from '../../domain/records/write-bodies.ts';

type Asked = [method: string, ask: Record<string, unknown>];

/** A client whose every method is written down and answers what the test says. */
function recordingClient(answers: Record<string, unknown>) {
  const asked: Asked[] = [];
  const client = new Proxy(
    {},
    {
      get: (_target, method: string) => (ask: Record<string, unknown>) => {
        asked.push([method, ask]);
        const answer = answers[method] ?? [];
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
  );
  return { client: client as never, asked };
}

const member = (operation: Operation, body: WriteBody, over: Partial<IntentRow> = {}): IntentRow =>
  ({
    key: 'key-1',
    operation,
    body,
    marker: 'tieout:demo/x/1/y',
    targetId: 't-1',
    ...over,
  }) as IntentRow;
const proof = () => () => Promise.resolve(() => undefined);
const methodsOf = (asked: readonly Asked[]) => asked.map(([method]) => method);
const foundKeys = async (port: EndpointPort, one: IntentRow, since: string | null = null) =>
  [...(await port.lookUp([one], since))]
    .filter(([, records]) => records.length > 0)
    .map(([key]) => key);

describe('voiding a bill', () => {
  const body: WriteBody = { kind: 'xeroBillVoid', billId: 't-1', status: 'VOIDED' };
  const voiding = member('void', body);

  it('sends its status by its id and nothing else, and is settled by the id that is answered', async () => {
    const record = { kind: 'xeroBill', id: 't-1', status: 'VOIDED' };
    const identifiers = {
      id: 't-1',
      number: null,
      url: null,
      reference: null,
      contactNumber: null,
    };
    const { client, asked } = recordingClient({
      voidBills: [{ ok: true, record, identifiers, warnings: [] }],
    });
    const sent = await createXeroPorts(client)['xero/invoices'].send([voiding], 'k', proof);
    expect(asked).toMatchObject([['voidBills', { bodies: [body], idempotencyKey: 'k' }]]);
    expect(sent.results).toMatchObject([{ ok: true, targetId: 't-1' }]);
  });

  it.each([
    ['VOIDED', ['key-1']],
    ['DELETED', ['key-1']],
    ['AUTHORISED', []],
  ])('is done when the bill is %s', async (status, found) => {
    const { client, asked } = recordingClient({ readBills: [{ id: 't-1', status }] });
    expect(await foundKeys(createXeroPorts(client)['xero/invoices'], voiding)).toEqual(found);
    expect(asked).toMatchObject([['readBills', { ids: ['t-1'] }]]);
  });
});

describe('deleting an order', () => {
  const deleting = member('delete', { kind: 'xeroPurchaseOrderDelete', orderId: 't-1' });
  it.each([
    ['DELETED', ['key-1']],
    ['AUTHORISED', []],
  ])('is done when the order is %s', async (status, found) => {
    const { client } = recordingClient({ readPurchaseOrder: { id: 't-1', status } });
    expect(await foundKeys(createXeroPorts(client)['xero/purchaseorders'], deleting)).toEqual(
      found,
    );
  });
});

describe('a look-up of bills', () => {
  it.each([
    ['2026-06-02T00:00:00.000Z', '2026-06-02T00:00:00.000Z'],
    [null, undefined],
  ])(
    'goes back to the vendor’s own time or has no bound: %s (W4)',
    async (since, modifiedSince) => {
      const bill = { id: 'b', url: 'https://t/#tieout:demo/x/1/y', status: 'VOIDED' };
      const { client, asked } = recordingClient({ listBills: [bill] });
      const creating = member('create', { kind: 'xeroBill' } as WriteBody, { targetId: null });
      expect(await foundKeys(createXeroPorts(client)['xero/invoices'], creating, since)).toEqual([
        'key-1',
      ]);
      expect(asked).toEqual([['listBills', { createdByMyApp: true, modifiedSince }]]);
    },
  );
});

describe('a contact that was changed', () => {
  const contact = {
    id: 't-1',
    name: 'Rimu Ltd',
    email: 'theirs@x.nz',
    taxNumber: null,
    contactNumber: null,
  };
  const change = (over: Partial<Extract<WriteBody, { kind: 'xeroContact' }>>) =>
    member('update', { kind: 'xeroContact', contactId: 't-1', name: 'Rimu Ltd', ...over });
  it.each([
    ['its name alone was sent', {}, ['key-1']],
    ['its e-mail was sent and is another', { email: 'ours@x.nz' }, []],
    ['its name is another', { name: 'Rata Ltd' }, []],
  ])('is found by its id, by what was sent alone: %s', async (_what, over, found) => {
    const { client, asked } = recordingClient({ readContacts: [contact] });
    expect(await foundKeys(createXeroPorts(client)['xero/contacts'], change(over))).toEqual(found);
    expect(methodsOf(asked)).toEqual(['readContacts']);
  });
});

describe('a contract payment', () => {
  const place = { projectId: '1', contractId: '2', paymentId: 't-1' };
  const payment: ProcoreContractPayment = {
    kind: 'procoreContractPayment',
    id: 't-1',
    projectId: '1',
    contractId: '2',
    requisitionId: '3',
    claimNumber: null,
    amount: '10.00',
    date: '2026-06-02',
    notes: 'tieout:demo/x/1/y',
    updatedAt: 'v1',
  };
  const change = member('update', {
    kind: 'procoreContractPaymentChange',
    ...place,
    amount: '10.00',
    date: '2026-06-02',
  });
  const removal = member('delete', { kind: 'procoreContractPaymentDelete', ...place });
  const portOf = (payments: ProcoreContractPayment[], more: Record<string, unknown> = {}) => {
    const { client, asked } = recordingClient({ listContractPayments: payments, ...more });
    return { port: createContractPaymentsPort(client), asked };
  };

  it.each([
    ['says what was sent', [payment], ['key-1']],
    ['says another amount', [{ ...payment, amount: '1.00' }], []],
    ['is not in the list', [], []],
  ])('that was changed is done when it %s', async (_what, payments, found) => {
    expect(await foundKeys(portOf(payments).port, change)).toEqual(found);
  });

  it.each([
    ['is gone from its contract’s list', [{ ...payment, id: 'another' }], ['key-1']],
    ['is still there', [payment], []],
  ])('that was deleted is done when it %s', async (_what, payments, found) => {
    expect(await foundKeys(portOf(payments).port, removal)).toEqual(found);
  });

  it('that a person changed since the plan is not changed', async () => {
    const { port } = portOf([{ ...payment, updatedAt: 'v2' }]);
    const planned = { ...change, targetVersion: 'v1' };
    expect([...(await port.findStale([planned], proof())).stale]).toEqual(['key-1']);
  });

  it('is deleted by its id, which leaves no record', async () => {
    const { port, asked } = portOf([payment], { deleteContractPayment: undefined });
    const { results } = await port.send([removal], 'k', proof);
    expect(asked).toMatchObject([['deleteContractPayment', { contractId: '2', id: 't-1' }]]);
    expect(results).toMatchObject([{ ok: true, targetId: 't-1' }]);
  });

  it('of one contract is looked up with one list, however many members it has', async () => {
    const { port, asked } = portOf([payment]);
    await port.lookUp([change, { ...removal, key: 'key-2' }], null);
    expect(methodsOf(asked)).toEqual(['listContractPayments']);
  });
});

describe('a vendor in Procore', () => {
  const vendor: ProcoreVendor = {
    ...{ kind: 'procoreVendor', id: 't-1', name: 'Rimu Ltd', email: 'ap@rimu.nz' },
    ...{ taxNumber: null, isActive: true, updatedAt: 'v1' },
  };
  const body = { kind: 'procoreVendorChange', vendorId: 't-1', email: 'ap@rimu.nz' } as const;
  const change = { ...member('update', body), targetVersion: 'v1' };
  const portOf = (shown: ProcoreVendor | Error) => {
    const { client, asked } = recordingClient({ readVendor: shown, updateVendor: vendor });
    return { port: createVendorsPort(client), asked };
  };
  const hidden = new VendorError({
    ...{ vendor: 'procore', kind: 'notFound', status: 404, mayHaveHappened: false },
  });

  it.each<[string, ProcoreVendor | Error, string[]]>([
    ['says what was sent', vendor, ['key-1']],
    ['says what was sent under another name', { ...vendor, name: 'Rata Ltd' }, ['key-1']],
    ['says something else', { ...vendor, email: null }, []],
    ['is not shown', hidden, []],
  ])('is done when it %s', async (_what, shown, found) => {
    expect(await foundKeys(portOf(shown).port, change)).toEqual(found);
  });

  it.each<[string, ProcoreVendor | Error, string[]]>([
    ['as it was planned on', vendor, []],
    ['changed since', { ...vendor, updatedAt: 'v2' }, ['key-1']],
    ['not shown any more', hidden, ['key-1']],
  ])('is left alone where it is %s: %#', async (_what, shown, stale) => {
    const { port } = portOf(shown);
    expect([...(await port.findStale([change], proof())).stale]).toEqual(stale);
  });

  it('is told what moved and nothing else', async () => {
    const { port, asked } = portOf(vendor);
    const { results } = await port.send([change], 'k', proof);
    expect(asked).toMatchObject([['updateVendor', { vendorId: 't-1', email: 'ap@rimu.nz' }]]);
    expect(Object.keys(asked[0]?.[1] ?? {})).not.toContain('name');
    expect(results).toMatchObject([{ ok: true, targetId: 't-1', record: vendor }]);
  });
});
