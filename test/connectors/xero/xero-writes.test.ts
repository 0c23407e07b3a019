// Proves what leaves for Xero and what does not, and how the answer to a write is read element by element.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  BillBody,
  ContactBody,
  PurchaseOrderBody,
  XeroPaymentBody,
} from '../../../domain/records/write-bodies.ts';
import { canonicalAmount } from '../../../domain/money/amount.ts';
import { NotSendableError } from '../../../connectors/xero/not-sendable-error.ts';
import { outgoingNumber } from '../../../connectors/xero/outgoing-number.ts';
import { billBody as bill, billElement, clientOf, failureOf, startXeroStub } from './xero-stub.ts';
import type { XeroStub } from './xero-stub.ts';

let stub: XeroStub;
afterEach(async () => {
  await stub?.close();
});

const idempotencyKey = 'key-1';
const withUnitAmount = (unitAmount: string): BillBody => ({
  ...bill,
  lines: bill.lines.map((line) => ({ ...line, unitAmount })),
});
const sentBody = () => JSON.parse(stub.apiCalls()[0]?.body ?? '') as Record<string, unknown[]>;

describe('what leaves', () => {
  it('creates a bill by PUT with its lines, its contact by id alone, and four places asked for', async () => {
    stub = await startXeroStub(() => ({
      body: { Invoices: [{ ...billElement, StatusAttributeString: 'OK' }] },
    }));
    await clientOf(stub).createBills({ bodies: [bill], idempotencyKey });
    const call = stub.apiCalls()[0];
    expect(call?.method).toBe('PUT');
    expect(call?.path).toBe('/api.xro/2.0/Invoices');
    expect(call?.query.toString()).toBe('summarizeErrors=false&unitdp=4');
    expect(call?.headers['idempotency-key']).toBe('key-1');
    expect(sentBody()).toEqual({
      Invoices: [
        {
          Type: 'ACCPAY',
          Contact: { ContactID: bill.contactId },
          InvoiceNumber: 'INV-1042',
          Url: bill.url,
          Date: '2026-05-31',
          DueDate: '2026-06-20',
          CurrencyCode: 'NZD',
          LineAmountTypes: 'Exclusive',
          Status: 'AUTHORISED',
          LineItems: [
            {
              Description: 'Dig',
              Quantity: 1,
              UnitAmount: 99.09,
              TaxType: 'INPUT2',
              AccountCode: '310',
              Tracking: [{ Name: 'Project', Option: '26-001 Wharf' }],
            },
          ],
        },
      ],
    });
  });

  it('makes payments by PUT, of one document each by its id, and deletes one by its status alone', async () => {
    const element = {
      PaymentID: 'p-1',
      Invoice: { InvoiceID: 'bill-1' },
      PaymentType: 'ACCPAYPAYMENT',
      Date: '/Date(1781913600000+0000)/',
      Amount: 115,
      Reference: 'x tieout:demo/payApp/33/xeroPayment-7',
      Status: 'AUTHORISED',
      UpdatedDateUTC: '/Date(1780272000123+0000)/',
    };
    stub = await startXeroStub(({ method }) => ({
      body: { Payments: [method === 'PUT' ? element : { ...element, Status: 'DELETED' }] },
    }));
    const body: XeroPaymentBody = {
      ...{ kind: 'xeroPayment', invoiceId: 'bill-1', accountCode: '090', date: '2026-06-20' },
      ...{ amount: '115.00', reference: element.Reference },
    };
    const client = clientOf(stub, { writesPayments: true });
    const [made] = await client.createPayments({ bodies: [body], idempotencyKey });
    expect(made).toMatchObject({ ok: true, identifiers: { id: 'p-1', reference: body.reference } });
    const gone = await client.deletePayment({
      body: { kind: 'xeroPaymentDelete', paymentId: 'p-1' },
      idempotencyKey,
    });
    expect(gone.status).toBe('DELETED');
    const [put, post] = stub.apiCalls();
    expect([put?.method, put?.path, put?.query.toString(), put?.body]).toEqual([
      'PUT',
      '/api.xro/2.0/Payments',
      'summarizeErrors=false',
      JSON.stringify({
        Payments: [
          {
            Invoice: { InvoiceID: 'bill-1' },
            Account: { Code: '090' },
            Date: '2026-06-20',
            Amount: 115,
            Reference: body.reference,
          },
        ],
      }),
    ]);
    expect([post?.method, post?.path, post?.body]).toEqual([
      'POST',
      '/api.xro/2.0/Payments/p-1',
      JSON.stringify({ Status: 'DELETED' }),
    ]);
  });

  it('updates a bill by POST under its id, with line ids and tax, and without what is Xero’s', async () => {
    stub = await startXeroStub(() => ({ body: { Invoices: [billElement] } }));
    const lines = bill.lines.map((line) => ({ ...line, lineId: 'line-1', unitAmount: '-0.1005' }));
    const body: BillBody = { ...bill, billId: 'bill-1', status: null, dueDate: null, lines };
    await clientOf(stub).updateBills({ bodies: [body], idempotencyKey });
    expect(stub.apiCalls()[0]?.method).toBe('POST');
    const [sent] = sentBody()['Invoices'] ?? [];
    expect(sent).toMatchObject({
      InvoiceID: 'bill-1',
      LineItems: [{ LineItemID: 'line-1', UnitAmount: -0.1005, TaxAmount: 14.86 }],
    });
    expect(Object.keys(sent as object)).not.toEqual(expect.arrayContaining(['Status']));
    expect(sent).not.toHaveProperty('DueDate');
  });

  it('writes contacts and orders with the fields of their bodies and no others', async () => {
    stub = await startXeroStub(({ path }) => ({ body: { [path.split('/').at(-1) ?? '']: [] } }));
    const client = clientOf(stub);
    const contact: ContactBody = {
      kind: 'xeroContact',
      contactId: null,
      contactNumber: 'tieout:demo:7',
      name: 'K',
      email: null,
      taxNumber: '12',
    };
    const order: PurchaseOrderBody = {
      kind: 'xeroPurchaseOrder',
      orderId: 'o-1',
      contactId: 'c',
      number: '26-001-SC-001',
      reference: 'r',
      date: '2026-05-31',
      currency: 'NZD',
      status: null,
      lines: bill.lines,
    };
    expect(await client.createContacts({ bodies: [contact], idempotencyKey })).toEqual([]);
    await client.updateContacts({ bodies: [{ ...contact, contactId: 'c-1' }], idempotencyKey });
    await client.createPurchaseOrders({
      bodies: [{ ...order, orderId: null, status: 'AUTHORISED' }],
      idempotencyKey,
    });
    await client.updatePurchaseOrders({ bodies: [order], idempotencyKey });
    const calls = stub.apiCalls().map(({ method, path, query, body }) => ({
      call: `${method} ${path}?${query.toString()}`,
      body: JSON.parse(body) as unknown,
    }));
    expect(calls).toMatchObject([
      {
        call: 'PUT /api.xro/2.0/Contacts?summarizeErrors=false',
        body: { Contacts: [{ ContactNumber: 'tieout:demo:7', Name: 'K', TaxNumber: '12' }] },
      },
      {
        call: 'POST /api.xro/2.0/Contacts?summarizeErrors=false',
        body: { Contacts: [{ ContactID: 'c-1' }] },
      },
      {
        call: 'PUT /api.xro/2.0/PurchaseOrders?summarizeErrors=false',
        body: { PurchaseOrders: [{ PurchaseOrderNumber: '26-001-SC-001', Status: 'AUTHORISED' }] },
      },
      {
        call: 'POST /api.xro/2.0/PurchaseOrders?summarizeErrors=false',
        body: { PurchaseOrders: [{ PurchaseOrderID: 'o-1', Reference: 'r' }] },
      },
    ]);
    expect(JSON.stringify(calls[0]?.body)).not.toMatch(/EmailAddress|ContactPersons/);
  });
});

