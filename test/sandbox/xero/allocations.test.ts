// Proves how a credit note is put against bills and invoices and taken back: the sums on both, the refusals, the books, the news.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import {
  bill,
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

const sale = [line({ AccountCode: '200', TaxType: 'OUTPUT2' })];
const toCustomer = { Type: 'ACCRECCREDIT', LineItems: sale };
const invoiced = { Type: 'ACCREC', InvoiceNumber: undefined, LineItems: sale };

const newDocument = async (change: Json = {}): Promise<Json> =>
  only(await client.call('PUT', '/Invoices', bill(contactId, change)), 'Invoices');
const newNote = (change: Json = {}): Promise<Json> => newCreditNote(client, contactId, change);
const readDocument = async ({ InvoiceID }: Json): Promise<Json> =>
  only(await client.call('GET', `/Invoices/${String(InvoiceID)}`), 'Invoices');
const readNote = async ({ CreditNoteID }: Json): Promise<Json> =>
  only(await client.call('GET', `/CreditNotes/${String(CreditNoteID)}`), 'CreditNotes');
const path = ({ CreditNoteID }: Json): string => `/CreditNotes/${String(CreditNoteID)}/Allocations`;
const allocate = (note: Json, { InvoiceID }: Json, Amount: unknown): Promise<Reply> =>
  client.call('PUT', path(note), { Amount, Invoice: { InvoiceID } });
const allocations = async (note: Json): Promise<Json[]> =>
  (await readNote(note))['Allocations'] as Json[];
const takeBack = async (note: Json): Promise<Reply> => {
  const [first] = await allocations(note);
  return client.call('DELETE', `${path(note)}/${String(first?.['AllocationID'])}`);
};

describe.each([
  ['a supplier’s bill', {}, {}],
  ['a customer’s invoice', toCustomer, invoiced],
])('on %s an allocation', (_title, noteChange, documentChange) => {
  test('takes from the credit and from what is due, and both are PAID at the end', async () => {
    const note = await newNote(noteChange);
    const document = await newDocument({ ...documentChange, Date: '2026-06-02' });
    const written = only(await allocate(note, document, 400.5), 'Allocations');
    expect(written).toEqual({
      Amount: 400.5,
      Date: expect.stringContaining('/Date(') as unknown,
      Invoice: expect.objectContaining({ InvoiceID: document['InvoiceID'] }) as unknown,
      CreditNote: { CreditNoteID: note['CreditNoteID'], ID: note['CreditNoteID'], LineItems: [] },
      ValidationErrors: [],
    });
    const part = await readDocument(document);
    expect(part).toMatchObject({
      AmountCredited: 400.5,
      AmountPaid: 0,
      AmountDue: 749.5,
      Status: 'AUTHORISED',
      CreditNotes: [
        {
          CreditNoteID: note['CreditNoteID'],
          CreditNoteNumber: note['CreditNoteNumber'],
          AppliedAmount: 400.5,
          Total: 1150,
        },
      ],
      Prepayments: [],
      Overpayments: [],
    });
    const left = await readNote(note);
    expect(left).toMatchObject({ RemainingCredit: 749.5, Status: 'AUTHORISED' });
    const [own] = left['Allocations'] as Json[];
    expect(own).toMatchObject({
      AllocationID: expect.any(String) as unknown,
      Amount: 400.5,
      Invoice: { InvoiceID: document['InvoiceID'], InvoiceNumber: document['InvoiceNumber'] },
    });
    // The later of both dates.
    expect(own?.['Date']).toBe(`/Date(${Date.parse('2026-06-02T00:00:00Z')}+0000)/`);
    await allocate(note, document, 749.5);
    const used = await readNote(note);
    expect(used).toMatchObject({ RemainingCredit: 0, Status: 'PAID' });
    expect(used['FullyPaidOnDate']).toBe(own?.['Date']);
    expect(await readDocument(document)).toMatchObject({
      AmountDue: 0,
      AmountCredited: 1150,
      Status: 'PAID',
      CreditNotes: [{ AppliedAmount: 1150 }],
    });
    const removed = await takeBack(note);
    expect([removed.status, removed.body]).toMatchObject([
      200,
      { AllocationID: own?.['AllocationID'], Amount: 400.5, IsDeleted: true },
    ]);
    expect(await readNote(note)).toMatchObject({ RemainingCredit: 400.5, Status: 'AUTHORISED' });
    expect(await readDocument(document)).toMatchObject({ AmountDue: 400.5, Status: 'AUTHORISED' });
  });
});

