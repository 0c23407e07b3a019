// Long lists: a hundred rows a page, searched by one box, small enough to open, and whole whatever one word in them is like.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeRecords } from '../../db/queries/mirror.ts';
import {
  acceptedDifference,
  decision,
  document,
  exception,
} from '../../db/schema/document-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, startTestApi } from './api-fixture.ts';
import { editedPayApp, payApp, suggestedContact } from './observations.ts';
import { textOf } from './page-rows.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

async function pageOf(path: string): Promise<string> {
  const response = await fetch(`${test.api.url}${path}`, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(200);
  return response.text();
}

async function listed(query = '') {
  const response = await fetch(`${test.api.url}/api/exceptions${query}`);
  const body = (await response.json()) as {
    exceptions: { id: string }[];
    total: number;
    next: string | null;
  };
  return { status: response.status, ...body };
}

const rowsIn = (page: string): number => (page.match(/class="row-link"/g) ?? []).length;
const kilobytes = (page: string): number => Buffer.byteLength(page) / 1_000;

/** So many open questions of one believable sentence, each of its own document. */
async function putQuestions(count: number): Promise<void> {
  const numbers = sql`generate_series(1, ${count}) n`;
  await test.db.execute(sql`
    insert into document (workflow_id, connection, type, source_id, project_id, counterparty_id,
      state, amount, currency)
    select 'payApp/demo/' || n, 'demo', 'payApp', n::text, '501', '88', 'waiting',
      n || '00.00', 'NZD' from ${numbers}`);
  await test.db.execute(sql`
    insert into exception (id, connection, kind, workflow_id, subject, plan_hash, document_name,
      amount, difference, currency, sentence, opened_at)
    select 'q' || lpad(n::text, 6, '0'), 'demo', 'editedInXero', 'payApp/demo/' || n, 'bill',
      'hash-' || n, 'pay app INV-' || n || ' (SC-' || lpad((n % 90)::text, 3, '0') || ' no. 4)',
      n || '00.00', n || '.00', 'NZD',
      'Someone changed this in Xero: the amount of the line "Reinforcing steel, supply and fix" is '
        || n || '10.00 and was ' || n || '00.00.',
      now() - (${count} - n) * interval '1 second'
    from ${numbers}`);
  const records = [payApp().project, suggestedContact().vendor] as KeptRecord[];
  await storeRecords(test.db, 'demo', records, new Date());
}

describe('10,000 open exceptions', { timeout: 60_000 }, () => {
  beforeEach(() => putQuestions(10_000));

  it('give pages under 200 kB that say how many there are', async () => {
    for (const path of [
      '/',
      '/?sort=largest',
      '/exceptions',
      '/exceptions?page=50',
      '/documents',
    ]) {
      const page = await pageOf(path);
      expect(kilobytes(page)).toBeLessThan(200);
      expect(rowsIn(page)).toBe(100);
      expect(page).toContain('10,000');
    }
    expect(textOf(await pageOf('/'))).toContain('Waiting for you 10,000');
  });

  it('are reached page by page, to the last', async () => {
    const first = await pageOf('/exceptions');
    expect(first).toContain('rel="next" href="/exceptions?page=2"');
    expect(first).not.toContain('rel="prev"');
    expect(first).toContain('1 to 100 of 10,000 exceptions');
    const last = await pageOf('/exceptions?page=100');
    expect(last).toContain('9,901 to 10,000 of 10,000 exceptions');
    expect(last).toContain('rel="prev" href="/exceptions?page=99"');
    expect(last).not.toContain('rel="next"');
    expect(await pageOf('/exceptions?page=101')).toContain('No exception on this page.');
  });

  it('are read by programs with limit and cursor, each once and in order', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    let answers = 0;
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const answer = await listed(`?limit=900${query}`);
      expect(answer.total).toBe(10_000);
      seen.push(...answer.exceptions.map(({ id }) => id));
      cursor = answer.next;
      answers += 1;
    }
    expect(answers).toBe(12);
    expect(seen).toHaveLength(10_000);
    expect(seen).toEqual([...new Set(seen)].sort());
  });

  it('are found by number, subcontractor, project and amount', async () => {
    const finds = async (typed: string): Promise<number> =>
      (await listed(`?limit=1&q=${encodeURIComponent(typed)}`)).total;
    expect(await finds('INV-1042 (')).toBe(1);
    expect(await finds('kauri concrete')).toBe(10_000);
    expect(await finds('Quay Street')).toBe(10_000);
    expect(await finds('4,321.00')).toBe(1);
    expect(await finds('432,100.00')).toBe(1);
    expect(await finds('sc-007 kauri')).toBe(112);
    expect(await finds('Wharf Road')).toBe(0);
    expect(await finds('%')).toBe(0);
    expect(await finds('_')).toBe(0);
    const page = await pageOf('/exceptions?q=INV-1042');
    expect(textOf(page)).toContain('INV-1042');
    expect(rowsIn(page)).toBe(1);
  });
});

