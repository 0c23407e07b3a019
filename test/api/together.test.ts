// Several questions answered at once, each by its own hash; and what is said until its writes have settled.
import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeRecords } from '../../db/queries/mirror.ts';
import { intent, wake } from '../../db/schema/delivery-tables.ts';
import { decision, exception } from '../../db/schema/document-tables.ts';
import type { OpenedException, TestApi } from './api-fixture.ts';
import { openExceptionOf, openExceptionsOf, startTestApi } from './api-fixture.ts';
import {
  editedPayApp,
  lookAlikePayApp,
  payApp,
  removedPayments,
  suggestedContact,
} from './observations.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

async function pageOf(path: string): Promise<string> {
  const response = await fetch(`${test.api.url}${path}`, { headers: { accept: 'text/html' } });
  return response.text();
}

type Result = { id: string; status: number; error?: string };

async function decide(body: unknown): Promise<{ status: number; results: Result[] }> {
  const response = await fetch(`${test.api.url}/api/exceptions/decide`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { results = [] } = (await response.json()) as { results?: Result[] };
  return { status: response.status, results };
}

const itemOf = ({ id, planHash }: OpenedException) => ({ id, planHash });

describe('several decisions at once', () => {
  it('answer 20 removed payments of one bill, each a decision of its own', async () => {
    const opened = await openExceptionsOf(test, removedPayments(20));
    expect(opened).toHaveLength(20);
    const page = await pageOf('/exceptions/together?kind=paymentRemoved');
    expect(page.match(/type="checkbox"/g)).toHaveLength(20);
    // 100.00 + 200.00 + … + 2,000.00.
    expect(page).toContain('21,000.00');
    const sent = await decide({
      verdict: 'approve',
      reason: 'the run was entered again',
      items: opened.map(itemOf),
    });
    expect(sent.results.map(({ status }) => status)).toEqual(Array<number>(20).fill(202));
    const made = await test.db.select().from(decision);
    expect(made).toHaveLength(20);
    expect(new Set(made.map(({ reason }) => reason))).toEqual(
      new Set(['the run was entered again']),
    );
    expect(await test.db.$count(wake)).toBe(20);
  });

  it('answer each by itself: what has moved or is unknown stops no other', async () => {
    const [first, second, third] = await openExceptionsOf(test, removedPayments(3));
    if (!first || !second || !third) throw new Error('there are three');
    const items = [
      { ...itemOf(first), planHash: 'f'.repeat(64) },
      itemOf(second),
      { id: 'none', planHash: 'x' },
      itemOf(third),
    ];
    const { results } = await decide({ verdict: 'approve', items });
    expect(results.map(({ status }) => status)).toEqual([409, 202, 404, 202]);
    expect(results[0]).toMatchObject({ error: 'planMoved', exception: { id: first.id } });
  });

  it('take the form of the page, with only what is ticked', async () => {
    const [first, second] = await openExceptionsOf(test, removedPayments(3));
    const body = new URLSearchParams({ verdict: 'reject', reason: '' });
    for (const one of [first, second]) body.append('item', `${one?.id} ${one?.planHash}`);
    const response = await fetch(`${test.api.url}/api/exceptions/decide`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body,
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('2 decisions kept');
    expect(await test.db.$count(decision)).toBe(2);
  });

  it.each([
    ['no items', { verdict: 'approve' }],
    ['an empty list', { verdict: 'approve', items: [] }],
    ['too many', { verdict: 'approve', items: Array(201).fill({ id: 'a', planHash: 'b' }) }],
    ['no verdict', { items: [{ id: 'a', planHash: 'b' }] }],
    [
      'a reason with U+0000',
      { verdict: 'reject', reason: '\u0000', items: [{ id: 'a', planHash: 'b' }] },
    ],
  ])('refuse %s', async (_what, body) => {
    expect((await decide(body)).status).toBe(400);
  });

  it('are offered for removed payments only', async () => {
    await openExceptionsOf(test, removedPayments(2));
    await openExceptionOf(test, lookAlikePayApp({ claim: { ...requisitionOf('7050') } }));
    const page = await pageOf('/exceptions');
    expect(page).not.toContain('kind=lookAlike">Answer');
    expect(await pageOf('/')).toContain('/exceptions/together?kind=paymentRemoved');
    const response = await fetch(`${test.api.url}/exceptions/together?kind=lookAlike`);
    expect(response.status).toBe(404);
  });
});

function requisitionOf(id: string) {
  const { claim: requisition } = payApp();
  if (!requisition) throw new Error('a pay app has a requisition');
  return { ...requisition, id };
}

describe('an approval whose writes have not settled', () => {
  async function approve(): Promise<OpenedException> {
    const opened = await openExceptionOf(test, editedPayApp());
    await fetch(`${test.api.url}/api/exceptions/${opened.id}/decision`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        planHash: opened.planHash,
        decision: 'approve',
        reason: 'it was a slip',
      }),
    });
    return opened;
  }

  async function putWrite(
    opened: OpenedException,
    state: 'sent' | 'done' | 'failed',
    outcome: unknown = null,
  ): Promise<void> {
    const [made] = await test.db.select().from(decision);
    await test.db.insert(intent).values({
      key: randomUUID(),
      connection: 'demo',
      workflowId: opened.workflowId,
      endpoint: 'xero/invoices',
      operation: 'update',
      role: 'bill',
      marker: 'm',
      body: {},
      bodyHash: 'h',
      planHash: opened.planHash,
      observationHash: 'h',
      decisionId: made?.id ?? null,
      state,
      outcome,
    });
  }

  it.each(['decided', 'beingWritten'] as const)(
    'is being written while it is %s',
    async (state) => {
      const opened = await approve();
      await putWrite(opened, 'sent');
      await test.db.update(exception).set({ state }).where(eq(exception.id, opened.id));
      for (const path of [`/exceptions/${opened.id}`, '/', '/exceptions']) {
        const page = await pageOf(path);
        expect(page).toMatch(/being written/i);
        expect(page).not.toMatch(/carried out/i);
      }
      const listed = await fetch(`${test.api.url}/api/exceptions`);
      expect(await listed.json()).toMatchObject({ exceptions: [{ id: opened.id, state }] });
    },
  );

  it('is said to be written only when its writes are done', async () => {
    const opened = await approve();
    await putWrite(opened, 'done');
    const closed = { state: 'closed', closedBecause: 'approved', closedAt: new Date() } as const;
    await test.db.update(exception).set(closed);
    expect(await pageOf(`/exceptions/${opened.id}`)).toContain('Approved and written');
  });

  it('that failed asks again with what was said before', async () => {
    const opened = await approve();
    await putWrite(opened, 'failed', { why: 'refused', messages: ['The account is locked.'] });
    const closed = { state: 'closed', closedBecause: 'superseded', closedAt: new Date() } as const;
    await test.db.update(exception).set(closed);
    const again = await openExceptionOf(test, editedPayApp());
    const page = await pageOf(`/exceptions/${again.id}`);
    expect(page).toContain('Said before');
    expect(page).toContain('it was a slip');
    expect(page).toContain('It was not written: The account is locked.');
    expect(page).toContain('value="approve"');
  });
});

