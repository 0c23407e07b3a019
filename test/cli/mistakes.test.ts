// What is typed or set wrongly: one sentence with the fix on stderr, nothing on stdout, and exit code 2.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
vi.setConfig({ testTimeout: 60_000 });

function run(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  script = join(repository, 'cli/tieout.mjs'),
) {
  const { PATH, HOME } = process.env;
  const options = { env: { PATH, HOME, ...env }, encoding: 'utf8' as const };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], options);
  return { status, stdout, lines: stderr.trim().split('\n') };
}

describe('the command line', () => {
  test.each<[string, string]>([
    ['strat', "unknown command 'strat' (Did you mean start?)"],
    ['start --onec', "unknown option '--onec' (Did you mean --once?)"],
    ['start now', 'too many arguments'],
    ['start --company us', 'Allowed choices are nz, au, uk, group, demo'],
    ['sandbox --company', "option '--company <country>' argument missing"],
    ['replay --al', "unknown option '--al' (Did you mean --all?)"],
    ['replay --all payApp/demo/33', 'Say one of the two'],
    ['projects onn', 'too many arguments'],
    ['projects --from October', '--from takes a day such as 2026-11-01.'],
    ['projects on 5', "required option '--from <day>' not specified"],
  ])('tieout %s', (typed, words) => {
    const { status, stdout, lines } = run(typed.split(' '));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(words);
  });

  test('help that is asked for is no mistake', () => {
    for (const args of [['--help'], ['projects', 'on', '--help']]) {
      const { status, stdout } = run(args);
      expect(status).toBe(0);
      expect(stdout).toContain('Usage: tieout');
    }
  });
});

describe('the environment', () => {
  test.each<[string, string, string, string]>([
    ['replay --all', 'TEMPORAL_ADDRESS', 'https://h:7233', 'set it to host:port without a scheme'],
    ['projects', 'DATABASE_URL', 'mysql://h/d', "set it to Postgres's URL"],
    ['scene', 'XERO_API_URL', 'localhost:4402', 'XERO_API_URL: cannot be read as an address'],
    ['scene', 'TIEOUT_PORT_BASE', '1024', 'run "npm run sandbox" or "npm start" first'],
  ])('tieout %s with %s=%s', (typed, variable, value, words) => {
    const { status, stdout, lines } = run(typed.split(' '), { [variable]: value });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(words);
  });
});

test('a bare clone says what installs its packages', () => {
  const clone = mkdtempSync(join(tmpdir(), 'tieout-bare-'));
  mkdirSync(join(clone, 'cli'));
  copyFileSync(join(repository, 'cli/tieout.mjs'), join(clone, 'cli/tieout.mjs'));
  const { status, stdout, lines } = run(['start'], {}, join(clone, 'cli/tieout.mjs'));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(lines).toEqual([
    `The packages of Tieout are not all installed: run "npm ci" in ${clone}, or "npm start", which does that first.`,
  ]);
  rmSync(clone, { recursive: true });
});
