// Proves that each Xero record is read exactly: decimals no double carries, dates in any time zone, versions in UTC.
import { afterEach, describe, expect, it } from 'vitest';
import { xeroBillSchema } from '../../../domain/records/xero/bill.ts';
import { xeroChartSchema } from '../../../domain/records/xero/chart.ts';
import { xeroContactSchema } from '../../../domain/records/xero/contact.ts';
import { xeroPaymentSchema } from '../../../domain/records/xero/payment.ts';
import { xeroPurchaseOrderSchema } from '../../../domain/records/xero/purchase-order.ts';
import type { UnreadableRecord } from '../../../connectors/http/call-report.ts';
import { settingAside } from '../../../connectors/http/parsed-records.ts';
import { billElement, clientOf, failureOf, startXeroStub } from './xero-stub.ts';
import type { XeroStub } from './xero-stub.ts';

let stub: XeroStub;
const zone = process.env['TZ'];
afterEach(async () => {
  process.env['TZ'] = zone;
  await stub.close();
});

const id = '11111111-1111-4111-8111-111111111111';
const version = '/Date(1780272000123+0000)/';

async function readBill(change: object | string = {}) {
  const body = typeof change === 'string' ? change : { Invoices: [{ ...billElement, ...change }] };
  stub = await startXeroStub(() => ({ body }));
  const [bill] = await clientOf(stub).readBills({ ids: [id] });
  return bill;
}

describe('a bill', () => {
  it('is read as documented', async () => {
    const bill = await readBill();
    expect(xeroBillSchema.parse(bill)).toEqual(bill);
    expect(bill).toEqual({
      kind: 'xeroBill',
      id,
      contactId: '22222222-2222-4222-8222-222222222222',
      number: 'INV-1042',
      url: 'http://127.0.0.1:4400/#tieout:demo/payApp/33/bill',
      date: '2026-05-31',
      dueDate: '2026-06-20',
      currency: 'NZD',
      currencyRate: '1',
      lineAmountTypes: 'Exclusive',
      status: 'AUTHORISED',
      subTotal: '99.09',
      totalTax: '14.86',
      total: '113.95',
      amountDue: '113.95',
      amountPaid: '0.00',
      amountCredited: '0.00',
      deducted: '0.00',
      lines: [
        {
          lineId: '33333333-3333-4333-8333-333333333333',
          description: 'Dig',
          quantity: '1',
          unitAmount: '99.0901',
          lineAmount: '99.09',
          taxType: 'INPUT2',
          taxAmount: '14.86',
          accountCode: '310',
          tracking: [
            { category: 'Project', option: '26-001 Wharf', categoryId: 'x', optionId: null },
          ],
        },
      ],
      updatedAt: '2026-06-01T00:00:00.123Z',
    });
    expect(stub.apiCalls()[0]?.query.toString()).toBe(
      new URLSearchParams({ IDs: id, page: '1', unitdp: '4', pageSize: '1' }).toString(),
    );
  });

  it('keeps digits that a double would lose', async () => {
    const text = JSON.stringify({ Invoices: [billElement] }).replace(
      '"Total":113.95',
      '"Total":12345678901234567.89',
    );
    expect((await readBill(text))?.total).toBe('12345678901234567.89');
  });

  it.each(['Pacific/Auckland', 'America/Los_Angeles', 'UTC'])('has its dates in %s', async (tz) => {
    process.env['TZ'] = tz;
    const given = { DateString: undefined, DueDate: '2026-06-20T00:00:00' };
    expect(await readBill(given)).toMatchObject({
      date: '2026-05-31',
      dueDate: '2026-06-20',
      updatedAt: '2026-06-01T00:00:00.123Z',
    });
  });

  it.each([
    [
      'only the ISO version, which has no zone',
      { UpdatedDateUTC: undefined, UpdatedDateUTCString: '2026-06-01T00:00:00' },
      '2026-06-01T00:00:00.000Z',
    ],
    [
      'an ISO version with seven places',
      { UpdatedDateUTC: '2026-06-01T00:00:00.1234567' },
      '2026-06-01T00:00:00.123Z',
    ],
    [
      'an offset, which only says where it was written',
      { UpdatedDateUTC: '/Date(1780272000123+1300)/' },
      '2026-06-01T00:00:00.123Z',
    ],
  ])('has a version by %s', async (_, change, updatedAt) => {
    process.env['TZ'] = 'Pacific/Auckland';
    expect((await readBill(change))?.updatedAt).toBe(updatedAt);
  });

  it('may have a line with nothing but a description', async () => {
    const bill = await readBill({ LineItems: [{ Description: 'Note' }] });
    expect(bill?.lines[0]).toMatchObject({
      lineId: null,
      quantity: '0',
      unitAmount: '0.00',
      taxAmount: '0.00',
      tracking: [],
    });
  });

  it('keeps a status that Xero may add as it is', async () => {
    expect((await readBill({ Status: 'ODD' }))?.status).toBe('ODD');
  });

  it('keeps the ids of tracking where Xero answers them', async () => {
    const Tracking = [
      { Name: 'Project', Option: 'Wharf', TrackingCategoryID: 'c', TrackingOptionID: 'o' },
    ];
    const bill = await readBill({ LineItems: [{ Description: 'Dig', Tracking }] });
    expect(bill?.lines[0]?.tracking).toEqual([
      { category: 'Project', option: 'Wharf', categoryId: 'c', optionId: 'o' },
    ]);
  });

  it.each([
    ['no lines', { LineItems: undefined }, 'LineItems'],
    ['a broken date', { DateString: '/Date(x)/' }, 'DateString'],
    ['no date', { DateString: undefined, Date: undefined }, 'Date'],
    ['no version', { UpdatedDateUTC: undefined }, 'UpdatedDateUTC'],
    ['an amount that is none', { Total: 'lots' }, 'Total'],
  ])('is unreadable with %s', async (_, change, field) => {
    const error = await failureOf(readBill(change));
    expect(error).toMatchObject({ kind: 'malformedAnswer', mayHaveHappened: false });
    expect((error as Error).message).toContain(`bill ${id}: ${field}`);
  });
});