test('several at once are put one after another, in an array or an envelope', async () => {
  const note = await newNote();
  const [one, other] = [await newDocument(), await newDocument()];
  const list = [one, other].map(({ InvoiceID }) => ({ Amount: 500, Invoice: { InvoiceID } }));
  const reply = await client.call('PUT', path(note), { Allocations: list });
  expect(elements(reply, 'Allocations')).toHaveLength(2);
  expect(await readNote(note)).toMatchObject({ RemainingCredit: 150 });
  const each = await client.call('PUT', `${path(note)}?summarizeErrors=false`, {
    Allocations: [{ ...list[0], Amount: 100 }, list[1]],
  });
  expect(elements(each, 'Allocations').map((of) => of['StatusAttributeString'])).toEqual([
    'OK',
    'ERROR',
  ]);
  expect(elementMessages(elements(each, 'Allocations')[1] ?? {})).toEqual([
    'Credit Note cannot be allocated as amount is greater than amount outstanding',
  ]);
  const neither = await client.call('PUT', path(note), {
    Allocations: [{ ...list[0], Amount: 50 }, list[1]],
  });
  expect([neither.status, (await readNote(note))['RemainingCredit']]).toEqual([400, 50]);
});

test('a repeated Idempotency-Key allocates once', async () => {
  const [note, document] = [await newNote(), await newDocument()];
  const body = { Amount: 100, Invoice: { InvoiceID: document['InvoiceID'] } };
  const key = { 'idempotency-key': 'allocate-once' };
  for (const _ of [1, 2]) {
    expect((await client.call('PUT', path(note), body, key)).status).toBe(200);
  }
  expect(await readDocument(document)).toMatchObject({ AmountCredited: 100 });
});

const tooMuch = 'Credit Note cannot be allocated as amount is greater than amount outstanding';

const refusals: [title: string, make: () => Promise<[Json, Json, unknown]>, texts: string[]][] = [
  [
    'more than the bill owes',
    async () => [await newNote(), await newDocument({ LineItems: [line({ UnitAmount: 1 })] }), 2],
    [tooMuch],
  ],
  [
    'more than the credit has left',
    async () => [await newNote({ LineItems: [line({ UnitAmount: 1 })] }), await newDocument(), 2],
    [tooMuch],
  ],
  [
    'a bill that is paid',
    async () => {
      const document = await newDocument();
      await allocate(await newNote(), document, 1150);
      return [await newNote(), document, 1];
    },
    ['The invoice you are trying to allocate to has already been paid off', tooMuch],
  ],
  ...['DRAFT', 'SUBMITTED'].map((Status): (typeof refusals)[number] => [
    `a bill that is ${Status}`,
    async () => [await newNote(), await newDocument({ Status }), 1],
    ['Credit can only be allocated to Authorised invoices'],
  ]),
  [
    'a bill that is voided',
    async () => {
      const document = await newDocument();
      await client.call('POST', `/Invoices/${String(document['InvoiceID'])}`, { Status: 'VOIDED' });
      return [await newNote(), document, 1];
    },
    ['Credit can only be allocated to Authorised invoices'],
  ],
  ...['DRAFT', 'SUBMITTED'].map((Status): (typeof refusals)[number] => [
    `of a credit note that is ${Status}`,
    async () => [await newNote({ Status }), await newDocument(), 1],
    ['Credit Note cannot be allocated as it is not of status AUTHORISED'],
  ]),
  [
    'a sales invoice, of a supplier’s credit note',
    async () => [await newNote(), await newDocument(invoiced), 1],
    ['Credit Note cannot be allocated to an incorrect invoice type'],
  ],
  [
    'a bill of another contact',
    async () => [
      await newNote(),
      await newDocument({ Contact: { ContactID: await newContact(client) } }),
      1,
    ],
    ['Credit Note cannot be allocated to an invoice with another contact'],
  ],
  [
    'nothing',
    async () => [await newNote(), await newDocument(), 0],
    ['The allocated amount must be greater than zero.'],
  ],
  [
    'no document that there is',
    async () => [await newNote(), { InvoiceID: '11111111-1111-4111-8111-111111111111' }, 1],
    ['An existing Invoice with the specified InvoiceID could not be found'],
  ],
];

test.each(refusals)('to %s is refused', async (_title, make, texts) => {
  const [note, document, amount] = await make();
  const reply = await allocate(note, document, amount);
  expect([reply.status, messages(reply)]).toEqual([400, texts]);
  expect(await allocations(note)).toEqual([]);
});

test('of or from a note that is not there is 404, and so is an allocation of another note', async () => {
  const [note, other, document] = [await newNote(), await newNote(), await newDocument()];
  await allocate(note, document, 1);
  const [own] = await allocations(note);
  const gone = { CreditNoteID: '11111111-1111-4111-8111-111111111111' };
  expect((await allocate(gone, document, 1)).status).toBe(404);
  const id = String(own?.['AllocationID']);
  expect((await client.call('DELETE', `${path(other)}/${id}`)).status).toBe(404);
  expect((await client.call('DELETE', `${path(note)}/${id}`)).status).toBe(200);
  expect((await client.call('DELETE', `${path(note)}/${id}`)).status).toBe(404);
});

test('in a period that was locked since, nothing is allocated or taken back', async () => {
  const [note, document] = [await newNote(), await newDocument()];
  await allocate(note, document, 1);
  await client.control('PUT', '/_sandbox/organisation', { periodLockDate: '2026-05-31' });
  const text =
    'The document date cannot be before the period lock date, currently set at 31 May 2026';
  const again = await allocate(note, document, 1);
  const back = await takeBack(note);
  await client.control('PUT', '/_sandbox/organisation', { periodLockDate: '2026-03-31' });
  expect(messages(again)).toEqual([text]);
  expect([back.status, back.body['Message']]).toEqual([400, text]);
  expect(await allocations(note)).toHaveLength(1);
});

