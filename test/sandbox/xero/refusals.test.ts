// Proves what the Xero sandbox refuses about bills, in Xero's words, each rule alone and by table.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import {
  bill,
  elementMessages,
  elements,
  line,
  messages,
  newContact,
  only,
  openSandbox,
} from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;
let archivedId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
  archivedId = await newContact(client, 'Gone Ltd');
  await client.call('POST', '/Contacts', { ContactID: archivedId, ContactStatus: 'ARCHIVED' });
  const person = await client.as('bookkeeper');
  const accounts = await person.call('GET', '/Accounts?where=Code%3D%3D%22318%22');
  const accountId = String(only(accounts, 'Accounts')['AccountID']);
  await person.call('POST', `/Accounts/${accountId}`, { Status: 'ARCHIVED' });
  await client.control('PUT', '/_sandbox/organisation', { endOfYearLockDate: '2025-03-31' });
});

afterAll(() => sandbox.close());

const archivedText =
  'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes';

const cases: [title: string, change: () => Json, message: string][] = [
  [
    'unknown account',
    () => ({ LineItems: [line({ AccountCode: '999' })] }),
    "Account code '999' is not a valid code for this document.",
  ],
  [
    'bank account on a line',
    () => ({ LineItems: [line({ AccountCode: '090' })] }),
    "Account code '090' is not a valid code for this document.",
  ],
  [
    'accounts payable on a line',
    () => ({ LineItems: [line({ AccountCode: '800' })] }),
    "Account code '800' is not a valid code for this document.",
  ],
  [
    'archived account',
    () => ({ LineItems: [line({ AccountCode: '318' })] }),
    "Account code '318' has been archived, or has been deleted. Each line item must reference a valid account.",
  ],
  [
    'no account on an approved bill',
    () => ({ LineItems: [{ Description: 'x', UnitAmount: 5 }] }),
    'Account code must be specified',
  ],
  [
    'unknown tax type',
    () => ({ LineItems: [line({ TaxType: 'INPUT9' })] }),
    'The TaxType code INPUT9 does not exist or cannot be used for this type of transaction.',
  ],
  [
    'tax type of another class',
    () => ({ LineItems: [line({ TaxType: 'OUTPUT2' })] }),
    "The TaxType code 'OUTPUT2' cannot be used with account code '310'",
  ],
  [
    'no due date on an approved bill',
    () => ({ DueDate: null }),
    'The document DueDate field must be specified.',
  ],
  [
    'period lock date',
    () => ({ Date: '2026-03-31' }),
    'The document date cannot be before the period lock date, currently set at 31 March 2026',
  ],
  [
    'end of year lock date',
    () => ({ Date: '2025-03-31' }),
    'The document date cannot be before the end of year lock date, currently set at 31 March 2025',
  ],
  ['archived contact', () => ({ Contact: { ContactID: archivedId } }), archivedText],
  ['archived contact by name', () => ({ Contact: { Name: 'Gone Ltd' } }), archivedText],
  [
    'no contact',
    () => ({ Contact: null }),
    'A Contact must be specified for this type of transaction',
  ],
  [
    'a contact that is not identified',
    () => ({ Contact: { EmailAddress: 'a@example.com' } }),
    'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
  ],
  [
    'unknown contact',
    () => ({ Contact: { ContactID: '11111111-1111-4111-8111-111111111111' } }),
    'A Contact with the specified ContactID could not be found',
  ],
  [
    'line total that is not quantity times price',
    () => ({ LineItems: [line({ Quantity: 3, UnitAmount: 33.33, LineAmount: 100 })] }),
    'The line total 100.00 does not match the expected line total 99.99',
  ],
  [
    'a foreign currency',
    () => ({ CurrencyCode: 'EUR' }),
    'Organisation is not subscribed to currency EUR',
  ],
  [
    'three tracking elements',
    () => ({ LineItems: [line({ Tracking: [{}, {}, {}] })] }),
    'A line item can have at most two tracking categories.',
  ],
  [
    'a link that names xero',
    () => ({ Url: 'http://xero.example.com/' }),
    'The Url must be a valid link that does not contain "xero".',
  ],
  [
    'a number that is not printable ASCII',
    () => ({ InvoiceNumber: 'n° 5' }),
    'The InvoiceNumber must be printable ASCII of at most 255 characters.',
  ],
  ['no lines', () => ({ LineItems: [] }), 'One or more line items must be specified'],
  [
    'a line without description',
    () => ({ LineItems: [line({ Description: '' })] }),
    'The line item Description must be from 1 to 4000 characters.',
  ],
  [
    'a line amount too large',
    () => ({ LineItems: [line({ UnitAmount: 10_000_000_000 })] }),
    'The line amount exceeds 9999999999.99.',
  ],
  [
    'a total below zero',
    () => ({ LineItems: [line({ UnitAmount: -5 })] }),
    'The document total must not be negative.',
  ],
  [
    'a new bill that is void',
    () => ({ Status: 'VOIDED' }),
    'Invoice not of valid status for modification',
  ],
  [
    'a new bill that is paid',
    () => ({ Status: 'PAID' }),
    'Invoice not of valid status for modification',
  ],
  [
    'an unknown status',
    () => ({ Status: 'POSTED' }),
    'The status POSTED is not valid for this document.',
  ],
  ['no type', () => ({ Type: undefined }), 'The Type field is not valid.'],
  [
    'a discount',
    () => ({ LineItems: [line({ DiscountRate: 10 })] }),
    'DiscountRate and DiscountAmount are not supported for this document.',
  ],
];

