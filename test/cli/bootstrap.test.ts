// bootstrap.mjs in a made-up clone with a fake npm: when it installs, when it does not, and what it passes on.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Leaves a line for each call and then what a real `npm ci` leaves. */
const fakeNpm = `
const { appendFileSync, mkdirSync, writeFileSync, existsSync } = require('node:fs');
appendFileSync('npm-calls.txt', process.argv.slice(2).join(' ') + '\\n');
setTimeout(() => {
  if (existsSync('npm-fails')) process.exit(3);
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.package-lock.json', '{}');
}, 300);
`;

let clone: string;
let npmDir: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'tieout-clone-'));
  npmDir = join(clone, 'npm-home');
  copyFileSync(join(repository, 'bootstrap.mjs'), join(clone, 'bootstrap.mjs'));
  write('package.json', JSON.stringify({ engines: { node: '>=20.19' }, scripts: {} }));
  write('package-lock.json', '{}');
  write('npm-home/npm-cli.js', fakeNpm);
  write('npm-home/package.json', '{ "type": "commonjs" }');
  write('cli/tieout.mjs', "console.log('ran ' + process.argv.slice(2).join(' '));");
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(clone, name)), { recursive: true });
  writeFileSync(join(clone, name), text);
}

function environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', npm_execpath: join(npmDir, 'npm-cli.js'), ...extra };
}

