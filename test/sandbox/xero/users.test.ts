// Proves who may sign in to a seeded organisation: the people of the firm, the same for the same seed and others in another organisation.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, only, openSandbox } from './xero-sandbox.ts';

const SECOND = '7b1f3a52-0c2d-4a3e-8f10-2d9b6c4e1a77';
let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox({ organisations: [SECOND] }));
});
afterAll(() => sandbox.close());

const FIRST = { 'xero-tenant-id': '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11' };
async function users(query = '', headers: Record<string, string> = FIRST): Promise<Json[]> {
  return elements(await client.call('GET', `/Users${query}`, undefined, headers), 'Users');
}
const ids = (list: Json[]): unknown[] => list.map(({ UserID }) => UserID);

test('there are the people of the firm who have a login: one subscriber, one adviser', async () => {
  const list = await users();
  expect(list).toHaveLength(7);
  expect(list.filter((one) => one['IsSubscriber'] === true)).toMatchObject([
    { FirstName: 'Hana', OrganisationRole: 'STANDARD' },
  ]);
  expect(list.filter((one) => one['OrganisationRole'] === 'FINANCIALADVISER')).toHaveLength(1);
  expect(list.map(({ LastName }) => LastName)).not.toContain('Nowak');
  expect(new Set(list.map(({ EmailAddress }) => EmailAddress)).size).toBe(7);
});

test('they are found, ordered and shown alone', async () => {
  const [subscriber] = await users('?where=IsSubscriber==true');
  const sorted = (await users('?order=LastName%20ASC')).map(({ LastName }) => String(LastName));
  expect(sorted).toEqual([...sorted].sort());
  const path = `/Users/${String(subscriber?.['UserID'])}`;
  expect(only(await client.call('GET', path, undefined, FIRST), 'Users')).toEqual(subscriber);
  expect((await client.call('GET', '/Users/x', undefined, FIRST)).status).toBe(404);
  const later = { ...FIRST, 'if-modified-since': '2100-01-01T00:00:00' };
  expect(await users('', later)).toEqual([]);
});

test('no two organisations share one, and a seed makes the same ones again', async () => {
  const [first, second] = [await users(), await users('', { 'xero-tenant-id': SECOND })];
  expect(ids(first).filter((id) => ids(second).includes(id))).toEqual([]);
  await client.control('POST', '/_sandbox/seed', { company: 'twenty' });
  const seeded = ids(await users());
  await client.control('POST', '/_sandbox/seed', { company: 'twenty' });
  expect(ids(await users())).toEqual(seeded);
});
