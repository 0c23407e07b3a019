// Proves that what the bookkeeper does to one record goes through Xero's own rules, and shows in the API as Xero would have it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, line, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
afterAll(() => sandbox.close());

const act = (name: string, body: Json): Promise<Reply> =>
  client.control('POST', `/_sandbox/acts/${name}`, body);
const newBill = async (change: Json = {}): Promise<string> =>
  String(
    only(await client.call('PUT', '/Invoices', bill(contactId, change)), 'Invoices')['InvoiceID'],
  );
const read = async (plural: string, id: unknown): Promise<Json> =>
  only(await client.call('GET', `/${plural}/${String(id)}`), plural);

describe('credit', () => {
  test('credits a whole bill line by line and pays it', async () => {
    const LineItems = [line(), line({ UnitAmount: -100, AccountCode: '825' })];
    const invoiceId = await newBill({ LineItems });
    const { body } = await act('credit', { invoiceId });
    expect(await read('Invoices', invoiceId)).toMatchObject({ Status: 'PAID', AmountDue: 0 });
    const note = await read('CreditNotes', body['creditNoteId']);
    expect(note).toMatchObject({ Status: 'PAID', Total: 1035, RemainingCredit: 0 });
    expect((note['LineItems'] as Json[]).map((one) => one['LineAmount'])).toEqual([1000, -100]);
    expect(body['allocationId']).toBe((note['Allocations'] as Json[])[0]?.['AllocationID']);
  });

  test('credits a net amount, allocated or not, of a bill or a sales invoice', async () => {
    const invoiceId = await newBill();
    await act('credit', { invoiceId, amount: '200.00' });
    expect(await read('Invoices', invoiceId)).toMatchObject({ AmountDue: 920 });
    const open = await act('credit', { invoiceId, amount: '10.00', allocate: false });
    expect(open.body['allocationId']).toBeNull();
    expect(await read('CreditNotes', open.body['creditNoteId'])).toMatchObject({
      Type: 'ACCPAYCREDIT',
      RemainingCredit: 11.5,
    });
    const sale = await newBill({
      Type: 'ACCREC',
      InvoiceNumber: undefined,
      LineItems: [line({ AccountCode: '200', TaxType: 'OUTPUT2' })],
    });
    const sold = await act('credit', { invoiceId: sale, amount: '10.00' });
    expect(await read('CreditNotes', sold.body['creditNoteId'])).toMatchObject({
      Type: 'ACCRECCREDIT',
      Status: 'PAID',
    });
  });
});

test('allocate and take-back, of a credit note and of a prepayment', async () => {
  const invoiceId = await newBill();
  const { body } = await act('credit', { invoiceId, amount: '100.00', allocate: false });
  const paid = await act('bank-transaction', {
    type: 'SPEND-OVERPAYMENT',
    contactId,
    amount: '50.00',
  });
  for (const creditId of [body['creditNoteId'], paid.body['creditId']]) {
    const put = await act('allocate', { creditId, invoiceId, amount: '25.00' });
    expect(await read('Invoices', invoiceId)).toMatchObject({ AmountCredited: 25 });
    const back = await act('take-back', { allocationId: put.body['allocationId'] });
    expect(back.body).toEqual({ creditId, invoiceId });
    expect(await read('Invoices', invoiceId)).toMatchObject({ AmountCredited: 0 });
  }
});

test('pay in part, then all of it; refund in part, then the rest', async () => {
  const invoiceId = await newBill();
  await act('pay', { invoiceId, amount: '150.00', date: '2026-06-10' });
  expect(await read('Invoices', invoiceId)).toMatchObject({ AmountDue: 1000, AmountPaid: 150 });
  await act('pay', { invoiceId });
  expect(await read('Invoices', invoiceId)).toMatchObject({ Status: 'PAID' });
  const other = await newBill();
  const { body } = await act('credit', { invoiceId: other, amount: '100.00', allocate: false });
  const creditId = body['creditNoteId'];
  await act('refund', { creditId, amount: '15.00' });
  expect(await read('CreditNotes', creditId)).toMatchObject({ RemainingCredit: 100 });
  const rest = await act('refund', { creditId });
  expect(await read('CreditNotes', creditId)).toMatchObject({ Status: 'PAID' });
  expect(await read('Payments', rest.body['paymentId'])).toMatchObject({
    PaymentType: 'APCREDITPAYMENT',
    Amount: 100,
  });
});

test('edit one line, named or the first', async () => {
  const invoiceId = await newBill({ LineItems: [line(), line({ UnitAmount: 5 })] });
  const lines = async (): Promise<Json[]> =>
    (await read('Invoices', invoiceId))['LineItems'] as Json[];
  await act('edit', { invoiceId, by: '-250.50' });
  const second = (await lines())[1]?.['LineItemID'];
  await act('edit', { invoiceId, lineItemId: second, by: '1' });
  expect((await lines()).map((one) => one['UnitAmount'])).toEqual([749.5, 6]);
});

test('void a bill, and a credit note that is unused', async () => {
  const invoiceId = await newBill();
  const { body } = await act('credit', { invoiceId, amount: '1.00', allocate: false });
  for (const id of [body['creditNoteId'], invoiceId]) {
    expect((await act('void', { id })).body).toEqual({ id, status: 'VOIDED' });
  }
});

test('bill-order, which an app may not do', async () => {
  const order = { Contact: { ContactID: contactId }, Status: 'AUTHORISED', LineItems: [line()] };
  const made = only(await client.call('PUT', '/PurchaseOrders', order), 'PurchaseOrders');
  const purchaseOrderId = made['PurchaseOrderID'];
  const path = `/PurchaseOrders/${String(purchaseOrderId)}`;
  expect((await client.call('POST', path, { Status: 'BILLED' })).status).toBe(400);
  const done = await act('bill-order', { purchaseOrderId });
  expect(done.body).toEqual({ purchaseOrderId, status: 'BILLED' });
});

describe('an act', () => {
  test('that Xero would refuse is a 409 in its words, and nothing is done', async () => {
    const invoiceId = await newBill();
    await act('credit', { invoiceId, amount: '100.00' });
    const cases: [string, Json, string][] = [
      ['void', { id: invoiceId }, 'because it has payments or credit notes allocated to it.'],
      ['edit', { invoiceId, by: '1' }, 'This document cannot be edited'],
      ['pay', { invoiceId, amount: '2000.00' }, 'Payment amount exceeds'],
    ];
    for (const [name, body, words] of cases) {
      const reply = await act(name, body);
      expect([name, reply.status, String(reply.body['error'])]).toEqual([
        name,
        409,
        expect.stringContaining(words),
      ]);
    }
  });

  test('on what is not there is a 404, and one that makes no sense a 400', async () => {
    const nobody = '11111111-1111-4111-8111-111111111111';
    for (const [name, body] of [
      ['credit', { invoiceId: nobody }],
      ['allocate', { creditId: nobody, invoiceId: nobody, amount: '1' }],
      ['take-back', { allocationId: nobody }],
      ['refund', { creditId: nobody }],
      ['void', { id: nobody }],
      ['bill-order', { purchaseOrderId: nobody }],
    ] as const) {
      expect([name, (await act(name, body)).status]).toEqual([name, 404]);
    }
    expect((await act('pay', { invoiceId: nobody, amount: '-1' })).status).toBe(400);
    expect((await act('dance', {})).status).toBe(404);
  });
});
