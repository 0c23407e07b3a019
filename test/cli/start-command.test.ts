// `npm start` over fake children: what it starts, says, writes and leaves behind.
import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { freePortBase } from '../../launcher/ports.ts';
import { identityOf } from '../../launcher/processes.ts';
import { makeFakeProject, survivors, type FakeProject } from './fake-project.ts';

// Each start is seven processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

let project: FakeProject;
beforeEach(async () => {
  project = await makeFakeProject();
});
afterEach(() => project.remove());

function json<T>(text: string): T {
  return JSON.parse(text) as T;
}
const sandboxCalls = (name: string): string[] =>
  json<{ calls: string[] }>(project.read(`.tieout/sandbox/${name}/state.json`)).calls;

describe('--once', () => {
  test('ends with 0 and a summary on paper and in the file, having started only what is unset', async () => {
    const run = project.start('start', '--once', '--summary', project.path('summary.json'));
    expect(await run.ended).toEqual({ code: 0, signal: null });
    const said = run.output();
    expect(said).toMatch(
      /using postgres:\/\/somebody@127\.0\.0\.1:\d+\/tieout from the environment/,
    );
    expect(said).not.toContain('secret');
    expect(said).toMatch(/contact +38 +2 +0/);
    expect(said).toMatch(/Xero +12 +291/);
    expect(said).toMatch(/lookAlike +payApp\/demo\/7 +1234\.50 NZD/);
    expect(said).toContain('ten times faster');
    const summary = json<Record<string, unknown>>(project.read('summary.json'));
    expect(Object.keys(summary)).toEqual(['documents', 'writes', 'exceptions', 'seconds']);
    expect(existsSync(project.path('.tieout/run.json'))).toBe(false);
    expect(existsSync(project.path('.tieout/processes.json'))).toBe(false);
    expect(statSync(project.path('.tieout/env')).mode & 0o777).toBe(0o600);
  });

  test('seeds and registers in order: both sandboxes, the hooks, then the scenes once', async () => {
    expect((await project.start('start', '--once').ended).code).toBe(0);
    const target = `http://127.0.0.1:${project.portBase}/webhooks`;
    const env = project.read('.tieout/env');
    const secret = /^PROCORE_WEBHOOK_AUTHORIZATION='(Bearer [0-9a-f]+)'$/m.exec(env)?.[1];
    const procore = sandboxCalls('procore');
    expect(procore[0]).toBe('POST /_sandbox/seed {"company":"demo"}');
    expect(procore.find((call) => call.includes('/hooks {'))).toContain(
      `"destination_url":"${target}/procore","destination_headers":{"Authorization":"${secret}"}`,
    );
    expect(procore.find((call) => call.includes('/triggers/bulk'))).toContain('"Projects"');
    const xero = sandboxCalls('xero').map((call) => call.split(' {')[0]);
    expect(xero).toEqual([
      'POST /_sandbox/seed',
      'PUT /_sandbox/webhook',
      'POST /_sandbox/bookkeeper/payTwoPeriods',
      'POST /_sandbox/bookkeeper/receiveTwoPeriods',
      'POST /_sandbox/bookkeeper/editOneBill',
      'POST /_sandbox/bookkeeper/copyOneOrder',
      'POST /_sandbox/bookkeeper/takeBackOneCredit',
    ]);
    expect(procore.at(-1)).toContain('/bookkeeper/editOneCertified');
    // The second start keeps the secrets and does none of it again.
    expect((await project.start('start', '--once').ended).code).toBe(0);
    expect(project.read('.tieout/env')).toBe(env);
    expect(sandboxCalls('xero').filter((call) => call.startsWith('POST'))).toHaveLength(6);
  });

  test('a run that cannot settle says what is pending and ends with 1', async () => {
    project.write('never-settle', '');
    const run = project.start('start', '--once');
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toMatch(/Not settled.*3 changes to look at/);
    expect(project.read('stops.txt').split('\n').sort().join(' ')).toContain(
      'console relay worker',
    );
  });

  test('--json leaves stdout to the summary', async () => {
    const run = project.start('start', '--once', '--json');
    let stdout = '';
    run.child.stdout?.on('data', (part: Buffer) => (stdout += part.toString()));
    await run.ended;
    expect(json<{ writes: object }>(stdout).writes).toBeDefined();
  });
});

