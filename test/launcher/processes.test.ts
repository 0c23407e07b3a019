// Processes known by pid and start time: what is ended at the next start, and what is left alone.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endProcess, identityOf, isAlive } from '../../launcher/processes.ts';
import { createProcessRegistry, ownerOf } from '../../launcher/processes.ts';

let dir: string;
let file: string;
let child: ChildProcess;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tieout-registry-'));
  file = join(dir, 'processes.json');
  child = spawn('sleep', ['60']);
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

function self() {
  const identity = identityOf(process.pid);
  const other = identityOf(child.pid ?? 0);
  if (!identity || !other) throw new Error('Both processes run.');
  return { self: identity, child: other };
}

function leave(processes: object[]): void {
  writeFileSync(file, JSON.stringify({ processes }));
}

test('a process that still has its pid and start time is ended', async () => {
  const { child: left } = self();
  leave([{ name: 'worker', ...left }]);
  expect(await createProcessRegistry(file).claim()).toEqual(['worker']);
  expect(isAlive(left)).toBe(false);
});

test('a process that only has the same pid is left alone', async () => {
  const { child: innocent } = self();
  leave([{ name: 'worker', pid: innocent.pid, started: 'another time' }]);
  expect(await createProcessRegistry(file).claim()).toEqual([]);
  expect(isAlive(innocent)).toBe(true);
});

test('what is gone is forgotten, what lives is kept, so that a fallen wrapper leaves its server known', async () => {
  const { self: server, child: wrapper } = self();
  const registry = createProcessRegistry(file);
  await registry.claim();
  registry.add('postgres', wrapper.pid);
  registry.add('postgres binary', server.pid);
  await endProcess(wrapper, []);
  registry.prune();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    processes: [{ name: 'postgres binary', ...server }],
  });
});

test('a server whose wrapper fell just before the stop is ended by it', async () => {
  const { child: server } = self();
  const registry = createProcessRegistry(file);
  await registry.claim();
  registry.add('temporal binary', server.pid);
  await registry.endRemaining();
  expect(isAlive(server)).toBe(false);
});

test('a living owner refuses the claim, a dead one is taken over', async () => {
  const { self: owner, child: gone } = self();
  writeFileSync(`${file}.owner`, JSON.stringify(owner));
  await expect(createProcessRegistry(file).claim()).rejects.toThrow(`pid ${owner.pid}`);
  writeFileSync(`${file}.owner`, JSON.stringify({ ...gone, started: 'another time' }));
  const registry = createProcessRegistry(file);
  await registry.claim();
  expect(ownerOf(file)).toEqual(owner);
  registry.release();
  expect(ownerOf(file)).toBeNull();
});

test('two claims at once: one has it, the other is refused', async () => {
  const runner = `
    import { createProcessRegistry } from ${JSON.stringify(new URL('../../launcher/processes.ts', import.meta.url).href)};
    createProcessRegistry(${JSON.stringify(file)}).claim().then(
      () => { console.log('mine'); setTimeout(() => process.exit(0), 3000); },
      () => process.exit(1));`;
  const claims = [1, 2].map(
    () =>
      new Promise<number | null>((resolve) => {
        spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', runner], {
          stdio: 'ignore',
        }).once('exit', resolve);
      }),
  );
  expect((await Promise.all(claims)).sort()).toEqual([0, 1]);
});

test('files cut short name nobody', async () => {
  writeFileSync(file, '{"processes":[{"na');
  writeFileSync(`${file}.owner`, '{"pid":');
  expect(await createProcessRegistry(file).claim()).toEqual([]);
});
