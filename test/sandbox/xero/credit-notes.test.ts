// Proves how credit notes are made, changed, found and listed, and what is refused about them, in both directions.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import {
  creditNote,
  elementMessages,
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

const sale = { AccountCode: '200', TaxType: 'OUTPUT2' };
const put = (change: Json = {}, query = ''): Promise<Reply> =>
  client.call('PUT', `/CreditNotes${query}`, creditNote(contactId, change));
const toCustomer = (change: Json = {}): Json => ({
  Type: 'ACCRECCREDIT',
  LineItems: [line(sale)],
  ...change,
});
const post = (note: Json, change: Json): Promise<Reply> =>
  client.call('POST', `/CreditNotes/${String(note['CreditNoteID'])}`, change);

describe('a credit note', () => {
  test('from a supplier has the fields of a bill that it has, and all of its credit', async () => {
    const made = await newCreditNote(client, contactId, { CreditNoteNumber: 'CN 7' });
    expect(made).toMatchObject({
      Type: 'ACCPAYCREDIT',
      CreditNoteNumber: 'CN 7',
      Status: 'AUTHORISED',
      SubTotal: 1000,
      TotalTax: 150,
      Total: 1150,
      RemainingCredit: 1150,
      Allocations: [],
      Payments: [],
      CurrencyCode: 'NZD',
      DateString: '2026-05-31T00:00:00',
      Contact: { ContactID: contactId },
      LineItems: [{ AccountCode: '310', TaxType: 'INPUT2', LineAmount: 1000 }],
    });
    expect(made['ID']).toBe(made['CreditNoteID']);
    expect(made).not.toHaveProperty('Url');
  });

  test('from a supplier keeps no Reference, one to a customer does', async () => {
    const own = only(await put({ Reference: 'r' }), 'CreditNotes');
    const theirs = only(await put(toCustomer({ Reference: 'r' })), 'CreditNotes');
    expect([own['Reference'], theirs['Reference']]).toEqual(['', 'r']);
  });

  test('to a customer is numbered where it comes without a number, one from a supplier is not', async () => {
    const numbers = [];
    for (const change of [toCustomer(), toCustomer(), {}]) {
      const made = only(await put({ ...change, CreditNoteNumber: undefined }), 'CreditNotes');
      numbers.push(made['CreditNoteNumber']);
    }
    expect(numbers).toEqual([expect.stringMatching(/^CN-\d{4}$/), expect.any(String), '']);
    expect(numbers[0]).not.toBe(numbers[1]);
  });

  test('is found by id, and by number only where numbers are unique', async () => {
    const own = only(await put({ CreditNoteNumber: 'FIND-1' }), 'CreditNotes');
    const theirs = only(await put(toCustomer({ CreditNoteNumber: 'FIND-2' })), 'CreditNotes');
    const status = async (key: unknown): Promise<number> =>
      (await client.call('GET', `/CreditNotes/${String(key)}`)).status;
    expect(await status(own['CreditNoteID'])).toBe(200);
    expect(await status('FIND-1')).toBe(404);
    expect(await status('FIND-2')).toBe(200);
    expect(await status(theirs['CreditNoteID'])).toBe(200);
  });

  test('is posted to by its id, to a customer also by its number', async () => {
    const own = only(await put({ CreditNoteNumber: 'UP-1' }), 'CreditNotes');
    const theirs = only(await put(toCustomer({ CreditNoteNumber: 'UP-2' })), 'CreditNotes');
    const upsert = async (change: Json): Promise<unknown> =>
      only(await client.call('POST', '/CreditNotes', creditNote(contactId, change)), 'CreditNotes')[
        'CreditNoteID'
      ];
    const LineItems = [line(sale)];
    expect(await upsert({ Type: 'ACCRECCREDIT', CreditNoteNumber: 'UP-2', LineItems })).toBe(
      theirs['CreditNoteID'],
    );
    expect(await upsert({ CreditNoteNumber: 'UP-1' })).not.toBe(own['CreditNoteID']);
    const named = { CreditNoteID: own['CreditNoteID'], CreditNoteNumber: 'UP-3' };
    expect(await upsert(named)).toBe(own['CreditNoteID']);
  });

  test('without a DueDate can be approved; its lines must be coded then', async () => {
    const draft = await newCreditNote(client, contactId, {
      Status: 'DRAFT',
      LineItems: [{ Description: 'x', UnitAmount: 5 }],
    });
    const refused = await post(draft, { Status: 'AUTHORISED' });
    expect(messages(refused)).toEqual(['Account code must be specified']);
    const approved = await post(draft, { Status: 'AUTHORISED', LineItems: [line()] });
    expect(only(approved, 'CreditNotes')['Status']).toBe('AUTHORISED');
  });

  test('cannot bring its allocations along: they are a call of their own', async () => {
    const made = only(
      await put({ Allocations: [{ Amount: 1, Invoice: { InvoiceID: contactId } }] }),
      'CreditNotes',
    );
    expect(made['Allocations']).toEqual([]);
  });
});

