// Proves how payments and batches are made and deleted, what they do to the document, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, line, messages, newBill, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
});
afterAll(() => sandbox.close());

const hundred = { LineItems: [line({ UnitAmount: 100, TaxType: 'NONE' })] };
const payment = (invoice: Json, change: Json = {}): Json => ({
  Invoice: { InvoiceID: invoice['InvoiceID'] },
  Account: { Code: '090' },
  Date: '2026-06-20',
  Amount: 40,
  ...change,
});
const read = async (invoice: Json): Promise<Json> =>
  only(await client.call('GET', `/Invoices/${String(invoice['InvoiceID'])}`), 'Invoices');

describe('a payment', () => {
  test('reduces what is due and in the end pays the bill; deleting it takes that back', async () => {
    const bill = await newBill(client, hundred);
    const part = only(
      await client.call('PUT', '/Payments', payment(bill, { Reference: 'r' })),
      'Payments',
    );
    expect(part).toMatchObject({
      Amount: 40,
      PaymentType: 'ACCPAYPAYMENT',
      Status: 'AUTHORISED',
      IsReconciled: false,
    });
    expect(await read(bill)).toMatchObject({ AmountDue: 60, AmountPaid: 40, Status: 'AUTHORISED' });
    await client.call('PUT', '/Payments', payment(bill, { Amount: 60, Date: '2026-07-01' }));
    const paid = await read(bill);
    expect(paid).toMatchObject({
      AmountDue: 0,
      AmountPaid: 100,
      Status: 'PAID',
      FullyPaidOnDate: '/Date(1782864000000+0000)/',
    });
    expect((paid['Payments'] as Json[]).map((one) => one['Amount'])).toEqual([40, 60]);
    const path = `/Payments/${String(part['PaymentID'])}`;
    expect(only(await client.call('GET', path), 'Payments')).toEqual(part);
    const deleted = only(await client.call('POST', path, { Status: 'DELETED' }), 'Payments');
    expect(deleted['Status']).toBe('DELETED');
    expect(deleted['UpdatedDateUTC']).not.toBe(part['UpdatedDateUTC']);
    expect(await read(bill)).toMatchObject({ AmountDue: 40, AmountPaid: 60, Status: 'AUTHORISED' });
  });

  const cases: [string, Json, (bill: Json) => Json, string][] = [
    [
      'more than is due',
      hundred,
      (bill) => payment(bill, { Amount: 100.01 }),
      'Payment amount exceeds the amount outstanding on this document',
    ],
    [
      'a draft',
      { ...hundred, Status: 'DRAFT' },
      (bill) => payment(bill),
      'Payments can only be made against Authorised documents',
    ],
    [
      'from an account that does not exist',
      hundred,
      (bill) => payment(bill, { Account: { Code: '777' } }),
      'Account could not be found',
    ],
    [
      'from an account that takes no payments',
      hundred,
      (bill) => payment(bill, { Account: { Code: '310' } }),
      'The account is not a bank account and does not accept payments.',
    ],
    [
      'nothing',
      hundred,
      (bill) => payment(bill, { Amount: 0 }),
      'The payment amount must be greater than zero.',
    ],
    [
      'an unknown bill',
      hundred,
      () => payment({ InvoiceID: '11111111-1111-4111-8111-111111111111' }),
      'An existing Invoice with the specified InvoiceID could not be found',
    ],
    [
      'two things',
      hundred,
      (bill) => payment(bill, { CreditNote: {} }),
      'Exactly one of Invoice, CreditNote, Prepayment or Overpayment must be specified.',
    ],
    [
      'in a locked period',
      hundred,
      (bill) => payment(bill, { Date: '2026-03-31' }),
      'The document date cannot be before the period lock date, currently set at 31 March 2026',
    ],
  ];
  test.each(cases)('is refused for %s', async (_title, bill, body, message) => {
    const reply = await client.call('PUT', '/Payments', body(await newBill(client, bill)));
    expect([reply.status, messages(reply)]).toEqual([400, [message]]);
  });

  test('is only ever deleted, with Status alone, once, and not when reconciled', async () => {
    const made = only(
      await client.call('PUT', '/Payments', payment(await newBill(client, hundred))),
      'Payments',
    );
    const path = `/Payments/${String(made['PaymentID'])}`;
    for (const body of [
      { Amount: 5 },
      { Status: 'DELETED', Amount: 5 },
      { Status: 'AUTHORISED' },
    ]) {
      expect(messages(await client.call('POST', path, body))).toEqual([
        'Only Status accepted for updates.',
      ]);
    }
    await client.control('PUT', `/_sandbox/payments/${String(made['PaymentID'])}`, {
      isReconciled: true,
    });
    expect(only(await client.call('GET', path), 'Payments')['IsReconciled']).toBe(true);
    expect(messages(await client.call('POST', path, { Status: 'DELETED' }))).toEqual([
      'A reconciled payment cannot be deleted.',
    ]);
    await client.control('PUT', `/_sandbox/payments/${String(made['PaymentID'])}`, {
      isReconciled: false,
    });
    expect((await client.call('POST', path, { Status: 'DELETED' })).status).toBe(200);
    expect(messages(await client.call('POST', path, { Status: 'DELETED' }))).toEqual([
      'The payment is already deleted.',
    ]);
  });
});

