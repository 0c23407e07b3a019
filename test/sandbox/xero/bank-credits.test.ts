// Proves what prepayments and overpayments do once a person has entered them: lists, allocations, refunds, voiding, the books.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, messages, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
afterAll(() => sandbox.close());

type Kind = {
  type: string;
  plural: 'Prepayments' | 'Overpayments';
  one: string;
  idField: string;
  isSpent: boolean;
  coding: Json;
  paymentType: string;
  noun: string;
};

const overpaid = {
  plural: 'Overpayments',
  one: 'Overpayment',
  idField: 'OverpaymentID',
  noun: 'Overpayment',
} as const;
const prepaid = {
  plural: 'Prepayments',
  one: 'Prepayment',
  idField: 'PrepaymentID',
  noun: 'Prepayment',
} as const;
const kinds: Kind[] = [
  {
    ...prepaid,
    type: 'SPEND-PREPAYMENT',
    isSpent: true,
    coding: { accountCode: '310' },
    paymentType: 'APPREPAYMENTPAYMENT',
  },
  {
    ...prepaid,
    type: 'RECEIVE-PREPAYMENT',
    isSpent: false,
    coding: { accountCode: '200' },
    paymentType: 'ARPREPAYMENTPAYMENT',
  },
  {
    ...overpaid,
    type: 'SPEND-OVERPAYMENT',
    isSpent: true,
    coding: {},
    paymentType: 'APOVERPAYMENTPAYMENT',
  },
  {
    ...overpaid,
    type: 'RECEIVE-OVERPAYMENT',
    isSpent: false,
    coding: {},
    paymentType: 'AROVERPAYMENTPAYMENT',
  },
];

const act = (name: string, body: Json): Promise<Reply> =>
  client.control('POST', `/_sandbox/acts/${name}`, body);
const take = async ({ type, coding }: Kind, change: Json = {}): Promise<string> => {
  const body = { type, contactId, amount: '115.00', date: '2026-06-01', ...coding, ...change };
  const reply = await act('bank-transaction', body);
  expect([reply.status, reply.raw]).toEqual([200, expect.any(String)]);
  return String(reply.body['creditId']);
};
const read = async ({ plural }: Kind, id: string): Promise<Json> =>
  only(await client.call('GET', `/${plural}/${id}`), plural);
const documentFor = async ({ isSpent }: Kind, change: Json = {}): Promise<Json> => {
  const sale = { Type: 'ACCREC', InvoiceNumber: undefined, LineItems: [sold] };
  const body = bill(contactId, { ...(isSpent ? {} : sale), ...change });
  return only(await client.call('PUT', '/Invoices', body), 'Invoices');
};
const sold = line({ AccountCode: '200', TaxType: 'OUTPUT2' });
const allocate = (
  { plural }: Kind,
  id: string,
  { InvoiceID }: Json,
  Amount: number,
): Promise<Reply> =>
  client.call('PUT', `/${plural}/${id}/Allocations`, { Amount, Invoice: { InvoiceID } });
const refund = ({ one, idField }: Kind, id: string, Amount: number): Promise<Reply> =>
  client.call('PUT', '/Payments', {
    [one]: { [idField]: id },
    Account: { Code: '090' },
    Date: '2026-06-20',
    Amount,
  });

async function balances(): Promise<Record<string, number>> {
  const { body } = await client.control('GET', '/_sandbox/ledger');
  expect(body['trialBalance']).toBe('0.00');
  const accounts = body['accounts'] as { code: string; balance: string }[];
  return Object.fromEntries(accounts.map(({ code, balance }) => [code, Number(balance)]));
}
const change = (
  before: Record<string, number>,
  after: Record<string, number>,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after)
      .map(([code, amount]) => [code, Math.round((amount - (before[code] ?? 0)) * 100) / 100])
      .filter(([, amount]) => amount !== 0),
  ) as Record<string, number>;

