// Proves how purchase orders are made, changed and refused, and that they post nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, line, messages, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
afterAll(() => sandbox.close());

const order = (number: string, change: Json = {}): Json => ({
  PurchaseOrderNumber: number,
  Status: 'AUTHORISED',
  Contact: { ContactID: contactId },
  Date: '2026-05-01',
  Reference: 'Billed through Procore, do not copy to a bill tieout:demo/commitment/wo-1/order',
  LineItems: [line({ UnitAmount: 10.1234 })],
  ...change,
});
const put = async (body: Json): ReturnType<Client['call']> =>
  client.call('PUT', '/PurchaseOrders', body);

test('a price always has four places, and the answer is what is read by id and by number', async () => {
  const kept = only(await put(order('26-001-SC-001')), 'PurchaseOrders');
  expect((kept['LineItems'] as Json[])[0]).toMatchObject({
    UnitAmount: 10.1234,
    LineAmount: 10.12,
  });
  const id = String(kept['PurchaseOrderID']);
  for (const key of [id, '26-001-SC-001']) {
    expect(only(await client.call('GET', `/PurchaseOrders/${key}`), 'PurchaseOrders')).toEqual(
      kept,
    );
  }
  const ledger = await client.control('GET', '/_sandbox/ledger');
  expect(JSON.stringify(ledger.body['journals'])).not.toContain(id);
});

test('a number is unique for PUT and identifies for POST', async () => {
  const kept = only(await put(order('U-1')), 'PurchaseOrders');
  expect(messages(await put(order('U-1')))).toEqual(['Order number must be unique']);
  const changed = only(
    await client.call('POST', '/PurchaseOrders', order('U-1', { Reference: 'x' })),
    'PurchaseOrders',
  );
  expect([changed['PurchaseOrderID'], changed['Reference']]).toEqual([
    kept['PurchaseOrderID'],
    'x',
  ]);
});

test('a contact must exist: none is made', async () => {
  const reply = await put(order('C-1', { Contact: { Name: 'Nobody Ltd' } }));
  expect(messages(reply)).toEqual(['A Contact must be specified for this type of transaction']);
});

test('SentToContact on a draft is a warning, and the order is kept', async () => {
  const reply = await client.call(
    'PUT',
    '/PurchaseOrders?summarizeErrors=false',
    order('W-1', { Status: 'DRAFT', SentToContact: true }),
  );
  expect(only(reply, 'PurchaseOrders')).toMatchObject({
    StatusAttributeString: 'WARNING',
    SentToContact: false,
    Warnings: [
      { Message: 'Only AUTHORISED and BILLED purchase orders may have SentToContact updated.' },
    ],
  });
});

describe('statuses', () => {
  const table: [string, string[]][] = [
    ['DRAFT', ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED']],
    ['SUBMITTED', ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED']],
    ['AUTHORISED', ['AUTHORISED', 'DELETED']],
  ];
  test.each(table)('an app moves an order from %s', async (from, allowed) => {
    for (const to of ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED', 'DELETED']) {
      const kept = only(await put(order(`S-${from}-${to}`, { Status: from })), 'PurchaseOrders');
      const reply = await client.call(
        'POST',
        `/PurchaseOrders/${String(kept['PurchaseOrderID'])}`,
        { Status: to },
      );
      expect([to, reply.status]).toEqual([to, allowed.includes(to) ? 200 : 400]);
    }
  });

  test('a person bills an order, after which its lines stand', async () => {
    const kept = only(await put(order('B-1')), 'PurchaseOrders');
    const path = `/PurchaseOrders/${String(kept['PurchaseOrderID'])}`;
    const person = await client.as('bookkeeper');
    expect((await person.call('POST', path, { Status: 'BILLED' })).status).toBe(200);
    expect((await client.call('POST', path, { LineItems: [line()] })).status).toBe(400);
  });
});

test('lists are always paged and filter by status and date only', async () => {
  await put(order('L-1', { Date: '2026-07-01' }));
  await put(order('L-2', { Date: '2026-07-02', Status: 'DRAFT' }));
  const reply = await client.call(
    'GET',
    '/PurchaseOrders?DateFrom=2026-07-01&DateTo=2026-07-31&Status=DRAFT',
  );
  expect(elements(reply, 'PurchaseOrders').map((one) => one['PurchaseOrderNumber'])).toEqual([
    'L-2',
  ]);
  expect(reply.body['pagination']).toEqual({ page: 1, pageSize: 100, pageCount: 1, itemCount: 1 });
  const where = await client.call(
    'GET',
    `/PurchaseOrders?where=${encodeURIComponent('Status=="DRAFT"')}`,
  );
  expect([where.status, where.body['Type']]).toEqual([400, 'QueryParseException']);
});
