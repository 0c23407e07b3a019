// Proves that a mapping file is read however it is exported, and that each mistake in one is answered with the file, the key
// and what to write. Node loads them, as in a worker, because a test runner reads TypeScript in its own way.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { config as good } from '../../tieout.config.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const text = (config: unknown, exported = 'export const config ='): string =>
  `${exported} ${JSON.stringify(config)};\n`;
const { accounts, ...withoutAccounts } = good;

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
  'unknown-inner-key.ts': text({ ...good, tracking: { ...good.tracking, projct: 'x' } }),
  'connection.ts': text({ ...good, connection: 'Harbour & Ridge' }),
  'named-xero.ts': text({ ...good, connection: 'xero-nz' }),
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

const refused: [string, RegExp[]][] = [
  ['missing.ts', [/^there is no such file; set TIEOUT_CONFIG to its path$/]],
  ['broken.ts', [/^it cannot be read as TypeScript: .{8}/]],
  ['throws.ts', [/it divides by zero/]],
  ['imports.ts', [/not-there/]],
  ['empty.ts', [/^it exports no mapping; write "export const config = /]],
  ['text.ts', [/^\(the whole file\): .*expected object/]],
  ['wrong-type.ts', [/^accounts\.retentionPayable: .*expected string/]],
  ['without-accounts.ts', [/^accounts: /]],
  ['unknown-key.ts', [/"acounts"/]],
  ['unknown-inner-key.ts', [/^tracking: .*"projct"/]],
  ['connection.ts', [/^connection: small letters, digits and dashes, 20 at most/]],
  ['named-xero.ts', [/^connection: must not contain "xero"/]],
  ['two-mistakes.ts', [/^version: /, /^connection: /]],
];
test.each(refused)('%s is refused with its key and the fix', (name, problems) => {
  const answer = answers.get(name);
  expect(answer?.problems).toEqual(
    problems.map((problem) => expect.stringMatching(problem) as string),
  );
  expect(answer?.message).toContain(name);
  expect(answer?.message).not.toMatch(/\n\s+at /);
});
