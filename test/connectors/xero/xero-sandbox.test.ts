// Proves the Xero client against the stand-in Xero: what is written comes back exact, what is refused says why, what is lost is found.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { xeroBillSchema } from '../../../domain/records/xero/bill.ts';
import { xeroChartSchema } from '../../../domain/records/xero/chart.ts';
import { xeroContactSchema } from '../../../domain/records/xero/contact.ts';
import { xeroPaymentSchema } from '../../../domain/records/xero/payment.ts';
import { xeroPurchaseOrderSchema } from '../../../domain/records/xero/purchase-order.ts';
import type { XeroBill } from '../../../domain/records/xero/bill.ts';
import type {
  BillBody,
  ContactBody,
  PurchaseOrderBody,
} from '../../../domain/records/write-bodies.ts';
import { classifyRefusal } from '../../../connectors/xero/classify-refusal.ts';
import type {
  WrittenElement,
  XeroClient,
  XeroClientOptions,
} from '../../../connectors/xero/xero-api.ts';
import { createXeroClient } from '../../../connectors/xero/xero-client.ts';
import { startXeroSandbox } from '../../../sandbox/xero/server.ts';
import { control } from '../support/control.ts';
import { failureOf, tenantId } from './xero-stub.ts';

let sandbox: Awaited<ReturnType<typeof startXeroSandbox>>;
let client: XeroClient;
let contactId: string;
let count = 0;

const newClient = (options: Partial<XeroClientOptions> = {}) =>
  createXeroClient({
    apiUrl: sandbox.url,
    identityUrl: sandbox.url,
    clientId: 'tieout-sandbox',
    clientSecret: 'tieout-sandbox-secret',
    tenantId,
    ...options,
  });
const nextKey = () => `key-${(count += 1)}`;
const wideLimits = {
  concurrent: 5,
  minute: { count: 100_000, windowMs: 60_000 },
  day: { count: 100_000, windowMs: 86_400_000 },
};

beforeAll(async () => {
  sandbox = await startXeroSandbox({ latencyMs: 0 });
  await control(sandbox.url, 'POST', 'seed', { company: 'demo' });
  await control(sandbox.url, 'PUT', 'limits', wideLimits);
  client = newClient();
  contactId = (
    await created(
      client.createContacts({ bodies: [contact('Kauri Test')], idempotencyKey: nextKey() }),
    )
  ).id;
});
afterEach(() => control(sandbox.url, 'DELETE', 'faults'));
afterAll(() => sandbox.close());

async function created<R>(written: Promise<WrittenElement<R>[]>): Promise<R> {
  const [element] = await written;
  if (element?.ok !== true) throw new Error(`refused: ${JSON.stringify(element)}`);
  return element.record;
}

function contact(name: string): ContactBody {
  count += 1;
  return {
    kind: 'xeroContact',
    contactId: null,
    contactNumber: `tieout:demo:${count}`,
    name,
    email: 'a@example.com',
    taxNumber: null,
  };
}
function bill(change: Partial<BillBody> = {}): BillBody {
  count += 1;
  return {
    kind: 'xeroBill',
    billId: null,
    contactId,
    number: 'INV-1042',
    url: `http://127.0.0.1:4400/#tieout:demo/payApp/${count}/bill`,
    date: '2026-05-31',
    dueDate: '2026-06-20',
    currency: 'NZD',
    status: 'AUTHORISED',
    lines: [line('1000.10', '310'), line('0.0333', '312'), line('-100.01', '825')],
    ...change,
  };
}
const line = (unitAmount: string, accountCode: string): BillBody['lines'][number] => ({
  lineId: null,
  description: `To account ${accountCode}`,
  unitAmount,
  taxType: 'INPUT2',
  taxAmount: '0.00',
  accountCode,
  tracking: [],
});
const createBill = (body: BillBody) =>
  created(client.createBills({ bodies: [body], idempotencyKey: nextKey() }));

it('reads the organisation and its chart', async () => {
  const organisation = await client.readOrganisation();
  expect(organisation).toMatchObject({
    baseCurrency: 'NZD',
    periodLockDate: '2026-03-31',
    endOfYearLockDate: null,
  });
  const chart = xeroChartSchema.parse(await client.readChart());
  expect(chart.accounts.find(({ code }) => code === '825')).toMatchObject({
    accountClass: 'LIABILITY',
    status: 'ACTIVE',
  });
  expect(chart.taxRates.find(({ taxType }) => taxType === 'INPUT2')).toMatchObject({ rate: '15' });
  expect(chart.trackingCategories.map(({ name }) => name).sort()).toEqual(['Cost code', 'Project']);
});

