// Proves what an app reads of the budgets that a person entered, by which scope, and that it can write none.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let overall: string;
let tracked: string;
let category: Json;

const act = (body: Json): Promise<Reply> => client.control('POST', '/_sandbox/acts/budget', body);
const idOf = (reply: Reply): string => String(reply.body['budgetId']);
const lines = [
  { accountCode: '312', months: { '2026-12': '1050.00', '2026-11': '1000.00' } },
  { accountCode: '310', months: { '2026-11': '-12.34' } },
];

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  const categories = elements(
    await client.call('GET', '/TrackingCategories'),
    'TrackingCategories',
  );
  category = categories.find(({ Name }) => Name === 'Cost code') ?? {};
  const path = `/TrackingCategories/${String(category['TrackingCategoryID'])}/Options`;
  await client.call('PUT', path, { Name: '03-100 Concrete' });
  overall = idOf(await act({ description: 'Overall Budget', lines }));
  const tracking = [{ name: 'Cost code', option: '03-100 Concrete' }];
  tracked = idOf(await act({ description: 'Concrete', tracking, lines: [] }));
});
afterEach(() => client.control('DELETE', '/_sandbox/scopes'));
afterAll(() => sandbox.close());

test('a list shows what there is, without lines and tracking', async () => {
  const listed = elements(await client.call('GET', '/Budgets'), 'Budgets');
  expect(listed).toMatchObject([
    { BudgetID: overall, Type: 'OVERALL', Status: 'APPROVED', BudgetLines: [], Tracking: [] },
    { BudgetID: tracked, Type: 'TRACKING', Description: 'Concrete', Tracking: [] },
  ]);
  const one = await client.call('GET', `/Budgets?IDs=${tracked.toUpperCase()}`);
  expect(elements(one, 'Budgets')).toHaveLength(1);
});

test('a single one shows its months in order, those asked for, and what it is tracked by', async () => {
  const balances = async (query: string): Promise<unknown> => {
    const budget = only(await client.call('GET', `/Budgets/${overall}${query}`), 'Budgets');
    return (budget['BudgetLines'] as Json[]).map((line) =>
      (line['BudgetBalances'] as Json[]).map(({ Period, Amount }) => [Period, Amount]),
    );
  };
  expect(await balances('')).toEqual([
    [
      ['2026-11', 1000],
      ['2026-12', 1050],
    ],
    [['2026-11', -12.34]],
  ]);
  expect(await balances('?DateFrom=2026-12-01')).toEqual([[['2026-12', 1050]], []]);
  expect(await balances('?DateFrom=2026-11-30&DateTo=2026-11-30')).toEqual([
    [['2026-11', 1000]],
    [['2026-11', -12.34]],
  ]);
  const of = only(await client.call('GET', `/Budgets/${tracked}`), 'Budgets')['Tracking'] as Json[];
  expect(of).toMatchObject([
    { TrackingCategoryID: category['TrackingCategoryID'], Option: '03-100 Concrete' },
  ]);
});

test('a person enters another in its place', async () => {
  const one = await act({ description: 'First', lines });
  const before = only(await client.call('GET', `/Budgets/${idOf(one)}`), 'Budgets');
  await act({ ...one.body, description: 'Second', lines: [] });
  const after = only(await client.call('GET', `/Budgets/${idOf(one)}`), 'Budgets');
  expect(after).toMatchObject({ Description: 'Second', BudgetLines: [] });
  expect(after['UpdatedDateUTC']).not.toBe(before['UpdatedDateUTC']);
});

test('what is not there is refused: a budget, an account, a tracking option, a month', async () => {
  expect((await client.call('GET', '/Budgets/x')).status).toBe(404);
  const statuses = [
    { description: 'X', lines: [{ accountCode: '999999', months: {} }] },
    { description: 'X', lines: [], tracking: [{ name: 'Cost code', option: 'None' }] },
    { budgetId: '11111111-1111-4111-8111-111111111111', description: 'X', lines: [] },
    { description: 'X', lines: [{ accountCode: '310', months: { '2026-13': '1.00' } }] },
  ].map(async (body) => (await act(body)).status);
  expect(await Promise.all(statuses)).toEqual([409, 404, 404, 400]);
});

test('an app needs accounting.budgets.read, and no scope lets it write', async () => {
  const cut = (...scopes: string[]) => client.control('PUT', '/_sandbox/scopes', { scopes });
  expect((await client.call('PUT', '/Budgets', {})).status).toBe(401);
  expect((await client.call('PUT', `/Budgets/${overall}`, {})).status).toBe(401);
  await cut('accounting.settings', 'accounting.reports.read');
  expect((await client.call('GET', '/Budgets')).status).toBe(401);
  await cut('accounting.budgets.read');
  expect((await client.call('GET', '/Budgets')).status).toBe(200);
});
