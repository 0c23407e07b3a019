// What `npm start`, `npm test` and their siblings run: installs what is missing, then runs the real command. Only Node
// built-ins here, and no npm hooks, since `ignore-scripts` skips those without a word.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const startedAt = Date.now() - Math.round(process.uptime() * 1000);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const commands = ['start', 'test', 'sandbox', 'scene', 'reset', 'replay'];
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** The owner of the lock touches it every second; one left alone this long belongs to nobody. */
const lockSilenceMs = 15_000;
const lockDir = join(root, '.tieout', 'installing');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Progress goes to stderr: stdout is the command's own. */
const say = (line) => process.stderr.write(`${line}\n`);

class Problem extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

function checkNode() {
  const wanted = manifest.engines.node.replace('>=', '');
  const [major, minor = 0] = wanted.split('.').map(Number);
  const [hasMajor, hasMinor] = process.versions.node.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  throw new Problem(
    `Tieout needs Node ${wanted} or newer; this is ${process.versions.node} (${process.execPath}). ` +
      'Install a newer one from https://nodejs.org and run the command again.',
    2,
  );
}

/** Why `npm ci` must run, or null when what is installed fits the lockfile. */
function staleReason() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'the packages are not installed yet';
  const lockfile = statSync(join(root, 'package-lock.json'));
  return lockfile.mtimeMs > statSync(installed).mtimeMs
    ? 'package-lock.json is newer than the installed packages'
    : null;
}

/** The npm that called us, one on PATH, or the one that came with this Node. */
function findNpm() {
  const calledBy = process.env.npm_execpath;
  // yarn and pnpm set the variable too, and do not know `ci`.
  if (calledBy && /^npm(-cli)?(\.[cm]?js)?$/.test(basename(calledBy)) && existsSync(calledBy)) {
    return /\.[cm]?js$/.test(calledBy) ? [process.execPath, calledBy] : [calledBy];
  }
  for (const dir of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    if (existsSync(join(dir, 'npm'))) return [join(dir, 'npm')];
  }
  const bundled = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  if (existsSync(bundled)) return [process.execPath, bundled];
  throw new Problem(
    'The packages must be installed, and npm was not found: neither npm_execpath names it nor is it on PATH. ' +
      `Install Node with npm from https://nodejs.org, or run "npm ci" in ${root} by other means.`,
  );
}

