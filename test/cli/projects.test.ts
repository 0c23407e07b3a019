// `tieout projects` and `tieout accepted`: what they print, what turning a project on stores, and their exit codes.
import { expect, it } from 'vitest';
import { runAccepted } from '../../cli/accepted.ts';
import { runProjectOn, runProjects } from '../../cli/projects.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { projectStart } from '../../db/schema/document-tables.ts';
import { payApp } from '../api/observations.ts';
import { commandsGround } from '../support/commands.ts';

const ground = commandsGround(async ({ db }) => {
  const { project, contract: commitment, organisation, claim: requisition } = payApp();
  const records = [project, commitment, organisation, requisition].filter((one) => one !== null);
  await storeRecords(db, 'demo', records, new Date());
});

it('lists a project that is off with what it would post', async () => {
  expect(await runProjects({ json: false, from: '2026-10-01' })).toBe(0);
  expect(ground.said).toContain('501  26-004 Quay Street Apartments');
  expect(ground.said).toContain('it would post 1 pay app, 13,950.45 NZD due without tax');
});

it('turns a project on in a person’s name, once, and refuses another day', async () => {
  const on = (from: string) => runProjectOn({ projectId: '501', from, by: 'Ann Rea', json: false });
  expect(await on('2026-10-01')).toBe(0);
  expect(await ground.database.db.select().from(projectStart)).toMatchObject([
    {
      projectId: '501',
      postFrom: '2026-10-01',
      person: 'local:Ann Rea',
      shown: { count: 1, totals: { NZD: '13950.45' } },
    },
  ]);
  expect(await on('2026-10-01')).toBe(0);
  expect(await on('2026-09-01')).toBe(1);
  expect(ground.said).toContain('posts from 2026-10-01 already');
});

it('refuses an unknown project and what is no day with exit code 2', async () => {
  const ask = { by: undefined, json: false };
  expect(await runProjectOn({ projectId: '9', from: '2026-10-01', ...ask })).toBe(2);
  expect(await runProjectOn({ projectId: '501', from: 'October', ...ask })).toBe(2);
  expect(await runProjects({ json: true, from: '2026-13-01' })).toBe(2);
});

it('prints the register as JSON', async () => {
  expect(await runAccepted({ json: true })).toBe(0);
  expect(JSON.parse(ground.said)).toEqual({ accepted: [] });
});
