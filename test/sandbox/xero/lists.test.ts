// Proves how lists are filtered, ordered, paged and cut by time, and which filters Xero does not serve.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, messages, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;
const kept: Json[] = [];

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client, 'Lister Ltd');
  const other = await (
    await client.as('bookkeeper')
  ).call('PUT', '/Invoices', bill(contactId, { InvoiceNumber: 'B-1' }));
  kept.push(only(other, 'Invoices'));
  for (const [number, date, status] of [
    ['L-1', '2026-05-31', 'AUTHORISED'],
    ['L-2', '2026-06-30', 'AUTHORISED'],
    ['L-3', '2026-07-31', 'DRAFT'],
  ]) {
    const LineItems = [line({ UnitAmount: Number(number?.slice(2)) * 100, TaxType: 'NONE' })];
    const body = bill(contactId, { InvoiceNumber: number, Date: date, Status: status, LineItems });
    kept.push(only(await client.call('PUT', '/Invoices', body), 'Invoices'));
  }
});
afterAll(() => sandbox.close());

async function numbers(query: string, headers?: Record<string, string>): Promise<unknown[]> {
  const reply = await client.call(
    'GET',
    `/Invoices?ContactIDs=${contactId}&${query}`,
    undefined,
    headers,
  );
  return elements(reply, 'Invoices').map((one) => one['InvoiceNumber']);
}
const where = (text: string): string => `where=${encodeURIComponent(text)}`;

