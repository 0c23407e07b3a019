// `npm run reset`: what it deletes, inside and outside the project, and when it refuses.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readPointer } from '../../launcher/postgres-place.ts';
import { identityOf } from '../../launcher/processes.ts';
import { runReset } from '../../cli/reset-command.ts';
import { startPostgres } from '../../launcher/postgres.ts';
import { makeFakeProject, survivors, type FakeProject } from './fake-project.ts';

vi.setConfig({ testTimeout: 120_000 });

let project: FakeProject;
let said: string;
beforeEach(async () => {
  project = await makeFakeProject();
  said = '';
  const keep = (part: string | Uint8Array): boolean => {
    said += String(part);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  project.remove();
});

test('deletes everything kept, Temporal files and a database outside included, after ending what still runs', async () => {
  const dir = project.path('.tieout/postgres');
  const left = await startPostgres({ dir, durable: false });
  const identity = identityOf(left.pid);
  const outside = readPointer(dir);
  mkdirSync(project.path('.tieout/temporal'));
  for (const name of ['temporal.db', 'temporal.db-wal', 'temporal.db-shm']) {
    writeFileSync(join(project.path('.tieout/temporal'), name), '');
  }
  expect(await runReset({ root: project.root, json: true })).toBe(0);
  const { removed } = JSON.parse(said) as { removed: string[] };
  expect(removed.sort()).toEqual(['postgres', 'temporal']);
  expect(existsSync(project.path('.tieout/temporal'))).toBe(false);
  expect(existsSync(outside ?? project.path('.tieout/postgres'))).toBe(false);
  expect(await survivors(identity ? [identity] : [], 0)).toEqual([]);
  said = '';
  expect(await runReset({ root: project.root, json: false })).toBe(0);
  expect(said).toContain('nothing to delete');
});

test('refuses while a start runs, and says whose pid to stop', async () => {
  const run = project.start('start');
  await run.says('Everything stays up');
  expect(await runReset({ root: project.root, json: false })).toBe(1);
  expect(said).toContain(`pid ${run.child.pid}`);
  expect(existsSync(project.path('.tieout/env'))).toBe(true);
  run.child.kill('SIGTERM');
  await run.ended;
  expect(await runReset({ root: project.root, json: false })).toBe(0);
  expect(existsSync(project.path('.tieout/env'))).toBe(false);
});
