// The first day: what turning a project on would post, turning it on against exactly that, and what it wakes.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeRecords } from '../../db/queries/mirror.ts';
import { audit, wake } from '../../db/schema/delivery-tables.ts';
import { document, projectStart } from '../../db/schema/document-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { kept } from '../support/kept-records.ts';
import type { TestApi } from './api-fixture.ts';
import { putDocumentRow, startTestApi } from './api-fixture.ts';
import { requisition } from './claimed-contract.ts';
import { payApp } from './observations.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.clear();
  const { project, contract: commitment, organisation } = payApp();
  const dated = (id: string, billingDate: string | null, status = 'approved') =>
    requisition({ id, billingDate, status, currency: null });
  const records: (KeptRecord | null)[] = [
    ...[project, commitment, organisation],
    dated('1', '2026-10-31'),
    dated('2', '2026-11-30'),
    dated('3', '2026-12-31', 'draft'),
    dated('4', null),
    dated('5', '2026-12-31'),
  ];
  const known = records.filter((record) => record !== null);
  await storeRecords(test.db, 'demo', known, new Date());
});

type Listed = { projects: Record<string, unknown>[] };

async function list(from = '2026-11-01') {
  const response = await fetch(`${test.api.url}/api/projects?from=${from}`);
  return { status: response.status, body: (await response.json()) as Listed };
}

async function start(body: unknown, id = '501') {
  const response = await fetch(`${test.api.url}/api/projects/${id}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const shown = { count: 2, totals: { NZD: '27900.90' } };

it('lists what a project that is off would post from the day chosen, and what lies before', async () => {
  expect((await list()).body.projects).toEqual([
    {
      id: '501',
      name: '26-004 Quay Street Apartments',
      isActive: true,
      isOn: false,
      ...{ movedTo: null, givenTo: null },
      postFrom: null,
      startedBy: null,
      startedAt: null,
      wouldPost: { ...shown, before: 1, undated: 1 },
    },
  ]);
  expect((await list('2026-13-01')).status).toBe(400);
});

describe('turning a project on', () => {
  it('stores it, is audited and wakes every document of the project', async () => {
    for (const id of ['1', '2', '9']) await putDocumentRow(test, `payApp/demo/${id}`);
    for (const id of ['1', '2']) {
      const workflowId = `payApp/demo/${id}`;
      await test.db
        .update(document)
        .set({ projectId: '501' })
        .where(eq(document.workflowId, workflowId));
    }
    expect((await start({ postFrom: '2026-11-01', shown })).status).toBe(202);
    expect(await test.db.select().from(projectStart)).toMatchObject([
      { projectId: '501', postFrom: '2026-11-01', person: 'local:controller', shown },
    ]);
    const woken = await test.db.select().from(wake);
    expect(woken.map(({ workflowId, signal }) => [workflowId, signal])).toEqual([
      ['payApp/demo/1', 'changed'],
      ['payApp/demo/2', 'changed'],
    ]);
    expect(await test.db.select().from(audit)).toMatchObject([
      { action: 'projectStarted', details: { projectId: '501', documents: 2 } },
    ]);
    expect((await list()).body.projects).toMatchObject([
      { isOn: true, postFrom: '2026-11-01', wouldPost: null },
    ]);
  });

  it('is refused with the new list when it is not what was shown', async () => {
    const stale = { count: 1, totals: { NZD: '13950.45' } };
    const sent = await start({ postFrom: '2026-11-01', shown: stale });
    expect(sent).toMatchObject({
      status: 409,
      body: { error: 'listMoved', project: { wouldPost: shown } },
    });
    expect(await test.db.$count(projectStart)).toBe(0);
    expect(await test.db.$count(wake)).toBe(0);
  });

  it('again is nothing new; from another day it is refused with a sentence', async () => {
    await start({ postFrom: '2026-11-01', shown });
    expect((await start({ postFrom: '2026-11-01', shown })).status).toBe(200);
    const other = await start({ postFrom: '2026-10-01', shown });
    expect(other).toMatchObject({ status: 409, body: { error: 'startedOtherwise' } });
    expect(other.body['message']).toContain('posts from 2026-11-01 already');
    expect(await test.db.$count(audit)).toBe(1);
  });

  it('happens once under ten clicks at once', async () => {
    const sent = await Promise.all(
      Array.from({ length: 10 }, () => start({ postFrom: '2026-11-01', shown })),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 202]);
    expect(await test.db.$count(audit)).toBe(1);
  });

  it('shows owner invoices beside the pay apps, and holds the person to both', async () => {
    const { summary } = requisition();
    const billed = { projectId: '501', billingDate: '2026-11-30', summary };
    await storeRecords(
      test.db,
      'demo',
      [kept('procorePaymentApplication', { ...billed, id: '61' })],
      new Date(),
    );
    const ownerInvoices = { count: 1, totals: { NZD: '13950.45' } };
    expect((await list()).body.projects).toMatchObject([
      { wouldPost: { ...shown, ownerInvoices } },
    ]);
    expect((await start({ postFrom: '2026-11-01', shown })).status).toBe(409);
    const both = { ...shown, ownerInvoices };
    expect((await start({ postFrom: '2026-11-01', shown: both })).status).toBe(202);
  });

  it.each([
    ['no day', { shown }, 'postFrom'],
    ['a day that is none', { postFrom: '2026-02-30', shown }, 'postFrom'],
    ['no list', { postFrom: '2026-11-01' }, 'shown'],
    ['a person', { postFrom: '2026-11-01', shown, person: 'cfo' }, null],
  ])('is refused for %s', async (_what, body, field) => {
    expect(await start(body)).toMatchObject({ status: 400, body: { field } });
  });

  it('is refused for a project that is not there', async () => {
    expect((await start({ postFrom: '2026-11-01', shown }, '999')).status).toBe(404);
  });

  it('works by the form of the page, which shows what it would post', async () => {
    const accept = { accept: 'text/html' };
    const page = await fetch(`${test.api.url}/projects?from=2026-11-01`, { headers: accept });
    expect(await page.text()).toContain('27,900.90');
    const sent = await fetch(`${test.api.url}/api/projects/501/start`, {
      method: 'POST',
      headers: { ...accept, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ postFrom: '2026-11-01', shown: JSON.stringify(shown) }),
      redirect: 'manual',
    });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/projects']);
  });
});
