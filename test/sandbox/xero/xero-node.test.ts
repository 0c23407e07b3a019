// Proves that an unmodified xero-node works against the sandbox with nothing set but basePath and a token set.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  Contact,
  CreditNote,
  CurrencyCode,
  Invoice,
  LineAmountTypes,
  Payment,
  PurchaseOrder,
  XeroClient,
} from 'xero-node';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { control, openSandbox } from './xero-sandbox.ts';

const TENANT = '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11';

const BILL: Invoice = {
  type: Invoice.TypeEnum.ACCPAY,
  status: Invoice.StatusEnum.AUTHORISED,
  contact: { name: 'Node Ltd' },
  invoiceNumber: 'NODE-1',
  date: '2026-05-31',
  dueDate: '2026-06-20',
  lineAmountTypes: LineAmountTypes.Exclusive,
  lineItems: [
    {
      description: 'Work',
      quantity: 1,
      unitAmount: 1234.56,
      accountCode: '310',
      taxType: 'INPUT2',
    },
  ],
};

let sandbox: RunningSandbox;
let xero: XeroClient;

beforeAll(async () => {
  ({ sandbox } = await openSandbox());
  const { body } = await control(sandbox.url, 'POST', '/_sandbox/token', { role: 'tieout' });
  xero = new XeroClient();
  xero.setTokenSet({ access_token: String(body['access_token']) });
  xero.accountingApi.basePath = `${sandbox.url}/api.xro/2.0`;
});
afterAll(() => sandbox.close());

