// The register of accepted differences: what was left as it is, listed with who and why, and asked again when reopened.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { audit, wake } from '../../db/schema/delivery-tables.ts';
import type { TestApi } from './api-fixture.ts';
import { startTestApi } from './api-fixture.ts';
import { editedPayApp } from './observations.ts';
import { putAccepted } from './put-accepted.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const at = (path: string) => `${test.api.url}${path}`;
const browser = {
  'content-type': 'application/x-www-form-urlencoded',
  accept: 'text/html',
};

async function leaveOne(): Promise<{ id: string; workflowId: string }> {
  const left = await putAccepted(test, editedPayApp());
  await test.db.delete(wake);
  return left;
}

async function list() {
  const response = await fetch(at('/api/accepted'));
  return ((await response.json()) as { accepted: Record<string, unknown>[] }).accepted;
}

it('lists who left what, why and what they saw', async () => {
  const { id, workflowId } = await leaveOne();
  expect(await list()).toMatchObject([
    {
      id,
      workflowId,
      subject: 'bill',
      kind: 'editedInXero',
      document: 'pay app INV-1042 (SC-003 no. 1)',
      amount: '13950.45',
      difference: '250.00',
      currency: 'NZD',
      person: 'local:controller',
      reason: 'agreed on the phone',
      seen: { differences: [{ path: 'lines[line-1].amount', xero: '10250.00' }] },
      endedAt: null,
    },
  ]);
  const page = await (await fetch(at('/accepted'), { headers: { accept: 'text/html' } })).text();
  expect(page).toContain('agreed on the phone');
  expect(page).toContain('Reopen');
});

it('reopening ends it, is audited and wakes its document, once', async () => {
  const { id, workflowId } = await leaveOne();
  const reopen = () => fetch(at(`/api/accepted/${id}/reopen`), { method: 'POST' });
  expect((await reopen()).status).toBe(202);
  expect((await reopen()).status).toBe(200);
  expect(await list()).toMatchObject([
    { id, endedBy: 'local:controller', endedBecause: 'reopened' },
  ]);
  expect(await test.db.select().from(wake)).toMatchObject([
    { workflowId, signal: 'changed', payload: { hintId: `reopened:${id}` } },
  ]);
  const noted = await test.db.select().from(audit).where(eq(audit.action, 'reopened'));
  expect(noted).toMatchObject([{ actor: 'local:controller', workflowId }]);
});

it('a form of the page goes back to the register; a page elsewhere cannot reopen', async () => {
  const { id } = await leaveOne();
  const path = at(`/api/accepted/${id}/reopen`);
  const strange = await fetch(path, {
    method: 'POST',
    headers: { ...browser, origin: 'https://evil.example' },
  });
  expect(strange.status).toBe(403);
  const sent = await fetch(path, { method: 'POST', headers: browser, redirect: 'manual' });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/accepted']);
});

it('refuses an unknown one, and a person in the body', async () => {
  const { id } = await leaveOne();
  const unknown = await fetch(at('/api/accepted/none/reopen'), { method: 'POST' });
  expect(unknown.status).toBe(404);
  const person = await fetch(at(`/api/accepted/${id}/reopen`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"person":"cfo"}',
  });
  expect(person.status).toBe(400);
});