describe('contacts', () => {
  it('are created, found by number, and updated without losing what is not sent', async () => {
    const body = contact('Rimu Ltd');
    const made = await created(
      client.createContacts({ bodies: [body], idempotencyKey: nextKey() }),
    );
    expect(xeroContactSchema.parse(made)).toMatchObject({
      name: 'Rimu Ltd',
      contactNumber: body.contactNumber,
      email: 'a@example.com',
    });
    expect(await client.readContactByNumber({ contactNumber: body.contactNumber ?? '' })).toEqual(
      made,
    );
    expect(await client.readContactByNumber({ contactNumber: 'tieout:demo:none' })).toBeNull();
    const renamed = { ...body, contactId: made.id, name: 'Rimu Limited', email: null };
    const updated = await created(
      client.updateContacts({ bodies: [renamed], idempotencyKey: nextKey() }),
    );
    expect(updated).toMatchObject({ id: made.id, name: 'Rimu Limited', email: 'a@example.com' });
    expect(await client.readContacts({ ids: [made.id] })).toEqual([updated]);
  });

  it('are listed with the archived ones', async () => {
    const contacts = await newClient({ pageSize: 2 }).listContacts();
    expect(contacts.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['ACTIVE', 'ARCHIVED']),
    );
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(contacts.length);
    expect(contacts).toHaveLength((await client.listContacts()).length);
  });

  it('of a batch are each written or refused, with what identifies them', async () => {
    const good = contact('Totara Ltd');
    const taken = contact('Kauri Test');
    const written = await client.createContacts({
      bodies: [taken, good],
      idempotencyKey: nextKey(),
    });
    const of = (number: string) =>
      written.find(({ identifiers }) => identifiers.contactNumber === number);
    expect(of(good.contactNumber ?? '')).toMatchObject({
      ok: true,
      record: { name: 'Totara Ltd' },
    });
    const refused = of(taken.contactNumber ?? '');
    expect(refused).toMatchObject({ ok: false, identifiers: { id: null } });
    expect(refused?.ok === false && classifyRefusal(refused.messages)).toBe('duplicateNumber');
  });
});

