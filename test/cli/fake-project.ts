// A project folder whose sandboxes, worker, relay and console are tiny fakes that speak only the supervisor's protocol.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAlive, type ProcessIdentity } from '../../launcher/processes.ts';
import { compiledProgram } from '../support/compiled-programs.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A sandbox: remembers what it is told in a file, so that a second start meets it again. */
const sandboxSource = `
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const dir = process.env.SANDBOX_DATA;
mkdirSync(dir, { recursive: true });
const file = dir + '/state.json';
const state = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { company: null, calls: [], scenes: {} };
createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const key = request.method + ' ' + request.url.split('?')[0];
    const answer = (status, value) => response.writeHead(status).end(JSON.stringify(value));
    if (request.method !== 'GET') state.calls.push(key + ' ' + body);
    const scene = /^POST \\/_sandbox\\/bookkeeper\\/(.+)$/.exec(key);
    if (key === 'POST /_sandbox/seed') { state.company = JSON.parse(body).company; answer(200, {}); }
    else if (scene && state.scenes[scene[1]]) answer(409, { error: 'done' });
    else if (scene) { state.scenes[scene[1]] = true; answer(200, {}); }
    else if (key === 'POST /_sandbox/token') answer(200, { access_token: 'token', expires_in: 60 });
    else if (key.endsWith('/webhooks/hooks') && request.method === 'GET') answer(200, { data: [] });
    else if (key.endsWith('/webhooks/hooks')) answer(201, { data: { id: '7' } });
    else if (key.endsWith('/webhooks/resources')) answer(200, { data: [{ name: 'Projects' }] });
    else answer(200, {});
    writeFileSync(file, JSON.stringify(state));
  });
}).listen(Number(process.env.SANDBOX_PORT), '127.0.0.1', () => {
  console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:' + process.env.SANDBOX_PORT }));
});
`;

/** A worker or relay that runs until asked to stop; each start leaves a line, so that a test can count them. */
const workerSource = (name: string): string => `
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
appendFileSync('starts.txt', '${name} ' + process.pid + '\\n');
const order = '${name}.order';
if (existsSync(order)) {
  process.stderr.write(JSON.stringify({ level: 'error', message: readFileSync(order, 'utf8') }) + '\\n');
  process.exit(existsSync('exit-1') ? 1 : 2);
}
setInterval(() => {}, 1000);
process.on('SIGTERM', () => { appendFileSync('stops.txt', '${name}\\n'); process.exit(0); });
console.log('a line that is no message');
console.log(JSON.stringify({ ready: true }));
`;

const consoleSource = `
import { createServer } from 'node:http';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
const port = Number(process.env.TIEOUT_PORT_BASE);
createServer((request, response) => {
  if (request.url === '/readyz') {
    const settled = !existsSync('never-settle');
    response.end(JSON.stringify({ settled, wake: settled ? 0 : 3, intents: 0, waiting: 1, sweeping: false,
      sweepStartedAt: new Date().toISOString(), posted: 1, documents: { payApp: { posted: 1 } } }));
  } else {
    appendFileSync('asked.txt', request.url + '\\n');
    response.end(JSON.stringify({
      documents: { contact: { posted: 38, waiting: 2, unchanged: 0 } },
      writes: { xero: { calls: 12, documents: 291 }, procore: { calls: 9, documents: 9 } },
      exceptions: [{ id: 'e1', kind: 'lookAlike', document: 'payApp/demo/7', amount: '1234.50', currency: 'NZD' }],
    }));
  }
}).listen(port, '127.0.0.1', () => {
  console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:' + port }));
});
process.on('SIGTERM', () => { appendFileSync('stops.txt', 'console\\n'); process.exit(0); });
`;

export interface FakeProject {
  root: string;
  portBase: number;
  env: NodeJS.ProcessEnv;
  path(name: string): string;
  write(name: string, text: string): void;
  read(name: string): string;
  start(...args: string[]): StartedCommand;
  remove(): void;
}

export interface StartedCommand {
  child: ChildProcess;
  output(): string;
  ended: Promise<{ code: number | null; signal: string | null }>;
  /** Resolves once the output holds the text. */
  says(text: string, limitMs?: number): Promise<void>;
}

/** `external` = pretend Postgres and Temporal run elsewhere, which saves their start: listeners that say nothing. */
export async function makeFakeProject(options = { external: true }): Promise<FakeProject> {
  const program = await compiledProgram('test/cli/run-start.ts');
  const elsewhere = options.external ? await Promise.all([listenMutely(), listenMutely()]) : [];
  const [database, temporal] = elsewhere;
  const root = mkdtempSync(join(tmpdir(), 'tieout-fake-'));
  const portBase = await sixFreePorts();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  write('package.json', '{ "type": "module" }');
  for (const name of ['tieout.config.ts', 'tieout.config.au.ts', 'tieout.config.uk.ts']) {
    write(name, readFileSync(join(repository, name), 'utf8'));
  }
  write('sandbox/procore/main.ts', sandboxSource);
  write('sandbox/xero/main.ts', sandboxSource);
  write('workers/worker-main.ts', workerSource('worker'));
  write('workers/relay-main.ts', workerSource('relay'));
  write('workers/api-main.ts', consoleSource);
  const { PATH, HOME, TMPDIR } = process.env;
  const env: NodeJS.ProcessEnv = {
    PATH,
    HOME,
    TMPDIR,
    TIEOUT_PORT_BASE: String(portBase),
    ...(database && temporal
      ? {
          DATABASE_URL: `postgres://somebody:secret@${database.address}/tieout`,
          TEMPORAL_ADDRESS: temporal.address,
        }
      : {}),
  };
  return {
    root,
    portBase,
    env,
    path: (name) => join(root, name),
    write,
    read: (name) => readFileSync(join(root, name), 'utf8'),
    start: (...args) => startCommand({ program, root, env, args }),
    remove: () => {
      for (const listener of elsewhere) listener.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Accepts connections on a port of its own, which is all a start asks of a server it did not start. */
function listenMutely(): Promise<{ address: string; close(): void }> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound ? bound.port : 0;
      resolve({ address: `127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}

type Asked = { program: string; root: string; env: NodeJS.ProcessEnv; args: string[] };

function startCommand({ program, root, env, args }: Asked): StartedCommand {
  const child = spawn(process.execPath, [program, root, ...args], {
    ...{ cwd: repository, env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr.on('data', (part: Buffer) => (output += part.toString()));
  let over = false;
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      resolve({ code, signal });
    });
  });
  return {
    child,
    output: () => output,
    ended,
    async says(text, limitMs = 60_000) {
      const deadline = Date.now() + limitMs;
      while (!output.includes(text)) {
        if (over || Date.now() > deadline) {
          throw new Error(`"${text}" was not said. The output:\n${output}`);
        }
        await delay(25);
      }
    },
  };
}

/** Six in a row, as the ports count from one base. */
async function sixFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    // Below the ports systems give to outgoing connections, which would take one of ours between two starts.
    const base = 10_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('No six free ports in a row.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Those still alive when the time is over. */
export async function survivors(
  processes: readonly ProcessIdentity[],
  limitMs: number,
): Promise<ProcessIdentity[]> {
  const deadline = Date.now() + limitMs;
  while (processes.some(isAlive) && Date.now() < deadline) await delay(50);
  return processes.filter(isAlive);
}
