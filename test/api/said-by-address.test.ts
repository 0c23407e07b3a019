// What a page says of a decision comes from what is stored: nothing in an address changes a word of it.
import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { intent } from '../../db/schema/delivery-tables.ts';
import { decision, exception } from '../../db/schema/document-tables.ts';
import type { OpenedException, TestApi } from './api-fixture.ts';
import { openExceptionOf, openExceptionsOf, startTestApi } from './api-fixture.ts';
import { editedPayApp, removedPayments } from './observations.ts';

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

const said = ['approved', 'rejected', 'kept', 'planMoved', 'carried out'];
const names = ['said', 'message', 'notice', 'refused', 'error', 'why', 'outcome'];

describe('an address that claims something', () => {
  it.each(['/', '/exceptions', '/documents', '/accepted', '/projects'])(
    'changes no word of %s',
    async (path) => {
      await openExceptionOf(test, editedPayApp());
      const plain = await pageOf(path);
      for (const name of names) {
        const query = new URLSearchParams({ [name]: 'approved' }).toString();
        expect(await pageOf(`${path}?${query}`)).toBe(plain);
      }
    },
  );

  it('changes no word of a question, whether it is open, decided or closed', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    for (const state of ['open', 'decided', 'beingWritten', 'closed'] as const) {
      await test.db.update(exception).set({ state });
      const plain = await pageOf(`/exceptions/${opened.id}`);
      for (const what of said) {
        const query = new URLSearchParams({ said: what }).toString();
        expect(await pageOf(`/exceptions/${opened.id}?${query}`)).toBe(plain);
      }
    }
  });

  it('is not repeated by the documents page', async () => {
    const page = await pageOf('/documents?state=Your%20approval%20is%20kept&type=carried%20out');
    expect(page).not.toMatch(/your approval is kept|carried out/i);
  });
});

describe('a question says where it stands', () => {
  const put = (opened: OpenedException, verdict: 'approve' | 'reject') =>
    test.db.insert(decision).values({
      id: 'd',
      exceptionId: opened.id,
      workflowId: opened.workflowId,
      planHash: opened.planHash,
      verdict,
      person: 'local:controller',
    });
  const stand = (set: Partial<typeof exception.$inferInsert>) => test.db.update(exception).set(set);

  it('undecided', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    const page = await pageOf(`/exceptions/${opened.id}?said=approved`);
    expect(page).toContain('Your decision');
    expect(page).not.toMatch(/is kept|being written|carried out/i);
  });

  it('approved and being written, then carried out', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    await put(opened, 'approve');
    await stand({ state: 'beingWritten' });
    expect(await pageOf(`/exceptions/${opened.id}`)).toContain('It is being written.');
    await stand({ state: 'closed', closedBecause: 'approved', closedAt: new Date() });
    expect(await pageOf(`/exceptions/${opened.id}`)).toContain('Approved and carried out');
  });

  it('left as it is', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    await put(opened, 'reject');
    await stand({ state: 'decided' });
    expect(await pageOf(`/exceptions/${opened.id}`)).toContain('Left as it is');
  });

  it('refused, with the reason', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    await put(opened, 'approve');
    await stand({ state: 'closed', closedBecause: 'approved', closedAt: new Date() });
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
      observationHash: await observationOf(opened),
      decisionId: 'd',
      state: 'failed',
      outcome: { why: 'refused', messages: ['The document date is locked.'] },
    });
    const page = await pageOf(`/exceptions/${opened.id}`);
    expect(page).toContain('not written');
    expect(page).toContain('The document date is locked');
  });

  async function observationOf({ id }: OpenedException): Promise<string> {
    const [row] = await test.db.select().from(exception).where(eq(exception.id, id));
    return row?.observationHash ?? '';
  }
});

it('several decisions at once say what became of these, and of no others', async () => {
  const items = await openExceptionsOf(test, removedPayments(2));
  const body = new URLSearchParams({ verdict: 'reject', reason: '' });
  for (const one of items) body.append('item', `${one.id} ${one.planHash}`);
  const response = await fetch(`${test.api.url}/api/exceptions/decide`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body,
  });
  const page = await response.text();
  expect(page).toContain('What was left as it is writes nothing');
  expect(page).not.toContain('being written');
});