describe('filters', () => {
  const rows: [string, string, string[]][] = [
    ['all', '', ['B-1', 'L-1', 'L-2', 'L-3']],
    ['own', 'createdByMyApp=true', ['L-1', 'L-2', 'L-3']],
    ['numbers', 'InvoiceNumbers=L-1,L-3', ['L-1', 'L-3']],
    ['statuses', 'Statuses=DRAFT', ['L-3']],
    ['search', 'searchTerm=l-', ['L-1', 'L-2', 'L-3']],
    ['equals', where('Type=="ACCPAY" AND Status=="DRAFT"'), ['L-3']],
    ['date range', where('Date>=DateTime(2026,06,01) AND Date<DateTime(2026, 07, 31)'), ['L-2']],
    ['amount due', where('AmountDue>200'), ['B-1', 'L-3']],
    ['contact name', where('Contact.Name=="LISTER ltd" && InvoiceNumber=="L-1"'), ['L-1']],
    ['order', 'order=Date%20DESC', ['L-3', 'L-2', 'B-1', 'L-1']],
  ];
  test.each(rows)('%s', async (_title, query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  test('by id, and by several ids joined with OR', async () => {
    const guid = (index: number): string =>
      `InvoiceID==guid("${String(kept[index]?.['InvoiceID'])}")`;
    expect(await numbers(where(guid(1)))).toEqual(['L-1']);
    expect(await numbers(where(`${guid(1)} OR ${guid(2)}`))).toEqual(['L-1', 'L-2']);
    expect(
      await numbers(`IDs=${String(kept[1]?.['InvoiceID'])},${String(kept[3]?.['InvoiceID'])}`),
    ).toEqual(['L-1', 'L-3']);
  });

  const refused = [
    'Total>100',
    'Status=="DRAFT" OR Status=="PAID"',
    'Status!="DRAFT"',
    'InvoiceNumber.Contains("L")',
    'InvoiceNumber==5',
    'Date>="2026-01-01"',
    'nonsense',
    'Contact.ContactID==guid("nope")',
  ];
  test.each(refused)('%s is not served', async (text) => {
    const reply = await client.call('GET', `/Invoices?${where(text)}`);
    expect([reply.status, reply.body['Type']]).toEqual([400, 'QueryParseException']);
  });

  test('an order by another field is not served', async () => {
    expect((await client.call('GET', '/Invoices?order=Total')).status).toBe(400);
  });
});

describe('pages', () => {
  test('say what they are and clamp their size', async () => {
    const page = async (query: string): Promise<unknown> =>
      (await client.call('GET', `/Invoices?ContactIDs=${contactId}&${query}`)).body['pagination'];
    expect(await page('page=2&pageSize=3')).toEqual({
      page: 2,
      pageSize: 3,
      pageCount: 2,
      itemCount: 4,
    });
    expect(await page('page=1&pageSize=5000')).toMatchObject({ pageSize: 1000 });
    expect(await page('page=1&pageSize=0')).toMatchObject({ pageSize: 1 });
    expect(await page('page=1')).toMatchObject({ pageSize: 100 });
    expect(await page('summaryOnly=true')).toMatchObject({ page: 1 });
    expect(await page('Statuses=DRAFT')).toMatchObject({ page: 1 });
    expect(await page('')).toBeUndefined();
    expect(await numbers('page=2&pageSize=3')).toEqual(['L-3']);
    expect(await numbers('page=9&pageSize=3')).toEqual([]);
  });
});

describe('If-Modified-Since', () => {
  test('takes the forms clients send, and leaves out the moment itself', async () => {
    const moment = Number(/\d+/.exec(String(kept[2]?.['UpdatedDateUTC']))?.[0]);
    const since = (atMs: number): string => new Date(atMs).toISOString();
    const ask = (value: string): Promise<unknown[]> => numbers('', { 'if-modified-since': value });
    expect(await ask(since(moment - 1))).toEqual(['L-2', 'L-3']);
    expect(await ask(since(moment))).toEqual(['L-3']);
    expect(await ask('2020-01-01T00:00:00')).toHaveLength(4);
    expect(await ask(new Date(Date.now() + 60_000).toUTCString())).toEqual([]);
    const reply = await client.call('GET', '/Invoices', undefined, { 'if-modified-since': 'soon' });
    expect(reply.status).toBe(400);
  });

  test('a payment makes its bill count as changed, and a deleted payment comes back as DELETED', async () => {
    const before = new Date(Date.now()).toISOString();
    const body = {
      Invoice: { InvoiceID: kept[1]?.['InvoiceID'] },
      Account: { Code: '090' },
      Date: '2026-06-20',
      Amount: 1,
    };
    const made = only(await client.call('PUT', '/Payments', body), 'Payments');
    expect(await numbers('', { 'if-modified-since': before })).toEqual(['L-1']);
    const afterPaying = Number(/\d+/.exec(String(made['UpdatedDateUTC']))?.[0]);
    await client.call('POST', `/Payments/${String(made['PaymentID'])}`, { Status: 'DELETED' });
    const changed = await client.call('GET', '/Payments?page=1', undefined, {
      'if-modified-since': new Date(afterPaying).toISOString(),
    });
    expect(elements(changed, 'Payments').map((one) => one['Status'])).toEqual(['DELETED']);
    const byBill = `Invoice.InvoiceID==guid("${String(kept[1]?.['InvoiceID'])}")`;
    expect(
      elements(await client.call('GET', `/Payments?${where(byBill)}`), 'Payments'),
    ).toHaveLength(1);
  });
});

describe('what an organisation is set up with', () => {
  test('the organisation shows its lock dates only when they are set', async () => {
    const shown = only(await client.call('GET', '/Organisation'), 'Organisations');
    expect(shown).toMatchObject({
      BaseCurrency: 'NZD',
      Version: 'NZ',
      PeriodLockDate: '/Date(1774915200000+0000)/',
    });
    expect(shown['EndOfYearLockDate']).toBeUndefined();
  });

  test('only an adviser may approve before the period lock date', async () => {
    const allowed = async (who: Client): Promise<unknown> =>
      elements(await who.call('GET', '/Organisation/Actions'), 'Actions').find(
        (one) => one['Name'] === 'ApproveTransactionsBeforePeriodLockDate',
      )?.['Status'];
    expect(await allowed(client)).toBe('NOT-ALLOWED');
    expect(await allowed(await client.as('adviser'))).toBe('ALLOWED');
  });

  test('accounts, tax rates and tracking are the chart', async () => {
    const accounts = elements(
      await client.call('GET', `/Accounts?${where('Type=="BANK"')}`),
      'Accounts',
    );
    expect(accounts.map((one) => one['Code'])).toEqual(['090', '091']);
    const rates = elements(await client.call('GET', '/TaxRates'), 'TaxRates');
    expect(rates.find((one) => one['TaxType'] === 'INPUT2')).toMatchObject({
      EffectiveRate: 15,
      CanApplyToExpenses: true,
      CanApplyToRevenue: false,
    });
    const chosen = async (path: string, plural: string) =>
      elements(await client.call('GET', path), plural).map((one) => one['Name']);
    expect(await chosen(`/TaxRates?${where('TaxType=="INPUT2"')}`, 'TaxRates')).toHaveLength(1);
    expect(await chosen('/TaxRates/INPUT2', 'TaxRates')).toHaveLength(1);
    expect((await client.call('GET', '/TaxRates/NOSUCH')).status).toBe(404);
    expect(
      await chosen(`/TrackingCategories?${where('Name=="Project"')}`, 'TrackingCategories'),
    ).toEqual(['Project']);
    const categories = elements(
      await client.call('GET', '/TrackingCategories'),
      'TrackingCategories',
    );
    expect(categories.map((one) => one['Name'])).toEqual(['Project', 'Cost code']);
  });

  test('an option has a name of its own in its category, whatever its case, of 100 characters at most', async () => {
    const [category] = elements(
      await client.call('GET', '/TrackingCategories'),
      'TrackingCategories',
    );
    const path = `/TrackingCategories/${String(category?.['TrackingCategoryID'])}/Options`;
    const made = only(await client.call('PUT', path, { Name: '26-200 Quay' }), 'Options');
    const other = only(await client.call('PUT', path, { Name: '26-201 Mole' }), 'Options');
    const refused = async (method: string, at: string, body: Json): Promise<unknown[]> => {
      const answer = await client.call(method, at, body);
      expect(answer.status).toBe(400);
      return messages(answer);
    };
    const taken = ['Please enter a unique Name.'];
    expect(await refused('PUT', path, { Name: '26-200 QUAY' })).toEqual(taken);
    const optionPath = `${path}/${String(other['TrackingOptionID'])}`;
    expect(await refused('POST', optionPath, { Name: '26-200 quay' })).toEqual(taken);
    expect(await refused('PUT', path, { Name: 'x'.repeat(101) })).toHaveLength(1);
    await client.call('POST', `${path}/${String(made['TrackingOptionID'])}`, {
      Status: 'ARCHIVED',
    });
    expect(await refused('PUT', path, { Name: '26-200 Quay' })).toEqual(taken);
    const same = only(await client.call('POST', optionPath, { Name: '26-201 MOLE' }), 'Options');
    expect(same['Name']).toBe('26-201 MOLE');
    await client.call('POST', optionPath, { Status: 'ARCHIVED' });
  });

  test('an option is added, renamed on old lines, and archived away', async () => {
    const [category] = elements(
      await client.call('GET', '/TrackingCategories'),
      'TrackingCategories',
    );
    const path = `/TrackingCategories/${String(category?.['TrackingCategoryID'])}/Options`;
    const option = only(await client.call('PUT', path, { Name: '26-099 New' }), 'Options');
    const tracked = bill(contactId, {
      LineItems: [line({ Tracking: [{ Name: 'project', Option: '26-099 new' }] })],
    });
    const made = only(await client.call('PUT', '/Invoices', tracked), 'Invoices');
    const optionOf = async (): Promise<unknown> => {
      const read = only(
        await client.call('GET', `/Invoices/${String(made['InvoiceID'])}`),
        'Invoices',
      );
      return ((read['LineItems'] as Json[])[0]?.['Tracking'] as Json[]).map((one) => one['Option']);
    };
    expect(await optionOf()).toEqual(['26-099 New']);
    await client.call('POST', `${path}/${String(option['TrackingOptionID'])}`, {
      Name: '26-099 Renamed',
      Status: 'ARCHIVED',
    });
    expect(await optionOf()).toEqual(['26-099 Renamed']);
    const again = only(
      await client.call(
        'PUT',
        '/Invoices',
        bill(contactId, {
          LineItems: [line({ Tracking: [{ Name: 'Project', Option: '26-099 Renamed' }] })],
        }),
      ),
      'Invoices',
    );
    expect((again['LineItems'] as Json[])[0]?.['Tracking']).toEqual([]);
    expect((await client.call('PUT', '/TrackingCategories', { Name: 'Third' })).status).toBe(400);
  });
});