async function install() {
  if (staleReason() === null) return;
  const release = await takeLock();
  try {
    // Another process may have done it while we waited.
    const reason = staleReason();
    if (reason === null) return;
    const npm = findNpm();
    say(`Installing packages: ${reason}. Running "npm ci" (once, about half a minute)…`);
    // Both kinds are needed, whatever NODE_ENV or a user's npmrc leaves out: Postgres itself is an optional package.
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    const code = await run([...npm, ...args], { stdio: ['ignore', 2, 2] });
    if (code !== 0) {
      throw new Problem(
        `"npm ci" failed with exit code ${code}; its own message stands above. The usual causes are a registry ` +
          `that cannot be reached and a full disk. Once it works in ${root}, run the command again.`,
      );
    }
    say(`Packages installed after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  } finally {
    release();
  }
}

/** One `npm ci` at a time: a second would delete node_modules under the first. */
async function takeLock() {
  try {
    mkdirSync(dirname(lockDir), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw notOurs(error);
  }
  for (let said = false; ;) {
    try {
      mkdirSync(lockDir, { mode: 0o700 });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw notOurs(error);
    }
    const owner = lockOwner();
    if (owner === null) {
      rmSync(lockDir, { recursive: true, force: true });
    } else {
      if (!said) say(`Another command (pid ${owner}) is installing the packages; waiting for it.`);
      said = true;
      await sleep(250);
    }
  }
  writeFileSync(join(lockDir, 'pid'), String(process.pid), { mode: 0o600 });
  const beat = setInterval(() => utimesSync(lockDir, new Date(), new Date()), 1_000);
  return () => {
    clearInterval(beat);
    rmSync(lockDir, { recursive: true, force: true });
  };
}

function notOurs(error) {
  return new Problem(
    `${dirname(lockDir)} must be a folder that you can write to (${error.message}). Move away what is in its place, or use a copy of the project in a folder of your own.`,
    2,
  );
}

/** The pid that installs right now, or null when the lock is left over. */
function lockOwner() {
  try {
    if (Date.now() - statSync(lockDir).mtimeMs > lockSilenceMs) return null;
    const pid = Number(readFileSync(join(lockDir, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    if (error.code === 'EPERM') return 'of another user';
    // Not written yet: between the two steps of taking the lock.
    if (error.code === 'ENOENT' && existsSync(lockDir)) return 'unknown';
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}

/** Runs with our own stdio, passes signals on, and gives the exit code (128 + n for a signal, as shells do). */
function run([program, ...args], { onOutput, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput);
    const pass = (signal) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, pass);
    const orphaned = watchNpm(() => child.kill('SIGTERM'));
    const finish = () => {
      clearInterval(orphaned);
      for (const signal of forwarded) process.off(signal, pass);
    };
    child.once('error', (error) => {
      finish();
      reject(new Problem(`${program} could not be run: ${error.message}`));
    });
    // What it printed must have arrived too, where that is shown once it has ended.
    child.once(onOutput ? 'close' : 'exit', (code, signal) => {
      finish();
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** With npm gone (killed outright) nobody is left to stop the command: so it stops. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const callers = callersUpToNpm();
  return setInterval(() => callersUpToNpm() !== callers && onGone(), 1_000);
}

/** Our parent is npm itself, or the shell npm calls us through; then npm is the parent of that. */
function callersUpToNpm() {
  const parent = process.ppid;
  if (process.platform !== 'linux') return String(parent);
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const [, name] = /\((.*)\)/.exec(stat) ?? [];
    const grandparent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return /^(sh|dash|bash|ash|busybox)$/.test(name) ? `${parent} ${grandparent}` : String(parent);
  } catch (error) {
    // The parent is gone this moment: as good an answer as another number.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 'gone';
    throw error;
  }
}

/** What is checked before the tests. Lint takes as long as all the rest, which goes on beside it. */
const lanes = [
  [['lint', 'check:lint']],
  [
    ['types', 'check:types'],
    ['format', 'check:format'],
    ['rooms', 'check:rooms'],
    ['unused', 'check:unused'],
  ],
];

/** The checks, then the tests; the commands are package.json's own. */
async function test(vitestArgs) {
  const failed = (await Promise.all(lanes.map(runLane))).flat();
  // The tests take minutes, and a type error usually explains what they would say.
  if (failed.length > 0) say('\nThe tests were not run, since a check before them failed.');
  else if ((await runScript('tests', 'check:tests', vitestArgs)) !== 0) failed.push('tests');
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  say(
    failed.length === 0
      ? `\nAll checks passed in ${seconds} s.`
      : `\nFailed: ${failed.join(', ')} (after ${seconds} s).`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** One after the other; answers those that failed. What each prints is shown whole, once it has ended. */
async function runLane(steps) {
  const failed = [];
  for (const [title, script] of steps) {
    if ((await runScript(title, script, [], { whole: true })) !== 0) failed.push(title);
  }
  return failed;
}

async function runScript(title, script, args, { whole = false } = {}) {
  const from = Date.now();
  say(`\n── ${title}: ${manifest.scripts[script]} ${args.join(' ')}`.trimEnd());
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  const printed = [];
  const code = await run(['/bin/sh', '-c', `${manifest.scripts[script]} "$@"`, 'sh', ...args], {
    env: { ...process.env, PATH },
    ...(whole
      ? { stdio: ['inherit', 'pipe', 'pipe'], onOutput: (part) => printed.push(part) }
      : {}),
  });
  if (printed.length > 0) process.stdout.write(Buffer.concat(printed));
  const seconds = ((Date.now() - from) / 1000).toFixed(1);
  // 130 and above: somebody stopped it, which is not a finding.
  if (code > 128) throw new Problem(`Stopped during ${title}.`, code);
  say(code === 0 ? `   ${title} passed (${seconds} s)` : `   ${title} FAILED (${seconds} s)`);
  return code;
}

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (!commands.includes(name)) {
    throw new Problem(`Usage: node bootstrap.mjs <${commands.join('|')}> [arguments]`, 2);
  }
  checkNode();
  await install();
  if (name === 'test') return test(args);
  const longLived = name === 'start' || name === 'sandbox';
  return run([process.execPath, join(root, 'cli', 'tieout.mjs'), name, ...args], {
    // A file named in an argument counts from where the person is.
    cwd: process.cwd(),
    env: { ...process.env, TIEOUT_COMMAND_BEGAN: String(startedAt) },
    // The channel closes when this process is killed outright; the supervisor then stops everything.
    stdio: ['inherit', 'inherit', 'inherit', ...(longLived ? ['ipc'] : [])],
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
