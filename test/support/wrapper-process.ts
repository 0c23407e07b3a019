// Runs the process around Postgres or Temporal that `npm start` also uses, for tests.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type WrapperName = 'postgres' | 'temporal';

export interface WrapperProcess {
  /** postgres://… or host:port. */
  url: string;
  /** The small Node process. */
  wrapperPid: number;
  /** The server itself. */
  pid: number;
  stop(): Promise<void>;
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export function startWrapper(
  name: WrapperName,
  options: { dir: string } & Record<string, unknown>,
): Promise<WrapperProcess> {
  mkdirSync(options.dir, { recursive: true });
  const logFile = join(options.dir, `${name}.log`);
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'launcher/server-process.ts'],
      ...[name, JSON.stringify({ ...options, logFile })],
    ],
    { cwd: projectRoot, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => (complaint += part.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${name} ended with ${code}: ${complaint}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { ready?: boolean; url?: string; pid?: number };
      if (said.ready !== true || said.url === undefined || said.pid === undefined) return;
      resolve({
        url: said.url,
        wrapperPid: child.pid ?? 0,
        pid: said.pid,
        // The pipe closing is the signal to stop.
        stop: () => {
          child.stdin.end();
          return ended;
        },
      });
    });
  });
}