describe('a batch', () => {
  test('pays several bills at once and goes only as a whole', async () => {
    const bills = [await newBill(client, hundred), await newBill(client, hundred)];
    const body = {
      Account: { Code: '090' },
      Date: '2026-06-20',
      Reference: 'June',
      Payments: bills.map((bill) => ({ Invoice: { InvoiceID: bill['InvoiceID'] }, Amount: 100 })),
    };
    const batch = only(await client.call('PUT', '/BatchPayments', body), 'BatchPayments');
    expect(batch).toMatchObject({
      Type: 'PAYBATCH',
      Status: 'AUTHORISED',
      TotalAmount: 200,
      IsReconciled: false,
    });
    for (const bill of bills) expect((await read(bill))['Status']).toBe('PAID');
    const members = batch['Payments'] as Json[];
    const member = `/Payments/${String(members[0]?.['PaymentID'])}`;
    expect(only(await client.call('GET', member), 'Payments')).toMatchObject({
      BatchPaymentID: batch['BatchPaymentID'],
    });
    expect(messages(await client.call('POST', member, { Status: 'DELETED' }))).toEqual([
      'A payment that is part of a batch payment cannot be deleted on its own.',
    ]);
    const gone = { BatchPaymentID: batch['BatchPaymentID'], Status: 'DELETED' };
    expect(only(await client.call('POST', '/BatchPayments', gone), 'BatchPayments')['Status']).toBe(
      'DELETED',
    );
    for (const bill of bills)
      expect(await read(bill)).toMatchObject({ Status: 'AUTHORISED', AmountDue: 100 });
    expect(only(await client.call('GET', member), 'Payments')['Status']).toBe('DELETED');
    const list = elements(await client.call('GET', '/BatchPayments'), 'BatchPayments');
    expect(list.map((one) => one['Status'])).toEqual(['DELETED']);
  });

  test('stands or falls as a whole, and names each bill once', async () => {
    const bill = await newBill(client, hundred);
    const part = (Amount: number): Json => ({ Invoice: { InvoiceID: bill['InvoiceID'] }, Amount });
    const base = { Account: { Code: '090' }, Date: '2026-06-20' };
    const twice = await client.call('PUT', '/BatchPayments', {
      ...base,
      Payments: [part(10), part(10)],
    });
    expect(messages(twice)).toEqual(['An invoice can be paid only once in a batch.']);
    const other = {
      Invoice: { InvoiceID: (await newBill(client, hundred))['InvoiceID'] },
      Amount: 500,
    };
    const over = await client.call('PUT', '/BatchPayments', {
      ...base,
      Payments: [part(10), other],
    });
    expect(messages(over)).toEqual([
      'Payment amount exceeds the amount outstanding on this document',
    ]);
    expect((await read(bill))['AmountDue']).toBe(100);
    expect(messages(await client.call('PUT', '/BatchPayments', { ...base, Payments: [] }))).toEqual(
      ['A batch payment must contain at least one payment.'],
    );
  });
});
