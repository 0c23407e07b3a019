// The children's logs: turned over at each start, and the last message found in them.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openServiceLog, rotateLog } from '../../launcher/service-log.ts';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'tieout-logs-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('three earlier runs stay readable', () => {
  for (let run = 1; run <= 6; run += 1) writeFileSync(rotateLog(dir, 'worker'), `run ${run}`);
  expect(readFileSync(join(dir, 'worker.log'), 'utf8')).toBe('run 6');
  expect(readFileSync(join(dir, 'worker.3.log'), 'utf8')).toBe('run 3');
  expect(existsSync(join(dir, 'worker.4.log'))).toBe(false);
});

test.each([
  [
    'an error goes before what is said after it',
    [`{"level":"error","message":"no account 999"}`, `{"level":"info","message":"bye"}`],
    'no account 999',
  ],
  [
    'without one, the last message',
    [`{"level":"info","msg":"one"}`, `{"level":"info","message":"two"}`, 'stray'],
    'two',
  ],
  [
    'without any, the last line',
    ['Error: cannot find module', '', '  '],
    'Error: cannot find module',
  ],
  ['nothing said', [], null],
])('the last message: %s', (_title, lines, expected) => {
  const log = openServiceLog(join(dir, 'x.log'));
  for (const line of lines) log.write(Buffer.from(`${line}\n`));
  expect(log.lastMessage()).toBe(expected);
  log.close();
  log.write(Buffer.from('said after the end'));
  expect(log.lastMessage()).toBe(expected);
});
