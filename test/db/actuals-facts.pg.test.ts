// Proves on a real database which documents stand for a commitment, which options for a project, and which reports are to be read again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSweepActivities } from '../../activities/sweep-activities.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { readActuals } from '../../db/queries/actuals-facts.ts';
import { optionsHolding, yearsPosted } from '../../db/queries/actuals-reports.ts';
import { endLink, putLink } from '../../db/queries/links.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { keepOptionLinks } from '../../db/queries/option-links.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { bill, chart, creditNote, journal, line, spent } from '../support/actuals.ts';
import { mapping as usual, organisation, project as quay } from '../support/domain-builders.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const mapping = { ...usual, actuals: { ...usual.actuals, direction: 'report' } } as const;
const project = { ...quay, number: '26-001', name: 'Quay' };
let testDatabase: TestDatabase;
let database: OpenDatabase;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4);
  await storeMappingVersion(database.db, mapping);
  await read(project, organisation, chart);
});
afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

const read = (...records: KeptRecord[]) =>
  storeRecords(database.db, connection, records, new Date());
async function actuals() {
  const ask = { connection, mapping, projectId: project.id, asOf: null };
  const found = await readActuals(database.db, ask);
  if (!found) throw new Error('no actuals');
  return found;
}
const linked = (workflowId: string, kind: string, targetId: string) =>
  putLink(database.db, {
    ...{ workflowId, connection, kind, targetId, role: 'bill', base: null, how: 'adopted' },
  });

describe('a cost is against a commitment', () => {
  const treatment = async (): Promise<unknown> => (await actuals()).actuals.lines[0]?.treatment;

  it('where its document is linked to a pay app or to what one lets go', async () => {
    await read(bill('b', [line('1.00')]));
    expect(await treatment()).toBe('direct');
    await linked('payApp/demo/33', 'xeroBill', 'b');
    expect(await treatment()).toBe('againstCommitment');
    await endLink(database.db, 'payApp/demo/33', 'bill', 'removed');
    expect(await treatment()).toBe('direct');
    await linked('retainageRelease/demo/payApp-33', 'xeroBill', 'b');
    expect(await treatment()).toBe('againstCommitment');
  });

  it('and not where it is linked to an owner’s invoice', async () => {
    await read(creditNote('c', [line('1.00')], 'receivable'));
    await linked('ownerInvoice/demo/4', 'xeroCreditNote', 'c');
    expect(await treatment()).toBe('direct');
  });

  it('where it bears our marker, without a link', async () => {
    const url = 'http://127.0.0.1:4400/documents/payApp/demo/33#tieout:demo/payApp/33/bill';
    await read(bill('b', [line('1.00')], { url }));
    expect(await treatment()).toBe('againstCommitment');
  });

  it('where it was copied from an order of ours', async () => {
    await read(bill('26-001-SC-003', [line('1.00')]));
    expect(await treatment()).toBe('direct');
    const reference = 'Billed through Procore tieout:demo/commitment/wo-9/order';
    await read(kept('xeroPurchaseOrder', { number: '26-001-SC-003', reference }));
    expect(await treatment()).toBe('againstCommitment');
  });
});

it('an option that was linked to the project stays its own when the project is renamed', async () => {
  const link = { source: `project/${project.id}`, categoryId: 'c-Project', optionId: 'o-quay' };
  await keepOptionLinks(database.db, connection, [link]);
  await read({ ...project, name: 'Quay Street', updatedAt: '2026-09-01T00:00:00.000Z' });
  await read(spent('t', 'SPEND', [line('5.00')]), journal('j', [line('2.00')]));
  const found = await actuals();
  expect(found.actuals.project).toMatchObject({
    name: '26-001 Quay Street',
    options: ['26-001 Quay'],
  });
  expect(found.actuals.cost.total).toBe('7.00');
  expect(found.check.cost.state).toBe('notRead');
});

it('there is nothing to say of a project that Procore does not show', async () => {
  const ask = { connection, mapping, projectId: '9', asOf: null };
  expect(await readActuals(database.db, ask)).toBeNull();
});

it('the years and options that something was posted to are known, old and new where one was moved', async () => {
  const held = line('-1.00', { accountCode: '825', on: ['quay', 'held'] });
  await read(bill('b', [line('1.00'), held], { date: '2025-12-31' }));
  const of = { category: 'Project', accounts: ['825'] };
  const [before] = await optionsHolding(database.db, connection, of);
  expect(before?.option).toBe('26-001 Quay');
  await read(bill('b', [line('1.00'), held], { updatedAt: '2026-09-01T00:00:00.000Z' }));
  const years = await yearsPosted(database.db, connection);
  expect(years.map(({ year }) => year)).toEqual(['2025', '2026']);
  const [after] = await optionsHolding(database.db, connection, of);
  expect(after?.ground).not.toBe(before?.ground);
});

describe('a sweep', () => {
  const asked: string[] = [];
  let bills: ReturnType<typeof bill>[] = [];
  const nothing = () => Promise.resolve([]);
  const xero = new Proxy(
    {
      readOrganisation: () => Promise.resolve(organisation),
      readChart: () => Promise.resolve(chart),
      listBills: () => Promise.resolve(bills),
      readProfitAndLoss: ({ year }: { year: string }) => {
        asked.push(year);
        const columns = [
          {
            option: '26-001 Quay',
            amounts: [{ accountId: 'account-310', amount: '1.00' }],
          },
        ];
        const days = { from: `${year}-01-01`, to: `${year}-12-31` };
        return Promise.resolve({ kind: 'xeroProfitAndLoss', id: year, ...days, columns });
      },
      readBalanceSheet: ({ optionId, date }: { optionId: string; date: string }) => {
        asked.push(`${optionId} ${date}`);
        return Promise.resolve({ kind: 'xeroBalanceSheet', id: optionId, date, amounts: [] });
      },
    },
    { get: (own, name): unknown => Reflect.get(own, name) ?? nothing },
  );
  const sweep = async (over: { fullReadEveryMs?: number; direction?: 'off' | 'report' } = {}) => {
    const { direction = 'report', ...context } = over;
    asked.length = 0;
    const activities = createSweepActivities({
      ...{ db: database.db, connection, overlapMs: 0, procore: {} as never, xero: xero as never },
      ...{ directed: { ...mapping, actuals: { ...mapping.actuals, direction } }, ...context },
    });
    await activities.xeroSweep({ sweepId: 's' });
    return [...asked];
  };

  it('reads the report of each year and option once, and again once a document moved', async () => {
    const held = line('-1.00', { accountCode: '825', on: ['quay', 'held'] });
    bills = [bill('b', [line('1.00'), held])];
    await storeRecords(database.db, connection, bills, new Date(Date.now() - 600_000));
    expect(await sweep({ direction: 'off' })).toEqual([]);
    expect(await sweep({ fullReadEveryMs: 0 })).toEqual(['2026', 'o-quay 2026-12-31']);
    expect((await actuals()).check.cost.state).toBe('same');
    expect(await sweep({ fullReadEveryMs: 0 })).toEqual([]);
    bills = [bill('b', [line('2.00')], { updatedAt: '2026-09-01T00:00:00.000Z' })];
    await read(...bills);
    expect(await sweep()).toEqual([]);
    expect(await sweep({ fullReadEveryMs: 0 })).toEqual(['2026']);
  });
});
