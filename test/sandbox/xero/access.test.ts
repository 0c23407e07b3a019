// Proves how an app signs in and how it is turned away: tokens, tenant, format, unknown routes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { openSandbox, send } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox({
    credentials: { clientId: 'id', clientSecret: 'secret' },
  }));
});
afterAll(() => sandbox.close());

async function token(form: string, headers: Record<string, string> = {}): Promise<[number, Json]> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await send(`${sandbox.url}/connect/token`, 'POST', form, { ...type, ...headers });
  return [reply.status, reply.body];
}
const basic = (pair: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
});

describe('the token endpoint', () => {
  test('takes the client by header or in the form, for thirty minutes', async () => {
    const grant = 'grant_type=client_credentials&scope=accounting.invoices';
    for (const [form, headers] of [
      [grant, basic('id:secret')],
      [`${grant}&client_id=id&client_secret=secret`, {}],
    ] as const) {
      const [status, body] = await token(form, headers);
      expect([status, body['expires_in'], body['token_type'], body['scope']]).toEqual([
        200,
        1800,
        'Bearer',
        'accounting.invoices',
      ]);
    }
  });

  const refusals: [string, string, Record<string, string>, string][] = [
    ['a wrong secret', 'grant_type=client_credentials', basic('id:wrong'), 'invalid_client'],
    ['another client', 'grant_type=client_credentials', basic('you:secret'), 'invalid_client'],
    ['no client', 'grant_type=client_credentials', {}, 'invalid_request'],
    ['no grant', 'client_id=id&client_secret=secret', {}, 'invalid_request'],
    ['a JSON body', '{}', { 'content-type': 'application/json' }, 'invalid_request'],
    ['another grant', 'grant_type=password', basic('id:secret'), 'unsupported_grant_type'],
  ];
  test.each(refusals)('refuses %s', async (_title, form, headers, error) => {
    expect(await token(form, headers)).toEqual([400, { error }]);
  });
});

describe('a call', () => {
  test('needs a token that Xero gave', async () => {
    for (const authorization of ['', 'Bearer nonsense']) {
      const reply = await client.call('GET', '/Organisation', undefined, { authorization });
      expect([reply.status, reply.body['Title'], reply.body['Detail']]).toEqual([
        401,
        'Unauthorized',
        'AuthenticationUnsuccessful',
      ]);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer error=invalid_token');
    }
  });

  test('needs a token that still holds, by the sandbox clock', async () => {
    const passing = await client.as('tieout');
    await client.control('PUT', '/_sandbox/clock', { advanceMs: 1_799_000 });
    expect((await passing.call('GET', '/Organisation')).status).toBe(200);
    await client.control('PUT', '/_sandbox/clock', { advanceMs: 2_000 });
    const reply = await passing.call('GET', '/Organisation');
    expect(reply.status).toBe(401);
    expect(reply.body['Detail']).toMatch(
      /^TokenExpired: token expired at \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/,
    );
    client = await client.as('tieout');
  });

  test('of a person must name the tenant', async () => {
    const person = await client.as('bookkeeper');
    const reply = await person.call('GET', '/Organisation', undefined, { 'xero-tenant-id': '' });
    expect([reply.status, reply.body['Detail']]).toEqual([403, 'AuthenticationUnsuccessful']);
    expect((await person.call('GET', '/Organisation')).status).toBe(200);
  });

  test('may leave the tenant out but not name another', async () => {
    const list = await send(`${sandbox.url}/connections`, 'GET', undefined, {
      authorization: `Bearer ${await freshToken()}`,
    });
    const [connection] = list.body as unknown as Json[];
    const tenant = String(connection?.['tenantId']);
    expect(
      (await client.call('GET', '/Organisation', undefined, { 'xero-tenant-id': tenant })).status,
    ).toBe(200);
    const wrong = await client.call('GET', '/Organisation', undefined, {
      'xero-tenant-id': '11111111-1111-4111-8111-111111111111',
    });
    expect([wrong.status, wrong.body['Title'], wrong.body['Detail']]).toEqual([
      403,
      'Forbidden',
      'AuthenticationUnsuccessful',
    ]);
  });

  test('must ask for JSON', async () => {
    const reply = await client.call('GET', '/Organisation', undefined, { accept: '*/*' });
    expect([reply.status, reply.raw]).toEqual([
      406,
      'Xero answers XML unless asked: send the header Accept: application/json',
    ]);
  });

  test('to a route that is not there is a 404', async () => {
    expect((await client.call('GET', '/Journals')).status).toBe(404);
    expect((await client.call('DELETE', '/Invoices/x')).status).toBe(404);
  });

  test('of more than 10 MB is too large', async () => {
    const reply = await client.call('PUT', '/Invoices', `{"a":"${'x'.repeat(10_000_000)}"}`);
    expect(reply.status).toBe(413);
  });
});

async function freshToken(): Promise<string> {
  const issued = await client.control('POST', '/_sandbox/token', { role: 'tieout' });
  return String(issued.body['access_token']);
}
