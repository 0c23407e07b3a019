// `tieout config check` and `config diff` against the stand-in Xero and a real database: what they say, what they leave
// untouched, and their exit codes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { endPass } from '../../activities/end-pass.ts';
import { observeDocument } from '../../activities/observe-document.ts';
import { runConfigCheck } from '../../cli/config-check.ts';
import { runConfigDiff } from '../../cli/config-diff.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { putLink } from '../../db/queries/links.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import { restingState, step } from '../../domain/lifecycle/lifecycle.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';
import { passGround } from '../activities/pass-ground.ts';
import { payAppId } from '../activities/write-path-fixture.ts';
import { completeEnvironment } from '../config/complete-environment.ts';
import { contact, mapping, project } from '../support/domain-builders.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const byCostType = mapping.accounts.byCostType;
const withAccounts = (types: Record<string, string>): Mapping => ({
  ...mapping,
  accounts: { ...mapping.accounts, byCostType: types },
});
/** Pay app 33 is of cost type S. */
const withoutS = withAccounts({ M: '312' });

describe('tieout config', { timeout: 30_000 }, () => {
  let dir: string;
  let xero: Awaited<ReturnType<typeof startXeroSandbox>>;
  let made: TestDatabase;
  let database: OpenDatabase;
  let said: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tieout-config-'));
    writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
    xero = await startXeroSandbox({ latencyMs: 0 });
    await fetch(`${xero.url}/_sandbox/seed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"company":"demo"}',
    });
  });
  afterAll(async () => {
    await xero.close();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    made = await createTestDatabase();
    database = openDatabase(made.url, 2);
    const env = {
      ...completeEnvironment,
      DATABASE_URL: made.url,
      XERO_API_URL: xero.url,
      XERO_IDENTITY_URL: xero.url,
      XERO_CLIENT_ID: 'tieout-sandbox',
      XERO_CLIENT_SECRET: 'tieout-sandbox-secret',
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    said = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      said += String(part);
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
      said += String(part);
      return true;
    });
    await waitForAnAccount();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await database.close();
    await made.drop();
  });

  /** Pay app 33 was looked at under a mapping without its cost type, and waits as `unmappedCode`. */
  async function waitForAnAccount(): Promise<void> {
    const { db } = database;
    await storeRecords(db, connection, [...passGround, contact()], new Date());
    await startProjects(db, [
      { connection, projectId: project.id, postFrom: '2026-01-01', person: 'test', shown: {} },
    ]);
    await putLink(db, {
      workflowId: 'contact/demo/17',
      ...{ role: 'contact', connection, kind: 'xeroContact', targetId: 'contact-1' },
      ...{ base: null, how: 'adopted' },
    });
    const id = payAppId('33');
    await addWakeRows(db, [wakeChanged('payApp/demo/33', 'test')]);
    const settings = {
      ...{ connection, publicUrl: 'https://tieout.example.com', mapping: withoutS },
      mappingVersion: mappingVersionOf(withoutS),
    };
    const observed = await observeDocument(db, settings, id);
    const [, command] = step(restingState, { event: 'observed', observed });
    if (command.do !== 'endPass') throw new Error(`${command.do} asks nothing`);
    await endPass(db, { workflowId: 'payApp/demo/33', ending: command.ending });
  }

  let files = 0;
  const fileOf = (content: Mapping): string => {
    files += 1;
    const path = join(dir, `mapping-${files}.ts`);
    writeFileSync(path, `export const config = ${JSON.stringify(content)};\n`);
    return path;
  };
  const check = (content: Mapping, json = false) => runConfigCheck({ file: fileOf(content), json });
  /** What a command may not change. */
  const kept = async () => [
    ...(await database.sql`select source, option_id from option_link order by 1`),
    ...(await database.sql`select version from mapping_version order by 1`),
    ...(await database.sql`select id, state from exception order by 1`),
    ...(await database.sql`select workflow_id, plan_hash from document order by 1`),
  ];

  it('names what a mapping frees, and changes nothing', async () => {
    const before = await kept();
    expect(await check(mapping)).toBe(0);
    expect(said).toContain('can be used with Xero');
    expect(said).toMatch(
      /It would free 1 document that waits now, and no documents would go on waiting:\n {2}payApp\/demo\/33 .*\(unmappedCode\)\n$/,
    );
    expect(await kept()).toEqual(before);
  });

  it('says so where it frees nothing', async () => {
    expect(await check(withoutS, true)).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ problems: [], freed: [], waiting: 1 });
  });

  it('refuses an account Xero does not have with the nearest that would do', async () => {
    expect(await check(withAccounts({ ...byCostType, S: '999' }))).toBe(1);
    expect(said).toContain('accounts.byCostType.S: Xero has no account 999; use one of');
  });

  it('checks against the chart where no Postgres can be asked', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://tieout@127.0.0.1:1/tieout');
    expect(await check(mapping)).toBe(0);
    expect(said).toContain('Postgres cannot be asked');
  });

  it('says in a sentence that Xero or the file cannot be read', async () => {
    expect(await runConfigCheck({ file: join(dir, 'none.ts'), json: false })).toBe(2);
    expect(said).toContain('there is no such file');
    vi.stubEnv('XERO_API_URL', 'http://127.0.0.1:1');
    expect(await check(mapping)).toBe(2);
    expect(said).toContain('cannot be read at XERO_API_URL');
  });

  it('tells which keys differ, and what would be written differently', async () => {
    const before = await kept();
    const other = withAccounts({ ...byCostType, S: '312' });
    const flags = { before: fileOf(mapping), after: fileOf(other), json: false };
    expect(await runConfigDiff(flags)).toBe(1);
    expect(said).toContain('accounts.byCostType.S: 310 → 312');
    expect(said).toContain('1 document would be written differently from now on:');
    expect(said).toMatch(/bill\.writes\.lines\[1\]\.accountCode: 310 → 312/);
    expect(await kept()).toEqual(before);
  });

  it('tells what would wait, and what would no longer', async () => {
    const flags = { before: fileOf(withoutS), after: fileOf(mapping), json: true };
    expect(await runConfigDiff(flags)).toBe(1);
    const { documents } = JSON.parse(said) as { documents: { changes: unknown[] }[] };
    expect(documents.map(({ changes }) => changes)).toEqual([
      [
        { path: 'bill.does', from: 'blocked', to: 'create' },
        { path: 'bill.asks', from: 'unmappedCode', to: null },
      ],
    ]);
  });

  it('has nothing to say of two files that say the same', async () => {
    const flags = { before: fileOf(mapping), after: fileOf(mapping), json: false };
    expect(await runConfigDiff(flags)).toBe(0);
    expect(said).toContain('Both files say the same.');
  });
});
