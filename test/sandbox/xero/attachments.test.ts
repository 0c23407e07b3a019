// Proves what files a bill or sales invoice takes, what a second one of a name does, and which scope it all needs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import { bill, elements, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;
let invoice: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
  invoice = await made();
});
afterAll(() => sandbox.close());

const made = async (change: Json = {}): Promise<string> =>
  String(
    only(await client.call('PUT', '/Invoices', bill(contactId, change)), 'Invoices')['InvoiceID'],
  );
const put = (name: string, content = '%PDF-1.7', id = invoice, query = ''): Promise<Reply> =>
  client.call('PUT', `/Invoices/${id}/Attachments/${encodeURIComponent(name)}${query}`, content, {
    'content-type': 'application/octet-stream',
  });
const files = async (id = invoice): Promise<Json[]> =>
  elements(await client.call('GET', `/Invoices/${id}/Attachments`), 'Attachments');

describe('files on a bill', () => {
  test('are listed, told by the bill, and another of the same name takes the place of the first', async () => {
    expect(await files()).toEqual([]);
    expect(only(await put('claim 4.pdf'), 'Attachments')).toMatchObject({
      FileName: 'claim 4.pdf',
      MimeType: 'application/pdf',
      ContentLength: 8,
      IncludeOnline: false,
    });
    await put('claim 4.pdf', 'longer than it was');
    expect(await files()).toMatchObject([{ FileName: 'claim 4.pdf', ContentLength: 18 }]);
    const shown = only(await client.call('GET', `/Invoices/${invoice}`), 'Invoices');
    expect(shown['HasAttachments']).toBe(true);
  });

  test.each([
    ['a.exe', '%PDF', ''],
    ['a+b.pdf', '%PDF', ''],
    ['a:b.pdf', '%PDF', ''],
    ['empty.pdf', '', ''],
    ['online.pdf', '%PDF', '?IncludeOnline=true'],
  ])('%s is refused', async (name, content, query) => {
    expect((await put(name, content, invoice, query)).status).toBe(400);
  });

  test('ten are the most, and one of a name that is there is no eleventh', async () => {
    const id = await made();
    for (let count = 1; count <= 10; count += 1) {
      expect((await put(`${count}.pdf`, '%PDF', id)).status).toBe(200);
    }
    expect((await put('11.pdf', '%PDF', id)).status).toBe(400);
    expect((await put('10.pdf', 'again', id)).status).toBe(200);
    expect(await files(id)).toHaveLength(10);
  });

  test('one that is larger than a request may be is refused', async () => {
    expect((await put('large.pdf', 'x'.repeat(10_000_001))).status).toBe(413);
    expect((await put('just.pdf', 'x'.repeat(10_000_000))).status).toBe(200);
  });

  test('none can be taken off, and of a bill that is not there none is told', async () => {
    const path = `/Invoices/${invoice}/Attachments/claim%204.pdf`;
    expect((await client.call('DELETE', path)).status).toBe(404);
    const nobody = '11111111-1111-4111-8111-111111111111';
    expect((await client.call('GET', `/Invoices/${nobody}/Attachments`)).status).toBe(404);
  });

  test('a scope of their own opens them, for reading or for both', async () => {
    const others = ['accounting.invoices', 'accounting.contacts'];
    await client.control('PUT', '/_sandbox/scopes', { scopes: others });
    expect((await put('no.pdf')).status).toBe(401);
    await client.control('PUT', '/_sandbox/scopes', {
      scopes: [...others, 'accounting.attachments.read'],
    });
    expect((await files()).length).toBeGreaterThan(0);
    expect((await put('no.pdf')).status).toBe(401);
    await client.control('DELETE', '/_sandbox/scopes');
  });
});
