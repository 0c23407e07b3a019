// The worker and the relay as processes of their own, as the supervisor runs them, so that a test can kill them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../config/environment.ts';
import { compiledProgram } from './compiled-programs.ts';
import { demoMapping } from './demo-mapping.ts';

export type OwnProcess = {
  pid: number;
  /** The last words of its log; for a failing test to show. */
  log(): string;
  isRunning(): boolean;
  /** Stops it where it stands, as a host that is paused or short of memory does, and lets it go on. */
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export type OwnProcesses = {
  start(name: 'worker' | 'relay'): Promise<OwnProcess>;
  /** Kills whatever still runs. */
  killAll(): Promise<void>;
  /** Ends it all. */
  close(): Promise<void>;
};

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const parentPipe = './launcher/parent-pipe.mjs';
const entries = { worker: 'workers/worker-main.ts', relay: 'workers/relay-main.ts' };

/** Each process reads a configuration file of its own with the test's connection. */
export function ownProcesses(env: Environment, temporalAddress: string): OwnProcesses {
  const dir = mkdtempSync(join(tmpdir(), 'tieout-own-'));
  const file = join(dir, 'tieout.config.mjs');
  const mapping = { ...demoMapping, connection: env.TIEOUT_CONNECTION };
  writeFileSync(file, `export const config = ${JSON.stringify(mapping)};\n`);
  const settings = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, String(value)]),
  );
  const { PATH, HOME, TMPDIR } = process.env;
  const surroundings = {
    PATH: PATH ?? '/usr/bin:/bin',
    ...(HOME === undefined ? {} : { HOME }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
  };
  const running = new Set<OwnProcess>();
  const killAll = async (): Promise<void> => {
    await Promise.all([...running].map((one) => one.kill()));
  };
  return {
    async start(name) {
      const started = await startOne(entries[name], {
        ...surroundings,
        ...settings,
        TZ: 'UTC',
        TIEOUT_CONFIG: file,
        TEMPORAL_ADDRESS: temporalAddress,
      });
      running.add(started);
      return started;
    },
    killAll,
    async close() {
      await killAll();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startOne(entry: string, env: NodeJS.ProcessEnv): Promise<OwnProcess> {
  const program = await compiledProgram(entry);
  const child = spawn(process.execPath, ['--import', parentPipe, program], {
    cwd: projectRoot,
    env,
    // The pipe on stdin ends it when the test run is killed.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-20_000)));
  let hasEnded = false;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      hasEnded = true;
      resolve();
    }),
  );
  const end = (signal: NodeJS.Signals): Promise<void> => {
    if (!hasEnded) child.kill(signal);
    return ended;
  };
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${entry} ended with ${code}: ${said}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.includes('"ready":true')) return;
      resolve({
        pid: child.pid ?? 0,
        log: () => said,
        isRunning: () => !hasEnded,
        freeze: () => void (hasEnded || child.kill('SIGSTOP')),
        thaw: () => void (hasEnded || child.kill('SIGCONT')),
        kill: () => end('SIGKILL'),
        stop: () => end('SIGTERM'),
      });
    });
  });
}
