// Proves that every switch of Xero's open rules changes what the sandbox does: each rule has a probe, each value its own outcome.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { Probe } from './credit-rule-probes.ts';
import type { RuleName } from '../../../sandbox/xero/open-rules.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { appProbes } from './app-rule-probes.ts';
import { attachmentProbes } from './attachment-rule-probes.ts';
import { creditProbes } from './credit-rule-probes.ts';
import { currencyProbes } from './currency-rule-probes.ts';
import { projectProbes } from './projects/project-rule-probes.ts';
import { reportProbes } from './report-rule-probes.ts';
import { OPEN_RULES } from '../../../sandbox/xero/open-rules.ts';
import { bill, elements, line, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;
let [categoryId, archivedOptionId] = ['', ''];
let count = 0;

beforeAll(async () => {
  const credentials = { clientId: 'id', clientSecret: 'secret' };
  ({ sandbox, client } = await openSandbox({ credentials }));
  contactId = await newContact(client);
  const known = elements(await client.call('GET', '/TrackingCategories'), 'TrackingCategories');
  categoryId = String(known.find(({ Name }) => Name === 'Cost code')?.['TrackingCategoryID']);
  const path = `/TrackingCategories/${categoryId}/Options`;
  await client.call('PUT', path, { Name: 'Alpha' });
  const old = await client.call('PUT', path, { Name: 'Old' });
  archivedOptionId = String(only(old, 'Options')['TrackingOptionID']);
  await client.call('POST', `${path}/${archivedOptionId}`, { Status: 'ARCHIVED' });
});
afterEach(async () => {
  const place = (name: string) => client.control('DELETE', `/_sandbox/${name}`);
  await Promise.all(['settings', 'faults', 'scopes'].map(place));
});
afterAll(() => sandbox.close());

const fresh = (): string => `N-${(count += 1)}`;
const put = (change: Json = {}): Promise<Reply> =>
  client.call('PUT', '/Invoices', bill(contactId, { InvoiceNumber: fresh(), ...change }));
const made = async (change: Json = {}): Promise<Json> => only(await put(change), 'Invoices');
const read = async (one: Json): Promise<Json> =>
  only(await client.call('GET', `/Invoices/${String(one['InvoiceID'])}`), 'Invoices');
const update = (one: Json, change: Json): Promise<Reply> =>
  client.call('POST', `/Invoices/${String(one['InvoiceID'])}`, change);
const lines = (one: Json): Json[] => one['LineItems'] as Json[];
const tracked = async (tracking: Json): Promise<unknown> => {
  const reply = await put({ LineItems: [line({ Tracking: [tracking] })] });
  return reply.status === 200 ? lines(only(reply, 'Invoices'))[0]?.['Tracking'] : reply.status;
};
const trackedName = async (tracking: Json): Promise<unknown> => {
  const found = await tracked(tracking);
  return Array.isArray(found) ? found.map((one: Json) => one['Option']) : found;
};
const pay = (one: Json, change: Json = {}): Promise<Reply> =>
  client.call('PUT', '/Payments', {
    ...{ Invoice: { InvoiceID: one['InvoiceID'] }, Account: { Code: '090' }, Amount: 1 },
    ...change,
  });
const order = async (change: Json = {}): Promise<Json> => {
  const body = { Contact: { ContactID: contactId }, LineItems: [line()], ...change };
  return only(await client.call('PUT', '/PurchaseOrders', body), 'PurchaseOrders');
};
const orderStatus = (one: Json, Status: string, as: Client = client): Promise<Reply> =>
  as.call('POST', `/PurchaseOrders/${String(one['PurchaseOrderID'])}`, { Status });
const instant = (one: Json): number =>
  Number(/\d+/.exec(String(one['UpdatedDateUTC']))?.[0] ?? Number.NaN);
const mixed = (): Json => ({
  Invoices: [
    bill(contactId, { InvoiceNumber: fresh() }),
    bill(contactId, { InvoiceNumber: fresh(), LineItems: [] }),
  ],
});

/** The events of one piece of work, as a subscriber hears them. */
async function eventsOf(work: () => Promise<unknown>): Promise<Json[]> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await client.control('PUT', '/_sandbox/webhook', { url });
  await work();
  await sandbox.kit.outbox.idle();
  await client.control('PUT', '/_sandbox/webhook', { url: null });
  await new Promise((resolve) => server.close(resolve));
  return bodies.flatMap((body) => (JSON.parse(body) as { events: Json[] }).events);
}