it('reads no more than fifty ids in a call, and asks nothing for none', async () => {
  stub = await startXeroStub(() => ({ body: { Invoices: [{ ...billElement, Type: 'ACCREC' }] } }));
  const client = clientOf(stub);
  expect(await client.readBills({ ids: [] })).toEqual([]);
  expect(stub.calls).toHaveLength(0);
  await expect(client.readBills({ ids: Array<string>(51).fill(id) })).rejects.toThrow(RangeError);
  await expect(client.readContacts({ ids: ['a,b'] })).rejects.toThrow(RangeError);
  expect(await client.readBills({ ids: [id] })).toEqual([]);
});

it('reads contacts, archived ones too', async () => {
  const Contacts = [
    {
      ContactID: id,
      Name: 'Kauri',
      ContactNumber: 'tieout:demo:7',
      ContactStatus: 'ACTIVE',
      EmailAddress: '',
      UpdatedDateUTC: version,
    },
    {
      ContactID: 'b',
      Name: 'Rimu',
      ContactStatus: 'ARCHIVED',
      TaxNumber: '12',
      UpdatedDateUTC: version,
    },
  ];
  stub = await startXeroStub(() => ({
    body: { Contacts, pagination: { page: 1, pageSize: 1000, pageCount: 1, itemCount: 2 } },
  }));
  const contacts = await clientOf(stub).listContacts({ modifiedSince: '2026-06-01T00:00:00.999Z' });
  expect(contacts.map((contact) => xeroContactSchema.parse(contact))).toMatchObject([
    { id, contactNumber: 'tieout:demo:7', email: null, status: 'ACTIVE' },
    { id: 'b', contactNumber: null, taxNumber: '12', status: 'ARCHIVED' },
  ]);
  const call = stub.apiCalls()[0];
  expect(call?.headers['if-modified-since']).toBe('2026-06-01T00:00:00');
  expect(Object.fromEntries(call?.query ?? [])).toEqual({
    order: 'UpdatedDateUTC ASC',
    page: '1',
    includeArchived: 'true',
    pageSize: '1000',
  });
});

