// Proves what money spent or received and manual journals do once a person has entered them: lists, books, undoing, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
  const list = await client.call('GET', '/TrackingCategories');
  for (const { Name, TrackingCategoryID } of elements(list, 'TrackingCategories')) {
    const path = `/TrackingCategories/${String(TrackingCategoryID)}/Options`;
    await client.call('PUT', path, { Name: `${String(Name)} A` });
  }
});
afterAll(() => sandbox.close());

type Ledger = { accounts: { code: string; balance: string }[]; journals: Json[] };

const act = (name: string, body: Json): Promise<Reply> =>
  client.control('POST', `/_sandbox/acts/${name}`, body);

const spend = (change: Json = {}): Promise<Reply> =>
  act('spend-or-receive', {
    type: 'SPEND',
    contactId,
    date: '2026-05-20',
    lines: [
      {
        amount: '115.00',
        accountCode: '312',
        tracking: [
          { name: 'Project', option: 'Project A' },
          { name: 'Cost code', option: 'Cost code A' },
        ],
      },
    ],
    ...change,
  });

const journal = (change: Json = {}): Promise<Reply> =>
  act('manual-journal', {
    narration: 'Accrual of May',
    date: '2026-05-31',
    lines: [
      {
        amount: '300.00',
        accountCode: '310',
        tracking: [{ name: 'Project', option: 'Project A' }],
      },
      { amount: '-300.00', accountCode: '825' },
    ],
    ...change,
  });

async function ledger(): Promise<Ledger> {
  return (await client.control('GET', '/_sandbox/ledger')).body as unknown as Ledger;
}

async function journalsOf(sourceId: unknown): Promise<Json[]> {
  return (await ledger()).journals.filter((one) => one['sourceId'] === sourceId);
}

describe('money spent', () => {
  test('debits its account without the tax that is inside its amount, with its tracking', async () => {
    const { body } = await spend();
    const [posted] = await journalsOf(body['bankTransactionId']);
    expect(posted?.['lines']).toEqual([
      {
        accountCode: '312',
        amount: '100.00',
        taxType: 'INPUT2',
        tracking: [
          { Name: 'Project', Option: 'Project A' },
          { Name: 'Cost code', Option: 'Cost code A' },
        ],
      },
      { accountCode: '820', amount: '15.00' },
      { accountCode: '090', amount: '-115.00' },
    ]);
  });

  test('is read with its lines where a page is asked for, and without them where none is', async () => {
    const { body } = await spend();
    const id = String(body['bankTransactionId']);
    const named = (reply: Reply) =>
      elements(reply, 'BankTransactions').find((one) => one['BankTransactionID'] === id);
    const paged = named(await client.call('GET', '/BankTransactions?page=1'));
    expect(paged).toMatchObject({ Type: 'SPEND', Status: 'AUTHORISED', Total: 115, TotalTax: 15 });
    expect(paged?.['LineItems']).toHaveLength(1);
    expect(named(await client.call('GET', '/BankTransactions'))?.['LineItems']).toEqual([]);
    const one = only(await client.call('GET', `/BankTransactions/${id}`), 'BankTransactions');
    expect(one['LineAmountTypes']).toBe('Inclusive');
  });

  test('that is deleted is taken back out of the books and stays listed', async () => {
    const { body } = await spend();
    const id = body['bankTransactionId'];
    expect((await act('void', { id })).body).toEqual({ id, status: 'DELETED' });
    expect(await journalsOf(id)).toHaveLength(2);
    const reply = await client.call('GET', `/BankTransactions/${String(id)}`);
    expect(only(reply, 'BankTransactions')['Status']).toBe('DELETED');
    expect((await act('void', { id })).status).toBe(409);
  });

  test('received is the other way round', async () => {
    const { body } = await spend({
      type: 'RECEIVE',
      lineAmountTypes: 'Exclusive',
      lines: [{ amount: '40.00', accountCode: '312' }],
    });
    const [posted] = await journalsOf(body['bankTransactionId']);
    expect((posted?.['lines'] as Json[]).map(({ amount }) => amount)).toEqual([
      '-40.00',
      '-6.00',
      '46.00',
    ]);
  });

  test('a prepayment is listed beside it, with the id of the prepayment', async () => {
    const money = { type: 'SPEND-PREPAYMENT', contactId, amount: '50.00', accountCode: '310' };
    const { body } = await act('bank-transaction', money);
    const listed = elements(
      await client.call('GET', '/BankTransactions?page=1'),
      'BankTransactions',
    );
    const own = listed.find(({ BankTransactionID }) => BankTransactionID === body['creditId']);
    expect(own?.['PrepaymentID']).toBe(body['creditId']);
  });

  test.each([
    ['before the lock date', { date: '2020-01-01' }],
    ['without lines', { lines: [] }],
    ['on an account that is not there', { lines: [{ amount: '1.00', accountCode: '999' }] }],
    ['below zero in all', { lines: [{ amount: '-1.00', accountCode: '312' }] }],
  ])('%s is refused', async (_what, change) => {
    await client.control('PUT', '/_sandbox/organisation', { periodLockDate: '2026-03-31' });
    expect((await spend(change)).status).toBe(409);
  });

  test('no app writes one', async () => {
    expect((await client.call('PUT', '/BankTransactions', { Type: 'SPEND' })).status).toBe(404);
  });
});