describe('bills', () => {
  it('come back to the cent, with four places, their marker and their tax by line', async () => {
    const body = bill();
    const made = xeroBillSchema.parse(await createBill(body));
    expect(made).toMatchObject({
      url: body.url,
      number: 'INV-1042',
      date: '2026-05-31',
      dueDate: '2026-06-20',
      lineAmountTypes: 'Exclusive',
      status: 'AUTHORISED',
      // 1000.10 + 0.03 − 100.01, and 15 % of each line rounded: 150.02 + 0.00 − 15.00.
      subTotal: '900.12',
      totalTax: '135.02',
      total: '1035.14',
      amountDue: '1035.14',
      amountPaid: '0.00',
    });
    expect(made.lines.map(({ unitAmount, lineAmount }) => [unitAmount, lineAmount])).toEqual([
      ['1000.10', '1000.10'],
      ['0.0333', '0.03'],
      ['-100.01', '-100.01'],
    ]);
    expect(await client.readBills({ ids: [made.id] })).toEqual([made]);
  });

  it('keep the lines that are sent with their ids and lose the one left out', async () => {
    const body = bill();
    const made = await createBill(body);
    const kept = made.lines.slice(0, 2).map(({ lineId }, index) => ({
      ...line('50.00', '310'),
      lineId,
      description: `Kept ${index}`,
    }));
    const update: BillBody = { ...body, billId: made.id, status: null, dueDate: null, lines: kept };
    const changed = await created(
      client.updateBills({ bodies: [update], idempotencyKey: nextKey() }),
    );
    expect(changed).toMatchObject({
      id: made.id,
      status: 'AUTHORISED',
      dueDate: '2026-06-20',
      subTotal: '100.00',
    });
    expect(changed.lines.map(({ lineId }) => lineId)).toEqual(kept.map(({ lineId }) => lineId));
  });

  it.each([
    ['lockedPeriod', { date: '2026-03-27' }],
    ['unknownAccount', { lines: [line('1.00', '999')] }],
    ['unknownTaxType', { lines: [{ ...line('1.00', '310'), taxType: 'NOSUCH' }] }],
  ] as const)('are refused as %s', async (kind, change) => {
    const body = bill({ ...change, lines: 'lines' in change ? [...change.lines] : bill().lines });
    const [refused] = await client.createBills({ bodies: [body], idempotencyKey: nextKey() });
    expect(refused).toMatchObject({ ok: false, identifiers: { url: body.url } });
    expect(refused?.ok === false && classifyRefusal(refused.messages)).toBe(kind);
  });

  it('are refused on an archived contact', async () => {
    const archived = (await client.listContacts()).find(({ status }) => status === 'ARCHIVED');
    const body = bill({ contactId: archived?.id ?? '' });
    const [refused] = await client.createBills({ bodies: [body], idempotencyKey: nextKey() });
    expect(refused?.ok === false && classifyRefusal(refused.messages)).toBe('contactArchived');
  });

  it('of this app are told apart from the bookkeeper’s, page by page', async () => {
    await createBill(bill());
    const small = newClient({ pageSize: 2 });
    const ours = await small.listBills({ createdByMyApp: true });
    const all = await small.listBills();
    expect(ours.length).toBeGreaterThan(0);
    expect(all.length).toBeGreaterThan(ours.length);
    expect(ours.every(({ url }) => url?.includes('#tieout:') === true)).toBe(true);
    expect(all.map(({ id }) => id).sort()).toEqual(
      (await client.listBills()).map(({ id }) => id).sort(),
    );
  });

  it('are found by what changed since', async () => {
    const made = await createBill(bill());
    const just = new Date(Date.parse(made.updatedAt) - 1_000).toISOString();
    const later = new Date(Date.parse(made.updatedAt) + 60_000).toISOString();
    expect((await client.listBills({ modifiedSince: just })).map(({ id }) => id)).toContain(
      made.id,
    );
    expect(await client.listBills({ modifiedSince: later })).toEqual([]);
  });
});

it('writes orders and finds them by number and id', async () => {
  const body: PurchaseOrderBody = {
    kind: 'xeroPurchaseOrder',
    orderId: null,
    contactId,
    number: '26-001-SC-001',
    reference: 'Billed through Procore, do not copy to a bill tieout:demo/commitment/wo-5/order',
    date: '2026-05-01',
    currency: 'NZD',
    status: 'AUTHORISED',
    lines: [line('0.1005', '310'), line('-0.05', '312')],
  };
  const made = await created(
    client.createPurchaseOrders({ bodies: [body], idempotencyKey: nextKey() }),
  );
  expect(xeroPurchaseOrderSchema.parse(made)).toMatchObject({
    number: body.number,
    reference: body.reference,
    date: '2026-05-01',
  });
  expect(made.lines[0]).toMatchObject({ unitAmount: '0.1005' });
  expect(await client.readPurchaseOrderByNumber({ number: body.number })).toEqual(made);
  expect(await client.readPurchaseOrder({ id: made.id })).toEqual(made);
  expect(await client.listPurchaseOrders()).toContainEqual(made);
  expect(await client.readPurchaseOrderByNumber({ number: '26-001-SC-999' })).toBeNull();
  const lines = made.lines.map(({ lineId }) => ({ ...line('2.00', '310'), lineId }));
  const update = { ...body, orderId: made.id, status: null, lines };
  const changed = await created(
    client.updatePurchaseOrders({ bodies: [update], idempotencyKey: nextKey() }),
  );
  expect(changed).toMatchObject({ id: made.id, subTotal: '4.00', status: 'AUTHORISED' });
  const [again] = await client.createPurchaseOrders({ bodies: [body], idempotencyKey: nextKey() });
  expect(again).toMatchObject({ ok: false, identifiers: { reference: body.reference } });
  expect(again?.ok === false && classifyRefusal(again.messages)).toBe('duplicateNumber');
});

