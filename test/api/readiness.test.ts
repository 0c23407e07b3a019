// Settled, told as a table: what keeps it false, and the one sweep that makes it true.
import { noteRetry } from '../../db/queries/retries.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/database.ts';
import { intent, wake } from '../../db/schema/delivery-tables.ts';
import { decision, exception } from '../../db/schema/document-tables.ts';
import type { TestApi } from './api-fixture.ts';
import { putDocumentRow, putSweep, startTestApi } from './api-fixture.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 24, 9, 0, second));

const putWake = (createdAt: Date, doneAt: Date | null) =>
  test.db
    .insert(wake)
    .values({ workflowId: 'payApp/demo/1', signal: 'changed', payload: {}, createdAt, doneAt });

const putIntent = (
  state: typeof intent.$inferInsert.state,
  createdAt: Date,
  settledAt: Date | null,
) =>
  test.db.insert(intent).values({
    key: `${state}`,
    connection: 'demo',
    workflowId: 'payApp/demo/1',
    endpoint: 'xero/invoices',
    operation: 'create',
    role: 'bill',
    marker: 'm',
    body: {},
    bodyHash: 'h',
    planHash: 'h',
    observationHash: 'h',
    state,
    createdAt,
    settledAt,
  });

const putException = (openedAt: Date) =>
  test.db.insert(exception).values({
    id: 'e1',
    connection: 'demo',
    kind: 'lookAlike',
    workflowId: 'payApp/demo/1',
    planHash: 'h',
    documentName: 'a pay app',
    sentence: 's',
    openedAt,
  });

const putDecision = (decidedAt: Date) =>
  test.db.insert(decision).values({
    id: 'd1',
    exceptionId: 'e1',
    workflowId: 'payApp/demo/1',
    planHash: 'h',
    verdict: 'reject',
    person: 'local:controller',
    decidedAt,
  });

async function readyz(
  url = test.api.url,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('settled', () => {
  // Everything happened in the first ten seconds; the sweep began at the twentieth.
  const swept = () => putSweep(test, { startedAt: at(20), finishedAt: at(22) });
  const cases: [string, boolean, () => Promise<unknown>][] = [
    ['nothing was ever swept', false, async () => undefined],
    ['a sweep and nothing else', true, swept],
    [
      'all done before the sweep',
      true,
      async () => {
        await swept();
        await putWake(at(1), at(5));
        await putIntent('done', at(3), at(8));
        await putIntent('failed', at(3), at(8));
        await putException(at(9));
        await putDecision(at(10));
      },
    ],
    [
      'a wake row not done',
      false,
      async () => {
        await swept();
        await putWake(at(1), null);
      },
    ],
    ...(['ready', 'claimed', 'sent', 'unknown'] as const).map(
      (state): [string, boolean, () => Promise<unknown>] => [
        `an intent that is ${state}`,
        false,
        async () => {
          await swept();
          await putIntent(state, at(1), null);
        },
      ],
    ),
    [
      'a wake row done after the sweep began',
      false,
      async () => {
        await swept();
        await putWake(at(1), at(21));
      },
    ],
    [
      'a wake row that the sweep itself made',
      false,
      async () => {
        await swept();
        await putWake(at(21), at(21));
      },
    ],
    [
      'an intent settled after the sweep began',
      false,
      async () => {
        await swept();
        await putIntent('done', at(1), at(21));
      },
    ],
    [
      'an exception opened after the sweep began',
      false,
      async () => {
        await swept();
        await putException(at(21));
      },
    ],
    [
      'a decision made after the sweep began',
      false,
      async () => {
        await swept();
        await putException(at(1));
        await putDecision(at(21));
      },
    ],
    [
      'a sweep still running',
      false,
      async () => {
        await swept();
        await putSweep(test, { startedAt: at(30), finishedAt: null, complete: false });
      },
    ],
    [
      'a later sweep that could not read everything',
      false,
      async () => {
        await swept();
        await putSweep(test, { startedAt: at(30), finishedAt: at(31), complete: false });
      },
    ],
    [
      'only a sweep that could not read everything',
      false,
      () => putSweep(test, { complete: false }),
    ],
    ['only a sweep of another connection', false, () => putSweep(test, { connection: 'other' })],
  ];
  it.each(cases)('%s: %s', async (_what, settled, arrange) => {
    await arrange();
    const { status, body } = await readyz();
    expect([status, body['settled']]).toEqual([200, settled]);
  });
});

it('readyz counts what is left and where documents stand', async () => {
  await putSweep(test, { startedAt: at(20), finishedAt: at(22) });
  await putSweep(test, { startedAt: at(30), finishedAt: null, complete: false });
  await putWake(at(1), null);
  await putIntent('sent', at(1), null);
  await putException(at(1));
  await noteRetry(test.db, {
    ...{ connection: 'demo', workflowId: 'payApp/demo/1', activityId: '1' },
    ...{ activity: 'dbObserve', attempt: 5, why: 'Error: away' },
  });
  await putDocumentRow(test, 'payApp/demo/1', 'waiting');
  await putDocumentRow(test, 'payApp/demo/2', 'posted');
  await putDocumentRow(test, 'contact/demo/3', 'linked');
  expect((await readyz()).body).toEqual({
    settled: false,
    wake: 1,
    intents: 1,
    waiting: 1,
    retrying: 1,
    sweeping: true,
    sweepStartedAt: at(20).toISOString(),
    sweepFinishedAt: at(22).toISOString(),
    posted: 0,
    documents: { contact: { linked: 1 }, payApp: { posted: 1, waiting: 1 } },
    database: 'up',
  });
  const metrics = await (await fetch(`${test.api.url}/metrics`)).text();
  expect(metrics).toContain('tieout_documents{type="payApp",state="waiting"} 1\n');
  expect(metrics).toContain('tieout_exceptions_open 1\n');
  expect(metrics).toContain('tieout_retrying 1\n');
  const today = await (await fetch(`${test.api.url}/`)).text();
  expect(today).toContain('looking at a document');
  expect(today).toContain('Error: away');
});

it('readyz says so with the same shape while Postgres is down; healthz lives', async () => {
  const gone = openDatabase('postgres://nobody@127.0.0.1:1/none', 1);
  const lonely = await startTestApi({ db: gone.db });
  try {
    const up = await readyz();
    const down = await readyz(lonely.api.url);
    expect(down.status).toBe(503);
    expect(Object.keys(down.body)).toEqual(Object.keys(up.body));
    expect(down.body).toMatchObject({ settled: false, database: 'down' });
    expect((await fetch(`${lonely.api.url}/healthz`)).status).toBe(200);
    const page = await fetch(`${lonely.api.url}/api/exceptions`);
    expect(page.status).toBe(503);
    expect(await page.text()).not.toMatch(/ECONN|\.ts|postgres/);
  } finally {
    await lonely.close();
    await gone.close();
  }
});
