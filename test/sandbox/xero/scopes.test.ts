// Proves that a token holds its scopes: how they are asked for, what a call beyond them says, and what a cut closes.
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { KNOWN_SCOPES, scopesFor } from '../../../sandbox/xero/scopes.ts';
import { skipReason, vendorDocuments } from '../../support/vendor-documents.ts';
import { bill, newContact, openSandbox, send } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox({
    credentials: { clientId: 'id', clientSecret: 'secret' },
  }));
  contactId = await newContact(client);
});
afterEach(() => client.control('DELETE', '/_sandbox/scopes'));
afterAll(() => sandbox.close());

function ask(scope: string): Promise<Reply> {
  const form = `grant_type=client_credentials&client_id=id&client_secret=secret${scope}`;
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return send(`${sandbox.url}/connect/token`, 'POST', form, type);
}
const cut = (...scopes: string[]): ReturnType<Client['control']> =>
  client.control('PUT', '/_sandbox/scopes', { scopes });
async function withScopes(...scopes: string[]): Promise<Client['call']> {
  const reply = await ask(`&scope=${scopes.join('%20')}`);
  const authorization = `Bearer ${String(reply.body['access_token'])}`;
  return (method, path, body, headers) =>
    client.call(method, path, body, { authorization, ...headers });
}

describe('the token endpoint', () => {
  test('gives what is asked for, and without asking what the app has', async () => {
    const two = await ask('&scope=accounting.invoices%20accounting.contacts.read');
    expect([two.status, two.body['scope']]).toEqual([
      200,
      'accounting.invoices accounting.contacts.read',
    ]);
    await cut('accounting.contacts');
    expect((await ask('')).body['scope']).toBe('accounting.contacts');
  });

  test.each([
    ['an unknown scope', '&scope=accounting.bills'],
    ['one unknown among known', '&scope=accounting.invoices%20accounting.bills'],
    ['a plus between scopes', '&scope=accounting.invoices+accounting.contacts'],
    ['a comma between scopes', '&scope=accounting.invoices,accounting.contacts'],
  ])('refuses %s', async (_title, scope) => {
    const reply = await ask(scope);
    expect([reply.status, reply.body]).toEqual([400, { error: 'invalid_scope' }]);
  });

  test('refuses a scope the connection was not given', async () => {
    await cut('accounting.contacts');
    expect((await ask('&scope=accounting.invoices')).body).toEqual({ error: 'invalid_scope' });
  });
});

describe('a call', () => {
  test('beyond its scopes is 401 with the words of Xero, and nothing is done', async () => {
    const call = await withScopes('accounting.invoices.read', 'accounting.contacts');
    const reply = await call('PUT', '/Invoices', bill(contactId));
    expect([reply.status, reply.body['Detail'], reply.headers.get('www-authenticate')]).toEqual([
      401,
      'AuthorizationUnsuccessful',
      'insufficent_scope',
    ]);
    expect((await call('GET', '/Invoices?InvoiceNumbers=INV-1')).body['Invoices']).toEqual([]);
    expect((await call('POST', '/Contacts', { Name: 'Rata Ltd' })).status).toBe(200);
    expect((await call('GET', '/Payments')).status).toBe(401);
    expect((await call('GET', '/Accounts')).status).toBe(401);
  });

  test('with a broad scope still works, as apps from before March 2026 have it', async () => {
    const call = await withScopes('accounting.transactions', 'accounting.contacts');
    expect((await call('PUT', '/Invoices', bill(contactId))).status).toBe(200);
    expect((await call('GET', '/Payments')).status).toBe(200);
  });

  test('a cut to contacts lets no bill through, not even with a token from before', async () => {
    const before = await withScopes('accounting.invoices', 'accounting.contacts');
    await cut('accounting.contacts');
    const unasked: Client['call'] = (...given) => client.call(...given);
    for (const call of [before, unasked]) {
      expect((await call('PUT', '/Invoices', bill(contactId))).status).toBe(401);
      expect((await call('GET', '/Contacts')).status).toBe(200);
    }
    const person = await client.as('bookkeeper');
    expect((await person.call('PUT', '/Invoices', bill(contactId))).status).toBe(200);
    expect((await cut('accounting.bills')).status).toBe(400);
  });
});

const reason = skipReason('xeroOpenApi');

test.skipIf(reason !== '')(`every scope of the OpenAPI file opens what it says ${reason}`, () => {
  const document = parse(readFileSync(vendorDocuments.xeroOpenApi, 'utf8')) as {
    paths: Record<string, Record<string, { security?: Record<string, string[]>[] }>>;
  };
  const served = Object.entries(document.paths).flatMap(([path, methods]) => {
    const [, endpoint = '', ...rest] = path.split('/');
    const isOwn = !rest.some((part) => /^(Attachments|CISSettings)$/.test(part));
    return isOwn ? Object.entries(methods).map((entry) => [endpoint, ...entry] as const) : [];
  });
  const checked = served.flatMap(([endpoint, method, { security = [] }]) => {
    const opening = scopesFor(method.toUpperCase(), endpoint);
    if (opening === null) return [];
    const listed = security.flatMap((one: Json) => Object.values(one).flat());
    return listed.map((scope) => ({
      endpoint,
      method,
      scope,
      opens: opening.includes(String(scope)),
    }));
  });
  expect(checked.length).toBeGreaterThan(50);
  expect(checked.filter(({ opens }) => !opens)).toEqual([]);
  expect(checked.filter(({ scope }) => !KNOWN_SCOPES.includes(String(scope)))).toEqual([]);
});