describe('what does not leave', () => {
  it.each([
    ['an update without an id', 'updateBills', [bill], 'id', 0],
    ['a creation with one', 'createBills', [{ ...bill, billId: 'b' }], 'id', 0],
    ['nothing', 'createBills', [], 'bodies', null],
    ['more than fifty', 'createBills', Array<BillBody>(51).fill(bill), 'bodies', null],
    ['a currency Xero has not', 'createBills', [bill, { ...bill, currency: 'XXZ' }], 'currency', 1],
    [
      'an amount no double carries',
      'createBills',
      [withUnitAmount('90071992547409.93')],
      'lines.0.unitAmount',
      0,
    ],
    [
      'parts of a cent beyond four places',
      'createBills',
      [withUnitAmount('0.00001')],
      'lines.0.unitAmount',
      0,
    ],
  ] as [string, 'createBills' | 'updateBills', BillBody[], string, number | null][])(
    '%s',
    async (_, method, bodies, field, index) => {
      stub = await startXeroStub(() => undefined);
      const error = await failureOf(clientOf(stub)[method]({ bodies, idempotencyKey }));
      expect(error).toBeInstanceOf(NotSendableError);
      expect(error).toMatchObject({ field, index });
      expect(stub.calls).toHaveLength(0);
    },
  );

  it('a key that Xero would not take', async () => {
    stub = await startXeroStub(() => undefined);
    const send = (key: string) =>
      clientOf(stub).createBills({ bodies: [bill], idempotencyKey: key });
    expect(await failureOf(send('k'.repeat(129)))).toMatchObject({ field: 'idempotencyKey' });
    expect(await failureOf(send(''))).toMatchObject({ field: 'idempotencyKey' });
    expect(stub.calls).toHaveLength(0);
  });

  it('a number that is not the decimal it was', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }),
        fc.integer({ min: 0, max: 6 }),
        (digits, places) => {
          const text = withPoint(digits, places);
          const sent = attempt(text);
          if (sent === null) return;
          // What JSON.stringify writes for the number is the decimal again, digit for digit.
          expect(canonicalAmount(JSON.stringify(sent))).toBe(canonicalAmount(text));
        },
      ),
      { numRuns: 2_000 },
    );
    // Two places are always carried up to the largest line amount Xero takes.
    for (const text of [
      '9999999999.99',
      '-9999999999.99',
      '0.10',
      '0.00',
      '-0.00',
      '1234567.8912',
    ]) {
      expect(attempt(text)).not.toBeNull();
    }
  });
});

