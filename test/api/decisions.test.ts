// A decision over HTTP: each status and its body, one decision under many clicks, and who may send one.
import { and, eq } from 'drizzle-orm';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, wake } from '../../db/schema/delivery-tables.ts';
import { decision, exception } from '../../db/schema/document-tables.ts';
import type { OpenedException, TestApi } from './api-fixture.ts';
import { openExceptionOf, startTestApi } from './api-fixture.ts';
import { brokenPayApp, editedPayApp, lookAlikePayApp, suggestedContact } from './observations.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

type Sent = { status: number; body: unknown; headers: Headers };

async function post(
  id: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const response = await fetch(`${test.api.url}/api/exceptions/${id}/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const { status } = response;
  return { status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

const approve = ({ planHash }: OpenedException) => ({ planHash, decision: 'approve' });
const reject = ({ planHash }: OpenedException) => ({ planHash, decision: 'reject' });

/** fetch sets Host and Origin itself; this does not. */
function rawPost(path: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(
      { host: '127.0.0.1', port: test.api.port, path, method: 'POST', headers },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

describe('a decision', () => {
  it('is stored with its audit and wake row, and its exception waits for it', async () => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    const sent = await post(opened.id, { ...approve(opened), reason: '  not the same bill ' });
    expect(sent.status).toBe(202);
    const [stored] = await test.db.select().from(decision);
    expect(sent.body).toEqual({ decisionId: stored?.id });
    expect(stored).toMatchObject({
      exceptionId: opened.id,
      workflowId: opened.workflowId,
      planHash: opened.planHash,
      verdict: 'approve',
      reason: 'not the same bill',
      person: 'local:controller',
      outcome: null,
    });
    const [row] = await test.db.select().from(exception);
    expect(row?.state).toBe('decided');
    const [noted] = await test.db.select().from(audit);
    expect(noted).toMatchObject({
      actor: 'local:controller',
      action: 'approved',
      decisionId: stored?.id,
      workflowId: opened.workflowId,
    });
    const wakes = await test.db.select().from(wake);
    expect(wakes).toHaveLength(1);
    expect(wakes[0]).toMatchObject({
      workflowId: opened.workflowId,
      signal: 'decide',
      payload: { decisionId: stored?.id, planHash: opened.planHash },
    });
  });

  it('answers the same decision again with the same id, also when it is carried out', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    const first = await post(opened.id, reject(opened));
    const again = await post(opened.id, { ...reject(opened), reason: 'said again' });
    await test.db.update(exception).set({ state: 'closed', closedBecause: 'rejected' });
    const later = await post(opened.id, reject(opened));
    expect([first.status, again.status, later.status]).toEqual([202, 200, 200]);
    expect(again.body).toEqual(first.body);
    expect(later.body).toEqual(first.body);
    expect(await test.db.$count(wake)).toBe(1);
  });

  it('is one under 50 clicks at once', async () => {
    const opened = await openExceptionOf(test, suggestedContact());
    const sent = await Promise.all(
      Array.from({ length: 50 }, () => post(opened.id, approve(opened))),
    );
    const statuses = sent.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array.from({ length: 49 }, () => 200), 202]);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await test.db.$count(decision)).toBe(1);
    expect(await test.db.$count(wake)).toBe(1);
    expect(await test.db.$count(audit)).toBe(1);
  });

  it('is one of two under opposite clicks at once', async () => {
    const opened = await openExceptionOf(test, suggestedContact());
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        post(opened.id, n % 2 ? approve(opened) : reject(opened)),
      ),
    );
    const [stored] = await test.db.select().from(decision);
    expect(await test.db.$count(decision)).toBe(1);
    sent.forEach(({ status }, n) => {
      const agrees = (n % 2 ? 'approve' : 'reject') === stored?.verdict;
      expect(agrees ? [200, 202] : [409]).toContain(status);
    });
  });
});

describe('a decision is refused', () => {
  it('with 409 and the new plan when the document has moved', async () => {
    const before = await openExceptionOf(test, lookAlikePayApp());
    await test.db.update(exception).set({ state: 'closed', closedBecause: 'superseded' });
    const now = await openExceptionOf(test, lookAlikePayApp({ dueDate: '2026-12-20' }));
    expect(now.planHash).not.toBe(before.planHash);
    const sent = await post(before.id, approve(before));
    expect(sent.status).toBe(409);
    expect(sent.body).toMatchObject({
      error: 'planMoved',
      exception: { id: now.id, planHash: now.planHash, state: 'open' },
      plan: { hash: now.planHash, outcome: 'create', writes: [{ endpoint: 'xero/invoices' }] },
    });
    expect(await test.db.$count(decision)).toBe(0);
  });

  it('with 409 when the hash is not the one shown', async () => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    const sent = await post(opened.id, { planHash: 'f'.repeat(64), decision: 'approve' });
    expect(sent.status).toBe(409);
    expect(sent.body).toMatchObject({ error: 'planMoved', exception: { id: opened.id } });
  });

  it('with 409 when it was decided otherwise', async () => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    await post(opened.id, approve(opened));
    const sent = await post(opened.id, reject(opened));
    expect(sent.status).toBe(409);
    expect(sent.body).toMatchObject({
      error: 'decidedOtherwise',
      exception: { id: opened.id, state: 'decided' },
      plan: { hash: opened.planHash },
    });
  });

  it('with 409 when the problem went away by itself', async () => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    await test.db.update(exception).set({ state: 'closed', closedBecause: 'resolved' });
    const sent = await post(opened.id, approve(opened));
    expect(sent.status).toBe(409);
    expect(sent.body).toMatchObject({ error: 'alreadyClosed' });
  });

  it('with 422 and the fix where approving cannot help; rejecting is taken', async () => {
    const opened = await openExceptionOf(test, brokenPayApp());
    const sent = await post(opened.id, approve(opened));
    expect(sent.status).toBe(422);
    expect(sent.body).toEqual({
      error: 'notApprovable',
      fix: expect.stringContaining('lines add up to its summary') as string,
    });
    expect(await test.db.$count(decision)).toBe(0);
    expect((await post(opened.id, reject(opened))).status).toBe(202);
  });

  it('with 404 for an exception that is not there', async () => {
    const sent = await post('8e1f2f6e-0000-4000-8000-000000000000', {
      planHash: 'x',
      decision: 'approve',
    });
    expect(sent.status).toBe(404);
    expect(sent.body).toMatchObject({ error: 'notFound' });
  });

  const badBodies: [string, unknown, string | null][] = [
    ['no hash', { decision: 'approve' }, 'planHash'],
    ['a number for a hash', { planHash: 7, decision: 'approve' }, 'planHash'],
    ['no decision', { planHash: 'x' }, 'decision'],
    ['another decision', { planHash: 'x', decision: 'maybe' }, 'decision'],
    ['a reason that is no text', { planHash: 'x', decision: 'reject', reason: {} }, 'reason'],
    ['a long reason', { planHash: 'x', decision: 'reject', reason: 'r'.repeat(2_001) }, 'reason'],
    ['a reason with U+0000', { planHash: 'x', decision: 'reject', reason: 'a\u0000b' }, 'reason'],
    ['half a character', { planHash: 'x', decision: 'reject', reason: 'a\ud83d' }, 'reason'],
    ['a person of its own', { planHash: 'x', decision: 'reject', person: 'cfo' }, 'person'],
    ['a list', [], null],
    ['broken JSON', '{"planHash":', null],
    ['nothing', '', 'planHash'],
  ];
  it.each(badBodies)('with 400 for %s, naming the field', async (_what, body, field) => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    const sent = await post(opened.id, body);
    expect(sent.status).toBe(400);
    expect(sent.body).toMatchObject({ error: 'badRequest', field });
    expect(JSON.stringify(sent.body)).not.toContain('.ts');
    expect(await test.db.$count(decision)).toBe(0);
  });

  it('with 413 for a body that is too large', async () => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    const sent = await post(opened.id, { ...reject(opened), reason: 'r'.repeat(100_000) });
    expect(sent.status).toBe(413);
  });
});

describe('a decision is taken only from the console itself', () => {
  const cases: [string, Record<string, string>, number][] = [
    ['no Origin, as from a command line', {}, 202],
    ['our own Origin', { origin: 'http://127.0.0.1:PORT' }, 202],
    ['localhost', { host: 'localhost:PORT', origin: 'http://localhost:PORT' }, 202],
    ['the public address', { host: 'tieout.example', origin: 'https://tieout.example' }, 202],
    ['another Origin', { origin: 'https://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['the public name without TLS', { origin: 'http://tieout.example' }, 403],
    ['a hidden Origin', { origin: 'null' }, 403],
    ['another Host', { host: 'evil.example' }, 403],
    [
      'another Host with the same Origin',
      { host: 'evil.example', origin: 'http://evil.example' },
      403,
    ],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }, 403],
  ];
  it.each(cases)('%s', async (_what, headers, status) => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    const port = String(test.api.port);
    const sent = Object.entries(headers).map(([name, value]) => [
      name,
      value.replace('PORT', port),
    ]);
    const answered = await rawPost(
      `/api/exceptions/${opened.id}/decision`,
      { 'content-type': 'application/json', ...(Object.fromEntries(sent) as object) },
      JSON.stringify(approve(opened)),
    );
    expect(answered).toBe(status);
    expect(await test.db.$count(decision)).toBe(status === 202 ? 1 : 0);
  });

  it('reads nothing under another name either', async () => {
    const status = await new Promise((resolve, reject) => {
      httpRequest(
        { port: test.api.port, path: '/api/exceptions', headers: { host: 'evil.example' } },
        (response) => resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

describe('a form', () => {
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const browser = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html,application/xhtml+xml',
  };

  it('is answered to a program as JSON is', async () => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await post(opened.id, form(approve(opened)), type);
    expect(sent.status).toBe(202);
    expect(sent.body).toHaveProperty('decisionId');
  });

  it('of a browser goes back to the page where it is kept, and else is answered with the page and what was typed', async () => {
    const opened = await openExceptionOf(test, brokenPayApp());
    const typed = form({ ...approve(opened), reason: 'as agreed with the site' });
    const refused = await post(opened.id, typed, browser);
    expect([refused.status, refused.headers.get('location')]).toEqual([422, null]);
    expect(refused.body).toContain('Approving cannot help here');
    expect(refused.body).toContain('as agreed with the site</textarea>');
    const taken = await post(opened.id, form({ ...reject(opened), reason: '' }), browser);
    expect([taken.status, taken.headers.get('location')]).toEqual([
      303,
      `/exceptions/${opened.id}`,
    ]);
    const rows = await test.db
      .select()
      .from(decision)
      .where(and(eq(decision.exceptionId, opened.id)));
    expect(rows).toMatchObject([{ verdict: 'reject', reason: null }]);
  });

  it('with a field twice is refused', async () => {
    const opened = await openExceptionOf(test, lookAlikePayApp());
    const twice = `${form(approve(opened))}&decision=reject`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await post(opened.id, twice, type);
    expect(sent.status).toBe(400);
    expect(sent.body).toMatchObject({ field: 'decision' });
  });
});

it('rejecting a lost connection is stored, wakes no workflow and keeps the exception', async () => {
  const id = '11111111-0000-4000-8000-000000000000';
  await test.db.insert(exception).values({
    id,
    connection: 'demo',
    kind: 'accessLost',
    workflowId: 'sweep/demo',
    planHash: 'h',
    documentName: 'the connection',
    sentence: 'Tieout can no longer read both systems',
    fix: 'Give it back.',
  });
  expect((await post(id, { planHash: 'h', decision: 'approve' })).status).toBe(422);
  expect((await post(id, { planHash: 'h', decision: 'reject' })).status).toBe(202);
  expect(await test.db.$count(wake)).toBe(0);
  expect(await test.db.select().from(exception)).toMatchObject([{ state: 'decided' }]);
});
