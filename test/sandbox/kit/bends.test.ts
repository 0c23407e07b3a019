// Proves that one record can be bent in what a sandbox answers, in both vendors' shapes, and that nothing else changes.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from '../xero/xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import type { Running } from '../procore/procore-caller.ts';
import { at, id, startSeeded } from '../procore/procore-caller.ts';
import { bill, elements, newContact, only, openSandbox } from '../xero/xero-sandbox.ts';

describe('a bend of a Xero record', () => {
  let sandbox: RunningSandbox;
  let client: Client;
  let contactId: string;
  const ids: string[] = [];

  beforeAll(async () => {
    ({ sandbox, client } = await openSandbox());
    contactId = await newContact(client, 'Kauri Ltd');
    for (let count = 0; count < 7; count += 1) {
      const body = bill(contactId, { InvoiceNumber: `B-${count}` });
      ids.push(String(only(await client.call('PUT', '/Invoices', body), 'Invoices')['InvoiceID']));
    }
  });
  afterEach(() => client.control('DELETE', '/_sandbox/bend'));
  afterAll(() => sandbox.close());

  const bend = (change: Json): ReturnType<Client['control']> =>
    client.control('PUT', '/_sandbox/bend', { path: '/api.xro/2.0/*', ...change });
  const bills = async (query: string): Promise<Json[]> =>
    elements(await client.call('GET', `/Invoices?${query}`), 'Invoices');
  const one = async (invoiceId: string): Promise<Json> =>
    only(await client.call('GET', `/Invoices/${invoiceId}`), 'Invoices');

  test('sets, makes and takes out fields in lists and in single reads, wherever the record stands', async () => {
    const [first = '', second = ''] = ids;
    await bend({
      id: first,
      set: {
        Status: 'SOMETHINGNEW',
        Total: '1.005',
        DueDate: null,
        'Contact.Name': ['not', 'a', 'name'],
        'LineItems.0.UnitAmount': 0.125,
        'New.Deep': { a: 1 },
      },
      unset: ['SubTotal', 'LineItems.0.TaxType'],
    });
    const bent = await one(first.toUpperCase());
    expect(bent).toMatchObject({
      InvoiceID: first,
      Status: 'SOMETHINGNEW',
      Total: '1.005',
      DueDate: null,
      Contact: { ContactID: contactId, Name: ['not', 'a', 'name'] },
      New: { Deep: { a: 1 } },
    });
    expect(bent).not.toHaveProperty('SubTotal');
    const [line] = bent['LineItems'] as Json[];
    expect([line?.['UnitAmount'], line?.['TaxType']]).toEqual([0.125, undefined]);
    const listed = await bills('page=1');
    expect(listed.find(({ InvoiceID }) => InvoiceID === first)).toEqual(bent);
    expect(await one(second)).toMatchObject({
      Status: 'AUTHORISED',
      Contact: { Name: 'Kauri Ltd' },
    });
    const { bends } = (await client.control('GET', '/_sandbox/bend')).body as { bends: Json[] };
    expect(bends[0]).toMatchObject({ id: first, applied: 2 });
  });

  test('bends lines by LineItemID, contacts inside documents and tax rates by their type', async () => {
    const [first = ''] = ids;
    const [line] = (await one(first))['LineItems'] as Json[];
    await bend({ id: String(line?.['LineItemID']), set: { Description: '\ud800\u0000' } });
    await bend({ id: contactId, set: { Name: null } });
    await bend({ id: 'INPUT2', set: { Status: 'PENDING' } });
    const bent = await one(first);
    expect(bent).toMatchObject({ Contact: { Name: null }, LineItems: [{ TaxType: 'INPUT2' }] });
    expect((bent['LineItems'] as Json[])[0]?.['Description']).toBe('\ud800\u0000');
    expect((bent['LineItems'] as Json[])[0]).not.toHaveProperty('Status');
    const rates = elements(await client.call('GET', '/TaxRates'), 'TaxRates');
    expect(rates.filter(({ Status }) => Status === 'PENDING')).toMatchObject([
      { TaxType: 'INPUT2' },
    ]);
    const contacts = elements(await client.call('GET', '/Contacts?page=1'), 'Contacts');
    expect(contacts.filter(({ Name }) => Name === null)).toMatchObject([{ ContactID: contactId }]);
  });

  test('touches only its path, and neither the record nor the answer to a write', async () => {
    const [first = ''] = ids;
    await bend({ path: '/api.xro/2.0/Invoices', id: first, set: { Status: 'ODD' } });
    expect((await one(first))['Status']).toBe('AUTHORISED');
    await bend({ id: first, set: { Status: 'ODD' } });
    const written = await client.call('POST', `/Invoices/${first}`, { Url: 'https://a.test/1' });
    expect(only(written, 'Invoices')['Status']).toBe('AUTHORISED');
    const body = { path: '/api.xro/2.0/*', id: first };
    expect((await client.control('DELETE', '/_sandbox/bend', body)).body).toMatchObject({
      bends: [{ path: '/api.xro/2.0/Invoices' }],
    });
    expect((await one(first))['Status']).toBe('AUTHORISED');
  });

  test('hides a record: pages close up, their count falls, and reading it alone is a 404', async () => {
    const all = await bills('page=1');
    const hiddenId = String(all[2]?.['InvoiceID']);
    const visible = all.length - 1;
    const pages = Math.ceil(visible / 2);
    await bend({ id: hiddenId, hide: true });
    const seen: unknown[] = [];
    for (let page = 1; page <= pages; page += 1) {
      const reply = await client.call('GET', `/Invoices?page=${page}&pageSize=2`);
      expect(reply.body['pagination']).toMatchObject({ itemCount: visible, pageCount: pages });
      if (page < pages) expect(elements(reply, 'Invoices')).toHaveLength(2);
      seen.push(...elements(reply, 'Invoices').map(({ InvoiceID }) => InvoiceID));
    }
    expect(new Set(seen).size).toBe(visible);
    expect(seen).not.toContain(hiddenId);
    expect(await bills('')).toHaveLength(visible);
    const alone = await client.call('GET', `/Invoices/${hiddenId}`);
    expect([alone.status, alone.raw]).toEqual([
      404,
      "The resource you're looking for cannot be found",
    ]);
  });

  test('hides a record also from a read by its number', async () => {
    const sale = bill(contactId, { Type: 'ACCREC', InvoiceNumber: 'S-1' });
    const made = only(await client.call('PUT', '/Invoices', { ...sale }), 'Invoices');
    expect((await client.call('GET', '/Invoices/S-1')).status).toBe(200);
    await bend({ id: made['InvoiceID'], hide: true });
    expect((await client.call('GET', '/Invoices/S-1')).status).toBe(404);
  });

  test('hides a line without hiding its bill', async () => {
    const [first = ''] = ids;
    const [line] = (await one(first))['LineItems'] as Json[];
    await bend({ id: line?.['LineItemID'], hide: true });
    expect(await one(first)).toMatchObject({ InvoiceID: first, LineItems: [] });
  });

  test('that says nothing is refused with what to do', async () => {
    for (const body of [{ id: 'x' }, { id: '', hide: true }, { id: 'x', set: { 'a..b': 1 } }]) {
      expect((await bend(body)).status).toBe(400);
    }
  });
});