function attempt(value: string): number | null {
  try {
    return outgoingNumber({ value, index: 0, field: 'x' });
  } catch (error) {
    if (error instanceof NotSendableError) return null;
    throw error;
  }
}

function withPoint(digits: bigint, places: number): string {
  const magnitude = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const whole = magnitude.slice(0, magnitude.length - places);
  return `${digits < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${magnitude.slice(-places)}`}`;
}

describe('the answer to a write', () => {
  it('is read element by element, in its own order, each with what identifies it', async () => {
    const zero = '00000000-0000-0000-0000-000000000000';
    stub = await startXeroStub(() => ({
      body: {
        Invoices: [
          {
            InvoiceID: zero,
            InvoiceNumber: 'INV-2',
            Url: 'http://x/#m2',
            StatusAttributeString: 'ERROR',
            HasErrors: true,
            ValidationErrors: [
              { Message: 'Account code 999 is not a valid code for this document.' },
              { Description: 'Again.' },
            ],
          },
          {
            ...billElement,
            StatusAttributeString: 'WARNING',
            Warnings: [{ Message: 'Rate looks odd' }],
          },
          {
            ...billElement,
            StatusAttributeString: 'OK',
            ValidationErrors: [{ Message: 'An existing Invoice could not be found' }],
          },
          { Url: 'http://x/#m4', HasErrors: true },
        ],
      },
    }));
    const written = await clientOf(stub).createBills({
      bodies: [bill, bill, bill, bill],
      idempotencyKey,
    });
    expect(written).toMatchObject([
      {
        ok: false,
        messages: ['Account code 999 is not a valid code for this document.', 'Again.'],
        identifiers: { id: null, number: 'INV-2', url: 'http://x/#m2' },
      },
      {
        ok: true,
        record: { total: '113.95' },
        warnings: ['Rate looks odd'],
        identifiers: { id: billElement.InvoiceID },
      },
      { ok: false, messages: ['An existing Invoice could not be found'] },
      {
        ok: false,
        messages: ['Xero marked the document as refused'],
        identifiers: { url: 'http://x/#m4' },
      },
    ]);
  });
});
