// Proves whose books a request is about where a company has several organisations: by what its address names, else by choice; and
// that a vendor's news reaches the connection it is of.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hint } from '../../db/schema/delivery-tables.ts';
import { projectRoute } from '../../db/schema/document-tables.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, startTestApi, testSettings } from './api-fixture.ts';
import { suggestedContact } from './observations.ts';

const { tenantId, webhookKey } = testSettings;
const southTenant = '8b0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c22';
const north = { ...demoMapping, connection: 'north' };

let test: TestApi;
beforeAll(async () => {
  // The fixtures' documents are of "demo": here the second one.
  test = await startTestApi({
    ...{ connection: 'north', mapping: north },
    connections: [
      { mapping: north, xero: { tenantId, webhookKey } },
      { mapping: demoMapping, xero: { tenantId: southTenant, webhookKey } },
    ],
  });
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const get = (path: string, cookie = '') =>
  fetch(`${test.api.url}${path}`, { headers: { cookie }, redirect: 'manual' });
const page = async (path: string, cookie = ''): Promise<string> => (await get(path, cookie)).text();

it('shows the first one at first, and says which others there are', async () => {
  const today = await page('/');
  expect(today).toContain('<strong aria-current="true">north</strong>');
  expect(today).toContain('href="/connections/demo"');
});

it('shows another one once it is chosen, and refuses one that is not there', async () => {
  const chosen = await get('/connections/demo');
  expect(chosen.status).toBe(303);
  const cookie = chosen.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(await page('/', cookie)).toContain('<strong aria-current="true">demo</strong>');
  expect((await get('/connections/east')).status).toBe(404);
  expect((await get('/api/exceptions?connection=east')).status).toBe(404);
});

it('finds a question, a document and a project by their own address, whatever is chosen', async () => {
  const { id, workflowId } = await openExceptionOf(test, suggestedContact());
  expect(workflowId.split('/')[1]).toBe('demo');
  expect((await get(`/exceptions/${id}`)).status).toBe(200);
  expect((await get(`/api/exceptions/${id}`)).status).toBe(200);
  expect((await get(`/documents/${workflowId}`)).status).toBe(200);
  const own = (await (await get('/api/exceptions?connection=demo')).json()) as { total: number };
  const others = (await (await get('/api/exceptions')).json()) as { total: number };
  expect([own.total, others.total]).toEqual([1, 0]);
});

it('sums up both, and each by itself', async () => {
  await openExceptionOf(test, suggestedContact());
  const summary = (await (await get('/api/summary')).json()) as {
    exceptions: unknown[];
    connections: Record<string, { exceptions: unknown[] }>;
  };
  expect(summary.exceptions).toHaveLength(1);
  expect(summary.connections['demo']?.exceptions).toHaveLength(1);
  expect(summary.connections['north']?.exceptions).toHaveLength(0);
});

async function tellOfXero(tenant: string): Promise<void> {
  const body = JSON.stringify({
    events: [
      {
        ...{ resourceId: 'b-1', eventDateUtc: '2026-11-24T10:00:00', eventType: 'UPDATE' },
        ...{ eventCategory: 'INVOICE', tenantId: tenant },
      },
    ],
  });
  const signature = createHmac('sha256', webhookKey).update(body).digest('base64');
  const headers = { 'x-xero-signature': signature };
  const answer = await fetch(`${test.api.url}/webhooks/xero`, { method: 'POST', body, headers });
  expect(answer.status).toBe(200);
}

const heard = async (): Promise<string[]> =>
  (await test.db.select({ connection: hint.connection }).from(hint))
    .map(({ connection }) => connection)
    .sort();

it('keeps what Xero says for the connection of that organisation', async () => {
  await tellOfXero(southTenant);
  expect(await heard()).toEqual(['demo']);
  await tellOfXero('11111111-7a44-4d0a-9c55-5d1a7e2b9c22');
  expect(await heard()).toEqual(['demo']);
});

async function tellOfProcore(id: string, projectId: string | null, resource: string) {
  const answer = await fetch(`${test.api.url}/webhooks/procore`, {
    method: 'POST',
    headers: { authorization: testSettings.webhookAuthorization },
    body: JSON.stringify({
      ...{ id, ulid: id, company_id: testSettings.companyId, project_id: projectId },
      ...{ resource_id: '33', resource_type: resource },
    }),
  });
  expect(answer.status).toBe(200);
}

it('keeps what Procore says of a project for whoever reads it, and of the company for all', async () => {
  await test.db
    .insert(projectRoute)
    .values({ projectId: '501', connection: 'demo', person: 'mapping' });
  await tellOfProcore('e1', '501', 'requisitions');
  expect(await heard()).toEqual(['demo']);
  await tellOfProcore('e2', '777', 'requisitions');
  expect(await heard()).toEqual(['demo']);
  await tellOfProcore('e3', null, 'company vendors');
  await tellOfProcore('e3', null, 'company vendors');
  expect(await heard()).toEqual(['demo', 'demo', 'north']);
});