it('finds a contact by its number, and only by its number', async () => {
  const contact = {
    ContactID: id,
    Name: 'K',
    ContactNumber: 'tieout:demo:7',
    ContactStatus: 'ACTIVE',
    UpdatedDateUTC: version,
  };
  stub = await startXeroStub(({ path }) =>
    path.endsWith('/tieout:demo:8') ? { status: 404 } : { body: { Contacts: [contact] } },
  );
  const client = clientOf(stub);
  expect(await client.readContactByNumber({ contactNumber: 'tieout:demo:7' })).toMatchObject({
    id,
  });
  expect(await client.readContactByNumber({ contactNumber: 'tieout:demo:8' })).toBeNull();
  expect(await client.readContactByNumber({ contactNumber: id })).toBeNull();
});

it('reads orders by list, id and number', async () => {
  const order = {
    PurchaseOrderID: id,
    PurchaseOrderNumber: '26-001-SC-001',
    Reference: 'Billed through Procore tieout:demo/commitment/wo-5/order',
    Contact: { ContactID: 'c' },
    DateString: '2026-05-31T00:00:00',
    CurrencyCode: 'NZD',
    LineAmountTypes: 'Exclusive',
    Status: 'BILLED',
    SubTotal: 10,
    TotalTax: 1.5,
    Total: 11.5,
    LineItems: [],
    UpdatedDateUTC: version,
  };
  stub = await startXeroStub(({ path }) =>
    path.endsWith('/none') ? { status: 404 } : { body: { PurchaseOrders: [order] } },
  );
  const client = clientOf(stub);
  const [listed] = await client.listPurchaseOrders();
  expect(xeroPurchaseOrderSchema.parse(listed)).toMatchObject({ total: '11.50', status: 'BILLED' });
  expect(await client.readPurchaseOrder({ id })).toEqual(listed);
  expect(await client.readPurchaseOrderByNumber({ number: '26-001-SC-001' })).toEqual(listed);
  expect(await client.readPurchaseOrderByNumber({ number: 'other' })).toBeNull();
  expect(await client.readPurchaseOrder({ id: 'none' })).toBeNull();
});

it('reads payments of every type that pay an invoice, deleted and batched ones too', async () => {
  const payment = {
    PaymentID: 'p1',
    Invoice: { InvoiceID: id },
    PaymentType: 'ACCPAYPAYMENT',
    Date: '/Date(1781913600000+0000)/',
    Amount: 60.5,
    Status: 'AUTHORISED',
    IsReconciled: true,
    Reference: 'r',
    UpdatedDateUTC: version,
  };
  const Payments = [
    payment,
    {
      ...payment,
      PaymentID: 'p2',
      Status: 'DELETED',
      IsReconciled: 'false',
      BatchPayment: { BatchPaymentID: 'b1' },
    },
    {
      ...payment,
      PaymentID: 'p3',
      Invoice: undefined,
      CreditNote: {},
      PaymentType: 'APCREDITPAYMENT',
    },
    {
      ...payment,
      PaymentID: 'p4',
      PaymentType: 'ACCRECPAYMENT',
      BatchPaymentID: 'b2',
      IsReconciled: undefined,
    },
  ];
  stub = await startXeroStub(() => ({ body: { Payments } }));
  const payments = await clientOf(stub).listPayments();
  expect(payments.map((one) => xeroPaymentSchema.parse(one))).toMatchObject([
    {
      id: 'p1',
      invoiceId: id,
      date: '2026-06-20',
      amount: '60.50',
      isReconciled: true,
      batchPaymentId: null,
    },
    { id: 'p2', status: 'DELETED', isReconciled: false, batchPaymentId: 'b1' },
    { id: 'p4', paymentType: 'ACCRECPAYMENT', batchPaymentId: 'b2', isReconciled: false },
  ]);
});