describe('a bill is refused for', () => {
  test.each(cases)('%s', async (_title, change, message) => {
    const reply = await client.call('PUT', '/Invoices', bill(contactId, change()));
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({
      ErrorNumber: 10,
      Type: 'ValidationException',
      Message: 'A validation exception occurred',
    });
    expect(messages(reply)).toEqual([message]);
  });

  test('unreadable bodies, each as a whole', async () => {
    const bodies: unknown[] = [
      '{"Invoices":[',
      '"text"',
      { Invoices: [] },
      bill(contactId, { Date: '31/05/2026' }),
      bill(contactId, { Date: '2026-02-30' }),
      bill('not-a-guid'),
      bill(contactId, { LineItems: [line({ UnitAmount: 'many' })] }),
      bill(contactId, { LineItems: 'none' }),
    ];
    for (const body of bodies) {
      const reply = await client.call('PUT', '/Invoices?summarizeErrors=false', body);
      expect([reply.status, reply.body['Type'], reply.body['ErrorNumber']]).toEqual([
        400,
        'PostDataInvalidException',
        14,
      ]);
    }
  });
});

describe('what is not refused', () => {
  test('a draft may lie in a locked period and lack a due date and codes', async () => {
    const draft = bill(contactId, {
      Status: 'DRAFT',
      Date: '2026-03-27',
      DueDate: null,
      LineItems: [{ Description: 'x', UnitAmount: 5 }],
    });
    expect((await client.call('PUT', '/Invoices', draft)).status).toBe(200);
  });

  test('an adviser posts before the period lock but not before the end of year lock', async () => {
    const adviser = await client.as('adviser');
    const within = bill(contactId, { Date: '2026-03-27' });
    expect((await adviser.call('PUT', '/Invoices', within)).status).toBe(200);
    const beyond = await adviser.call('PUT', '/Invoices', bill(contactId, { Date: '2025-03-31' }));
    expect(messages(beyond)[0]).toContain('end of year lock date');
  });

  test('two bills may bear the same number, two sales invoices may not', async () => {
    for (const expected of [200, 200]) {
      const reply = await client.call('PUT', '/Invoices', bill(contactId));
      expect(reply.status).toBe(expected);
    }
    const sale = bill(contactId, {
      Type: 'ACCREC',
      InvoiceNumber: 'S-1',
      LineItems: [line({ AccountCode: '200', TaxType: 'OUTPUT2' })],
    });
    expect((await client.call('PUT', '/Invoices', sale)).status).toBe(200);
    expect(messages(await client.call('PUT', '/Invoices', sale))).toEqual([
      'Invoice # must be unique.',
    ]);
  });

  test('an unknown tracking option is dropped, or refused where the setting says so', async () => {
    const tracked = bill(contactId, {
      LineItems: [line({ Tracking: [{ Name: 'Cost code', Option: 'No such option' }] })],
    });
    const kept = only(await client.call('PUT', '/Invoices', tracked), 'Invoices');
    expect((kept['LineItems'] as Json[])[0]?.['Tracking']).toEqual([]);
    await client.control('PUT', '/_sandbox/settings', { unknownTracking: 'refuse' });
    expect(messages(await client.call('PUT', '/Invoices', tracked))).toEqual([
      "The tracking option 'No such option' is not valid.",
    ]);
    await client.control('PUT', '/_sandbox/settings', { unknownTracking: 'drop' });
  });

  test('an emoji is kept, or dropped without a word where the setting says so', async () => {
    const described = bill(contactId, { LineItems: [line({ Description: 'Crane 🏗 hire' })] });
    const shown = async (): Promise<unknown> => {
      const kept = only(await client.call('PUT', '/Invoices', described), 'Invoices');
      return (kept['LineItems'] as Json[])[0]?.['Description'];
    };
    expect(await shown()).toBe('Crane 🏗 hire');
    await client.control('PUT', '/_sandbox/settings', { emoji: 'drop' });
    expect(await shown()).toBe('Crane  hire');
    await client.control('PUT', '/_sandbox/settings', { emoji: 'keep' });
  });
});

describe('many at once', () => {
  test('by default one bad element refuses all and nothing is kept', async () => {
    const body = {
      Invoices: [
        bill(contactId, { InvoiceNumber: 'ALL-1' }),
        bill(contactId, { InvoiceNumber: 'ALL-2', DueDate: null }),
      ],
    };
    const reply = await client.call('PUT', '/Invoices', body);
    expect(reply.status).toBe(400);
    const kept = await client.call('GET', '/Invoices?InvoiceNumbers=ALL-1,ALL-2');
    expect(elements(kept, 'Invoices')).toEqual([]);
  });

  test('with summarizeErrors=false each stands or falls alone, in order, under 200', async () => {
    const body = {
      Invoices: [
        bill(contactId, { InvoiceNumber: 'EACH-1' }),
        bill(contactId, {
          InvoiceNumber: 'EACH-2',
          DueDate: null,
          Contact: { Name: 'Never Made' },
        }),
        bill(contactId, { InvoiceNumber: 'EACH-3' }),
      ],
    };
    const reply = await client.call('PUT', '/Invoices?summarizeErrors=false', body);
    expect(reply.status).toBe(200);
    const answered = elements(reply, 'Invoices');
    expect(answered.map((one) => one['StatusAttributeString'])).toEqual(['OK', 'ERROR', 'OK']);
    expect(answered.map((one) => one['HasErrors'])).toEqual([false, true, false]);
    expect(answered.map(elementMessages)).toEqual([
      [],
      ['The document DueDate field must be specified.'],
      [],
    ]);
    const people = await client.call('GET', '/Contacts?searchTerm=never%20made');
    expect(elements(people, 'Contacts')).toEqual([]);
  });
});
