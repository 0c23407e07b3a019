// `tieout scene`: lists and plays what a sandbox offers, and sends nothing but a question to what is none.
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runScene } from '../../cli/scene-command.ts';

let open: Server[];
let asked: string[];
let said: { out: string; err: string };
beforeEach(() => {
  [open, asked, said] = [[], [], { out: '', err: '' }];
  const keep = (stream: 'out' | 'err') => (part: string | Uint8Array) => {
    said[stream] += String(part);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(keep('err'));
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const server of open) server.close();
});

type Answers = Record<string, [status: number, body: object]>;

function serve(answers: Answers): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      const key = `${request.method} ${request.url}`;
      asked.push(key);
      const [status, body] = answers[key] ?? [404, { error: 'nothing here' }];
      response.writeHead(status).end(JSON.stringify(body));
    });
    open.push(server);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      resolve(`http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`);
    });
  });
}

const path = '/_sandbox/bookkeeper';
const listed = (...names: string[]): Answers => ({
  [`GET ${path}`]: [200, { scenes: names.map((name) => ({ name, doneAt: null })) }],
});

async function pair(xero: Answers): Promise<NodeJS.ProcessEnv> {
  return { PROCORE_API_URL: await serve(listed()), XERO_API_URL: await serve(xero) };
}

const ask = (name: string | null, env: NodeJS.ProcessEnv, json = false) =>
  runScene({ name, json, env, root: '/nowhere' });

test('lists the scenes of both', async () => {
  const env = await pair(listed('payFourPeriods', 'editOneBill'));
  expect(await ask(null, env, true)).toBe(0);
  expect(JSON.parse(said.out)).toEqual({
    scenes: [
      { name: 'payFourPeriods', doneAt: null, in: 'xero' },
      { name: 'editOneBill', doneAt: null, in: 'xero' },
    ],
  });
});

test('plays one, and says what the sandbox says when it cannot be played', async () => {
  const env = await pair({
    ...listed('one', 'two'),
    [`POST ${path}/one`]: [200, { name: 'one', doneAt: 'now', result: {} }],
    [`POST ${path}/two`]: [409, { error: 'The scene two was done at noon' }],
  });
  expect(await ask('one', env)).toBe(0);
  expect(said.out).toBe('Played one.\n');
  expect(await ask('two', env)).toBe(1);
  expect(said.err).toBe('The scene two was done at noon.\n');
});

test('an unknown one is refused with the names of those there are', async () => {
  expect(await ask('tow', await pair(listed('one', 'two')))).toBe(2);
  expect(said.err).toBe('There is no scene called "tow"; those of the sandboxes are: one, two.\n');
});

test('what is no sandbox is refused, and nothing is written to it', async () => {
  expect(await ask('one', await pair({}))).toBe(2);
  expect(said.err).toMatch(
    /^XERO_API_URL: what answers at .* is no sandbox of Tieout.*; set XERO_API/,
  );
  expect(asked.filter((call) => !call.startsWith('GET'))).toEqual([]);
});

test('nobody answering is said with what starts one', async () => {
  const env = { PROCORE_API_URL: 'http://127.0.0.1:1', XERO_API_URL: 'http://127.0.0.1:1' };
  expect(await ask(null, env)).toBe(2);
  expect(said.err).toMatch(/^Nobody answers at .*; run "npm run sandbox" or "npm start" first/);
});
