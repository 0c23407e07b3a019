// Proves what the history of a document or contact tells, and how notes are added that nobody can change.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import {
  bill,
  elements,
  line,
  messages,
  newContact,
  newCreditNote,
  only,
  openSandbox,
} from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
afterAll(() => sandbox.close());

const NOBODY = '11111111-1111-4111-8111-111111111111';
const order = (): Json => ({ Contact: { ContactID: contactId }, LineItems: [line()] });

const owners: [plural: string, make: () => Promise<string>][] = [
  [
    'Invoices',
    async () =>
      String(only(await client.call('PUT', '/Invoices', bill(contactId)), 'Invoices')['InvoiceID']),
  ],
  ['CreditNotes', async () => String((await newCreditNote(client, contactId))['CreditNoteID'])],
  [
    'PurchaseOrders',
    async () => {
      const made = await client.call('PUT', '/PurchaseOrders', order());
      return String(only(made, 'PurchaseOrders')['PurchaseOrderID']);
    },
  ],
  ['Contacts', async () => newContact(client)],
];
const add = (plural: string, id: string, Details: unknown): Promise<Reply> =>
  client.call('PUT', `/${plural}/${id}/History`, { HistoryRecords: [{ Details }] });
const read = async (plural: string, id: string): Promise<Json[]> =>
  elements(await client.call('GET', `/${plural}/${id}/History`), 'HistoryRecords');

describe.each(owners)('the history of %s', (plural, make) => {
  test('has a note that was added, and how the record was made', async () => {
    const id = await make();
    const reply = await add(plural, id, 'Sent by Tieout');
    expect(only(reply, 'HistoryRecords')).toEqual({
      DateUTCString: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) as unknown,
      DateUTC: expect.stringContaining('/Date(') as unknown,
      Details: 'Sent by Tieout',
      ValidationErrors: [],
    });
    const [latest, first] = await read(plural, id);
    expect(latest).toMatchObject({
      Changes: 'Note',
      Details: 'Sent by Tieout',
      User: 'System Generated',
    });
    expect(first?.['Changes']).toMatch(/^Created/);
  });

  test.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['2,501 characters', 'x'.repeat(2_501)],
  ])('takes no note of %s', async (_title, details) => {
    const id = await make();
    expect((await add(plural, id, details)).status).toBe(400);
    expect(await read(plural, id)).toHaveLength(1);
  });

  test('takes 2,500 characters, and none for a record that is not there', async () => {
    expect((await add(plural, await make(), 'x'.repeat(2_500))).status).toBe(200);
    expect(messages(await add(plural, NOBODY, 'x'))).toEqual([
      'The document with the supplied id was not found for this endpoint.',
    ]);
    expect((await client.call('GET', `/${plural}/${NOBODY}/History`)).status).toBe(404);
  });

  test('cannot be edited or deleted', async () => {
    const id = await make();
    for (const method of ['POST', 'DELETE']) {
      const reply = await client.call(method, `/${plural}/${id}/History`, { Details: 'x' });
      expect([method, reply.status]).toEqual([method, 404]);
    }
  });
});

test('a person who did it is named, an app is not', async () => {
  const made = only(await client.call('PUT', '/Invoices', bill(contactId)), 'Invoices');
  const id = String(made['InvoiceID']);
  const person = await client.as('bookkeeper');
  await person.call('POST', `/Invoices/${id}`, { InvoiceNumber: 'by hand' });
  const users = (await read('Invoices', id)).map((one) => [one['Changes'], one['User']]);
  expect(users).toEqual([
    ['Edited', 'bookkeeper'],
    ['Created, approved', 'System Generated'],
  ]);
});

test('a note leaves the document as it was', async () => {
  const made = only(await client.call('PUT', '/Invoices', bill(contactId)), 'Invoices');
  const id = String(made['InvoiceID']);
  await add('Invoices', id, 'x');
  const after = only(await client.call('GET', `/Invoices/${id}`), 'Invoices');
  expect(after['UpdatedDateUTC']).toBe(made['UpdatedDateUTC']);
});
