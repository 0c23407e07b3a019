// Proves what Xero tells a subscriber: one signed POST per request, for contacts and invoices only, never repeated.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, newContact, newCreditNote, only, openSandbox } from './xero-sandbox.ts';

type Heard = { body: string; signature: string };

let sandbox: RunningSandbox;
let client: Client;
let listener: Server;
let answer = 200;
const heard: Heard[] = [];

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      heard.push({ body, signature: String(request.headers['x-xero-signature']) });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await client.control('PUT', '/_sandbox/webhook', {
    url: `http://127.0.0.1:${port}/hook`,
    key: 'signing-key',
  });
});
beforeEach(() => {
  heard.length = 0;
  answer = 200;
});
afterAll(async () => {
  await sandbox.close();
  listener.close();
});

async function events(): Promise<Json[][]> {
  await sandbox.kit.outbox.idle();
  return heard.map(({ body }) => (JSON.parse(body) as { events: Json[] }).events);
}

test('a delivery is signed over its raw bytes and says what changed', async () => {
  const contactId = await newContact(client);
  const [delivery] = await events();
  expect(delivery).toMatchObject([
    {
      resourceId: contactId,
      eventType: 'CREATE',
      eventCategory: 'CONTACT',
      tenantType: 'ORGANISATION',
    },
  ]);
  expect(String(delivery?.[0]?.['eventDateUtc'])).not.toContain('Z');
  const [{ body, signature } = { body: '', signature: '' }] = heard;
  expect(signature).toBe(createHmac('sha256', 'signing-key').update(body).digest('base64'));
});

test('one request is one delivery, whatever it changed; a refused one is none', async () => {
  const contactId = await newContact(client);
  await client.call('PUT', '/Invoices', { Invoices: [bill(contactId), bill(contactId)] });
  await client.call('PUT', '/Invoices', bill(contactId, { DueDate: null }));
  const deliveries = await events();
  expect(deliveries.map((one) => one.map((event) => event['eventCategory']))).toEqual([
    ['CONTACT'],
    ['INVOICE', 'INVOICE'],
  ]);
  const sequences = heard.map(({ body }) => JSON.parse(body) as Json);
  expect(sequences[1]?.['firstEventSequence']).toBe(
    Number(sequences[0]?.['lastEventSequence']) + 1,
  );
});

test('a credit note says its type and status as well', async () => {
  const contactId = await newContact(client);
  const note = await newCreditNote(client, contactId, { Status: 'DRAFT' });
  const id = String(note['CreditNoteID']);
  await client.call('POST', `/CreditNotes/${id}`, { Status: 'AUTHORISED' });
  const told = (await events()).flat().filter((one) => one['resourceId'] === id);
  expect(told).toMatchObject([
    { eventType: 'CREATE', data: { Type: 'ACCPAYCREDIT', Status: 'DRAFT' } },
    { eventType: 'UPDATE', data: { Type: 'ACCPAYCREDIT', Status: 'AUTHORISED' } },
  ]);
  expect(told[0]).toMatchObject({
    eventCategory: 'CREDITNOTE',
    resourceUrl: `https://api.xero.com/api.xro/2.0/CreditNotes/${id}`,
  });
});

test('orders and payments say nothing', async () => {
  const contactId = await newContact(client);
  const made = only(await client.call('PUT', '/Invoices', bill(contactId)), 'Invoices');
  const before = (await events()).length;
  const pay = {
    Invoice: { InvoiceID: made['InvoiceID'] },
    Account: { Code: '090' },
    Date: '2026-06-20',
    Amount: 1,
  };
  expect((await client.call('PUT', '/Payments', pay)).status).toBe(200);
  const order = {
    Contact: { ContactID: contactId },
    LineItems: [{ Description: 'x', UnitAmount: 1 }],
  };
  expect((await client.call('PUT', '/PurchaseOrders', order)).status).toBe(200);
  expect((await events()).length).toBe(before);
});

test('a delivery that fails is not repeated', async () => {
  answer = 500;
  await newContact(client);
  expect(await events()).toHaveLength(1);
});

test('an idempotent replay tells nothing again', async () => {
  const contactId = await newContact(client);
  const key = { 'idempotency-key': 'hook' };
  await client.call('PUT', '/Invoices', bill(contactId), key);
  await client.call('PUT', '/Invoices', bill(contactId), key);
  expect(await events()).toHaveLength(2);
});

test('a target is HTTPS, or this machine', async () => {
  const point = async (url: string) =>
    (await client.control('PUT', '/_sandbox/webhook', { url, key: 'signing-key' })).status;
  expect(await point('http://example.com/hook')).toBe(400);
  expect(await point('https://example.com/hook')).toBe(200);
  expect(await point('http://127.0.0.1:9/hook')).toBe(200);
});