describe.each(kinds.map((kind) => [kind.type, kind] as const))('a %s', (type, kind) => {
  const control = kind.isSpent ? '800' : '610';
  const sign = kind.isSpent ? 1 : -1;

  test('has all of its credit, its lines, and the money moved', async () => {
    const before = await balances();
    const id = await take(kind, { reference: 'ref 1' });
    expect(change(before, await balances())).toEqual({ [control]: 115 * sign, '090': -115 * sign });
    const one = await read(kind, id);
    const isPrepaid = kind.plural === 'Prepayments';
    expect(one).toMatchObject({
      [kind.idField]: id,
      ID: id,
      Type: type,
      Status: 'AUTHORISED',
      Reference: 'ref 1',
      LineAmountTypes: isPrepaid ? 'Inclusive' : 'NoTax',
      SubTotal: isPrepaid ? 100 : 115,
      TotalTax: isPrepaid ? 15 : 0,
      Total: 115,
      RemainingCredit: 115,
      Allocations: [],
      Payments: [],
      Contact: { ContactID: contactId },
      LineItems: [{ AccountCode: isPrepaid ? kind.coding['accountCode'] : control }],
    });
    expect(one['InvoiceNumber']).toBe(type === 'RECEIVE-PREPAYMENT' ? 'ref 1' : undefined);
  });

  test('is allocated, taken back, and moves nothing in the books by it', async () => {
    const id = await take(kind);
    const document = await documentFor(kind);
    const before = await balances();
    expect((await allocate(kind, id, document, 15)).status).toBe(200);
    expect(await read(kind, id)).toMatchObject({ RemainingCredit: 100, Status: 'AUTHORISED' });
    const target = `/Invoices/${String(document['InvoiceID'])}`;
    const credited = only(await client.call('GET', target), 'Invoices');
    expect(credited).toMatchObject({
      AmountCredited: 15,
      AmountDue: 1135,
      CreditNotes: [],
      [kind.plural]: [{ [kind.idField]: id, AppliedAmount: 15, Total: 115 }],
    });
    await allocate(kind, id, document, 100);
    expect(await read(kind, id)).toMatchObject({ RemainingCredit: 0, Status: 'PAID' });
    const [own] = (await read(kind, id))['Allocations'] as Json[];
    const path = `/${kind.plural}/${id}/Allocations/${String(own?.['AllocationID'])}`;
    expect((await client.call('DELETE', path)).body).toMatchObject({ IsDeleted: true });
    expect(await read(kind, id)).toMatchObject({ RemainingCredit: 15, Status: 'AUTHORISED' });
    expect(change(before, await balances())).toEqual({});
  });

  test('is allocated no further than it goes, and to its own side only', async () => {
    const id = await take(kind);
    const document = await documentFor(kind);
    expect(messages(await allocate(kind, id, document, 115.01))).toEqual([
      `${kind.noun} cannot be allocated as amount is greater than amount outstanding`,
    ]);
    const other = await documentFor({ ...kind, isSpent: !kind.isSpent });
    expect(messages(await allocate(kind, id, other, 1))).toEqual([
      `${kind.noun} cannot be allocated to an incorrect invoice type`,
    ]);
  });

  test('is refunded by a payment of its own type, which can be deleted', async () => {
    const id = await take(kind);
    const before = await balances();
    expect(messages(await refund(kind, id, 115.01))).toEqual([
      'Payment amount exceeds the amount outstanding on this document',
    ]);
    const payment = only(await refund(kind, id, 115), 'Payments');
    expect(payment).toMatchObject({ PaymentType: kind.paymentType, Amount: 115 });
    expect(change(before, await balances())).toEqual({ [control]: -115 * sign, '090': 115 * sign });
    expect(await read(kind, id)).toMatchObject({
      Status: 'PAID',
      RemainingCredit: 0,
      Payments: [{ PaymentID: payment['PaymentID'], Amount: 115 }],
    });
    const where = encodeURIComponent(`PaymentType=="${kind.paymentType}"`);
    const listed = elements(await client.call('GET', `/Payments?where=${where}`), 'Payments');
    expect(listed.map((one) => one['PaymentID'])).toContain(payment['PaymentID']);
    const path = `/Payments/${String(payment['PaymentID'])}`;
    expect((await client.call('POST', path, { Status: 'DELETED' })).status).toBe(200);
    expect(await read(kind, id)).toMatchObject({ Status: 'AUTHORISED', RemainingCredit: 115 });
  });

  test('is voided by a person while nothing of it is used, and is gone from the books', async () => {
    const before = await balances();
    const id = await take(kind);
    await refund(kind, id, 1);
    expect((await act('void', { id })).status).toBe(409);
    const unused = await take(kind);
    expect((await act('void', { id: unused })).body).toEqual({ id: unused, status: 'VOIDED' });
    expect(await read(kind, unused)).toMatchObject({ Status: 'VOIDED', RemainingCredit: 0 });
    expect(change(before, await balances())).toEqual({ [control]: 114 * sign, '090': -114 * sign });
    const document = await documentFor(kind);
    expect(messages(await allocate(kind, unused, document, 1))).toContain(
      `${kind.noun} cannot be allocated as it is not of status AUTHORISED`,
    );
  });

  test('is listed with its kind, paged with lines, filtered, and by time', async () => {
    const id = await take(kind, { reference: `list ${type}` });
    const idsOf = async (query: string, headers = {}): Promise<unknown[]> => {
      const reply = await client.call('GET', `/${kind.plural}${query}`, undefined, headers);
      return elements(reply, kind.plural).map((one) => one[kind.idField]);
    };
    expect(await idsOf('')).toContain(id);
    const where = encodeURIComponent(`Type=="${type}" AND Status=="AUTHORISED"`);
    expect(await idsOf(`?where=${where}`)).toContain(id);
    const param = kind.plural === 'Prepayments' ? 'InvoiceNumbers' : 'References';
    expect(await idsOf(`?${param}=${encodeURIComponent(`list ${type}`)}`)).toEqual([id]);
    const paged = await client.call('GET', `/${kind.plural}?page=1&pageSize=1`);
    expect(only(paged, kind.plural)['LineItems']).toHaveLength(1);
    expect(paged.body['pagination']).toMatchObject({ page: 1, pageSize: 1 });
    const at = Number(/\d+/.exec(String((await read(kind, id))['UpdatedDateUTC']))?.[0]);
    const since = { 'if-modified-since': new Date(at).toISOString() };
    expect(await idsOf('', since)).toEqual([]);
    const other = kind.plural === 'Prepayments' ? 'Overpayments' : 'Prepayments';
    expect((await client.call('GET', `/${other}/${id}`)).status).toBe(404);
  });

  test('has a history, and cannot be written through the API', async () => {
    const id = await take(kind);
    const path = `/${kind.plural}/${id}/History`;
    await client.call('PUT', path, { HistoryRecords: [{ Details: 'seen' }] });
    const records = elements(await client.call('GET', path), 'HistoryRecords');
    expect(records.map((one) => one['Changes'])).toEqual(['Note', 'Created']);
    for (const method of ['PUT', 'POST']) {
      expect((await client.call(method, `/${kind.plural}`, {})).status).toBe(404);
    }
  });
});

test('a bank transaction that Xero would refuse is refused in its words', async () => {
  const cases: [Json, string][] = [
    [{ type: 'SPEND-PREPAYMENT', accountCode: '999' }, "Account code '999' is not a valid"],
    [{ type: 'SPEND-PREPAYMENT' }, 'Account code must be specified'],
    [{ type: 'SPEND-OVERPAYMENT', date: '2026-03-01' }, 'period lock date'],
  ];
  for (const [body, words] of cases) {
    const reply = await act('bank-transaction', { contactId, amount: '10.00', ...body });
    expect([reply.status, String(reply.body['error'])]).toEqual([
      409,
      expect.stringContaining(words),
    ]);
  }
});
