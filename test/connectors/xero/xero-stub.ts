// A stub Xero for unit tests: the token endpoint works, the rest is what the test says.
import type { BillBody } from '../../../domain/records/write-bodies.ts';
import { createXeroClient } from '../../../connectors/xero/xero-client.ts';
import type { XeroClientOptions } from '../../../connectors/xero/xero-api.ts';
import { startVendorStub } from '../support/vendor-stub.ts';
import type { StubAnswer, StubCall, VendorStub } from '../support/vendor-stub.ts';

export interface XeroStub extends VendorStub {
  /** The calls other than those for a token. */
  readonly apiCalls: () => StubCall[];
  readonly tokenCalls: () => StubCall[];
}

export const tenantId = '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11';

/** Tokens are "token-1", "token-2", …, good for 1800 s. */
export async function startXeroStub(
  handler: (call: StubCall) => StubAnswer | undefined,
): Promise<XeroStub> {
  let tokens = 0;
  const stub = await startVendorStub((call) => {
    if (call.path !== '/connect/token') return handler(call);
    tokens += 1;
    return { body: { access_token: `token-${tokens}`, token_type: 'Bearer', expires_in: 1800 } };
  });
  return {
    ...stub,
    apiCalls: () => stub.calls.filter(({ path }) => path !== '/connect/token'),
    tokenCalls: () => stub.calls.filter(({ path }) => path === '/connect/token'),
  };
}

export function clientOf(stub: { url: string }, options: Partial<XeroClientOptions> = {}) {
  return createXeroClient({
    apiUrl: stub.url,
    identityUrl: stub.url,
    clientId: 'an-id',
    clientSecret: 'a-secret',
    tenantId,
    timeoutMs: 500,
    ...options,
  });
}

/** A bill as Xero sends it. */
export const billElement = {
  Type: 'ACCPAY',
  InvoiceID: '11111111-1111-4111-8111-111111111111',
  InvoiceNumber: 'INV-1042',
  Url: 'http://127.0.0.1:4400/#tieout:demo/payApp/33/bill',
  Contact: { ContactID: '22222222-2222-4222-8222-222222222222', Name: 'Kauri' },
  DateString: '2026-05-31T00:00:00',
  Date: '/Date(1780185600000+0000)/',
  DueDate: '/Date(1781913600000+0000)/',
  CurrencyCode: 'NZD',
  CurrencyRate: 1.0,
  LineAmountTypes: 'Exclusive',
  Status: 'AUTHORISED',
  SubTotal: 99.09,
  TotalTax: 14.86,
  Total: 113.95,
  AmountDue: 113.95,
  AmountPaid: 0.0,
  UpdatedDateUTC: '/Date(1780272000123+0000)/',
  LineItems: [
    {
      LineItemID: '33333333-3333-4333-8333-333333333333',
      Description: 'Dig',
      Quantity: 1.0,
      UnitAmount: 99.0901,
      LineAmount: 99.09,
      TaxType: 'INPUT2',
      TaxAmount: 14.86,
      AccountCode: '310',
      Tracking: [{ Name: 'Project', Option: '26-001 Wharf', TrackingCategoryID: 'x' }],
    },
  ],
};

export const billBody: BillBody = {
  kind: 'xeroBill',
  billId: null,
  contactId: '22222222-2222-4222-8222-222222222222',
  number: 'INV-1042',
  url: 'http://127.0.0.1:4400/#tieout:demo/payApp/33/bill',
  date: '2026-05-31',
  dueDate: '2026-06-20',
  currency: 'NZD',
  status: 'AUTHORISED',
  lines: [
    {
      lineId: null,
      description: 'Dig',
      unitAmount: '99.09',
      taxType: 'INPUT2',
      taxAmount: '14.86',
      accountCode: '310',
      tracking: [{ category: 'Project', option: '26-001 Wharf' }],
    },
  ],
};

export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
