// What `npm start` runs is compiled once: it says what its sources say, and finds what lies beside them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileScripts } from '../../launcher/compile.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tieout-compile-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const run = (program: string | undefined): string =>
  execFileSync(process.execPath, [program ?? ''], { encoding: 'utf8' });

test('a program and what it shares with others, each finding its own files', async () => {
  write('words/greeting.txt', 'good day');
  write(
    'words/greeting.ts',
    `import { readFileSync } from 'node:fs';
     export const greeting: string = readFileSync(new URL('greeting.txt', import.meta.url), 'utf8');`,
  );
  const script = (name: string) =>
    `import { greeting } from '../words/greeting.ts'; console.log(greeting, '${name}');`;
  write('first/one.ts', script('one'));
  write('second/two.ts', script('two'));
  const [one, two] = [join(root, 'first/one.ts'), join(root, 'second/two.ts')];
  const made = await compileScripts([one, two], { root, outDir: join(root, 'out') });
  expect(run(made.get(one))).toBe('good day one\n');
  expect(run(made.get(two))).toBe('good day two\n');
});

test('a mistake is told with its file', async () => {
  write('broken.ts', 'const a: = 1;');
  const made = compileScripts([join(root, 'broken.ts')], { root, outDir: join(root, 'out') });
  await expect(made).rejects.toThrow('broken.ts:1');
});