it('reads the bookkeeper’s payments, in parts and in batches', async () => {
  for (let index = 0; index < 4; index += 1) await createBill(bill());
  await control(sandbox.url, 'POST', 'bookkeeper/payFourPeriods');
  const payments = (await client.listPayments()).map((payment) => xeroPaymentSchema.parse(payment));
  const bills = await client.listBills({ createdByMyApp: true });
  const paid = bills.filter(({ status }) => status === 'PAID');
  expect(paid.length).toBeGreaterThan(4);
  expect(payments.some(({ batchPaymentId }) => batchPaymentId !== null)).toBe(true);
  for (const { id, total } of paid) {
    const parts = payments.filter(({ invoiceId }) => invoiceId === id);
    const cents = parts.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
    expect(cents).toBe(BigInt(total.replace('.', '')));
    expect(
      parts.every(
        ({ date, paymentType }) => date >= '2026-06-20' && paymentType === 'ACCPAYPAYMENT',
      ),
    ).toBe(true);
  }
  const [locked] = paid;
  const body = { ...bill(), billId: locked?.id ?? '', status: null, lines: [line('1.00', '310')] };
  const [refused] = await client.updateBills({ bodies: [body], idempotencyKey: nextKey() });
  expect(refused?.ok === false && classifyRefusal(refused.messages)).toBe('paidOrAllocated');
});

describe('what is lost', () => {
  const invoices = { method: 'PUT', path: '/api.xro/2.0/Invoices' };
  const found = async (body: BillBody): Promise<XeroBill[]> =>
    (await client.listBills({ createdByMyApp: true })).filter(({ url }) => url === body.url);

  it('a bill written before the connection was cut is answered again under its key, once', async () => {
    const ask = { bodies: [bill()], idempotencyKey: nextKey() };
    await control(sandbox.url, 'POST', 'faults', { ...invoices, kind: 'dropAfter' });
    expect(await failureOf(client.createBills(ask))).toMatchObject({
      kind: 'noAnswer',
      mayHaveHappened: true,
    });
    const again = await created(client.createBills(ask));
    expect(await found(ask.bodies[0] ?? bill())).toEqual([again]);
  });

  it('a bill written before an error is found by its marker', async () => {
    const body = bill();
    await control(sandbox.url, 'POST', 'faults', { ...invoices, kind: 'errorAfter' });
    const error = await failureOf(
      client.createBills({ bodies: [body], idempotencyKey: nextKey() }),
    );
    expect(error).toMatchObject({ kind: 'unavailable', status: 500, mayHaveHappened: true });
    expect(await found(body)).toHaveLength(1);
  });

  it('a bill that took too long is unknown, and was written all the same', async () => {
    const body = bill();
    await control(sandbox.url, 'POST', 'faults', { ...invoices, kind: 'delay', ms: 800 });
    const hasty = newClient({ timeoutMs: 300 });
    const error = await failureOf(hasty.createBills({ bodies: [body], idempotencyKey: nextKey() }));
    expect(error).toMatchObject({ kind: 'noAnswer', messages: ['timeout'], mayHaveHappened: true });
    await expect.poll(async () => (await found(body)).length).toBe(1);
  });

  it('a key used for another request is a conflict', async () => {
    const idempotencyKey = nextKey();
    await client.createBills({ bodies: [bill()], idempotencyKey });
    const error = await failureOf(client.createBills({ bodies: [bill()], idempotencyKey }));
    expect(error).toMatchObject({ kind: 'conflict', mayHaveHappened: true });
  });
});

describe('what is not allowed', () => {
  it('another organisation is forbidden and a wrong secret is no sign-in', async () => {
    const other = newClient({ tenantId: '00000000-0000-4000-8000-000000000000' });
    expect(await failureOf(other.readOrganisation())).toMatchObject({
      kind: 'forbidden',
      status: 403,
    });
    expect(await failureOf(newClient({ clientSecret: 'wrong' }).readOrganisation())).toMatchObject({
      kind: 'signInExpired',
      messages: ['invalid_client'],
    });
  });

  it('a limit that is reached says which and for how long', async () => {
    await control(sandbox.url, 'PUT', 'limits', {
      ...wideLimits,
      minute: { count: 1, windowMs: 60_000 },
    });
    const error = await failureOf(client.readOrganisation().then(() => client.readOrganisation()));
    await control(sandbox.url, 'PUT', 'limits', wideLimits);
    expect(error).toMatchObject({ kind: 'rateLimited', limit: 'minute', mayHaveHappened: false });
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('an expired token is renewed without anybody noticing', async () => {
    await control(sandbox.url, 'PUT', 'clock', { advanceMs: 1_800_000 });
    expect(await client.readOrganisation()).toMatchObject({ baseCurrency: 'NZD' });
  });
});