describe('xero-node', () => {
  test('makes and finds a contact', async () => {
    const { body } = await xero.accountingApi.createContacts(
      TENANT,
      { contacts: [{ name: 'Node Ltd', contactNumber: 'tieout:demo:1' }] },
      false,
      'contact-key',
    );
    const [contact] = body.contacts ?? [];
    expect(contact?.contactStatus).toBe(Contact.ContactStatusEnum.ACTIVE);
    const found = await xero.accountingApi.getContact(TENANT, 'tieout:demo:1');
    expect(found.body.contacts?.[0]?.contactID).toBe(contact?.contactID);
    const listed = await xero.accountingApi.getContacts(
      TENANT,
      new Date(0),
      undefined,
      'UpdatedDateUTC ASC',
      [contact?.contactID ?? ''],
      1,
      true,
      false,
      undefined,
      1000,
    );
    expect(listed.body.contacts).toHaveLength(1);
    expect(listed.body.pagination?.itemCount).toBe(1);
  });

  test('posts a bill, pays it and reads both', async () => {
    const { body, response } = await xero.accountingApi.createInvoices(
      TENANT,
      { invoices: [BILL] },
      false,
      4,
      'invoice-key',
    );
    const [invoice] = body.invoices ?? [];
    expect([invoice?.total, invoice?.amountDue, invoice?.hasErrors]).toEqual([
      1419.74,
      1419.74,
      false,
    ]);
    expect(response.headers['x-minlimit-remaining']).toBeDefined();
    const paid = await xero.accountingApi.createPayments(
      TENANT,
      {
        payments: [
          {
            invoice: { invoiceID: invoice?.invoiceID ?? '' },
            account: { code: '090' },
            amount: 1419.74,
            date: '2026-06-20',
          },
        ],
      },
      false,
      'payment-key',
    );
    const [payment] = paid.body.payments ?? [];
    expect([payment?.paymentType, payment?.amount]).toEqual([
      Payment.PaymentTypeEnum.ACCPAYPAYMENT,
      1419.74,
    ]);
    const read = await xero.accountingApi.getInvoice(TENANT, invoice?.invoiceID ?? '', 4);
    expect(read.body.invoices?.[0]?.status).toBe(Invoice.StatusEnum.PAID);
    const where = `Invoice.InvoiceID==guid("${invoice?.invoiceID ?? ''}")`;
    const list = await xero.accountingApi.getPayments(
      TENANT,
      new Date(0),
      where,
      undefined,
      1,
      1000,
    );
    expect(list.body.payments).toHaveLength(1);
    const gone = await xero.accountingApi.deletePayment(TENANT, payment?.paymentID ?? '', {
      status: 'DELETED',
    });
    expect(gone.body.payments?.[0]?.status).toBe(Payment.StatusEnum.DELETED);
  });

  test('posts an order and reads the chart', async () => {
    const { body } = await xero.accountingApi.createPurchaseOrders(
      TENANT,
      {
        purchaseOrders: [
          {
            contact: { contactID: await contactId() },
            purchaseOrderNumber: 'N-PO-1',
            lineItems: [{ description: 'x', quantity: 1, unitAmount: 10.1234 }],
          },
        ],
      },
      false,
      'order-key',
    );
    expect(body.purchaseOrders?.[0]?.status).toBe(PurchaseOrder.StatusEnum.DRAFT);
    const byNumber = await xero.accountingApi.getPurchaseOrderByNumber(TENANT, 'N-PO-1');
    expect(byNumber.body.purchaseOrders?.[0]?.lineItems?.[0]?.unitAmount).toBe(10.1234);
    const organisation = await xero.accountingApi.getOrganisations(TENANT);
    expect(organisation.body.organisations?.[0]?.baseCurrency).toBe('NZD');
    expect((await xero.accountingApi.getAccounts(TENANT)).body.accounts).toHaveLength(19);
    expect((await xero.accountingApi.getTaxRates(TENANT)).body.taxRates).toHaveLength(5);
    expect(
      (await xero.accountingApi.getTrackingCategories(TENANT)).body.trackingCategories,
    ).toHaveLength(2);
  });

  test('credits a bill, takes that back, and adds a note', async () => {
    const { accountingApi } = xero;
    const contact = { contactID: await contactId() };
    const bills = { invoices: [{ ...BILL, contact, invoiceNumber: 'NODE-2' }] };
    const invoiceID = (await accountingApi.createInvoices(TENANT, bills)).body.invoices?.[0]
      ?.invoiceID;
    const note = {
      type: CreditNote.TypeEnum.ACCPAYCREDIT,
      status: CreditNote.StatusEnum.AUTHORISED,
      contact,
      date: '2026-06-01',
      lineItems: BILL.lineItems ?? [],
    };
    const made = await accountingApi.createCreditNotes(TENANT, { creditNotes: [note] }, false, 4);
    const id = made.body.creditNotes?.[0]?.creditNoteID ?? '';
    const allocation = {
      amount: 100.5,
      date: '2026-06-01',
      invoice: { invoiceID: invoiceID ?? '' },
    };
    await accountingApi.createCreditNoteAllocation(TENANT, id, { allocations: [allocation] });
    const read = (await accountingApi.getCreditNote(TENANT, id)).body.creditNotes?.[0];
    expect([read?.remainingCredit, read?.allocations?.[0]?.amount]).toEqual([1319.24, 100.5]);
    const credited = (await accountingApi.getInvoice(TENANT, invoiceID ?? '')).body.invoices?.[0];
    expect([credited?.amountCredited, credited?.creditNotes?.[0]?.appliedAmount]).toEqual([
      100.5, 100.5,
    ]);
    const allocationId = read?.allocations?.[0]?.allocationID ?? '';
    const gone = await accountingApi.deleteCreditNoteAllocations(TENANT, id, allocationId);
    expect([gone.body.allocationID, gone.body.isDeleted]).toEqual([allocationId, true]);
    const records = { historyRecords: [{ details: 'from the SDK' }] };
    await accountingApi.createCreditNoteHistory(TENANT, id, records);
    const history = await accountingApi.getCreditNoteHistory(TENANT, id);
    expect(history.body.historyRecords?.[0]?.details).toBe('from the SDK');
    const where = 'Type=="ACCPAYCREDIT"';
    const list = await accountingApi.getCreditNotes(TENANT, new Date(0), where, undefined, 1);
    expect(list.body.creditNotes).toHaveLength(1);
  });

  test('reads and allocates prepayments and overpayments, and refunds one', async () => {
    const { accountingApi } = xero;
    const contactID = await contactId();
    const bills = { invoices: [{ ...BILL, contact: { contactID }, invoiceNumber: 'NODE-3' }] };
    const { body } = await accountingApi.createInvoices(TENANT, bills);
    const invoice = { invoiceID: body.invoices?.[0]?.invoiceID ?? '' };
    const take = async (type: string): Promise<string> => {
      const money = { type, contactId: contactID, amount: '50.00', accountCode: '310' };
      const path = '/_sandbox/acts/bank-transaction';
      return String((await control(sandbox.url, 'POST', path, money)).body['creditId']);
    };
    const allocations = { allocations: [{ amount: 20, date: '2026-06-01', invoice }] };
    const prepaymentID = await take('SPEND-PREPAYMENT');
    await accountingApi.createPrepaymentAllocations(TENANT, prepaymentID, allocations);
    const prepayments = (await accountingApi.getPrepayments(TENANT)).body.prepayments;
    expect(prepayments?.map((one) => one.remainingCredit)).toEqual([30]);
    const overpaymentID = await take('SPEND-OVERPAYMENT');
    await accountingApi.createOverpaymentAllocations(TENANT, overpaymentID, allocations);
    const refund = { overpayment: { overpaymentID }, account: { code: '090' }, amount: 30 };
    const paid = await accountingApi.createPayments(TENANT, { payments: [refund] });
    expect(paid.body.payments?.[0]?.paymentType).toBe(Payment.PaymentTypeEnum.APOVERPAYMENTPAYMENT);
    const over = (await accountingApi.getOverpayment(TENANT, overpaymentID)).body.overpayments?.[0];
    expect([over?.status, over?.remainingCredit, over?.payments?.length]).toEqual(['PAID', 0, 1]);
  });

  test('adds a currency, and writes and pays a bill in it', async () => {
    const { accountingApi } = xero;
    await accountingApi.createCurrency(TENANT, { code: CurrencyCode.EUR, description: 'Euro' });
    const known = (await accountingApi.getCurrencies(TENANT)).body.currencies ?? [];
    expect(known.map(({ code }) => code)).toEqual([CurrencyCode.NZD, CurrencyCode.EUR]);
    const euros = { currencyCode: CurrencyCode.EUR, currencyRate: 0.552341 };
    const contact = { contactID: await contactId() };
    const bills = { invoices: [{ ...BILL, ...euros, contact, invoiceNumber: 'NODE-EUR' }] };
    const [made] = (await accountingApi.createInvoices(TENANT, bills)).body.invoices ?? [];
    expect(made).toMatchObject(euros);
    const invoice = { invoiceID: made?.invoiceID ?? '' };
    const payment = { invoice, account: { code: '090' }, amount: 100, bankAmount: 200 };
    const paid = await accountingApi.createPayments(TENANT, { payments: [payment] });
    expect(paid.body.payments?.[0]).toMatchObject({ bankAmount: 200, currencyRate: 0.5 });
  });

  test('rejects with its JSON string on a refusal, headers kept', async () => {
    const call = xero.accountingApi.getInvoice(TENANT, '11111111-1111-4111-8111-111111111111');
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(typeof error).toBe('string');
    const parsed = JSON.parse(String(error)) as {
      response: { statusCode: number; headers: Record<string, string> };
    };
    expect(parsed.response.statusCode).toBe(404);
    expect(parsed.response.headers['x-minlimit-remaining']).toBeDefined();
  });
});

async function contactId(): Promise<string> {
  const { body } = await xero.accountingApi.getContact(TENANT, 'tieout:demo:1');
  return body.contacts?.[0]?.contactID ?? '';
}
