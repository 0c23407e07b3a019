// Proves on a real database that the ledger of retainage is only added to, says everything once however often and from however many sides at once, can tell any earlier moment, and ties.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endPass } from '../../activities/end-pass.ts';
import { observeDocument } from '../../activities/observe-document.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { migrateRetention } from '../../db/migrate-retention.ts';
import { putLink } from '../../db/queries/links.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import type { RecordAsk } from '../../db/queries/record-retention.ts';
import { recordByPerson } from '../../db/queries/record-retention.ts';
import { recordStatements, retentionEvents } from '../../db/queries/retention-events.ts';
import { retentionInXero } from '../../db/queries/retention-in-xero.ts';
import { readRegister } from '../../db/queries/retention-register.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { restingState, step } from '../../domain/lifecycle/lifecycle.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { Entry } from '../../domain/retainage/ledger/entry.ts';
import { balanceOf, upTo } from '../../domain/retainage/ledger/balances.ts';
import {
  billOf,
  commitment,
  fullChart,
  mapping,
  organisation,
  payAppObservation,
  payment,
  project,
  requisition,
  vendor,
} from '../support/domain-builders.ts';
import { bodyOf } from '../support/posted-documents.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const { mappingVersion, publicUrl } = payAppObservation();
const settings = { connection, publicUrl, mapping, mappingVersion };
const payApp = { type: 'payApp', connection, sourceId: '33' } as const;
const workflowId = workflowIdOf(payApp);

/** INV-1042: 1,000.00 held of 10,000.00. */
const bill = (over: Partial<XeroBill> = {}): XeroBill =>
  billOf(bodyOf(payAppObservation(), 'xeroBill'), over);

const release = (over: Partial<XeroBill> = {}): XeroBill => {
  const [line] = bill().lines.filter(({ accountCode }) => accountCode === '825');
  if (!line) throw new Error('the bill holds nothing');
  const lines = [{ ...line, unitAmount: '400.00', lineAmount: '400.00', taxAmount: '60.00' }];
  const figures = { subTotal: '400.00', totalTax: '60.00', total: '460.00', amountDue: '460.00' };
  return bill({ id: 'bill-r', number: 'INV-1042-R', url: null, lines, ...figures, ...over });
};