const transitions: [from: string, to: string, isAllowed: boolean][] = [
  ['DRAFT', 'SUBMITTED', true],
  ['DRAFT', 'AUTHORISED', true],
  ['DRAFT', 'DELETED', true],
  ['DRAFT', 'VOIDED', false],
  ['DRAFT', 'PAID', false],
  ['SUBMITTED', 'DRAFT', true],
  ['SUBMITTED', 'DELETED', true],
  ['AUTHORISED', 'VOIDED', true],
  ['AUTHORISED', 'DRAFT', false],
  ['AUTHORISED', 'DELETED', false],
  ['AUTHORISED', 'PAID', false],
];

test.each(transitions)('a credit note goes from %s to %s: %s', async (from, to, isAllowed) => {
  const note = await newCreditNote(client, contactId, { Status: from });
  const reply = await post(note, { Status: to });
  expect(reply.status).toBe(isAllowed ? 200 : 400);
  if (!isAllowed) {
    expect(messages(reply)).toEqual(['Credit Note not of valid status for modification']);
  }
  const now = await client.call('GET', `/CreditNotes/${String(note['CreditNoteID'])}`);
  expect(only(now, 'CreditNotes')['Status']).toBe(isAllowed ? to : from);
});

test('one that is voided or deleted can be changed no more', async () => {
  for (const [from, to] of [
    ['AUTHORISED', 'VOIDED'],
    ['DRAFT', 'DELETED'],
  ]) {
    const note = await newCreditNote(client, contactId, { Status: from });
    const gone = only(await post(note, { Status: to }), 'CreditNotes');
    expect(gone['RemainingCredit']).toBe(0);
    expect((await post(note, { Date: '2026-06-01' })).status).toBe(400);
  }
});

const refusals: [title: string, change: Json, message: string][] = [
  ['a type that is none', { Type: 'ACCPAY' }, 'The Type field is not valid.'],
  [
    'a first status that is none',
    { Status: 'PAID' },
    'Credit Note not of valid status for modification',
  ],
  ['no line', { LineItems: [] }, 'One or more line items must be specified'],
  [
    'a negative total',
    { LineItems: [line({ UnitAmount: -1 })] },
    'The document total must not be negative.',
  ],
  [
    'an unknown account',
    { LineItems: [line({ AccountCode: '999' })] },
    "Account code '999' is not a valid code for this document.",
  ],
  [
    'accounts payable on a line',
    { LineItems: [line({ AccountCode: '800' })] },
    "Account code '800' is not a valid code for this document.",
  ],
  [
    'a tax type of another class',
    { LineItems: [line({ TaxType: 'OUTPUT2' })] },
    "The TaxType code 'OUTPUT2' cannot be used with account code '310'",
  ],
  [
    'a tax type of another class, to a customer',
    toCustomer({ LineItems: [line({ AccountCode: '200', TaxType: 'INPUT2' })] }),
    "The TaxType code 'INPUT2' cannot be used with account code '200'",
  ],
  [
    'a locked period',
    { Date: '2026-03-31' },
    'The document date cannot be before the period lock date, currently set at 31 March 2026',
  ],
  ['another currency', { CurrencyCode: 'USD' }, 'Organisation is not subscribed to currency USD'],
  [
    'a number that is not printable',
    { CreditNoteNumber: 'ü' },
    'The CreditNoteNumber must be printable ASCII of at most 255 characters.',
  ],
  [
    'a long Reference to a customer',
    toCustomer({ Reference: 'x'.repeat(256) }),
    'The Reference field must not exceed 255 characters.',
  ],
];

