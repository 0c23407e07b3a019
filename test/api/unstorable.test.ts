// U+0000 and half characters, wherever they stand in a request: refused with a sentence, never a failure of ours.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hint } from '../../db/schema/delivery-tables.ts';
import { decision, exception } from '../../db/schema/document-tables.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, startTestApi, testSettings } from './api-fixture.ts';
import { lookAlikePayApp } from './observations.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const bad = { 'U+0000': '%00', 'half a character': '%ED%A0%BD', 'the other half': '%ed%b0%80' };

describe.each(Object.entries(bad))('%s in an address', (_what, encoded) => {
  it.each([
    '/X',
    '/exceptions/X',
    '/exceptions?kind=X',
    '/exceptions?q=X',
    '/exceptions/together?kind=X',
    '/documents/payApp/demo/X',
    '/documents?state=X',
    '/accepted?q=X',
    '/projects?from=X',
    '/healthz?X',
    '/api/exceptions/X',
    '/api/exceptions?state=X',
    '/api/summary?since=X',
    '/api/projects?from=X',
  ])('%s', async (path) => {
    const response = await fetch(`${test.api.url}${path.replace('X', encoded)}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('a character that cannot be kept');
  });

  it.each([
    '/api/exceptions/X/decision',
    '/api/accepted/X/reopen',
    '/api/projects/X/start',
    '/webhooks/X',
  ])('POST %s', async (path) => {
    const response = await fetch(`${test.api.url}${path.replace('X', encoded)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(400);
  });
});

describe.each([
  ['U+0000', 'a\u0000b'],
  ['half a character', 'a\ud83d'],
])('%s in a body', (_what, text) => {
  const post = (path: string, body: string, type = 'application/json') =>
    fetch(`${test.api.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

  it.each([
    ['reason', { planHash: 'h', decision: 'reject', reason: text }],
    ['planHash', { planHash: text, decision: 'reject' }],
    ['decision', { planHash: 'h', decision: text }],
    [null, { planHash: 'h', decision: 'reject', [text]: 'x' }],
  ])('of a decision, in %s', async (field, body) => {
    const { id, planHash } = await openExceptionOf(test, lookAlikePayApp());
    const sent = { ...body, ...(body.planHash === 'h' ? { planHash } : {}) };
    const response = await post(`/api/exceptions/${id}/decision`, JSON.stringify(sent));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: 'badRequest',
      field,
      message: expect.stringContaining('a character that cannot be kept') as string,
    });
    expect(await test.db.$count(decision)).toBe(0);
    expect(await test.db.select().from(exception)).toMatchObject([{ state: 'open' }]);
  });

  it.each([
    ['/api/exceptions/decide', { verdict: 'reject', items: [{ id: text, planHash: 'h' }] }],
    ['/api/accepted/a/reopen', { why: text }],
    ['/api/projects/p/start', { postFrom: '2026-01-01', shown: { count: 0, totals: { x: text } } }],
  ])('of %s', async (path, body) => {
    expect((await post(path, JSON.stringify(body))).status).toBe(400);
  });
});

it('U+0000 in a form is refused as in JSON', async () => {
  const { id, planHash } = await openExceptionOf(test, lookAlikePayApp());
  const response = await fetch(`${test.api.url}/api/exceptions/${id}/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: `planHash=${planHash}&decision=reject&reason=a%00b`,
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('The reason holds a character that cannot be kept');
});

it('a verified webhook that holds U+0000 is answered as any other', async () => {
  const response = await fetch(`${test.api.url}/webhooks/procore`, {
    method: 'POST',
    headers: { authorization: testSettings.webhookAuthorization },
    body: JSON.stringify({
      id: 'a\u0000b',
      company_id: testSettings.companyId,
      resource_id: '7001',
      resource_name: 'Requisitions',
    }),
  });
  expect(response.status).toBe(200);
  const keys = await test.db.select({ key: hint.eventKey }).from(hint);
  expect(JSON.stringify(keys)).not.toContain('\\u0000');
});

it('a request that failed is logged with its own time and how long it took', async () => {
  const lines: object[] = [];
  const broken = await startTestApi({
    log: (level, message, fields) => lines.push({ at: 'its time', level, message, ...fields }),
  });
  await broken.database.close();
  try {
    await fetch(`${broken.api.url}/exceptions`);
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'a request failed',
        at: 'its time',
        ms: expect.any(Number) as number,
        where: expect.any(Array) as unknown[],
      }),
    );
  } finally {
    await broken.api.close();
  }
});