describe('a manual journal', () => {
  test('posts what was written, and voiding takes it back', async () => {
    const { body } = await journal();
    const id = body['manualJournalId'];
    const [posted] = await journalsOf(id);
    expect(posted?.['sourceType']).toBe('MANJOURNAL');
    expect((posted?.['lines'] as Json[]).map(({ amount }) => amount)).toEqual([
      '300.00',
      '-300.00',
    ]);
    await act('void', { id });
    expect(await journalsOf(id)).toHaveLength(2);
    const reply = await client.call('GET', `/ManualJournals/${String(id)}`);
    expect(only(reply, 'ManualJournals')['Status']).toBe('VOIDED');
  });

  test('as a draft posts nothing', async () => {
    const { body } = await journal({ status: 'DRAFT' });
    expect(await journalsOf(body['manualJournalId'])).toEqual([]);
    const reply = await client.call('GET', '/ManualJournals?page=1&where=Status=="DRAFT"');
    expect(elements(reply, 'ManualJournals')).toHaveLength(1);
  });

  test('without tax in its amounts posts the tax of its lines', async () => {
    const { body } = await journal({
      lineAmountTypes: 'Exclusive',
      lines: [
        { amount: '100.00', accountCode: '312' },
        { amount: '-100.00', accountCode: '318' },
        { amount: '20.00', accountCode: '445', taxType: 'NONE' },
        { amount: '-20.00', accountCode: '404', taxType: 'NONE' },
      ],
    });
    const [posted] = await journalsOf(body['manualJournalId']);
    expect((posted?.['lines'] as Json[]).map(({ amount }) => amount)).toEqual([
      '100.00',
      '-100.00',
      '20.00',
      '-20.00',
    ]);
  });

  test.each([
    [
      'that does not balance',
      {
        lines: [
          { amount: '100.00', accountCode: '310' },
          { amount: '-10.00', accountCode: '825' },
        ],
      },
      'The total debits (100.00) must equal total credits (-10.00)',
    ],
    [
      'on a bank account',
      {
        lines: [
          { amount: '1.00', accountCode: '310' },
          { amount: '-1.00', accountCode: '090' },
        ],
      },
      "Account code '090' is not a valid code for this document.",
    ],
    ['without a narration', { narration: '' }, 'A Narration must be specified.'],
  ])('%s is refused in words', async (_what, change, words) => {
    const reply = await journal(change);
    expect([reply.status, reply.raw]).toEqual([409, expect.stringContaining(words)]);
  });
});
