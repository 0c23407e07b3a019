// Proves that a worker that a person's configuration stops ends with exit code 2, and that its last words name the key and the fix.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';
import { demoMapping as config } from '../support/demo-mapping.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { completeEnvironment } from './complete-environment.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const good: Mapping = config;
const configurationExit = 2;

describe('a worker', { timeout: 90_000 }, () => {
  let dir: string;
  let database: TestDatabase;
  let xero: Awaited<ReturnType<typeof startXeroSandbox>>;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tieout-refused-'));
    writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
    [database, xero] = await Promise.all([createTestDatabase(), startXeroSandbox({})]);
    const seeded = await fetch(`${xero.url}/_sandbox/seed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"company":"empty"}',
    });
    expect(seeded.status).toBe(200);
  });
  afterAll(async () => {
    await xero.close();
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  const startWith = async (mappingFile: string) => {
    const path = join(dir, 'tieout.config.ts');
    writeFileSync(path, mappingFile);
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, ['--import', 'tsx', 'workers/worker-main.ts'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...completeEnvironment,
        ...(PATH === undefined ? {} : { PATH }),
        ...(HOME === undefined ? {} : { HOME }),
        DATABASE_URL: database.url,
        XERO_API_URL: xero.url,
        XERO_IDENTITY_URL: xero.url,
        XERO_CLIENT_ID: 'tieout-sandbox',
        XERO_CLIENT_SECRET: 'tieout-sandbox-secret',
        TIEOUT_CONFIG: path,
        // Nobody listens there: a start that is refused never gets that far.
        TEMPORAL_ADDRESS: '127.0.0.1:1',
      },
    });
    let words = '';
    child.stderr.on('data', (data: Buffer) => {
      words += data.toString();
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, words };
  };
  const exporting = (mapping: unknown): string =>
    `export const config = ${JSON.stringify(mapping)};\n`;

  it('ends with 2 over a file that is not TypeScript', async () => {
    const { code, words } = await startWith('export const config = {{;\n');
    expect(code).toBe(configurationExit);
    expect(words).toContain('tieout.config.ts');
    expect(words).toContain('it cannot be read as TypeScript');
    expect(words).not.toContain('"stack"');
  });

  it('ends with 2 over what Xero does not have: each key is named, with what could stand there', async () => {
    const { code, words } = await startWith(
      exporting({
        ...good,
        accounts: { ...good.accounts, byCostType: { ...good.accounts.byCostType, S: '311' } },
        taxTypes: { ...good.taxTypes, GST15: 'INPUT9' },
        tracking: { ...good.tracking, projectCategory: 'Job' },
      }),
    );
    expect(code).toBe(configurationExit);
    expect(words).toContain('accounts.byCostType.S: Xero has no account 311; use one of 310');
    expect(words).toContain('taxTypes.GST15: Xero has no active tax type INPUT9; use one of ');
    expect(words).toContain('tracking.projectCategory: Xero has no active tracking category');
    expect(words).not.toContain('"stack"');
  });
});
