// Nothing is left running: the real Postgres and Temporal, and every child, after a kill of the supervisor, of one
// child, or of everything at once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { removePostgres } from '../../launcher/postgres-place.ts';
import { identityOf, type ProcessIdentity } from '../../launcher/processes.ts';
import { makeFakeProject, survivors, type FakeProject } from './fake-project.ts';

// Each start is seven processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

let project: FakeProject;
beforeEach(async () => {
  project = await makeFakeProject({ external: false });
});
afterEach(() => {
  removePostgres(project.path('.tieout/postgres'));
  project.remove();
});

interface Registry {
  processes: (ProcessIdentity & { name: string })[];
}
interface RunFile {
  services: Record<string, { url?: string; pid: number; startedAt: string }>;
}

const registered = (): Registry['processes'] =>
  (JSON.parse(project.read('.tieout/processes.json')) as Registry).processes;
const runFile = (): RunFile => JSON.parse(project.read('.tieout/run.json')) as RunFile;

function childOf(name: string): ProcessIdentity {
  const found = registered().find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not registered.`);
  return found;
}

test('the supervisor killed: every child ends, and with it what it wraps', async () => {
  const run = project.start('start');
  await run.says('Everything stays up');
  const children = registered();
  expect(children.map(({ name }) => name).sort()).toEqual(
    [
      ...['console', 'postgres', 'postgres binary', 'procore', 'relay'],
      ...['temporal', 'temporal binary', 'worker', 'xero'],
    ].sort(),
  );
  run.child.kill('SIGKILL');
  expect(await survivors(children, 12_000)).toEqual([]);
});

test.each([
  ['by the registry', () => undefined],
  [
    'by the pid files, when the registry says nothing',
    () => project.write('.tieout/processes.json', ''),
  ],
])(
  'everything killed at once: what is left is reclaimed %s, and the data is there',
  async (_how, spoil) => {
    const first = project.start('start');
    await first.says('Everything stays up');
    const databaseUrl = runFile().services['postgres']?.url ?? '';
    const sql = postgres(databaseUrl, { max: 1 });
    await sql`create table kept as select 5 as number`;
    await sql.end();
    const left = ['postgres binary', 'temporal binary'].map(childOf);
    for (const one of registered()) {
      if (!left.some(({ pid }) => pid === one.pid)) process.kill(one.pid, 'SIGKILL');
    }
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await survivors(left, 0)).toHaveLength(2);
    spoil();

    const second = project.start('start', '--once');
    expect((await second.ended).code, second.output()).toBe(0);
    expect(second.output()).toContain('Ended what an earlier run left: ');
    expect(await survivors(left, 0)).toEqual([]);
    // Once is once: the second start seeds nothing and plays no scene.
    const xero = JSON.parse(project.read('.tieout/sandbox/xero/state.json')) as { calls: string[] };
    const scenes = xero.calls.filter((call) => call.includes('bookkeeper'));
    expect(scenes).toHaveLength(5);
    expect(new Set(scenes).size).toBe(scenes.length);
    expect(xero.calls.filter((call) => call.includes('POST /_sandbox/seed'))).toHaveLength(1);
  },
);

test('Postgres and Temporal killed under a running start come back, and run.json says so', async () => {
  const run = project.start('start');
  await run.says('Everything stays up');
  const before = runFile().services;
  process.kill(before['postgres']?.pid ?? 0, 'SIGKILL');
  process.kill(before['temporal']?.pid ?? 0, 'SIGKILL');
  await run.says('Postgres ended');
  await run.says('Temporal ended');
  const pidNow = (name: string): number => runFile().services[name]?.pid ?? 0;
  for (const name of ['postgres', 'temporal']) {
    await expect.poll(() => pidNow(name), { timeout: 60_000 }).not.toBe(before[name]?.pid);
    expect(identityOf(pidNow(name))).not.toBeNull();
  }
  expect(pidNow('temporalUi')).toBe(pidNow('temporal'));
  const log = readFileSync(join(project.root, '.tieout/logs/postgres.log'), 'utf8');
  expect(log).toContain('database system was not properly shut down');
  run.child.kill('SIGTERM');
  expect((await run.ended).code, run.output()).toBe(0);
});