const ground: KeptRecord[] = [
  ...[organisation, fullChart, project, vendor(), commitment(), requisition()],
  { kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' },
  {
    ...{ kind: 'procoreBillingPeriod', id: 'p5', projectId: '5', dueDate: '2026-06-20' },
    ...{ startDate: '2026-05-01', endDate: '2026-05-31' },
  },
];

let database: OpenDatabase;
let drop: () => Promise<void>;
beforeEach(async () => {
  const made = await createTestDatabase();
  database = openDatabase(made.url, 6);
  drop = async () => {
    await database.close();
    await made.drop();
  };
});
afterEach(() => drop());

const keep = (records: KeptRecord[], seenAt = new Date()) =>
  database.db.transaction((tx) => storeRecords(tx, connection, records, seenAt));
const begin = async (): Promise<void> => {
  await storeMappingVersion(database.db, mapping);
  await keep(ground);
  await startProjects(database.db, [
    { connection, projectId: project.id, postFrom: '2026-01-01', person: 'test', shown: {} },
  ]);
};
const told = async (knownAt: Date | null = null): Promise<string[]> =>
  (await retentionEvents(database.db, connection, knownAt)).map(
    ({ basis, kind, amount, taxType, date }) =>
      `${basis} ${kind} ${amount} ${taxType ?? '?'} ${date}`,
  );
const linked = (targetId = 'bill-1', role = 'bill', of = workflowId) =>
  putLink(database.db, {
    ...{ workflowId: of, role, connection, kind: 'xeroBill', targetId, base: null },
    how: 'written',
  });
const register = (asOf: string | null = null) =>
  readRegister(database.db, { connection, mapping, asOf });
/** One look at the pay app and the end of its pass, as its workflow would do them. */
const pass = async (): Promise<void> => {
  await addWakeRows(database.db, [wakeChanged(workflowId, 'test')]);
  const observed = await observeDocument(database.db, settings, payApp);
  const [, command] = step(restingState, { event: 'observed', observed });
  if (command.do === 'endPass') {
    await endPass(database.db, { workflowId, ending: command.ending });
  }
};

describe('what claims say', () => {
  it('is written where the pass ends, once, and again only as what changed', async () => {
    await begin();
    await pass();
    expect(await told()).toEqual(['procore held 1000.00 INPUT2 2026-05-31']);
    await pass();
    await pass();
    expect(await told()).toHaveLength(1);
    const then = new Date();
    await sleep(5);
    await keep([requisition({ status: 'under_review', updatedAt: '2026-06-05T00:00:00Z' })]);
    await pass();
    expect(await told()).toEqual([
      'procore held 1000.00 INPUT2 2026-05-31',
      'procore held -1000.00 INPUT2 2026-05-31',
    ]);
    expect(await told(then)).toHaveLength(1);
  });

  it('is said once by two passes that end at once', async () => {
    await begin();
    await addWakeRows(database.db, [wakeChanged(workflowId, 'test')]);
    const observed = await observeDocument(database.db, settings, payApp);
    const [, command] = step(restingState, { event: 'observed', observed });
    if (command.do !== 'endPass') throw new Error(command.do);
    const { ending } = command;
    await Promise.all([1, 2, 3].map(() => endPass(database.db, { workflowId, ending })));
    expect(await told()).toHaveLength(1);
  });

  it('of a database that had claims before there was a ledger is taken in once', async () => {
    await begin();
    await pass();
    await keep([bill()]);
    const before = await told();
    await database.sql`truncate retention_event`;
    await migrateRetention(database.db);
    expect((await told()).sort()).toEqual(before.sort());
    await migrateRetention(database.db);
    expect(await told()).toHaveLength(before.length);
  });
});

describe('what Xero’s documents say', () => {
  it('is written where they are kept: once, and a void takes it back with a time of its own', async () => {
    await begin();
    await keep([bill()]);
    await keep([bill()]);
    const held = ['xero held 1000.00 INPUT2 2026-05-31'];
    expect(await told()).toEqual(held);
    const then = new Date();
    await sleep(5);
    await keep([bill({ status: 'VOIDED', updatedAt: '2026-08-02T00:00:00.000Z' })]);
    expect(await told()).toEqual([...held, 'xero held -1000.00 INPUT2 2026-05-31']);
    // On 31 May as it was known then, and as it is known today.
    const posted = async (knownAt: Date | null) =>
      balanceOf(upTo(await retentionEvents(database.db, connection, knownAt), '2026-05-31')).posted;
    expect([await posted(then), await posted(null)]).toEqual(['1000.00', '0.00']);
  });

  it('is said once when many keep the same document at once', async () => {
    await begin();
    await Promise.all([1, 2, 3, 4].map(() => keep([bill()])));
    expect(await told()).toHaveLength(1);
  });

  it('is taken in when a mapping names the account for the first time', async () => {
    await keep([...ground, bill()]);
    expect(await told()).toEqual([]);
    await storeMappingVersion(database.db, mapping);
    await storeMappingVersion(database.db, mapping);
    expect(await told()).toEqual(['xero held 1000.00 INPUT2 2026-05-31']);
  });

  it('counts a payment of a release whichever of the two is read first, and at once', async () => {
    const paid = payment('p1', '460.00', { invoiceId: 'bill-r' });
    const says = ['xero paid 400.00 INPUT2 2026-06-20', 'xero released 400.00 INPUT2 2026-05-31'];
    await begin();
    await keep([release()]);
    await keep([paid]);
    expect((await told()).sort()).toEqual(says);
    await keep([{ ...paid, status: 'DELETED', updatedAt: '2026-07-01T00:00:00.000Z' }]);
    expect((await told()).at(-1)).toBe('xero paid -400.00 INPUT2 2026-06-20');
    for (let round = 0; round < 5; round += 1) {
      const id = `bill-${round}`;
      const other = payment(`q${round}`, '460.00', { invoiceId: id });
      await Promise.all([keep([release({ id })]), keep([other])]);
      const events = await retentionEvents(database.db, connection);
      expect(events.filter(({ documentId }) => documentId === id)).toHaveLength(2);
    }
  });
});

describe('the table', () => {
  it('takes no change and no removal, and no second row of one place', async () => {
    await begin();
    await keep([bill()]);
    const { sql } = database;
    await expect(sql`update retention_event set amount = 1`).rejects.toThrow('only ever added to');
    await expect(sql`delete from retention_event`).rejects.toThrow('only ever added to');
    const again = sql`insert into retention_event (connection, basis, document_kind, document_id,
      sequence, kind, side, date, currency, amount, name)
      select connection, basis, document_kind, document_id, sequence, kind, side, date, currency,
        amount, name from retention_event`;
    await expect(again).rejects.toThrow('retention_event_once');
  });

  it('keeps amounts exactly', async () => {
    const entry: Entry = {
      kind: 'held',
      side: 'payable',
      ...{ contractId: null, taxType: null, account: '825', date: '2026-05-31' },
      ...{ currency: 'KWD', amount: '90071992547409931.235', name: 'bill 1' },
    };
    const statement = { basis: 'xero', documentKind: 'xeroBill', documentId: '1' } as const;
    await recordStatements(database.db, connection, [{ ...statement, entries: [entry] }]);
    const [event] = await retentionEvents(database.db, connection);
    expect(event).toMatchObject(entry);
  });
});

describe('what people record', () => {
  const ask = (over: Partial<RecordAsk> = {}): RecordAsk => ({
    ...{ connection, kind: 'opening', contract: 'SC-001', taxType: 'INPUT2', amount: '500.00' },
    ...{ date: '2026-04-30', document: null, person: 'local:Ann', why: 'held before Tieout' },
    ...{ today: '2026-08-01', baseCurrency: 'NZD', ...over },
  });
  const record = (over: Partial<RecordAsk> = {}) => recordByPerson(database.db, ask(over));
  const held = () =>
    retentionInXero(database.db, settings, {
      ...{ of: 'payApp', contractId: 'wo-9', currency: 'NZD', except: [] },
    });

  it('may be let go from then on, and what waits for it looks again', async () => {
    await begin();
    await pass();
    const waking = async () =>
      (
        await database.sql`select from wake where done_at is null and payload->>'hintId' = 'retention'`
      ).length;
    expect(await held()).toEqual([]);
    expect(await record()).toMatchObject({ recorded: 'now', contractId: 'wo-9', currency: 'NZD' });
    expect(await held()).toEqual([{ taxType: 'INPUT2', amount: '500.00' }]);
    expect(await waking()).toBe(1);
    expect(await record({ kind: 'applied', amount: '200.00' })).toMatchObject({ recorded: 'now' });
    expect(await held()).toEqual([{ taxType: 'INPUT2', amount: '300.00' }]);
    const audits = await database.sql`select actor, action from audit`;
    expect([...audits]).toMatchObject([
      { actor: 'local:Ann', action: 'retentionRecorded' },
      { actor: 'local:Ann', action: 'retentionRecorded' },
    ]);
  });

  it('counts a document whose amounts include tax without it', async () => {
    await begin();
    const [line] = bill().lines.filter(({ accountCode }) => accountCode === '825');
    if (!line) throw new Error('the bill holds nothing');
    const lines = [{ ...line, unitAmount: '-575.00', lineAmount: '-575.00', taxAmount: '-75.00' }];
    await keep([bill({ url: null, lineAmountTypes: 'Inclusive', lines })]);
    await linked();
    expect(await held()).toEqual([{ taxType: 'INPUT2', amount: '500.00' }]);
  });

  it('is one event however often and from however many sides it is said', async () => {
    await begin();
    const answers = await Promise.all([record(), record(), record()]);
    expect(answers.map(({ recorded }) => recorded).sort()).toEqual(['before', 'before', 'now']);
    expect(await told()).toEqual(['person opening 500.00 INPUT2 2026-04-30']);
  });

  it('is refused beyond what is held, two at once included', async () => {
    await begin();
    await record();
    const answers = await Promise.all(
      ['one', 'two'].map((why) => record({ kind: 'writtenOff', amount: '400.00', why })),
    );
    expect(answers.map(({ recorded }) => recorded).sort()).toEqual(['no', 'now']);
    expect(await record({ contract: 'SC-9' })).toMatchObject({ recorded: 'no' });
    expect(await record({ document: 'INV-9' })).toMatchObject({ recorded: 'no' });
  });

  it('may leave out the tax type only where there is one', async () => {
    await begin();
    expect(await record({ taxType: null })).toMatchObject({
      why: 'Retainage of SC-001 is kept by tax type; say which with --tax-type.',
    });
    await pass();
    expect(await record({ taxType: null })).toMatchObject({ taxType: 'INPUT2' });
  });
});

describe('the register', () => {
  it('ties a posted claim on both sides, as of its day and not before', async () => {
    await begin();
    await pass();
    await keep([bill()]);
    await linked();
    const found = await register('2026-05-31');
    expect(found).toMatchObject({
      unexplained: 0,
      contracts: [
        {
          number: 'SC-001',
          total: { certified: '1000.00', posted: '1000.00', difference: '0.00' },
          differences: [],
          outstanding: { procore: '1000.00', certified: '1000.00', differences: [] },
        },
      ],
      accounts: [{ side: 'payable', inXero: '1000.00', posted: '1000.00', differences: [] }],
    });
    expect((await register('2026-05-30')).contracts[0]?.total.certified).toBe('0.00');
    expect(await register('2026-05-31')).toEqual(found);
  });

  it('names what is on its way, what a person recorded and what was typed by hand', async () => {
    await begin();
    await pass();
    await keep([release({ id: 'typed', number: 'HAND-1' })]);
    const unlinked = await register();
    expect(unlinked.contracts[0]?.differences).toMatchObject([
      {
        name: expect.stringContaining('pay app INV-1042') as string,
        amount: '1000.00',
        cause: 'waits',
      },
    ]);
    expect(unlinked.accounts[0]).toMatchObject({
      ...{ inXero: '-400.00', posted: '0.00' },
      differences: [{ name: 'bill HAND-1', amount: '-400.00', cause: 'typedByHand' }],
    });
    expect(unlinked.unexplained).toBe(0);
  });

  it('says so where a difference has no cause', async () => {
    await begin();
    await pass();
    const [line, ...others] = bill().lines;
    const less = others.map((one) => ({ ...one, unitAmount: '-900.00', lineAmount: '-900.00' }));
    await keep([bill({ lines: line ? [line, ...less] : [] })]);
    await linked();
    await database.sql`update wake set done_at = now()`;
    await database.sql`update exception set state = 'closed'`;
    await database.sql`update intent set state = 'done'`;
    await database.sql`delete from dependency`;
    const found = await register();
    expect(found.unexplained).toBe(1);
    expect(found.contracts[0]?.differences).toMatchObject([
      { amount: '100.00', cause: 'unexplained' },
    ]);
  });
});
