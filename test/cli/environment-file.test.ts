// The generated secrets: of the right shape, made once, kept, completed when one is new.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureEnvironmentFile, readEnvironmentFile } from '../../cli/start/environment-file.ts';
import { assignment } from '../../cli/start/environment-text.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tieout-env-'));
  file = join(dir, 'env');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const consoleUrl = 'http://127.0.0.1:4400';

test('each value has its vendor’s shape, and only the owner may read them', () => {
  const values = ensureEnvironmentFile(file, consoleUrl);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(BigInt(values['PROCORE_COMPANY_ID'] ?? '0')).toBeGreaterThan(2n ** 32n);
  expect(Number.isSafeInteger(Number(values['PROCORE_COMPANY_ID']))).toBe(true);
  expect(values['PROCORE_WEBHOOK_AUTHORIZATION']).toMatch(/^Bearer [0-9a-f]{64}$/);
  expect(values['XERO_TENANT_ID']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(Buffer.from(values['TIEOUT_CODEC_KEY'] ?? '', 'base64')).toHaveLength(32);
  expect(values['TIEOUT_PUBLIC_URL']).toBe(consoleUrl);
});

test('made once: the second start reads the same, and another port changes nothing', () => {
  const first = ensureEnvironmentFile(file, consoleUrl);
  const text = readFileSync(file, 'utf8');
  expect(ensureEnvironmentFile(file, 'http://127.0.0.1:9999')).toEqual(first);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a value that is missing is added, and what a person wrote stays', () => {
  writeFileSync(file, '# mine\nXERO_CLIENT_ID=chosen\nEXTRA=a=b\n');
  const values = ensureEnvironmentFile(file, consoleUrl);
  expect(values).toMatchObject({ XERO_CLIENT_ID: 'chosen', EXTRA: 'a=b' });
  expect(readFileSync(file, 'utf8')).toContain('XERO_CLIENT_ID=chosen\n');
});

const odd = [
  "it's",
  'two  spaces',
  'a $HOME `id` $(id) "quoted" \\ back',
  '#hash # and note',
  '*?[a]~!&|;<>(){}',
  'tab\there',
  'ünï–💶',
  '-',
  '=',
];

test.each(odd)('a shell reads %s as we do', (value) => {
  writeFileSync(file, `${assignment('ODD', value)}\n`);
  expect(readEnvironmentFile(file)['ODD']).toBe(value);
  const values = ensureEnvironmentFile(file, consoleUrl);
  expect(values['ODD']).toBe(value);
  const script = `set -eu; set -a; . ${file}; printf %s "$ODD"`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
  expect(readEnvironmentFile(file)).toEqual(values);
});

test.each([
  ["pa$$word'; id", "pa$$word'; id"],
  ['"double \\"$x\\""', 'double "$x"'],
  ["'it'\\''s'", "it's"],
  ['plain # a note', 'plain'],
])('what a person wrote as %s is %s, and a start makes it so for a shell', (written, value) => {
  writeFileSync(file, `export ODD=${written}\n`);
  expect(ensureEnvironmentFile(file, consoleUrl)['ODD']).toBe(value);
  const script = `. ${file}; printf %s "$ODD"`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
});

test.each(['rm -rf x', "A='open", "A='a' b"])('the line %s is refused by its number', (line) => {
  writeFileSync(file, `# mine\n${line}\n`);
  expect(() => ensureEnvironmentFile(file, consoleUrl)).toThrow(/env, line 2: .*correct that line/);
});

test('a shell that sources it has the same values, also of a file that an earlier version wrote', () => {
  const before = ensureEnvironmentFile(file, consoleUrl);
  const unquoted = readFileSync(file, 'utf8').replaceAll("'", '');
  writeFileSync(file, unquoted);
  expect(ensureEnvironmentFile(file, consoleUrl)).toEqual(before);
  const script = `set -a; . ${file}; for name in ${Object.keys(before).join(' ')}; do printenv $name; done`;
  const values = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
  expect(values).toEqual(Object.values(before));
});