test.each(refusals)('%s is refused', async (_title, change, message) => {
  const reply = await put(change);
  expect([reply.status, messages(reply)]).toEqual([400, [message]]);
  const [each] = elements(await put(change, '?summarizeErrors=false'), 'CreditNotes');
  expect([each?.['HasErrors'], elementMessages(each ?? {})]).toEqual([true, [message]]);
});

test('an archived contact gets no credit note', async () => {
  const gone = await newContact(client);
  await client.call('POST', '/Contacts', { ContactID: gone, ContactStatus: 'ARCHIVED' });
  const reply = await client.call('PUT', '/CreditNotes', creditNote(gone));
  expect(messages(reply)).toEqual([
    'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes',
  ]);
});

describe('a number to a customer', () => {
  test('is unique, also when changed, and stays taken when voided; one from a supplier is not', async () => {
    const taken = only(await put(toCustomer({ CreditNoteNumber: 'UNIQ-1' })), 'CreditNotes');
    const other = only(await put(toCustomer({ CreditNoteNumber: 'UNIQ-2' })), 'CreditNotes');
    await post(taken, { Status: 'VOIDED' });
    for (const reply of [
      await put(toCustomer({ CreditNoteNumber: 'UNIQ-1' })),
      await post(other, { CreditNoteNumber: 'UNIQ-1' }),
    ]) {
      expect(messages(reply)).toEqual(['Credit Note # must be unique.']);
    }
    expect((await put({ CreditNoteNumber: 'UNIQ-1' })).status).toBe(200);
    expect((await put({ CreditNoteNumber: 'UNIQ-1' })).status).toBe(200);
  });
});

test('an unknown CreditNoteID is refused in a POST of many, and 404 in the path', async () => {
  const CreditNoteID = '11111111-1111-4111-8111-111111111111';
  const many = await client.call('POST', '/CreditNotes', creditNote(contactId, { CreditNoteID }));
  expect(messages(many)).toEqual([
    'An existing Credit Note with the specified CreditNoteID could not be found',
  ]);
  expect((await client.call('POST', `/CreditNotes/${CreditNoteID}`, {})).status).toBe(404);
});

test('a batch keeps the good ones with summarizeErrors=false, and none of it without', async () => {
  const batch = (tag: string): Json => ({
    CreditNotes: [
      creditNote(contactId, toCustomer({ CreditNoteNumber: `${tag}-1` })),
      creditNote(contactId, { LineItems: [] }),
    ],
  });
  const each = await client.call('PUT', '/CreditNotes?summarizeErrors=false', batch('EACH'));
  expect(elements(each, 'CreditNotes').map((one) => one['StatusAttributeString'])).toEqual([
    'OK',
    'ERROR',
  ]);
  expect((await client.call('PUT', '/CreditNotes', batch('ALL'))).status).toBe(400);
  const status = async (number: string): Promise<number> =>
    (await client.call('GET', `/CreditNotes/${number}`)).status;
  expect([await status('EACH-1'), await status('ALL-1')]).toEqual([200, 404]);
});

test('a repeated Idempotency-Key makes no second credit note', async () => {
  const body = creditNote(contactId, { CreditNoteNumber: 'ONCE' });
  const key = { 'idempotency-key': 'credit-once' };
  const first = await client.call('PUT', '/CreditNotes', body, key);
  const second = await client.call('PUT', '/CreditNotes', body, key);
  expect(only(second, 'CreditNotes')['CreditNoteID']).toBe(
    only(first, 'CreditNotes')['CreditNoteID'],
  );
});

