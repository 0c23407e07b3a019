// Proves how contacts are made, matched, changed and archived, and what is refused about them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, messages, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  await client.call('PUT', '/Contacts', { Name: 'Māori & Sons Ltd', ContactNumber: 'N-1' });
  const gone = only(
    await client.call('PUT', '/Contacts', { Name: 'Old Ltd', ContactNumber: 'N-2' }),
    'Contacts',
  );
  await client.call('POST', '/Contacts', {
    ContactID: gone['ContactID'],
    ContactStatus: 'ARCHIVED',
  });
});
afterAll(() => sandbox.close());

const nameTaken = (name: string): string =>
  `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`;
const numberTaken =
  'Another contact has this contact number. Please enter a different contact number.';

const refusals: [title: string, input: Json, message: string][] = [
  ['a name that exists', { Name: 'Māori & Sons Ltd' }, nameTaken('Māori & Sons Ltd')],
  [
    'the same name in other case and accents',
    { Name: 'maori & SONS ltd' },
    nameTaken('maori & SONS ltd'),
  ],
  ['a number that exists', { Name: 'Someone', ContactNumber: 'N-1' }, numberTaken],
  ["an archived contact's number", { Name: 'Someone', ContactNumber: 'N-2' }, numberTaken],
  [
    'a name with <',
    { Name: 'a<b' },
    'The contact name must not contain < or > or needless spaces.',
  ],
  [
    'a name with two spaces',
    { Name: 'a  b' },
    'The contact name must not contain < or > or needless spaces.',
  ],
  ['a name of 256', { Name: 'a'.repeat(256) }, 'The Name field must not exceed 255 characters.'],
  [
    'a number of 51',
    { Name: 'Someone', ContactNumber: 'a'.repeat(51) },
    'The ContactNumber field must not exceed 50 characters.',
  ],
  ['a bad email', { Name: 'Someone', EmailAddress: 'nobody' }, 'Email address must be valid.'],
  [
    'six persons',
    { Name: 'Someone', ContactPersons: [{}, {}, {}, {}, {}, {}] },
    'A contact can have at most 5 contact persons.',
  ],
  [
    'no name',
    { EmailAddress: 'a@example.com' },
    'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
  ],
];

describe('PUT refuses', () => {
  test.each(refusals)('%s', async (_title, input, message) => {
    const reply = await client.call('PUT', '/Contacts', input);
    expect([reply.status, messages(reply)]).toEqual([400, [message]]);
  });

  test('but takes the name of an archived contact', async () => {
    expect((await client.call('PUT', '/Contacts', { Name: 'Old Ltd' })).status).toBe(200);
  });
});

describe('POST', () => {
  test('matches by id, then number, then active name, and makes what it does not find', async () => {
    const made = only(
      await client.call('POST', '/Contacts', { Name: 'Up Ltd', ContactNumber: 'U-1' }),
      'Contacts',
    );
    const byName = only(
      await client.call('POST', '/Contacts', { Name: 'up ltd', EmailAddress: 'u@example.com' }),
      'Contacts',
    );
    const byNumber = only(
      await client.call('POST', '/Contacts', { ContactNumber: 'U-1', Name: 'Upper Ltd' }),
      'Contacts',
    );
    expect([byName['ContactID'], byNumber['ContactID']]).toEqual([
      made['ContactID'],
      made['ContactID'],
    ]);
    expect(byNumber).toMatchObject({ Name: 'Upper Ltd', EmailAddress: 'u@example.com' });
    const unknown = await client.call('POST', '/Contacts', {
      ContactID: '11111111-1111-4111-8111-111111111111',
    });
    expect(messages(unknown)).toEqual([
      'A Contact with the specified ContactID could not be found',
    ]);
  });

  test('keeps what is absent and replaces the persons that are given', async () => {
    const persons = [{ FirstName: 'Ana' }, { FirstName: 'Ben' }];
    const made = only(
      await client.call('PUT', '/Contacts', {
        Name: 'Keep Ltd',
        EmailAddress: 'k@example.com',
        ContactPersons: persons,
      }),
      'Contacts',
    );
    const id = String(made['ContactID']);
    const same = only(
      await client.call('POST', `/Contacts/${id}`, { TaxNumber: '12' }),
      'Contacts',
    );
    expect(same).toMatchObject({ EmailAddress: 'k@example.com', TaxNumber: '12' });
    expect(same['ContactPersons']).toHaveLength(2);
    const fewer = only(
      await client.call('POST', `/Contacts/${id}`, { ContactPersons: [{ FirstName: 'Cy' }] }),
      'Contacts',
    );
    expect(fewer['ContactPersons']).toHaveLength(1);
    expect(only(await client.call('GET', `/Contacts/${id}`), 'Contacts')).toEqual(fewer);
  });

  test('an archived contact is not edited, and comes back only by a person', async () => {
    const old = only(await client.call('GET', '/Contacts/N-2'), 'Contacts');
    expect(old['ContactStatus']).toBe('ARCHIVED');
    const edit = { ContactID: old['ContactID'], ContactStatus: 'ACTIVE' };
    expect(messages(await client.call('POST', '/Contacts', edit))).toEqual([
      'archived contacts cannot currently be edited via the API',
    ]);
    await client.control('PUT', `/_sandbox/contacts/${String(old['ContactID'])}`, {
      status: 'ACTIVE',
    });
    const back = only(await client.call('GET', '/Contacts/N-2'), 'Contacts');
    expect(back['ContactStatus']).toBe('ACTIVE');
  });
});

describe('lists', () => {
  test('leave out the archived unless asked', async () => {
    const id = await newContact(client, 'Away Ltd');
    await client.call('POST', '/Contacts', { ContactID: id, ContactStatus: 'ARCHIVED' });
    const ids = async (query: string): Promise<unknown[]> =>
      elements(await client.call('GET', `/Contacts?${query}`), 'Contacts').map(
        (one) => one['ContactID'],
      );
    expect(await ids(`IDs=${id}`)).toEqual([]);
    expect(await ids(`IDs=${id}&includeArchived=true`)).toEqual([id]);
    expect(await ids('searchTerm=away')).toEqual([]);
    expect(await ids('searchTerm=away&includeArchived=true')).toEqual([id]);
  });

  test('filter by name whatever its case and accents', async () => {
    const where = encodeURIComponent('Name=="MAORI & sons ltd"');
    const found = elements(await client.call('GET', `/Contacts?where=${where}`), 'Contacts');
    expect(found.map((one) => one['ContactNumber'])).toEqual(['N-1']);
  });

  test('summaryOnly drops what it drops', async () => {
    const found = elements(
      await client.call('GET', '/Contacts?summaryOnly=true&page=1'),
      'Contacts',
    );
    expect(found[0]?.['Name']).toBeDefined();
    expect(found[0]?.['ContactPersons']).toBeUndefined();
    expect(found[0]?.['IsSupplier']).toBeUndefined();
  });
});
