// Proves what Xero does with groups of contacts: made, renamed, filled, emptied, deleted, and what it refuses.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, messages, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactIds: string[];
let count = 0;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactIds = [await newContact(client), await newContact(client)];
});
afterAll(() => sandbox.close());

const put = (body: Json): Promise<Reply> => client.call('PUT', '/ContactGroups', body);
const groupsOf = async (contactId: string): Promise<unknown> =>
  only(await client.call('GET', `/Contacts/${contactId}`), 'Contacts')['ContactGroups'];
const names = async (query = ''): Promise<unknown[]> =>
  elements(await client.call('GET', `/ContactGroups${query}`), 'ContactGroups').map(
    ({ Name }) => Name,
  );

async function newGroup(): Promise<{ path: string; shown: Json }> {
  count += 1;
  const shown = only(await put({ Name: `Group ${count}` }), 'ContactGroups');
  return { path: `/ContactGroups/${String(shown['ContactGroupID'])}`, shown };
}
const membersOf = async (path: string): Promise<unknown[]> =>
  (only(await client.call('GET', path), 'ContactGroups')['Contacts'] as Json[]).map(
    ({ ContactID }) => ContactID,
  );

test('a group is made, listed without its contacts, and shown alone with them', async () => {
  const { path, shown } = await newGroup();
  expect(shown).toMatchObject({ Name: `Group ${count}`, Status: 'ACTIVE', Contacts: [] });
  const Contacts = contactIds.map((ContactID) => ({ ContactID }));
  const added = await client.call('PUT', `${path}/Contacts`, { Contacts });
  expect(elements(added, 'Contacts').map(({ ContactID }) => ContactID)).toEqual(contactIds);
  await client.call('PUT', `${path}/Contacts`, { Contacts });
  expect(await membersOf(path)).toEqual(contactIds);
  const listed = elements(await client.call('GET', '/ContactGroups'), 'ContactGroups');
  expect(listed.map((one) => one['Contacts'])).toEqual(listed.map(() => []));
  expect(await groupsOf(contactIds[0] ?? '')).toEqual([
    { ContactGroupID: shown['ContactGroupID'], Name: shown['Name'], Status: 'ACTIVE' },
  ]);
});

test('contacts are taken out one by one or all at once, with 204', async () => {
  const { path } = await newGroup();
  await client.call('PUT', `${path}/Contacts`, {
    Contacts: contactIds.map((ContactID) => ({ ContactID })),
  });
  const one = await client.call('DELETE', `${path}/Contacts/${contactIds[0]}`);
  expect([one.status, one.raw, await membersOf(path)]).toEqual([204, '', [contactIds[1]]]);
  expect((await client.call('DELETE', `${path}/Contacts/${contactIds[0]}`)).status).toBe(404);
  expect((await client.call('DELETE', `${path}/Contacts`)).status).toBe(204);
  expect(await membersOf(path)).toEqual([]);
});

test('a group is renamed, and one that is deleted is shown nowhere', async () => {
  const { path } = await newGroup();
  const ContactID = contactIds[1] ?? '';
  await client.call('PUT', `${path}/Contacts`, { Contacts: [{ ContactID }] });
  const renamed = await client.call('POST', path, { Name: 'Steel gang' });
  expect(only(renamed, 'ContactGroups')['Name']).toBe('Steel gang');
  expect(await names('?where=Name=="Steel gang"')).toEqual(['Steel gang']);
  const gone = await client.call('POST', path, { Status: 'DELETED' });
  expect(only(gone, 'ContactGroups')['Status']).toBe('DELETED');
  expect((await client.call('GET', path)).status).toBe(404);
  expect(await names()).not.toContain('Steel gang');
  expect(JSON.stringify(await groupsOf(ContactID))).not.toContain('Steel gang');
});

test('lists are ordered by name', async () => {
  const sorted = await names('?order=Name%20DESC');
  expect(sorted).toEqual([...(await names())].reverse());
});

test.each<[string, () => Promise<Reply>, number, string | null]>([
  ['no name', () => put({ Name: ' ' }), 400, 'A name must be specified.'],
  ['a name that is taken', () => put({ Name: 'Group 1' }), 400, 'Please enter a unique Name.'],
  ['an unknown group', () => client.call('GET', '/ContactGroups/x'), 404, null],
])('%s is refused', async (_title, call, status, message) => {
  const reply = await call();
  expect(reply.status).toBe(status);
  if (message !== null) expect(messages(reply)).toEqual([message]);
});

test('a contact that is not there is refused, and the others of the request are not added', async () => {
  const { path } = await newGroup();
  const ContactID = '11111111-1111-4111-8111-111111111111';
  const Contacts = [{ ContactID: contactIds[0] }, { ContactID }];
  expect((await client.call('PUT', `${path}/Contacts`, { Contacts })).status).toBe(400);
  expect(await membersOf(path)).toEqual([]);
});

test('the hundred and first group is refused in the words of Xero', async () => {
  const there = (await names()).length;
  const ContactGroups = Array.from({ length: 100 - there }, (_, index) => ({ Name: `N${index}` }));
  expect((await put({ ContactGroups })).status).toBe(200);
  expect(messages(await put({ Name: 'One too many' }))).toEqual([
    'You’ve reached the limit of 100 contact groups.',
  ]);
});