describe('staying up', () => {
  test('run.json says what runs where, only its owner may read it, and it goes with the run', async () => {
    const run = project.start('start');
    await run.says('Everything stays up');
    const file = json<Record<string, unknown> & { services: Record<string, { pid?: number }> }>(
      project.read('.tieout/run.json'),
    );
    expect(Object.keys(file)).toEqual([
      ...['connection', 'startedAt', 'services', 'temporal', 'envFile'],
    ]);
    expect(file).toMatchObject({ connection: 'demo', temporal: { namespace: 'default' } });
    expect(file['envFile']).toBe(project.path('.tieout/env'));
    expect(file.services['console']).toMatchObject({ url: `http://127.0.0.1:${project.portBase}` });
    expect(file.services['postgres']).toEqual({ url: project.env['DATABASE_URL'] });
    expect(identityOf(file.services['worker']?.pid ?? 0)).not.toBeNull();
    expect(statSync(project.path('.tieout/run.json')).mode & 0o777).toBe(0o600);
    run.child.kill('SIGINT');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(existsSync(project.path('.tieout/run.json'))).toBe(false);
  });

  test('a fallen child is started again, and said so', async () => {
    const run = project.start('start');
    await run.says('Everything stays up');
    const pid = json<{ services: Record<string, { pid: number }> }>(
      project.read('.tieout/run.json'),
    ).services['worker']?.pid;
    process.kill(pid ?? 0, 'SIGKILL');
    await run.says('Worker ended (signal SIGKILL');
    const starts = (): number => project.read('starts.txt').match(/worker/g)?.length ?? 0;
    await expect.poll(starts, { timeout: 30_000 }).toBe(2);
    run.child.kill('SIGTERM');
    expect((await run.ended).code).toBe(0);
  });

  test('a second start in the same folder is refused with the pid of the first', async () => {
    const first = project.start('start');
    await first.says('Everything stays up');
    const second = project.start('start', '--once');
    expect((await second.ended).code).toBe(1);
    expect(second.output()).toContain(`already runs here (pid ${first.child.pid})`);
    expect(existsSync(project.path('.tieout/run.json'))).toBe(true);
    first.child.kill('SIGTERM');
    await first.ended;
  });
});

