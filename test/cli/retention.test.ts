// `tieout retention` and `tieout retention record`: what they print, what they refuse, and their exit codes.
import { expect, it } from 'vitest';
import { csvOf } from '../../cli/csv.ts';
import { runRetention, runRetentionRecord } from '../../cli/retention.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { recordStatements } from '../../db/queries/retention-events.ts';
import { retentionOfClaim } from '../../domain/claims/claim-retention.ts';
import type { Register } from '../../domain/retainage/ledger/register.ts';
import { billOf, payApp } from '../api/observations.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import { commandsGround } from '../support/commands.ts';

const ground = commandsGround();

/** 1,550.05 is certified of SC-003, and its bill carries our marker. */
async function certified(posted: boolean): Promise<void> {
  await storeMappingVersion(ground.database.db, demoMapping);
  const observation = payApp();
  const { project, contract, organisation, claim } = observation;
  const records = [project, contract, organisation, claim].filter((one) => one !== null);
  const bills = posted ? [billOf(observation)] : [];
  await storeRecords(ground.database.db, 'demo', [...records, ...bills], new Date());
  const statement = retentionOfClaim(observation);
  await recordStatements(ground.database.db, 'demo', statement ? [statement] : []);
}

const flags = { asOf: undefined, rates: [], contract: undefined, json: false, csv: false };

it('says what comes next while nothing is held', async () => {
  expect(await runRetention(flags)).toBe(0);
  expect(ground.said).toContain('Nothing is held or released');
  expect(ground.said).toContain('The first sweep reads them');
});

it('prints both balances, and that they tie', async () => {
  await certified(true);
  expect(await runRetention(flags)).toBe(0);
  expect(ground.said).toContain(
    'SC-003 Earthworks and substructure, 26-004 Quay Street Apartments',
  );
  expect(ground.said).toContain('certified 1,550.05, posted 1,550.05, difference 0.00 NZD');
  expect(ground.said).toContain('Xero’s documents hold 1,550.05, the contracts above 1,550.05 NZD');
  expect(ground.said).toContain('Every difference has a cause.');
});

it('counts up to a day, of one contract, as JSON', async () => {
  await certified(true);
  const ask = { ...flags, contract: 'SC-003', asOf: '2026-10-30', json: true };
  expect(await runRetention(ask)).toBe(0);
  const register = JSON.parse(ground.said) as Register;
  expect(register).toMatchObject({ asOf: '2026-10-30', unexplained: 0, accounts: [] });
  expect(register.contracts[0]?.total.certified).toBe('0.00');
});

it('ends with 1 and names the document where a difference has no cause', async () => {
  await certified(false);
  // The pay app was looked at, is on, and neither waits nor moves: nobody can say why it is not posted.
  await ground.database.sql`insert into document (workflow_id, connection, type, source_id)
    values ('payApp/demo/7001', 'demo', 'payApp', '7001')`;
  await ground.database
    .sql`insert into project_start (connection, project_id, post_from, person, shown)
    values ('demo', '501', '2026-01-01', 'test', '{}')`;
  expect(await runRetention(flags)).toBe(1);
  expect(ground.said).toContain(
    '1,550.05 (INPUT2)  pay app INV-1042 (SC-003 no. 1): no cause is known',
  );
  expect(ground.said).toContain('1 difference has no known cause');
});

it('prints one table that opens in a spreadsheet', async () => {
  await certified(true);
  expect(await runRetention({ ...flags, csv: true })).toBe(0);
  const [head, balance] = ground.said.split('\r\n');
  expect(head).toMatch(/^row,side,project,contract,title,/);
  expect(balance).toContain('balance,payable,26-004 Quay Street Apartments,SC-003,');
  expect(balance).toContain(',INPUT2,1550.05,1550.05,0.00,');
});

it('refuses a rate that is none', async () => {
  for (const rate of ['EUR', 'EUR=1', 'eur=0.5', 'EUR=0']) {
    expect(await runRetention({ ...flags, rates: ['USD=0.61', rate] })).toBe(2);
    expect(ground.said).toContain(`such as EUR=0.5512, not ${rate}.`);
  }
});

it('refuses what is no day, two forms at once and a contract that holds nothing with exit code 2', async () => {
  await certified(true);
  expect(await runRetention({ ...flags, asOf: 'October' })).toBe(2);
  expect(await runRetention({ ...flags, json: true, csv: true })).toBe(2);
  expect(await runRetention({ ...flags, contract: 'SC-999' })).toBe(2);
  expect(ground.said).toContain('No contract SC-999 holds retainage; these do: SC-003.');
});

it('records an opening with who and why, and refuses more than is held', async () => {
  await certified(true);
  const record = (kind: string, amount: string) =>
    runRetentionRecord({
      ...{ kind, amount, contract: 'SC-003', date: '2026-01-31', why: 'taken on', by: 'Ann Rea' },
      ...{ taxType: undefined, document: undefined, json: false },
    });
  expect(await record('opening', '2,000.00')).toBe(0);
  expect(ground.said).toContain('Recorded 2,000.00 NZD of SC-003, tax type INPUT2, as opening on');
  expect(await record('opening', '2,000.00')).toBe(0);
  expect(ground.said).toContain('Recorded before: 2,000.00 NZD');
  expect(await record('applied', '9000.00')).toBe(1);
  expect(ground.said).toContain(
    'SC-003 holds 3,550.05 NZD of tax type INPUT2 in Xero, which is less',
  );
  expect(await record('lost', '1.00')).toBe(2);
  expect(await record('applied', 'much')).toBe(2);
  ground.said = '';
  expect(await runRetention(flags)).toBe(0);
  expect(ground.said).toMatch(
    /-2,000\.00 \(INPUT2\) {2}opening of SC-003: .*local:Ann Rea on \d{4}-\d\d-\d\d: taken on/,
  );
});

it('keeps a name that would begin a formula a name, and an amount below zero a number', () => {
  const rows = [{ name: '=SUM(A1)', amount: '-500.00' }, { name: 'a "b", c' }];
  expect(csvOf(['name', 'amount'], rows)).toBe(
    'name,amount\r\n\'=SUM(A1),-500.00\r\n"a ""b"", c",\r\n',
  );
});
