// `tieout actuals`: what it prints, its table and JSON, and its exit codes.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { runActuals } from '../../cli/actuals.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { bill, chart, line } from '../support/actuals.ts';
import { mapping, organisation, project as like } from '../support/domain-builders.ts';
import { kept } from '../support/kept-records.ts';
import { commandsGround } from '../support/commands.ts';

const project = { ...like, id: '501', number: '26-001', name: 'Quay' };
const held = line('-90.00', { accountCode: '825', on: ['quay', 'held'] });

const ground = commandsGround(async ({ db }) => {
  await storeMappingVersion(db, mapping);
  const documents = [
    bill('H-1', [line('900.00'), held]),
    bill('H-2', [line('12.34', { on: ['quay'] })]),
    bill('R-1', [line('30.00', { on: [], accountCode: '318' })]),
  ];
  await storeRecords(db, 'demo', [project, organisation, chart, ...documents], new Date());
  const amounts = [{ accountId: 'account-310', amount: '912.35' }];
  const years = { id: '2026', from: '2026-01-01', to: '2026-12-31' };
  const columns = [{ option: '26-001 Quay', amounts }];
  const report = kept('xeroProfitAndLoss', { ...years, columns });
  await storeRecords(db, 'demo', [report], new Date());
});

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'actuals-'));
  const file = join(folder, 'mapping.ts');
  const on = { ...mapping, actuals: { direction: 'report' } };
  await writeFile(file, `export const config = ${JSON.stringify(on)};\n`);
  vi.stubEnv('TIEOUT_CONFIG', file);
});

const run = (over: Partial<Parameters<typeof runActuals>[0]> = {}) =>
  runActuals({ project: '26-001', asOf: undefined, json: false, csv: false, ...over });

it('prints the cost by code, what is not assigned, and what differs; the exit code is 1 where nothing explains it', async () => {
  expect(await run()).toBe(1);
  for (const words of [
    'Actuals of 26-001 Quay, as they stand now, in NZD without tax',
    'Cost 912.34: against commitments 0.00, direct 912.34',
    '  03-100 Concrete  900.00:',
    '  Without a code  12.34:',
    '  825 Account 825  -90.00',
    'Not assigned to a code, and in the cost above: 12.34',
    '  2026-06-01  12.34  bill H-2: tracked by no code',
    'Not assigned to a project, and in no project’s cost: 30.00',
    '  2026-06-01  30.00  bill R-1: tracked by no project',
    'profit and loss: not the same, read ',
    '310 Account 310  documents 912.34, report 912.35, difference 0.01',
    'balance sheet, retention: not read yet',
  ]) {
    expect(ground.said).toContain(words);
  }
});

it('prints every line as a table, and all of it as JSON', async () => {
  await run({ csv: true });
  const rows = ground.said.trim().split('\r\n');
  expect(rows[0]).toContain('row,date,document,documentId');
  expect(rows).toHaveLength(5);
  expect(rows[1]).toContain('cost,2026-06-01,bill H-1,H-1,Work,26-001 Quay,03-100 Concrete,310');
  ground.said = '';
  await run({ json: true, project: '501' });
  expect(JSON.parse(ground.said)).toMatchObject({
    actuals: { cost: { total: '912.34' }, lines: [{ amount: '900.00' }, {}, {}] },
    check: { cost: { state: 'differs' } },
  });
});

it('counts up to a day, and compares nothing that the day cuts', async () => {
  expect(await run({ asOf: '2026-05-31' })).toBe(0);
  expect(ground.said).toContain('Cost 0.00');
  expect(ground.said).toContain('profit and loss: not compared');
});

it('refuses what cannot be meant, and says how to turn it on, with exit code 2', async () => {
  expect(await run({ asOf: 'May' })).toBe(2);
  expect(await run({ json: true, csv: true })).toBe(2);
  expect(await run({ project: '9' })).toBe(2);
  vi.stubEnv('TIEOUT_CONFIG', 'tieout.config.ts');
  expect(await run()).toBe(2);
  expect(ground.said).toContain(
    'set actuals.direction to "report" or "directCosts" in tieout.config.ts',
  );
});
