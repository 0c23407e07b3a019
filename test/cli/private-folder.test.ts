// What a start keeps is its owner's alone, a shell can read its secrets, and a folder that cannot serve is refused first.
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { placePostgres, removePostgres } from '../../launcher/postgres-place.ts';
import { makePrivateFolder } from '../../launcher/private-files.ts';
import { makeFakeProject, type FakeProject } from './fake-project.ts';

// Each start is seven processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

let project: FakeProject;
beforeEach(async () => {
  project = await makeFakeProject();
});
afterEach(() => project.remove());

function openIn(path: string): string[] {
  const found = lstatSync(path);
  const below = found.isDirectory() ? readdirSync(path).flatMap((n) => openIn(join(path, n))) : [];
  return (found.mode & 0o077) === 0 ? below : [path, ...below];
}

test('nobody else may read a file of .tieout, the sandboxes’ own and those an earlier version left included', async () => {
  mkdirSync(project.path('.tieout/logs'), { recursive: true });
  chmodSync(project.path('.tieout'), 0o755);
  project.write('.tieout/logs/relay.log', 'of an earlier version');
  expect((await project.start('start', '--once').ended).code).toBe(0);
  expect(openIn(project.path('.tieout'))).toEqual([]);
  const state = lstatSync(project.path('.tieout/sandbox/xero/state.json'));
  expect(state.mode & 0o777).toBe(0o600);

  const script = `. ${project.path('.tieout/env')} && echo "$PROCORE_WEBHOOK_AUTHORIZATION"`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toMatch(
    /^Bearer \w{64}\n$/,
  );
});

test('a folder and its files that were open to all are closed, and nothing in it stays a program but programs', () => {
  const keep = (name: string) => {
    project.write(`.tieout/${name}`, 'x');
    chmodSync(project.path(`.tieout/${name}`), 0o777);
    return () => lstatSync(project.path(`.tieout/${name}`)).mode & 0o777;
  };
  const journal = keep('sandbox/xero/journal.jsonl');
  const binary = keep('temporal/cache/temporal');
  chmodSync(project.path('.tieout/sandbox'), 0o777);
  chmodSync(project.path('.tieout'), 0o777);
  makePrivateFolder(project.path('.tieout'));
  expect([journal(), binary()]).toEqual([0o600, 0o700]);
  for (const folder of ['.tieout', '.tieout/sandbox']) {
    expect(lstatSync(project.path(folder)).mode & 0o777).toBe(0o700);
  }
});

// Only root keeps its database elsewhere.
test.runIf(process.getuid?.() === 0)(
  'the folder of a database that lies elsewhere is closed too',
  () => {
    const dir = project.path('.tieout/postgres');
    const { homeDir } = placePostgres(dir);
    chmodSync(homeDir, 0o755);
    expect(placePostgres(dir).homeDir).toBe(homeDir);
    expect(lstatSync(homeDir).mode & 0o777).toBe(0o700);
    expect(lstatSync(`${homeDir}.json`).mode & 0o777).toBe(0o600);
    removePostgres(dir);
  },
);

test.each(['start', 'sandbox'])('%s refuses a .tieout that is a file, with 2', async (command) => {
  project.write('.tieout', 'a file');
  const run = project.start(command);
  expect((await run.ended).code).toBe(2);
  expect(run.output().trim()).toBe(
    `${project.path('.tieout')} must be a folder, and a file is in the way. Move that file away and start again.`,
  );
});
