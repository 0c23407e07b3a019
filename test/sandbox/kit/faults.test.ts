// Proves the faults that alter answers, in both vendors' shapes: cut, replaced by HTML, emptied, stale, shifted, and by body.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from '../xero/xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import type { Running } from '../procore/procore-caller.ts';
import { at, startSeeded } from '../procore/procore-caller.ts';
import { bill, elements, newContact, only, openSandbox } from '../xero/xero-sandbox.ts';

describe('Xero', () => {
  let sandbox: RunningSandbox;
  let client: Client;
  let contactId: string;

  beforeAll(async () => {
    ({ sandbox, client } = await openSandbox());
    contactId = await newContact(client);
    for (let count = 0; count < 5; count += 1) await put(`P-${count}`);
  });
  afterEach(() => client.control('DELETE', '/_sandbox/faults'));
  afterAll(() => sandbox.close());

  const invoices = '/api.xro/2.0/Invoices';
  const put = (number: string, key?: string): ReturnType<Client['call']> =>
    client.call(
      'PUT',
      '/Invoices',
      bill(contactId, { InvoiceNumber: number }),
      key === undefined ? {} : { 'idempotency-key': key },
    );
  const fault = (change: Json): ReturnType<Client['control']> =>
    client.control('POST', '/_sandbox/faults', { method: 'GET', path: invoices, ...change });
  const numbers = async (query: string): Promise<unknown[]> =>
    elements(await client.call('GET', `/Invoices?${query}`), 'Invoices').map(
      ({ InvoiceNumber }) => InvoiceNumber,
    );

  test('truncated does the work, promises the whole answer and cuts it; the same key then tells', async () => {
    await fault({ method: 'PUT', kind: 'truncated' });
    await expect(put('T-1', 'cut')).rejects.toThrow();
    expect(await numbers('InvoiceNumbers=T-1')).toEqual(['T-1']);
    expect((await put('T-1', 'cut')).status).toBe(200);
    expect(await numbers('InvoiceNumbers=T-1')).toEqual(['T-1']);
  });

  test('truncated sends what it sends under the headers of the whole', async () => {
    const { body } = await client.control('POST', '/_sandbox/token', { role: 'tieout' });
    await fault({ kind: 'truncated' });
    const response = await fetch(`${sandbox.url}${invoices}`, {
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${String(body['access_token'])}`,
      },
    });
    expect([response.status, Number(response.headers.get('content-length')) > 1_000]).toEqual([
      200,
      true,
    ]);
    await expect(response.text()).rejects.toThrow();
  });

  test('html answers a page with 200 and nothing done, or what is asked for', async () => {
    await fault({ method: 'PUT', kind: 'html' });
    const page = await put('H-1');
    expect([page.status, page.headers.get('content-type'), page.raw.slice(0, 15)]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!DOCTYPE html>',
    ]);
    expect(await numbers('InvoiceNumbers=H-1')).toEqual([]);
    await fault({ method: 'PUT', kind: 'html', status: 502, done: true });
    expect((await put('H-2')).status).toBe(502);
    expect(await numbers('InvoiceNumbers=H-2')).toEqual(['H-2']);
  });

  test('a filter that dislikes one word lets every other body through', async () => {
    const body = { method: '*', path: '/api.xro/2.0/*', bodyIncludes: 'Ürümqi "select"' };
    await fault({ ...body, kind: 'html', status: 403, times: 100 });
    expect((await put('W-1')).status).toBe(200);
    const disliked = bill(contactId, {
      InvoiceNumber: 'W-2',
      Url: 'https://a.test/Ürümqi "select"',
    });
    const escaped = JSON.stringify(disliked).replaceAll('Ü', '\\u00dc');
    for (const sent of [JSON.stringify(disliked), escaped]) {
      const reply = await client.call('PUT', '/Invoices', sent);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([
        403,
        'text/html; charset=utf-8',
      ]);
    }
    expect((await put('W-3')).status).toBe(200);
  });

  test('empty leaves a list without elements, and a single record as it is', async () => {
    await fault({ path: '/api.xro/2.0/*', kind: 'empty', times: 3 });
    const paged = await client.call('GET', '/Invoices?page=1');
    expect(paged.body['Invoices']).toEqual([]);
    expect(paged.body['pagination']).toMatchObject({ page: 1, itemCount: 0, pageCount: 0 });
    expect(elements(await client.call('GET', '/Accounts'), 'Accounts')).toEqual([]);
    expect((await client.call('GET', `/Contacts/${contactId}`)).body['Contacts']).toHaveLength(1);
  });

  test('stale reads what the same address said last, and what was before the last write where it was not read', async () => {
    const stale = { path: '/api.xro/2.0/*', kind: 'stale', times: 3 };
    const one = only(await put('S-1'), 'Invoices');
    const url = `/Invoices/${String(one['InvoiceID'])}`;
    await client.call('GET', url);
    await client.call('POST', url, { Status: 'VOIDED' });
    await put('S-2');
    await fault(stale);
    expect(only(await client.call('GET', url), 'Invoices')['Status']).toBe('AUTHORISED');
    // Nobody has asked for this one before, so only the last write is missing from it.
    expect(await numbers('InvoiceNumbers=S-1,S-2')).toEqual(['S-1']);
    expect(only(await client.call('GET', url), 'Invoices')['Status']).toBe('AUTHORISED');
    expect(only(await client.call('GET', url), 'Invoices')['Status']).toBe('VOIDED');
    expect(await numbers('InvoiceNumbers=S-1,S-2')).toHaveLength(2);
  });

  test('pageShift begins a page with the last element of the page before', async () => {
    const query = (page: number): string => `order=InvoiceId&pageSize=2&page=${page}`;
    const [first, second] = [await numbers(query(1)), await numbers(query(2))];
    await fault({ kind: 'pageShift', times: 2 });
    expect(await numbers(query(1))).toEqual(first);
    expect(await numbers(query(2))).toEqual([first[1], second[0]]);
    expect(await numbers(query(2))).toEqual(second);
  });

  test.each([
    [403, 'Detail', 'AuthenticationUnsuccessful'],
    [500, 'Type', 'InternalServerError'],
    [400, 'Type', 'ValidationException'],
    [502, 'Title', 'Bad Gateway'],
  ])('a refusal with %i is said as Xero says it', async (status, field, value) => {
    await fault({ kind: 'refuse', status });
    const reply = await client.call('GET', '/Invoices');
    expect([reply.status, reply.body[field]]).toEqual([status, value]);
  });

  test('a refusal with 503 is an organisation that is offline, in plain text', async () => {
    await fault({ kind: 'refuse' });
    const reply = await client.call('GET', '/Invoices');
    expect([reply.status, reply.headers.get('content-type'), reply.raw]).toEqual([
      503,
      'text/plain; charset=utf-8',
      'The Organisation is offline',
    ]);
  });
});

describe('Procore', () => {
  let procore: Running;
  const vendors = '/rest/v1.0/vendors?company_id=5629494500123&per_page=2';

  beforeAll(async () => {
    procore = await startSeeded('demo');
  });
  afterEach(() => procore.control('DELETE', '/faults'));
  afterAll(() => procore.close());

  const fault = (change: Json): Promise<unknown> =>
    procore.control('POST', '/faults', { method: 'GET', path: '/rest/*', ...change });

  test('empty is an array of nothing with a total of 0', async () => {
    const send = await procore.as('admin');
    await fault({ kind: 'empty' });
    const reply = await send('GET', vendors);
    expect([reply.body, reply.headers.get('total'), reply.headers.get('link')]).toEqual([
      [],
      '0',
      null,
    ]);
  });

  test('pageShift repeats the last element of the page before', async () => {
    const send = await procore.as('admin');
    const [first, second] = [await send('GET', vendors), await send('GET', `${vendors}&page=2`)];
    await fault({ kind: 'pageShift' });
    const shifted = await send('GET', `${vendors}&page=2`);
    expect(shifted.body).toEqual([at(first.body, 1), at(second.body, 0)]);
  });

  test('a refusal has the body of its version of the API', async () => {
    const send = await procore.as('admin');
    await fault({ kind: 'refuse', status: 403, times: 2 });
    expect((await send('GET', vendors)).body).toEqual({ errors: 'Forbidden' });
    expect((await send('GET', '/rest/v2.0/x')).body).toMatchObject({
      error: { code: 'FORBIDDEN', message: 'Forbidden' },
    });
  });
});
