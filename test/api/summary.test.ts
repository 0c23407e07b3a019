// The summary's counts: each document once, waiting first; writes by what was sent and what was confirmed.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { intent, vendorCall } from '../../db/schema/delivery-tables.ts';
import { dependency } from '../../db/schema/document-tables.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, putDocumentRow, startTestApi } from './api-fixture.ts';
import { lookAlikePayApp, suggestedContact } from './observations.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const before = new Date('2026-11-24T08:00:00Z');
const since = new Date('2026-11-24T09:00:00Z');
const after = new Date('2026-11-24T10:00:00Z');

async function putIntent(
  workflowId: string,
  state: 'done' | 'failed' | 'ready',
  settledAt: Date | null,
  endpoint = 'xero/invoices',
): Promise<void> {
  await test.db.insert(intent).values({
    key: `${workflowId} ${state} ${settledAt?.getTime() ?? ''} ${endpoint}`,
    connection: 'demo',
    workflowId,
    endpoint,
    operation: 'create',
    role: 'bill',
    marker: 'm',
    body: {},
    bodyHash: 'h',
    planHash: 'h',
    observationHash: 'h',
    state,
    settledAt,
  });
}

const putCall = (vendor: 'xero' | 'procore', purpose: 'read' | 'write', startedAt: Date) =>
  test.db.insert(vendorCall).values({
    ...{ connection: 'demo', organisation: `${vendor}/one`, vendor },
    ...{ purpose, startedAt, leasedUntil: startedAt },
  });

async function summary(query = `?since=${since.toISOString()}`) {
  const response = await fetch(`${test.api.url}/api/summary${query}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('counts each document in exactly one place, waiting first', async () => {
  const contact = await openExceptionOf(test, suggestedContact());
  await putDocumentRow(test, 'commitment/demo/wo-1', 'waiting');
  await putDocumentRow(test, 'payApp/demo/1', 'waiting');
  await putDocumentRow(test, 'payApp/demo/2');
  await putDocumentRow(test, 'payApp/demo/3');
  await putDocumentRow(test, 'payApp/demo/4');
  await putDocumentRow(test, 'payApp/demo/5', 'waiting');
  // 1 waits for the order, which waits for the contact's exception; 5 waits for what has none.
  await test.db.insert(dependency).values([
    { workflowId: 'commitment/demo/wo-1', waitsFor: contact.workflowId },
    { workflowId: 'payApp/demo/1', waitsFor: 'commitment/demo/wo-1' },
    { workflowId: 'payApp/demo/5', waitsFor: 'contact/demo/77' },
  ]);
  await putIntent('payApp/demo/1', 'done', after);
  await putIntent('payApp/demo/2', 'done', after);
  await putIntent('payApp/demo/2', 'done', after, 'procore/contract_payments');
  await putIntent('payApp/demo/3', 'done', before);
  await putIntent('payApp/demo/4', 'failed', after);
  expect((await summary()).body['documents']).toEqual({
    contact: { posted: 0, waiting: 1, unchanged: 0 },
    commitment: { posted: 0, waiting: 1, unchanged: 0 },
    payApp: { posted: 1, waiting: 1, unchanged: 3 },
    ownerInvoice: { posted: 0, waiting: 0, unchanged: 0 },
    retainageRelease: { posted: 0, waiting: 0, unchanged: 0 },
    projectBudget: { posted: 0, waiting: 0, unchanged: 0 },
    projectLabour: { posted: 0, waiting: 0, unchanged: 0 },
    directCost: { posted: 0, waiting: 0, unchanged: 0 },
  });
});

it('counts write requests sent, resends included, and the elements confirmed', async () => {
  await putCall('xero', 'write', after);
  await putCall('xero', 'write', since);
  await putCall('xero', 'write', before);
  await putCall('xero', 'read', after);
  await putCall('procore', 'write', after);
  await putIntent('payApp/demo/1', 'done', after);
  await putIntent('payApp/demo/2', 'done', since);
  await putIntent('payApp/demo/3', 'done', before);
  await putIntent('payApp/demo/4', 'failed', after);
  await putIntent('payApp/demo/5', 'ready', null);
  expect((await summary()).body['writes']).toEqual({
    xero: { calls: 2, documents: 2 },
    procore: { calls: 1, documents: 0 },
  });
});

it('names every exception that is not closed', async () => {
  const contact = await openExceptionOf(test, suggestedContact());
  const payApp = await openExceptionOf(test, lookAlikePayApp());
  expect((await summary()).body['exceptions']).toEqual([
    {
      id: contact.id,
      kind: 'contactSuggested',
      document: 'contact/demo/88',
      amount: null,
      difference: null,
      currency: null,
    },
    {
      id: payApp.id,
      kind: 'lookAlike',
      document: 'payApp/demo/7001',
      amount: '13950.45',
      difference: '13950.45',
      currency: 'NZD',
    },
  ]);
});

it('refuses what is no moment', async () => {
  expect(await summary('?since=yesterday')).toMatchObject({
    status: 400,
    body: { field: 'since' },
  });
  expect((await summary('?since=2026-11-24T09:00:00%2B13:00')).status).toBe(200);
});
