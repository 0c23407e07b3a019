// Proves that the reports say what the journals do: by account, by tracking option and by day, in Xero's shape.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
const ids: Record<string, string> = {};

const year = 'fromDate=2026-01-01&toDate=2026-12-31';

async function optionNamed(category: Json, Name: string): Promise<void> {
  const path = `/TrackingCategories/${String(category['TrackingCategoryID'])}/Options`;
  const option = only(await client.call('PUT', path, { Name }), 'Options');
  ids[Name] = String(option['TrackingOptionID']);
}

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  const list = await client.call('GET', '/TrackingCategories');
  const categories = elements(list, 'TrackingCategories');
  const project = categories.find(({ Name }) => Name === 'Project') ?? {};
  const code = categories.find(({ Name }) => Name === 'Cost code') ?? {};
  ids['Project'] = String(project['TrackingCategoryID']);
  ids['Cost code'] = String(code['TrackingCategoryID']);
  for (const name of ['One', 'Two']) await optionNamed(project, name);
  await optionNamed(code, 'Concrete');
  const held = (code['Options'] as Json[]).find(({ Name }) => Name === 'Retention held');
  ids['Retention held'] = String(held?.['TrackingOptionID']);
  const on = (Project: string, Code: string) => ({
    Tracking: [
      { Name: 'Project', Option: Project },
      { Name: 'Cost code', Option: Code },
    ],
  });
  const contactId = await newContact(client);
  const LineItems = [
    line({ UnitAmount: 1000, ...on('One', 'Concrete') }),
    line({ UnitAmount: 300, ...on('Two', 'Concrete') }),
    line({ UnitAmount: 50 }),
    line({ UnitAmount: -100, AccountCode: '825', ...on('One', 'Retention held') }),
  ];
  await client.call('PUT', '/Invoices', bill(contactId, { LineItems }));
});
afterAll(() => sandbox.close());

const report = (path: string): Promise<Reply> => client.call('GET', `/Reports/${path}`);

/** Each account's amounts, by its name; titles under "". */
async function table(path: string): Promise<Record<string, string[]>> {
  const { Rows } = only(await report(path), 'Reports') as { Rows: Json[] };
  const all = Rows.flatMap((row) => [row, ...((row['Rows'] ?? []) as Json[])]);
  const cells = all.flatMap((row) => (row['Cells'] === undefined ? [] : [row['Cells'] as Json[]]));
  return Object.fromEntries(
    cells.map(([first, ...rest]) => [
      String(first?.['Value']),
      rest.map((one) => String(one['Value'])),
    ]),
  );
}

describe('profit and loss', () => {
  test('of all the books', async () => {
    const rows = await table(`ProfitAndLoss?${year}`);
    expect(rows['Subcontractors']).toEqual(['1350.00']);
    expect(rows['Other Job Costs']).toEqual(['143.90']);
    expect(rows['Total Cost of Sales']).toEqual(['1493.90']);
    expect(rows['Gross Profit']).toEqual(['-1493.90']);
  });

  test('by a category has a column for each option, for none, and for all', async () => {
    const rows = await table(`ProfitAndLoss?${year}&trackingCategoryID=${ids['Project']}`);
    expect(rows['']).toEqual([
      '26-001 Harbourside Apartments',
      'One',
      'Two',
      'Unassigned',
      'Total',
    ]);
    expect(rows['Subcontractors']).toEqual(['0.00', '1000.00', '300.00', '50.00', '1350.00']);
  });

  test('by an option, and by an option of each category, counts what carries them', async () => {
    const one = `trackingCategoryID=${ids['Project']}&trackingOptionID=${ids['Two']}`;
    expect((await table(`ProfitAndLoss?${year}&${one}`))['Subcontractors']).toEqual(['300.00']);
    const both = `${one}&trackingCategoryID2=${ids['Cost code']}&trackingOptionID2=${ids['Retention held']}`;
    expect((await table(`ProfitAndLoss?${year}&${both}`))['Subcontractors']).toBeUndefined();
  });

  test('counts what is dated between its days', async () => {
    const rows = await table('ProfitAndLoss?fromDate=2026-06-01&toDate=2026-12-31');
    expect(rows['Subcontractors']).toBeUndefined();
  });

  test.each([
    'fromDate=2026-02-31',
    'fromDate=2026-02-01&toDate=2026-01-01',
    `${year}&periods=3`,
    `${year}&paymentsOnly=true`,
    `${year}&trackingCategoryID=11111111-1111-4111-8111-111111111111`,
  ])('%s is refused', async (query) => {
    expect((await report(`ProfitAndLoss?${query}`)).status).toBe(400);
  });
});

describe('balance sheet', () => {
  test('of an option holds its retention alone', async () => {
    const query = `date=2026-12-31&trackingOptionID1=${ids['One']}&trackingOptionID2=${ids['Retention held']}`;
    const rows = await table(`BalanceSheet?${query}`);
    expect(rows['Retentions Payable']).toEqual(['100.00']);
    expect(rows['Accounts Payable']).toBeUndefined();
  });

  test('of all the books balances', async () => {
    const rows = await table('BalanceSheet?date=2026-12-31');
    expect(rows['Net Assets']).toEqual(rows['Earnings']);
    expect((await table('BalanceSheet?date=2026-01-01'))['Retentions Payable']).toBeUndefined();
  });
});

test('the trial balance has as much on either side', async () => {
  const [debit, credit] = (await table('TrialBalance?date=2026-12-31'))['Total'] ?? [];
  expect(debit).toBe(credit);
  expect(debit).not.toBe('0.00');
});

test('an app needs the scope of the report', async () => {
  await client.control('PUT', '/_sandbox/scopes', {
    scopes: ['accounting.reports.balancesheet.read'],
  });
  expect((await report('BalanceSheet?date=2026-12-31')).status).toBe(200);
  expect((await report(`ProfitAndLoss?${year}`)).status).toBe(401);
  await client.control('PUT', '/_sandbox/scopes', { scopes: ['accounting.reports.read'] });
  expect((await report(`ProfitAndLoss?${year}`)).status).toBe(200);
  await client.control('DELETE', '/_sandbox/scopes');
});