function bootstrap(args: string[], env = environment(), node = process.execPath) {
  const run = spawnSync(node, ['bootstrap.mjs', ...args], { cwd: clone, env, encoding: 'utf8' });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

function npmCalls(): number {
  const file = join(clone, 'npm-calls.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
}

describe('packages', () => {
  test('missing ones are installed, once, and the command then runs with its arguments', () => {
    const first = bootstrap(['start', '--once', '--summary', 'x.json']);
    expect(first).toMatchObject({ status: 0, stdout: 'ran start --once --summary x.json\n' });
    expect(first.stderr).toContain('the packages are not installed yet');
    expect(readFileSync(join(clone, 'npm-calls.txt'), 'utf8')).toMatch(/^ci /);
    const second = bootstrap(['start']);
    expect(second).toMatchObject({ status: 0, stdout: 'ran start\n', stderr: '' });
    expect(npmCalls()).toBe(1);
  });

  test('a newer lockfile makes them stale', () => {
    bootstrap(['reset']);
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(clone, 'package-lock.json'), later, later);
    expect(bootstrap(['reset']).stderr).toContain('package-lock.json is newer');
    expect(npmCalls()).toBe(2);
  });

  test('npm is found on PATH when nothing names it, and scripts may be switched off', () => {
    write('bin/npm', `#!/bin/sh\nexec "${process.execPath}" "${npmDir}/npm-cli.js" "$@"\n`);
    chmodSync(join(clone, 'bin/npm'), 0o755);
    const env = { PATH: `${join(clone, 'bin')}:/usr/bin:/bin`, npm_config_ignore_scripts: 'true' };
    expect(bootstrap(['start'], env)).toMatchObject({ status: 0, stdout: 'ran start\n' });
    expect(npmCalls()).toBe(1);
  });

  test('another package manager calling us is not taken for npm', () => {
    write('yarn.js', "require('node:fs').writeFileSync('yarn-ran', '')");
    write('bin/npm', `#!/bin/sh\nexec "${process.execPath}" "${npmDir}/npm-cli.js" "$@"\n`);
    chmodSync(join(clone, 'bin/npm'), 0o755);
    const env = { PATH: `${join(clone, 'bin')}:/bin`, npm_execpath: join(clone, 'yarn.js') };
    expect(bootstrap(['start'], env).status).toBe(0);
    expect(existsSync(join(clone, 'yarn-ran'))).toBe(false);
  });

  test('without any npm the message says what to do', () => {
    mkdirSync(join(clone, 'lone'));
    copyFileSync(process.execPath, join(clone, 'lone/node'));
    const run = bootstrap(['start'], { PATH: join(clone, 'lone') }, join(clone, 'lone/node'));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('npm was not found');
    expect(run.stderr).toContain('npm ci');
  });

  test('a failing npm ci ends the command with its own exit code named', () => {
    write('npm-fails', '');
    const run = bootstrap(['start']);
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toContain('"npm ci" failed with exit code 3');
    expect(existsSync(join(clone, '.tieout/installing'))).toBe(false);
  });

  test('two commands at once install once', async () => {
    const runs = await Promise.all(
      ['start', 'reset'].map(
        (name) =>
          new Promise<number | null>((resolve) => {
            const child = spawn(process.execPath, ['bootstrap.mjs', name], {
              cwd: clone,
              env: environment(),
              stdio: 'ignore',
            });
            child.once('exit', resolve);
          }),
      ),
    );
    expect(runs).toEqual([0, 0]);
    expect(npmCalls()).toBe(1);
  });

  test('a lock left by a command that is gone is taken over', () => {
    write('.tieout/installing/pid', String(spawnSync(process.execPath, ['--version']).pid));
    expect(bootstrap(['start'])).toMatchObject({ status: 0, stdout: 'ran start\n' });
  });
});

describe('the command', () => {
  beforeEach(() => write('node_modules/.package-lock.json', '{}'));

  test('gives its exit code', () => {
    write('cli/tieout.mjs', 'process.exit(7);');
    expect(bootstrap(['replay']).status).toBe(7);
  });

  test('gets the signals, and is stopped when bootstrap is killed outright', async () => {
    write(
      'cli/tieout.mjs',
      `import { writeFileSync } from 'node:fs';
       process.on('SIGTERM', () => process.exit(5));
       process.on('disconnect', () => { writeFileSync('let-go', ''); process.exit(0); });
       setInterval(() => {}, 1000);
       console.log('up');`,
    );
    const begin = async () => {
      const child = spawn(process.execPath, ['bootstrap.mjs', 'start'], {
        cwd: clone,
        env: environment(),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      return child;
    };
    const first = await begin();
    const code = new Promise((resolve) => first.once('exit', resolve));
    first.kill('SIGTERM');
    expect(await code).toBe(5);
    const second = await begin();
    second.kill('SIGKILL');
    await expect.poll(() => existsSync(join(clone, 'let-go')), { timeout: 20_000 }).toBe(true);
  });

  test('stops when npm was killed outright, also when npm called through a shell', async () => {
    write(
      'cli/tieout.mjs',
      `import { writeFileSync } from 'node:fs';
       process.on('SIGTERM', () => { writeFileSync('let-go', ''); process.exit(0); });
       setInterval(() => {}, 1000);
       console.log('up');`,
    );
    for (const command of ['node bootstrap.mjs start', 'node bootstrap.mjs start; true']) {
      rmSync(join(clone, 'let-go'), { force: true });
      const asNpm = `
        const { spawn } = require('node:child_process');
        spawn('/bin/sh', ['-c', ${JSON.stringify(command)}], { stdio: 'inherit' });`;
      const env = environment({
        npm_lifecycle_event: 'start',
        PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      });
      const npm = spawn(process.execPath, ['-e', asNpm], {
        cwd: clone,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => npm.stdout.once('data', resolve));
      npm.kill('SIGKILL');
      await expect.poll(() => existsSync(join(clone, 'let-go')), { timeout: 20_000 }).toBe(true);
    }
  });

  test('is refused on a Node that is too old, and when it is unknown', () => {
    write('package.json', JSON.stringify({ engines: { node: '>=99.1' }, scripts: {} }));
    const old = bootstrap(['start']);
    expect(old.status).toBe(2);
    expect(old.stderr).toContain(`needs Node 99.1 or newer; this is ${process.versions.node}`);
    expect(bootstrap(['sing'])).toMatchObject({ status: 2 });
  });
});

describe('test', () => {
  const scripts = (lint: string) => ({
    'check:types': 'echo T >> order.txt; echo "said by types"',
    'check:lint': lint,
    'check:format': 'echo F >> order.txt',
    'check:rooms': 'echo R >> order.txt',
    'check:unused': 'echo U >> order.txt',
    'check:tests': 'printf "%s\\n" V >> order.txt; printf "[%s]" ',
  });
  const prepare = (lint: string): void => {
    write('node_modules/.package-lock.json', '{}');
    write('package.json', JSON.stringify({ engines: { node: '>=20' }, scripts: scripts(lint) }));
  };

  test('runs lint beside the other checks, shows what they print, and hands further arguments to the tests', () => {
    prepare('echo L >> order.txt');
    const run = bootstrap(['test', 'some file', '-t', 'name']);
    expect(run).toMatchObject({ status: 0, stdout: 'said by types\n[some file][-t][name]' });
    const order = readFileSync(join(clone, 'order.txt'), 'utf8');
    expect(order.replace('L\n', '')).toBe('T\nF\nR\nU\nV\n');
    expect(order.indexOf('L')).toBeGreaterThanOrEqual(0);
    expect(order.indexOf('L')).toBeLessThan(order.indexOf('V'));
    expect(run.stderr).toContain('All checks passed');
  });

  test('a failing check is named, and the tests are not run', () => {
    prepare('false');
    const run = bootstrap(['test']);
    expect(run.status).toBe(1);
    expect(readFileSync(join(clone, 'order.txt'), 'utf8')).toBe('T\nF\nR\nU\n');
    expect(run.stderr).toContain('Failed: lint');
  });
});

test('package.json has no npm hook that ignore-scripts would skip', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const hooks = Object.keys(scripts).filter((name) => /^(pre|post|prepare|install)/.test(name));
  expect(hooks).toEqual([]);
  expect(scripts['start']).toBe('node bootstrap.mjs start');
  expect(scripts['test']).toBe('node bootstrap.mjs test');
});