describe('the list', () => {
  let fresh: RunningSandbox;
  let own: Client;
  let supplier: string;

  beforeAll(async () => {
    ({ sandbox: fresh, client: own } = await openSandbox());
    supplier = await newContact(own);
    const customer = await newContact(own);
    const LineItems = [line({ UnitAmount: 10.1234 })];
    await newCreditNote(own, supplier, { CreditNoteNumber: 'L-1', Date: '2026-04-01', LineItems });
    await newCreditNote(own, supplier, { CreditNoteNumber: 'L-2', Status: 'DRAFT' });
    await newCreditNote(own, customer, toCustomer({ CreditNoteNumber: 'L-3', Reference: 'r' }));
  });
  afterAll(() => fresh.close());

  const numbers = async (query: string): Promise<unknown[]> => {
    const reply = await own.call('GET', `/CreditNotes${query}`);
    return elements(reply, 'CreditNotes').map((one) => one['CreditNoteNumber']);
  };

  test.each([
    ['Type=="ACCPAYCREDIT"', ['L-1', 'L-2']],
    ['Status=="DRAFT"', ['L-2']],
    ['CreditNoteNumber=="L-3"', ['L-3']],
    ['Reference=="r"', ['L-3']],
    ['Date<DateTime(2026,05,01)', ['L-1']],
    ['Type=="ACCPAYCREDIT" AND Status=="AUTHORISED"', ['L-1']],
  ])('where %s', async (where, expected) => {
    expect(await numbers(`?where=${encodeURIComponent(where)}`)).toEqual(expected);
  });

  test('where of a contact, and where of nothing that can be filtered', async () => {
    const where = encodeURIComponent(`Contact.ContactID==guid("${supplier}")`);
    expect(await numbers(`?where=${where}`)).toEqual(['L-1', 'L-2']);
    const odd = await own.call('GET', '/CreditNotes?where=Total%3D%3D1');
    expect([odd.status, odd.body['Type']]).toEqual([400, 'QueryParseException']);
  });

  test('is ordered and paged, with lines only where it is paged', async () => {
    expect(await numbers('?order=CreditNoteNumber%20DESC')).toEqual(['L-3', 'L-2', 'L-1']);
    const paged = await own.call('GET', '/CreditNotes?page=2&pageSize=2');
    expect(paged.body['pagination']).toEqual({ page: 2, pageSize: 2, pageCount: 2, itemCount: 3 });
    expect(only(paged, 'CreditNotes')['CreditNoteNumber']).toBe('L-3');
    const lines = async (query: string): Promise<unknown> =>
      elements(await own.call('GET', `/CreditNotes${query}`), 'CreditNotes').map(
        (one) => (one['LineItems'] as Json[]).length,
      );
    expect([await lines(''), await lines('?page=1')]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
  });

  test('shows four decimals of a price with unitdp=4', async () => {
    const unit = async (query: string): Promise<unknown> => {
      const [first] = elements(await own.call('GET', `/CreditNotes?page=1${query}`), 'CreditNotes');
      return (first?.['LineItems'] as Json[])[0]?.['UnitAmount'];
    };
    expect([await unit(''), await unit('&unitdp=4')]).toEqual([10.12, 10.1234]);
  });

  test('tells only what changed since', async () => {
    const [last] = elements(
      await own.call('GET', '/CreditNotes?order=UpdatedDateUTC%20DESC'),
      'CreditNotes',
    );
    const at = Number(/\d+/.exec(String(last?.['UpdatedDateUTC']))?.[0]);
    const since = { 'if-modified-since': new Date(at).toISOString() };
    expect(
      elements(await own.call('GET', '/CreditNotes', undefined, since), 'CreditNotes'),
    ).toEqual([]);
    await own.call('POST', `/CreditNotes/${String(last?.['CreditNoteID'])}`, { Reference: 'new' });
    const changed = await own.call('GET', '/CreditNotes', undefined, since);
    expect(only(changed, 'CreditNotes')['CreditNoteNumber']).toBe('L-3');
  });
});
