// Proves that a mapping file is read however it is exported, and that each mistake in one is answered with the file, the key
// and what to write. Node loads them, as in a worker, because a test runner reads TypeScript in its own way.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMapping as good } from '../support/demo-mapping.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const text = (config: unknown, exported = 'export const config ='): string =>
  `${exported} ${JSON.stringify(config)};\n`;
const { accounts, ...withoutAccounts } = good;
const { fallback: _fallback, ...withoutFallback } = accounts;
const statuses = (over: object) =>
  text({ ...good, postedStatuses: { ...good.postedStatuses, ...over } });
const tracking = (over: object) => text({ ...good, tracking: { ...good.tracking, ...over } });

const files: Record<string, string | null> = {
  'named.ts': text(good),
  'default.ts': text(good, 'export default'),
  'module.mjs': text(good),
  'commonjs/package.json': '{"type":"commonjs"}',
  'commonjs/tieout.config.ts': text(good),
  'commonjs/default.ts': text(good, 'export default'),
  'commonjs/plain.cjs': text({ config: good }, 'module.exports ='),
  'missing.ts': null,
  'broken.ts': 'export const config = { version: 1,,\n',
  'throws.ts': 'throw new Error("it divides by zero");\n',
  'imports.ts': "import './not-there.ts';\n",
  'empty.ts': 'export {};\n',
  'text.ts': text('demo'),
  'wrong-type.ts': text({ ...good, accounts: { ...accounts, retentionPayable: 825 } }),
  'without-accounts.ts': text(withoutAccounts),
  'unknown-key.ts': text({ ...good, acounts: accounts }),
  'unknown-inner-key.ts': tracking({ projct: 'x' }),
  'without-fallback.ts': text({ ...good, accounts: withoutFallback }),
  'empty-account.ts': text({ ...good, accounts: { ...accounts, byCostType: { S: '' } } }),
  'long-account.ts': text({ ...good, accounts: { ...accounts, fallback: '12345678901' } }),
  'pay-app-status.ts': statuses({ payApp: ['approved', 'aproved'] }),
  'contract-status.ts': statuses({ commitment: ['approved'] }),
  'no-status.ts': statuses({ payApp: [] }),
  'project-option.ts': tracking({ projectOption: '{nr} {name}' }),
  'cost-code-option.ts': tracking({ costCodeOption: '{ code } {name' }),
  'connection.ts': text({ ...good, connection: 'Harbour & Ridge' }),
  'named-xero.ts': text({ ...good, connection: 'xero-nz' }),
  'several.ts': text([good, { ...good, connection: 'south', projects: ['12'] }]),
  'two-rests.ts': text([good, { ...good, connection: 'south' }]),
  'no-mapping.ts': text([]),
  'second-wrong.ts': text([good, { ...good, connection: 'south', projects: ['x'] }]),
  'two-mistakes.ts': text({ ...good, version: 2, connection: '' }),
};

type Answer = { mapping?: unknown; message?: string; problems?: string[] };
let dir: string;
const answers = new Map<string, Answer>();

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tieout-mapping-'));
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  for (const [name, content] of Object.entries(files)) {
    if (content === null) continue;
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  const names = Object.keys(files).filter((name) => !name.endsWith('.json'));
  const entry = fileURLToPath(new URL('load-each.ts', import.meta.url));
  const output = execFileSync(
    process.execPath,
    ['--import', 'tsx', entry, ...names.map((name) => join(dir, name))],
    { cwd: projectRoot, encoding: 'utf8' },
  );
  const lines = output.trim().split('\n');
  for (const [at, name] of names.entries()) {
    answers.set(name, JSON.parse(lines[at] ?? 'null') as Answer);
  }
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

test.each([
  'named.ts',
  'default.ts',
  'module.mjs',
  'commonjs/tieout.config.ts',
  'commonjs/default.ts',
  'commonjs/plain.cjs',
])('%s is read', (name) => {
  expect(answers.get(name)).toEqual({ mapping: good });
});

test('several connections are read, the first one first', () => {
  const south = { ...good, connection: 'south', projects: ['12'] };
  expect(answers.get('several.ts')).toEqual({ mapping: good, more: [south] });
});

const refused: [string, RegExp[]][] = [
  ['two-rests.ts', [/^projects: "demo" and "south" say "rest"; only one connection/]],
  ['no-mapping.ts', [/^the list is empty; write one mapping for each connection$/]],
  ['second-wrong.ts', [/^connection "south", projects\.0: "x" is no id of a project/]],
  ['missing.ts', [/^there is no such file; set TIEOUT_CONFIG to its path$/]],
  [
    'broken.ts',
    [/^it cannot be read as TypeScript: .*broken\.ts:1:35: Expected identifier but found ","$/],
  ],
  ['throws.ts', [/it divides by zero/]],
  ['imports.ts', [/not-there/]],
  ['empty.ts', [/^it exports no mapping; write "export const config = /]],
  ['text.ts', [/^\(the whole file\): must be an object in braces, not "demo"$/]],
  [
    'wrong-type.ts',
    [/^accounts\.retentionPayable: must be text in quotes, such as '310', not 825$/],
  ],
  ['without-accounts.ts', [/^accounts: is missing; add it, for example accounts: \{ byCostType: /]],
  ['without-fallback.ts', [/^accounts\.fallback: is missing; add it, .* fallback: '318'$/]],
  ['empty-account.ts', [/^accounts\.byCostType\.S: must not be empty$/]],
  ['long-account.ts', [/^accounts\.fallback: must have 10 characters at most/]],
  [
    'unknown-key.ts',
    [
      /^\(the whole file\): there is no key "acounts" here; the keys are version, connection, projects, acc/,
    ],
  ],
  [
    'unknown-inner-key.ts',
    [/^tracking: there is no key "projct" here; the keys are projectCategory, projectOption, /],
  ],
  [
    'pay-app-status.ts',
    [
      /^postedStatuses\.payApp\.1: "aproved" is no status of a pay app .*; use one of draft, .*approved, /,
    ],
  ],
  [
    'contract-status.ts',
    [/^postedStatuses\.commitment\.0: "approved" is no .* Approved, .* Void$/],
  ],
  ['no-status.ts', [/^postedStatuses\.payApp: name one status or more: draft, /]],
  [
    'project-option.ts',
    [/^tracking\.projectOption: "\{nr\}" stands for nothing here; use \{number\} or \{name\}$/],
  ],
  [
    'cost-code-option.ts',
    [/^tracking\.costCodeOption: "\{ code \}", "\{name" .* \{code\} or \{name\}$/],
  ],
  ['connection.ts', [/^connection: small letters, digits and dashes, 20 at most/]],
  ['named-xero.ts', [/^connection: must not contain "xero"/]],
  ['two-mistakes.ts', [/^version: must be 1, not 2$/, /^connection: /]],
];
test.each(refused)('%s is refused with its key and the fix', (name, problems) => {
  const answer = answers.get(name);
  expect(answer?.problems).toEqual(
    problems.map((problem) => expect.stringMatching(problem) as string),
  );
  expect(answer?.message).toContain(name);
  expect(answer?.message).not.toMatch(/\n\s+at /);
});