describe('stopping', () => {
  test('Ctrl-C before all is settled ends with 130, everything stopped', async () => {
    project.write('never-settle', '');
    const run = project.start('start');
    await run.says('changes to look at');
    run.child.kill('SIGINT');
    // The same key press, passed on by npm and bootstrap.mjs.
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    expect(run.output()).not.toContain('Stopping at once');
  });

  test('a second Ctrl-C forces it', async () => {
    project.write(
      'workers/relay-main.ts',
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);
       console.log(JSON.stringify({ ready: true }));`,
    );
    const run = project.start('start');
    await run.says('Everything stays up');
    const relay = json<{ services: Record<string, { pid: number }> }>(
      project.read('.tieout/run.json'),
    ).services['relay'];
    const identity = identityOf(relay?.pid ?? 0);
    run.child.kill('SIGINT');
    await run.says('Stopping');
    await delay(1_100);
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    expect(await survivors(identity ? [identity] : [], 500)).toEqual([]);
  });
});

describe('not starting', () => {
  test('a child that ends with 2 ends the start with 2 and its own last message', async () => {
    project.write(
      'worker.order',
      'tieout.config.ts: accounts.L is "999", which the chart does not have.',
    );
    const run = project.start('start');
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain('Worker: tieout.config.ts: accounts.L is "999"');
    expect(project.read('starts.txt').match(/worker/g)).toHaveLength(1);
  });

  test('a child that keeps falling ends the start with 1, naming its log', async () => {
    project.write('worker.order', 'the sky fell');
    project.write('exit-1', '');
    const run = project.start('start');
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toContain('the sky fell');
    expect(run.output()).toContain('.tieout/logs/worker.log');
    expect(project.read('starts.txt').match(/worker/g)).toHaveLength(4);
  });

  test('a port in use is named with its holder and the variable to change', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(project.portBase + 1, '127.0.0.1', resolve));
    const run = project.start('start');
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain(
      `Port ${project.portBase + 1} for the Procore sandbox is in use by`,
    );
    expect(run.output()).toContain(`(pid ${process.pid})`);
    expect(run.output()).toContain('TIEOUT_PORT_BASE');
    expect(run.output()).toContain('PROCORE_API_URL');
    holder.close();
  });

  test.each<[string, string, string]>([
    ['DATABASE_URL', 'notaurl', "cannot be read as an address; set it to Postgres's URL"],
    ['DATABASE_URL', 'postgres://me:secret@127.0.0.1:1/t', 'at postgres://me@127.0.0.1:1/t ('],
    ['TEMPORAL_ADDRESS', '127.0.0.1:1', 'at 127.0.0.1:1 (connecting was tried for 1 s: '],
  ])('%s=%s, where nobody answers, is refused with 2', async (variable, value, words) => {
    project.env[variable] = value;
    const run = project.start('start', '--once');
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain(`${variable}: `);
    expect(run.output()).toContain(words);
    expect(run.output()).toContain(`unset `);
    expect(run.output()).not.toContain('secret');
    expect(existsSync(project.path('starts.txt'))).toBe(false);
  });

  test('the advice for a taken port is a base that is free, of all six', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(project.portBase + 1, '127.0.0.1', resolve));
    const run = project.start('start');
    expect((await run.ended).code).toBe(2);
    const advised = Number(/TIEOUT_PORT_BASE=(\d+), which is free/.exec(run.output())?.[1]);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(advised).not.toBe(project.portBase);
    expect(await freePortBase(advised)).toBe(advised);
    holder.close();
  });

  test.each<[string, Record<string, string>, string]>([
    ['a setting', { TIEOUT_SWEEP_EVERY_MS: 'often' }, 'TIEOUT_SWEEP_EVERY_MS: must be a whole'],
    ['a mapping file', { TIEOUT_CONFIG: 'no.ts' }, 'no.ts: there is no such file; set TIEOUT_CON'],
    ['a connection', { TIEOUT_CONNECTION: 'other' }, 'TIEOUT_CONNECTION says "other"; make them'],
    ['the limits', { SANDBOX_LIMITS: 'slow' }, 'SANDBOX_LIMITS is "slow"; set it to fast or'],
  ])('%s that cannot be used is refused before anything is started', async (_what, env, words) => {
    Object.assign(project.env, env);
    const run = project.start('start', '--once');
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain(words);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(existsSync(project.path('.tieout/sandbox'))).toBe(false);
  });

  test.each<[string, string, string]>([
    ['of a folder that is not there', 'out/summary.json', 'out; make it with "mkdir -p '],
    ['that is a folder', '.', 'that is a folder; name a file, such as '],
  ])('a summary %s is refused', async (_what, file, words) => {
    const run = project.start('start', '--once', '--summary', project.path(file));
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain(words);
    expect(existsSync(project.path('.tieout/sandbox'))).toBe(false);
  });

  test.each(['.tieout/logs', '.tieout/sandbox'])(
    'a file in place of %s is refused',
    async (name) => {
      project.write(name, 'a file');
      const run = project.start('start');
      expect((await run.ended).code).toBe(2);
      expect(run.output()).toContain(
        `${project.path(name)} must be a folder, and a file is in the way`,
      );
    },
  );

  test('a port base that is none is refused', async () => {
    project.env['TIEOUT_PORT_BASE'] = '4400x';
    const run = project.start('start');
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain('TIEOUT_PORT_BASE is "4400x"');
  });
});

describe('the company of another country', () => {
  const companyOf = (name: string): string =>
    json<{ company: string }>(project.read(`.tieout/sandbox/${name}/state.json`)).company;

  test('is seeded, mapped by its own file, and met again by a start that names none', async () => {
    // Only that file is there: another one would be refused.
    for (const name of ['tieout.config.ts', 'tieout.config.au.ts']) {
      project.write(name, 'throw new Error("the wrong mapping file");');
    }
    const first = project.start('start', '--once', '--company', 'uk');
    expect((await first.ended).code).toBe(0);
    expect(first.output()).toContain('the company "uk" is seeded');
    expect([companyOf('procore'), companyOf('xero')]).toEqual(['uk', 'uk']);
    expect(sandboxCalls('xero').at(-1)).toContain('/bookkeeper/takeBackOneCredit');
    expect((await project.start('start', '--once').ended).code).toBe(0);
    expect(companyOf('xero')).toBe('uk');
  });

  test.each<[string, string, string]>([
    ['start', 'nz', 'is of the company "au"; run "npm run reset" before you start with "demo"'],
    ['sandbox', 'uk', 'is of the company "au"; run "npm run reset" before you start with "uk"'],
  ])('%s --company %s is refused where another is kept', async (command, company, words) => {
    const note = { seeded: ['procore', 'xero'], company: 'au', scenesPending: false };
    project.write('.tieout/sandbox/seeded.json', JSON.stringify(note));
    const run = project.start(command, '--once', '--company', company);
    expect((await run.ended).code).toBe(2);
    expect(run.output()).toContain(words);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(existsSync(project.path('.tieout/sandbox/xero'))).toBe(false);
  });

  test('a note from when there was one company is of the New Zealand one', async () => {
    const note = { seeded: ['procore', 'xero'], scenesPending: false };
    project.write('.tieout/sandbox/seeded.json', JSON.stringify(note));
    expect((await project.start('start', '--once', '--company', 'nz').ended).code).toBe(0);
    const other = project.start('start', '--once', '--company', 'au');
    expect((await other.ended).code).toBe(2);
    expect(other.output()).toContain('is of the company "demo"');
  });
});

test('the sandboxes alone: seeded, on their ports, beside a start that uses them', async () => {
  const sandboxes = project.start('sandbox');
  await sandboxes.says('Ctrl-C stops them');
  project.env['PROCORE_API_URL'] = `http://127.0.0.1:${project.portBase + 1}`;
  project.env['XERO_API_URL'] = `http://127.0.0.1:${project.portBase + 2}`;
  expect((await project.start('start', '--once').ended).code).toBe(0);
  // Not a pair of its own: no scene is played in it.
  expect(sandboxCalls('xero')).toEqual(['POST /_sandbox/seed {"company":"demo"}']);
  sandboxes.child.kill('SIGINT');
  expect((await sandboxes.ended).code).toBe(0);
});
