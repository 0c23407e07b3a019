// What every answer carries: headers, no stack, no cookie, and a page in the console's look for people.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exception } from '../../db/schema/document-tables.ts';
import { escapeHtml, html } from '../../api/console/html.ts';
import { groupDigits } from '../../api/console/format.ts';
import { kindName } from '../../api/console/words.ts';
import { questionKinds } from '../../domain/plan/question-kinds.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, startTestApi } from './api-fixture.ts';
import { brokenPayApp, editedPayApp, lookAlikePayApp } from './observations.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const get = (path: string, accept = 'text/html') =>
  fetch(`${test.api.url}${path}`, { headers: { accept } });

describe('every page', () => {
  it.each([
    '/',
    '/exceptions',
    '/documents',
    '/accepted',
    '/projects',
    '/nowhere',
    '/exceptions/none',
  ])('%s', async (path) => {
    const response = await get(path);
    const { headers } = response;
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it('has one stylesheet, kept for good under the name of its content', async () => {
    const page = await (await get('/')).text();
    const path = /href="(\/assets\/console\.[0-9a-f]+\.css)"/.exec(page)?.[1] ?? '';
    const response = await get(path, 'text/css');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/css');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(page).not.toMatch(/<script|style="|onclick/);
  });
});

it('an address that is not there is a page to people and JSON to programs', async () => {
  expect((await get('/nowhere')).status).toBe(404);
  expect(await (await get('/nowhere')).text()).toContain('Nothing is here');
  const api = await get('/api/nowhere', 'application/json');
  expect(api.status).toBe(404);
  expect(await api.json()).toMatchObject({ error: 'notFound' });
});

it('a failure of ours says nothing about itself outside, and all of it in the log', async () => {
  const broken = await startTestApi();
  await broken.database.close();
  try {
    for (const path of ['/', '/api/exceptions']) {
      const response = await fetch(`${broken.api.url}${path}`);
      expect(response.status).toBe(503);
      expect(await response.text()).not.toMatch(/at .*\.ts|CONNECTION|postgres/i);
    }
    expect(broken.logged.map(({ message }) => message)).toContain('a request failed');
  } finally {
    await broken.api.close();
  }
});

describe('the exceptions API', () => {
  it('lists what is open, oldest first, with the names the outside relies on', async () => {
    const first = await openExceptionOf(test, lookAlikePayApp());
    const { body } = await list('');
    expect(body.exceptions).toEqual([
      {
        id: first.id,
        kind: 'lookAlike',
        workflowId: 'payApp/demo/7001',
        subject: 'bill',
        document: 'pay app INV-1042 (SC-003 no. 1)',
        planHash: first.planHash,
        amount: '13950.45',
        difference: '13950.45',
        currency: 'NZD',
        sentence: expect.stringContaining('Xero may already have this document') as string,
        approvable: true,
        fix: null,
        openedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        state: 'open',
        closedAt: null,
        closedBecause: null,
        project: null,
        subcontractor: null,
      },
    ]);
  });

  it('keeps a decided one among the open, and a closed one among the closed', async () => {
    await openExceptionOf(test, editedPayApp());
    await test.db.update(exception).set({ state: 'decided' });
    expect((await list('?state=open')).body.exceptions).toMatchObject([{ state: 'decided' }]);
    await test.db.update(exception).set({ state: 'closed', closedBecause: 'approved' });
    expect((await list('?state=open')).body.exceptions).toEqual([]);
    expect((await list('?state=closed')).body.exceptions).toHaveLength(1);
    expect((await list('?state=all')).body.exceptions).toHaveLength(1);
    expect((await list('?state=some')).status).toBe(400);
  });

  it('shows one with its plan derived again, its writes and both sides', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    const response = await get(`/api/exceptions/${opened.id}`, 'application/json');
    expect(await response.json()).toMatchObject({
      exception: { id: opened.id, approvable: true },
      plan: {
        hash: opened.planHash,
        outcome: 'conflict',
        changes: [
          {
            path: 'lines[line-1].amount',
            base: '10000.00',
            xero: '10250.00',
            proposed: '10000.00',
          },
        ],
        writes: [{ endpoint: 'xero/invoices', operation: 'update', body: { kind: 'xeroBill' } }],
        snapshots: { source: { id: '7001' }, target: { subTotal: '14200.45' } },
      },
      decisions: [],
    });
  });

  async function list(query: string) {
    const response = await get(`/api/exceptions${query}`, 'application/json');
    const body = (await response.json()) as { exceptions: unknown[] };
    return { status: response.status, body };
  }
});

it('a lost connection has a page without a plan, and can only be rejected', async () => {
  await test.db.insert(exception).values({
    id: 'lost',
    connection: 'demo',
    kind: 'accessLost',
    workflowId: 'sweep/demo',
    planHash: 'h',
    documentName: 'the connection',
    sentence: 'Tieout can no longer read both systems: Xero answered 403',
    fix: 'Give the integration its access back.',
  });
  const page = await (await get('/exceptions/lost')).text();
  expect(page).toContain('Give the integration its access back.');
  expect(page).not.toContain('value="approve"');
  expect(page).toContain('value="reject"');
});

it('an exception that cannot be approved shows no Approve', async () => {
  const opened = await openExceptionOf(test, brokenPayApp());
  const page = await (await get(`/exceptions/${opened.id}?said=<script>`)).text();
  expect(page).not.toContain('value="approve"');
  expect(page).not.toContain('<script');
});

describe('templates', () => {
  it('escape everything but templates', () => {
    const name = `<b title="x" class='y'>&`;
    expect(html`<p title="${name}">${name}${html`<i>${1}</i>`}</p>`.markup).toBe(
      '<p title="&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;">' +
        '&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;<i>1</i></p>',
    );
    expect(html`${false}${null}${undefined}${['a', ['<']]}`.markup).toBe('a&lt;');
  });

  it('show the characters that would turn text around', () => {
    expect(escapeHtml('a\u202eb\u0000c\nd')).toBe('a\ufffdb\ufffdc\nd');
  });

  it('group digits without a float', () => {
    const cases = { '1234567.50': '1,234,567.50', '-0.05': '\u22120.05', '999.00': '999.00' };
    for (const [text, shown] of Object.entries(cases)) expect(groupDigits(text)).toBe(shown);
    expect(groupDigits('123456789012345678901.10')).toBe('123,456,789,012,345,678,901.10');
    expect(groupDigits('12.50 × 3.00')).toBe('12.50 × 3.00');
  });

  it('have a name for every kind of exception', () => {
    for (const kind of questionKinds) expect(kindName(kind)).not.toBe(kind);
  });
});