it('Today groups questions by kind, and names the project and the subcontractor', async () => {
  const { project } = payApp();
  const { vendor } = suggestedContact({ vendor: 'Kauri Concrete Ltd' });
  const records = [project, vendor].filter((record) => record !== null);
  await storeRecords(test.db, 'demo', records, new Date());
  await openExceptionsOf(test, removedPayments(3));
  const page = await pageOf('/');
  expect(page.match(/class="of-kind"/g)).toHaveLength(1);
  expect(page.match(/26-004 Quay Street Apartments, Kauri Concrete Ltd/g)).toHaveLength(3);
  // One document, however many questions: 13,950.45 once.
  expect(page).toMatch(/Money at stake[^]*?13,950\.45/);
  expect(page).not.toContain('41,851.35');
});

it('an address claims nothing: only what is stored is said', async () => {
  const opened = await openExceptionOf(test, lookAlikePayApp());
  const page = await pageOf(`/exceptions/${opened.id}?said=approved`);
  expect(page).not.toMatch(/is kept/);
  expect(page).toContain('value="approve"');
});

it('a closed question shows the contact as it was called then', async () => {
  const contactId = payApp().contact?.contactId ?? '';
  const opened = await openExceptionOf(
    test,
    editedPayApp({ contactNames: { [contactId]: 'Kauri Concrete Limited' } }),
  );
  const closed = { state: 'closed', closedBecause: 'resolved', closedAt: new Date() } as const;
  await test.db.update(exception).set(closed);
  const page = await pageOf(`/exceptions/${opened.id}`);
  expect(page).toContain('Kauri Concrete Limited');
  expect(page).toContain('As it stood when this was asked.');
});