const PROBES: { [Name in RuleName]: Probe<Name> } = {
  unknownTracking: {
    probe: () => tracked({ Name: 'Cost code', Option: 'No such option' }),
    outcomes: { drop: [], refuse: 400 },
  },
  archivedTracking: {
    probe: () => trackedName({ Name: 'Cost code', Option: 'Old' }),
    outcomes: { asUnknown: [], keep: ['Old'] },
  },
  trackingCase: {
    probe: () => trackedName({ Name: 'Cost code', Option: 'alpha' }),
    outcomes: { insensitive: ['Alpha'], exact: [] },
  },
  trackingOptionId: {
    probe: async () => {
      const [one] = (await tracked({ Name: 'Cost code', Option: 'Alpha' })) as Json[];
      return typeof one?.['TrackingOptionID'];
    },
    outcomes: { hidden: 'undefined', shown: 'string' },
  },
  unknownCategory: {
    probe: async () => {
      const path = '/TrackingCategories/11111111-1111-4111-8111-111111111111/Options';
      return (await client.call('PUT', path, { Name: 'X' })).status;
    },
    outcomes: { notFound: 404, serverError: 500 },
  },
  billedByApi: {
    probe: async () => (await orderStatus(await order({ Status: 'AUTHORISED' }), 'BILLED')).status,
    outcomes: { accept: 200, refuse: 400 },
  },
  billedOrderDeletion: {
    probe: async () => {
      const one = await order({ Status: 'AUTHORISED' });
      await orderStatus(one, 'BILLED', await client.as('bookkeeper'));
      return (await orderStatus(one, 'DELETED')).status;
    },
    outcomes: { refuse: 400, accept: 200 },
  },
  emoji: {
    probe: async () =>
      lines(await made({ LineItems: [line({ Description: 'a🏗b' })] }))[0]?.['Description'],
    outcomes: { keep: 'a🏗b', drop: 'ab' },
  },
  whitespace: {
    probe: async () =>
      lines(await made({ LineItems: [line({ Description: ' a ' })] }))[0]?.['Description'],
    outcomes: { keep: ' a ', trim: 'a' },
  },
  duplicateName: {
    probe: async () => {
      const name = `Māui ${fresh()}`;
      await newContact(client, name);
      return (await client.call('PUT', '/Contacts', { Name: name.replace('ā', 'A') })).status;
    },
    outcomes: { folded: 400, exact: 200 },
  },
  halfCents: {
    probe: async () => (await made({ LineItems: [line({ UnitAmount: 0.3 })] }))['TotalTax'],
    outcomes: { halfUp: 0.05, halfEven: 0.04 },
  },
  typedOverTax: {
    probe: async () => {
      const one = await made({ LineItems: [line({ TaxAmount: 149.99 })] });
      const [first] = lines(one);
      const again = [{ LineItemID: first?.['LineItemID'], Description: 'Reworded' }];
      return only(await update(one, { LineItems: again }), 'Invoices')['TotalTax'];
    },
    outcomes: { recomputed: 150, kept: 149.99 },
  },
  lineItemIds: {
    probe: async () => {
      const one = await made();
      const id = lines(one)[0]?.['LineItemID'];
      const again = [{ LineItemID: id, Description: 'Reworded' }];
      const updated = only(await update(one, { LineItems: again }), 'Invoices');
      return lines(updated)[0]?.['LineItemID'] === id;
    },
    outcomes: { kept: true, new: false },
  },
  ...attachmentProbes(() => ({ client, made, update })),
  approvalWithoutDueDate: {
    probe: async () => (await put({ DueDate: null })).status,
    outcomes: { refuse: 400, accept: 200 },
  },
  ...creditProbes(() => ({ client, contactId, eventsOf })),
  ...currencyProbes(() => ({ client, contactId })),
  ...reportProbes(() => ({ client, contactId })),
  ...projectProbes(() => ({ client, contactId })),
  zeroTotal: {
    probe: async () => (await made({ LineItems: [line({ UnitAmount: 0 })] }))['Status'],
    outcomes: { paid: 'PAID', authorised: 'AUTHORISED' },
  },
  paidUpdates: {
    probe: async () => {
      const one = await made();
      await pay(one);
      return instant(await read(one)) > instant(one);
    },
    outcomes: { moves: true, stays: false },
  },
  paymentEvents: {
    probe: async () => {
      const one = await made();
      const events = await eventsOf(() => pay(one));
      return events.map(({ eventCategory, eventType }) => [eventCategory, eventType]);
    },
    outcomes: { none: [], invoiceUpdate: [['INVOICE', 'UPDATE']] },
  },
  reconciledDeletion: {
    probe: async () => {
      const id = String(only(await pay(await made()), 'Payments')['PaymentID']);
      await client.control('PUT', `/_sandbox/payments/${id}`, { isReconciled: true });
      return (await client.call('POST', `/Payments/${id}`, { Status: 'DELETED' })).status;
    },
    outcomes: { refuse: 400, accept: 200 },
  },
  deletedPayments: {
    probe: async () => {
      const id = String(only(await pay(await made()), 'Payments')['PaymentID']);
      await client.call('POST', `/Payments/${id}`, { Status: 'DELETED' });
      const listed = elements(await client.call('GET', '/Payments'), 'Payments');
      return listed.find(({ PaymentID }) => PaymentID === id)?.['Status'];
    },
    outcomes: { listed: 'DELETED', gone: undefined },
  },
  paymentReference: {
    probe: async () => (await pay(await made(), { Reference: 'x'.repeat(256) })).status,
    outcomes: { anyLength: 200, most255: 400 },
  },
  modifiedSince: {
    probe: async () => {
      const one = await made();
      const since = new Date(instant(one)).toISOString();
      const list = await client.call('GET', '/Invoices', undefined, { 'if-modified-since': since });
      return elements(list, 'Invoices').length;
    },
    outcomes: { exclusive: 0, inclusive: 1 },
  },
  nothingModified: {
    probe: async () => {
      const since = { 'if-modified-since': '2090-01-01T00:00:00' };
      return (await client.call('GET', '/Invoices?page=1', undefined, since)).status;
    },
    outcomes: { emptyList: 200, notModified: 304 },
  },
  updatedPrecision: {
    probe: async () => {
      // One moment in a thousand is a whole second by itself.
      const parts = [instant(await made()), instant(await made())].map((at) => at % 1_000);
      return parts.every((part) => part === 0);
    },
    outcomes: { milliseconds: false, seconds: true },
  },
  listOrder: {
    probe: async () => {
      const ids = [await made(), await made(), await made()].map((one) => String(one['InvoiceID']));
      const list = await client.call('GET', `/Invoices?IDs=${ids.join(',')}`);
      const shown = elements(list, 'Invoices').map(({ InvoiceID }) => String(InvoiceID));
      const orders = { oldestFirst: ids, newestFirst: ids.toReversed(), byId: ids.toSorted() };
      const rule = (await client.control('GET', '/_sandbox/settings')).body['listOrder'];
      const expected = orders[rule as keyof typeof orders];
      return [rule, shown.join() === expected.join()];
    },
    outcomes: {
      oldestFirst: ['oldestFirst', true],
      newestFirst: ['newestFirst', true],
      byId: ['byId', true],
    },
  },
  inactiveTaxRates: {
    probe: async () => {
      await client.control('PUT', '/_sandbox/tax-rates/TAX009', { status: 'DELETED' });
      const rates = elements(await client.call('GET', '/TaxRates'), 'TaxRates');
      return rates.some(({ TaxType }) => TaxType === 'TAX009');
    },
    outcomes: { listed: true, leftOut: false },
  },
  reverseChargeRate: {
    probe: async () => {
      await client.control('PUT', '/_sandbox/tax-rates/DRC', { rate: '0', displayRate: '20' });
      return only(await client.call('GET', '/TaxRates/DRC'), 'TaxRates')['EffectiveRate'];
    },
    outcomes: { zero: 0, named: 20 },
  },
  keptRefusal: {
    probe: async () => {
      const path = '/api.xro/2.0/Invoices';
      await client.control('POST', '/_sandbox/faults', { method: 'PUT', path, kind: '429' });
      const key = { 'idempotency-key': fresh() };
      const body = bill(contactId);
      const first = await client.call('PUT', '/Invoices', body, key);
      return [first.status, (await client.call('PUT', '/Invoices', body, key)).status];
    },
    outcomes: { forgotten: [429, 200], kept: [429, 429] },
  },
  replay: {
    probe: async () => {
      const key = { 'idempotency-key': fresh() };
      const body = bill(contactId, { InvoiceNumber: fresh() });
      const first = only(await client.call('PUT', '/Invoices', body, key), 'Invoices');
      await update(first, { Status: 'VOIDED' });
      return only(await client.call('PUT', '/Invoices', body, key), 'Invoices')['Status'];
    },
    outcomes: { first: 'AUTHORISED', current: 'VOIDED' },
  },
  summarizeErrorsAbsent: {
    probe: async () => (await client.call('PUT', '/Invoices', mixed())).status,
    outcomes: { asTrue: 400, asFalse: 200 },
  },
  partialWrite: {
    probe: async () => {
      const body = mixed();
      const number = String((body['Invoices'] as Json[])[0]?.['InvoiceNumber']);
      const status = (await client.call('PUT', '/Invoices', body)).status;
      const list = await client.call('GET', `/Invoices?InvoiceNumbers=${number}`);
      return [status, elements(list, 'Invoices').length];
    },
    outcomes: { nothing: [400, 0], theGood: [400, 1] },
  },
  elementStatus: {
    probe: async () => {
      const reply = await client.call('PUT', '/Invoices?summarizeErrors=false', mixed());
      return elements(reply, 'Invoices').map((one) => one['StatusAttributeString']);
    },
    outcomes: { always: ['OK', 'ERROR'], onlyErrors: [undefined, 'ERROR'] },
  },
  errorField: {
    probe: async () => {
      const [one] = (await put({ LineItems: [] })).body['Elements'] as Json[];
      return Object.keys((one?.['ValidationErrors'] as Json[])[0] ?? {});
    },
    outcomes: { Message: ['Message'], Description: ['Description'] },
  },
  problemKeys: {
    probe: async () => {
      const wrong = [{ authorization: 'Bearer x' }, { 'xero-tenant-id': 'x' }];
      const replies = await Promise.all(
        wrong.map((headers) => client.call('GET', '/Organisation', undefined, headers)),
      );
      return replies.map(({ body }) => Object.keys(body).slice(0, 2));
    },
    outcomes: {
      pascalCase: [
        ['Type', 'Title'],
        ['Type', 'Title'],
      ],
      lowerCase: [
        ['type', 'title'],
        ['type', 'title'],
      ],
    },
  },
  ...appProbes(() => ({ client })),
  eventTypeCase: {
    probe: async () => (await eventsOf(() => made())).map(({ eventType }) => eventType),
    outcomes: { upper: ['CREATE'], title: ['Create'] },
  },
};

const names = Object.keys(OPEN_RULES) as RuleName[];

describe.each(names)('%s', (name) => {
  const { probe, outcomes } = PROBES[name];

  test.each(OPEN_RULES[name].values.map((value) => [value]))('%s', async (value) => {
    const set = await client.control('PUT', '/_sandbox/settings', { [name]: value });
    expect([set.status, set.body[name]]).toEqual([200, value]);
    expect(await probe()).toEqual((outcomes as Record<string, unknown>)[value]);
  });

  test('begins with its default, and says what is known', async () => {
    const rule: { values: readonly string[]; default: string; known: string } = OPEN_RULES[name];
    expect(rule.values).toContain(rule.default);
    expect(rule.known.length).toBeGreaterThan(20);
    expect((await client.control('GET', '/_sandbox/settings')).body[name]).toBe(rule.default);
    const { body } = await client.control('GET', '/_sandbox/open-rules');
    expect(body[name]).toEqual(rule);
  });
});

test('a rule or value nobody knows is refused with what to do', async () => {
  for (const body of [{ colour: 'red' }, { emoji: 'paint' }])
    expect((await client.control('PUT', '/_sandbox/settings', body)).status).toBe(400);
});