describe('a bend of a Procore record', () => {
  let procore: Running;

  beforeAll(async () => {
    procore = await startSeeded('demo');
  });
  afterEach(() => procore.control('DELETE', '/bend'));
  afterAll(() => procore.close());

  const company = 'company_id=5629494500123';
  const vendors = `/rest/v1.0/vendors?${company}`;

  test('sets a field and hides a record by its number, in lists with their headers', async () => {
    const send = await procore.as('admin');
    const before = await send('GET', `${vendors}&per_page=2&page=1`);
    const [first, second] = before.body as Json[];
    const total = Number(before.headers.get('total'));
    await procore.control('PUT', '/bend', {
      path: '/rest/*',
      id: id(first),
      set: { name: null, 'a.b': 1 },
    });
    const bent = await send('GET', `${vendors}&per_page=2&page=1`);
    expect(at(bent.body, 0)).toMatchObject({ name: null, a: { b: 1 } });
    expect(at(bent.body, 1)).toEqual(second);

    await procore.control('PUT', '/bend', { path: '/rest/*', id: id(first), hide: true });
    const hidden = await send('GET', `${vendors}&per_page=2&page=1`);
    expect(at(hidden.body, 0)).toEqual(second);
    expect(hidden.body).toHaveLength(2);
    expect(Number(hidden.headers.get('total'))).toBe(total - 1);
    const lastPage = Math.ceil((total - 1) / 2);
    const last = await send('GET', `${vendors}&per_page=2&page=${lastPage}`);
    expect(last.headers.get('link')).not.toContain('rel="next"');
    const alone = await send('GET', `/rest/v1.0/vendors/${id(first)}?${company}`);
    expect([alone.status, alone.body]).toEqual([404, { errors: 'Not Found' }]);
  });

  test('makes a status nobody has heard of', async () => {
    const projects = await procore.list('admin', `/rest/v1.0/projects?${company}`);
    const projectId = id(projects[0]);
    const path = `/rest/v1.1/requisitions?project_id=${projectId}`;
    const [requisition] = await procore.list('admin', path);
    expect(requisition).toBeDefined();
    await procore.control('PUT', '/bend', {
      path: '/rest/v1.1/requisitions*',
      id: id(requisition),
      set: { status: 'unheard_of' },
    });
    expect((await procore.list('admin', path))[0]?.['status']).toBe('unheard_of');
  });
});