it('reads the organisation and the whole chart', async () => {
  const bodies: Record<string, object> = {
    Organisation: {
      Organisations: [
        {
          OrganisationID: 'o',
          Name: 'H',
          BaseCurrency: 'NZD',
          PeriodLockDate: '/Date(1774915200000+0000)/',
        },
      ],
    },
    Accounts: {
      Accounts: [
        {
          AccountID: 'a',
          Code: '825',
          Name: 'Retentions Payable',
          Type: 'CURRLIAB',
          Class: 'LIABILITY',
          SystemAccount: '',
          Status: 'ACTIVE',
        },
        { AccountID: 'b', Name: 'No code', Type: 'BANK', Class: 'ASSET', Status: 'ARCHIVED' },
      ],
    },
    TaxRates: {
      TaxRates: [
        {
          Name: '15% GST on Expenses',
          TaxType: 'INPUT2',
          Status: 'ACTIVE',
          EffectiveRate: 15.0,
          CanApplyToAssets: true,
          CanApplyToExpenses: true,
          CanApplyToRevenue: false,
        },
      ],
    },
    TrackingCategories: {
      TrackingCategories: [
        {
          TrackingCategoryID: 't',
          Name: 'Project',
          Status: 'ACTIVE',
          Options: [{ TrackingOptionID: 'o1', Name: '26-001 Wharf', Status: 'ACTIVE' }],
        },
      ],
    },
  };
  stub = await startXeroStub(({ path }) => ({ body: bodies[path.split('/').at(-1) ?? ''] }));
  const client = clientOf(stub);
  expect(await client.readOrganisation()).toMatchObject({
    periodLockDate: '2026-03-31',
    endOfYearLockDate: null,
  });
  const chart = await client.readChart();
  expect(xeroChartSchema.parse(chart)).toEqual(chart);
  expect(chart.accounts.map(({ code, systemAccount }) => [code, systemAccount])).toEqual([
    ['825', null],
    [null, null],
  ]);
  expect(chart.taxRates).toMatchObject([
    { taxType: 'INPUT2', rate: '15', appliesTo: ['ASSET', 'EXPENSE'] },
  ]);
  expect(stub.apiCalls().at(-1)?.query.get('includeArchived')).toBe('true');
});

it('leaves an unreadable bill out of a list where somebody is told of it', async () => {
  stub = await startXeroStub(() => ({
    body: { Invoices: [billElement, { ...billElement, InvoiceID: 'odd', Total: 'lots' }] },
  }));
  const told: UnreadableRecord[] = [];
  const bills = await clientOf(stub, { onUnreadable: (one) => told.push(one) }).listBills();
  expect(bills.map((bill) => bill.id)).toEqual([id]);
  expect(told).toMatchObject([{ vendor: 'xero', resource: 'bill', id: 'odd' }]);
});

it('sets an unreadable bill aside for whoever asks by name, and reads the rest', async () => {
  stub = await startXeroStub(() => ({
    body: { Invoices: [billElement, { ...billElement, InvoiceID: 'odd', Total: 'lots' }] },
  }));
  const { value, aside } = await settingAside(() => clientOf(stub).listBills());
  expect(value.map((bill) => bill.id)).toEqual([id]);
  expect(aside).toMatchObject([{ vendor: 'xero', resource: 'bill', id: 'odd' }]);
  await expect(clientOf(stub).listBills()).rejects.toMatchObject({ kind: 'malformedAnswer' });
});
