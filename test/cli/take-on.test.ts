// `tieout take-on`: what it prints, what signing keeps, and its exit codes.
import { expect, it } from 'vitest';
import { runTakeOn, runTakeOnSign, statedTyped } from '../../cli/take-on.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { takeOn } from '../../db/schema/take-on-tables.ts';
import { fullChart } from '../support/domain-builders.ts';
import { payApp } from '../api/observations.ts';
import { commandsGround } from '../support/commands.ts';

const ground = commandsGround(async ({ db }) => {
  const { project, contract, organisation, claim, taxCodes } = payApp();
  const records = [project, contract, organisation, claim, fullChart, ...taxCodes];
  const known = records.filter((one) => one !== null);
  await storeRecords(db, 'demo', known, new Date());
});

const from = '2026-11-01';
const sign = (stated: string[], over: Partial<Parameters<typeof runTakeOnSign>[0]> = {}) =>
  runTakeOnSign({ project: '26-004', from, stated, by: 'Ann Rea', json: false, ...over });

it('prints the opening as a table with totals, and says that it is not signed', async () => {
  expect(await runTakeOn({ project: '501', from, json: false })).toBe(0);
  expect(ground.said).toContain(
    'Take-on of 26-004 Quay Street Apartments: what was billed before 2026-11-01 (it posts nothing yet)',
  );
  expect(ground.said).toMatch(/contract +party +tax type +billed +paid +held/);
  expect(ground.said).toMatch(/SC-003 .* INPUT2 +15,500\.50 +0\.00 +1,550\.05 +NZD/);
  expect(ground.said).toMatch(/subcontractors in all +15,500\.50 +0\.00 +1,550\.05 +NZD/);
  expect(ground.said).toContain('In the opening alone, never posted');
  expect(ground.said).toContain('Not signed.');
});

it('signs in a person’s name, and refuses with a sentence and exit code 1', async () => {
  expect(await sign([])).toBe(1);
  expect(ground.said).toContain(
    'state what is in the Xero retention account for it, such as SC-003=',
  );
  expect(await sign(['SC-003=1,550.05'])).toBe(0);
  expect(ground.said).toContain('Signed by local:Ann Rea');
  expect(await ground.database.db.select().from(takeOn)).toMatchObject([
    { person: 'local:Ann Rea' },
  ]);
  expect(await sign(['SC-003=1550.05'], { from: '2026-10-01' })).toBe(1);
  expect(ground.said).toContain('posts from 2026-11-01 already');
});

it('prints it as JSON', async () => {
  expect(await runTakeOn({ project: '501', from, json: true })).toBe(0);
  expect(JSON.parse(ground.said)).toMatchObject({
    ...{ postFrom: null, signed: null },
    proposal: { from, positions: [{ contract: 'SC-003', held: '1550.05' }] },
  });
});

it('refuses what cannot be meant with exit code 2', async () => {
  expect(await runTakeOn({ project: '9', from, json: false })).toBe(2);
  expect(await runTakeOn({ project: '501', from: 'October', json: false })).toBe(2);
  expect(await sign(['SC-003'])).toBe(2);
  expect(await sign([], { from: undefined })).toBe(2);
});

it('reads what is stated', () => {
  const of = (contract: string, taxType: string | null, amount: string) => ({
    ...{ contract, taxType, amount },
  });
  expect(statedTyped('SC-003=1500')).toEqual(of('SC-003', null, '1500.00'));
  expect(statedTyped('wo-9=1,500.5/INPUT2')).toEqual(of('wo-9', 'INPUT2', '1500.50'));
  for (const typed of ['SC-003', 'SC-003=', 'SC-003=all', '=5']) {
    expect(statedTyped(typed)).toBeNull();
  }
});