describe('a list for programs', () => {
  it('is whole where nobody asks for less', async () => {
    await putQuestions(150);
    const all = await listed();
    expect(all.exceptions).toHaveLength(150);
    expect(all).toMatchObject({ total: 150, next: null });
  });

  it.each(['limit=0', 'limit=1001', 'limit=ten', 'cursor=nobody', 'state=some'])(
    'refuses %s',
    async (query) => {
      expect((await listed(`?${query}`)).status).toBe(400);
    },
  );
});

describe('a search box', () => {
  it.each(['/exceptions', '/documents', '/accepted', '/projects'])(
    'stands on %s, keeps what was typed, and says that nothing has it',
    async (path) => {
      await openExceptionOf(test, editedPayApp());
      const page = await pageOf(`${path}?q=${encodeURIComponent('"><script>no such thing')}`);
      expect(page).toContain('role="search"');
      expect(page).not.toContain('<script>');
      expect(textOf(page)).toMatch(/Nothing here has "><script>no such thing/);
    },
  );

  it('finds documents by their numbers', async () => {
    await openExceptionOf(test, editedPayApp());
    for (const typed of ['INV-1042', 'SC-003', 'earthworks', '7001', '13,950.45']) {
      expect(rowsIn(await pageOf(`/documents?q=${encodeURIComponent(typed)}`))).toBe(1);
    }
    expect(rowsIn(await pageOf('/documents?q=INV-1043'))).toBe(0);
  });

  it('finds projects by name, a page at a time', async () => {
    const { project } = payApp();
    const many = Array.from({ length: 120 }, (_, n) => ({
      ...project!,
      ...{ id: `p${n}`, number: `26-${String(n).padStart(3, '0')}`, name: `Building ${n}` },
    }));
    await storeRecords(test.db, 'demo', many, new Date());
    const first = await pageOf('/projects');
    expect(first).toContain('1 to 100 of 120 projects');
    expect(await pageOf('/projects?page=2')).toContain('101 to 120 of 120 projects');
    expect(textOf(await pageOf('/projects?q=26-077'))).toContain('26-077 Building 77');
  });
});

it('an empty choice says what it found none of, and a kind that is none is not repeated', async () => {
  await openExceptionOf(test, editedPayApp());
  const closed = textOf(await pageOf('/exceptions?kind=editedInXero&state=closed'));
  expect(closed).toContain('No exception of the kind “Edited in Xero” is closed.');
  const odd = textOf(await pageOf('/exceptions?kind=All%20is%20well'));
  expect(odd).toContain('No exception of this kind waits.');
  expect(odd).not.toContain('All is well');
  const none = textOf(await pageOf('/documents?type=commitment&state=paid'));
  expect(none).toContain('No contract is paid.');
});

it('the register is paged, with what stands before what was reopened', async () => {
  const { id: exceptionId, workflowId } = await openExceptionOf(test, editedPayApp());
  await test.db.insert(decision).values(
    Array.from({ length: 130 }, (_, n) => ({
      ...{ id: `d${n}`, exceptionId, workflowId, planHash: `h${n}` },
      ...{ verdict: 'reject' as const, person: 'local:controller' },
    })),
  );
  await test.db.insert(acceptedDifference).values(
    Array.from({ length: 130 }, (_, n) => ({
      ...{ id: `a${n}`, connection: 'demo', workflowId, subject: 'bill', kind: 'editedInXero' },
      ...{ seen: {}, seenHash: `s${n}`, documentName: `pay app ${n}`, sentence: 'It differs.' },
      ...{ exceptionId, decisionId: `d${n}`, person: 'local:controller', amount: '100.00' },
      ...{ difference: '1.00', currency: 'NZD', endedAt: n < 20 ? new Date() : null },
    })),
  );
  const first = textOf(await pageOf('/accepted'));
  expect(first).toContain('110 differences accepted');
  expect(first).not.toContain('differences reopened');
  const second = textOf(await pageOf('/accepted?page=2'));
  expect(second).toContain('20 differences reopened');
  expect(second).toContain('1.00 NZD of 100.00');
});

it('rows without an amount come last of the largest, and before them what holds up others', async () => {
  await openExceptionOf(test, editedPayApp());
  await openExceptionOf(test, suggestedContact({ vendorId: '91' }));
  await test.db.insert(document).values({
    ...{ workflowId: 'payApp/demo/9', connection: 'demo', type: 'payApp', sourceId: '9' },
    ...{ state: 'waiting', amount: '5000.00', currency: 'NZD' },
  });
  await test.db.execute(
    sql`insert into dependency (workflow_id, waits_for) values ('payApp/demo/9', 'contact/demo/91')`,
  );
  const page = textOf(await pageOf('/?sort=largest'));
  expect(page.indexOf('Kauri Concrete Ltd')).toBeLessThan(page.indexOf('INV-1042'));
  expect(await test.db.$count(exception)).toBe(2);
});