describe('where a credit is allocated', () => {
  const frozen =
    'This document cannot be edited as it has a payment or credit note allocated to it.';
  const edits: [title: string, change: () => Promise<Json>][] = [
    ['lines', async () => ({ LineItems: [line({ UnitAmount: 2 })] })],
    ['date', async () => ({ Date: '2026-06-01' })],
    ['contact', async () => ({ Contact: { ContactID: await newContact(client) } })],
  ];

  test.each(edits)('the %s of note and bill stay', async (_title, change) => {
    const [note, document] = [await newNote(), await newDocument()];
    await allocate(note, document, 1);
    const body = await change();
    for (const target of [
      `/CreditNotes/${String(note['CreditNoteID'])}`,
      `/Invoices/${String(document['InvoiceID'])}`,
    ]) {
      const reply = await client.call('POST', target, body);
      expect([target, messages(reply)]).toEqual([target, [frozen]]);
    }
  });

  test('neither can be voided; a number can still change', async () => {
    const [note, document] = [await newNote(), await newDocument()];
    await allocate(note, document, 1150);
    const toNote = `/CreditNotes/${String(note['CreditNoteID'])}`;
    const toDocument = `/Invoices/${String(document['InvoiceID'])}`;
    expect(messages(await client.call('POST', toNote, { Status: 'VOIDED' }))).toContain(
      'The status VOIDED cannot be applied to the credit note because it has payments or allocations.',
    );
    expect(messages(await client.call('POST', toDocument, { Status: 'VOIDED' }))).toContain(
      'The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it.',
    );
    expect((await client.call('POST', toNote, { CreditNoteNumber: 'new' })).status).toBe(200);
    expect((await client.call('POST', toDocument, { InvoiceNumber: 'new' })).status).toBe(200);
    expect(await readNote(note)).toMatchObject({ Status: 'PAID', CreditNoteNumber: 'new' });
  });

  test('a payment can take no more than what is still due', async () => {
    const [note, document] = [await newNote(), await newDocument()];
    await allocate(note, document, 1000);
    const pay = (Amount: number): Promise<Reply> =>
      client.call('PUT', '/Payments', {
        Invoice: { InvoiceID: document['InvoiceID'] },
        Account: { Code: '090' },
        Date: '2026-06-20',
        Amount,
      });
    expect(messages(await pay(150.01))).toEqual([
      'Payment amount exceeds the amount outstanding on this document',
    ]);
    expect((await pay(150)).status).toBe(200);
    expect(await readDocument(document)).toMatchObject({
      AmountPaid: 150,
      AmountCredited: 1000,
      AmountDue: 0,
      Status: 'PAID',
    });
    const where = encodeURIComponent(`InvoiceID==guid("${String(document['InvoiceID'])}")`);
    const paid = await client.call('GET', `/Invoices?where=${where}`);
    expect(only(paid, 'Invoices')).toMatchObject({ AmountCredited: 1000 });
  });
});

test('the books: a credit note reverses what a bill does, and allocating it moves nothing', async () => {
  const own = await openSandbox();
  const contact = await newContact(own.client);
  const balances = async (): Promise<Json> => {
    const { accounts, trialBalance } = (await own.client.control('GET', '/_sandbox/ledger'))
      .body as { accounts: { code: string; balance: string }[]; trialBalance: string };
    expect(trialBalance).toBe('0.00');
    return Object.fromEntries(accounts.map(({ code, balance }) => [code, balance]));
  };
  const start = await balances();
  const note = await newCreditNote(own.client, contact);
  expect(await balances()).toEqual({
    ...start,
    ...moved(start, { '310': -1000, '820': -150, '800': 1150 }),
  });
  const theirs = await newCreditNote(own.client, contact, toCustomer);
  const both = await balances();
  expect(both).toEqual({
    ...start,
    ...moved(start, { '310': -1000, '800': 1150, '200': 1000, '610': -1150 }),
  });
  const made = await own.client.call('PUT', '/Invoices', bill(contact));
  const billed = await balances();
  const InvoiceID = only(made, 'Invoices')['InvoiceID'];
  await own.client.call('PUT', path(note), { Amount: 700, Invoice: { InvoiceID } });
  expect(await balances()).toEqual(billed);
  await own.client.call('POST', `/CreditNotes/${String(theirs['CreditNoteID'])}`, {
    Status: 'VOIDED',
  });
  expect((await balances())['610']).toBe(start['610']);
  await own.sandbox.close();
});

function moved(start: Json, by: Record<string, number>): Json {
  return Object.fromEntries(
    Object.entries(by).map(([code, amount]) => [
      code,
      (Number(start[code]) + amount).toFixed(2).replace('-0.00', '0.00'),
    ]),
  );
}
