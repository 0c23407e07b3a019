// Proves on a real database that a take-on is signed once, against exactly what was shown, by the path openings are recorded by, and that signing again takes its place.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endPass } from '../../activities/end-pass.ts';
import { observeDocument } from '../../activities/observe-document.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { observe } from '../../db/observe/observe.ts';
import { putLink } from '../../db/queries/links.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { recordByPerson } from '../../db/queries/record-retention.ts';
import { retentionEvents } from '../../db/queries/retention-events.ts';
import type { SignAnswer, SignAsk } from '../../db/queries/sign-take-on.ts';
import { readTakeOn, signTakeOn } from '../../db/queries/sign-take-on.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import { audit, wake } from '../../db/schema/delivery-tables.ts';
import { link, projectStart } from '../../db/schema/document-tables.ts';
import { takeOn, takeOnMatch, takeOnOpening } from '../../db/schema/take-on-tables.ts';
import { restingState, step } from '../../domain/lifecycle/lifecycle.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import {
  commitment,
  contact,
  fullChart,
  item,
  mapping,
  organisation,
  payAppObservation,
  project,
  requisition,
  summary,
  vendor,
} from '../support/domain-builders.ts';
import { heldLine, typedBill } from '../support/take-on.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const { mappingVersion, publicUrl } = payAppObservation();
const settings = { connection, publicUrl, mapping, mappingVersion };
const payApp = { type: 'payApp', connection, sourceId: '33' } as const;
const release = { type: 'retainageRelease', connection, sourceId: 'payApp-35' } as const;
const from = '2026-07-01';

/** The second claim is of 30 June and holds 200.00; the third lets 400.00 go in July. */
const second = requisition({
  ...{
    id: '34',
    number: 2,
    previousId: '33',
    invoiceNumber: 'INV-1043',
    billingDate: '2026-06-30',
  },
  summary: summary('12000.00', '1200.00', '9000.00'),
  items: [
    item('1', { before: '10000.00', work: '2000.00', heldBefore: '1000.00', held: '200.00' }),
  ],
});
const third = requisition({
  ...{
    id: '35',
    number: 3,
    previousId: '34',
    invoiceNumber: 'INV-1044',
    billingDate: '2026-07-31',
  },
  summary: summary('12000.00', '800.00', '10800.00'),
  items: [
    item(
      '1',
      { before: '12000.00', work: '0.00', heldBefore: '1200.00', held: '0.00' },
      { workRetainageReleasedThisPeriod: '400.00' },
    ),
  ],
});
const bill = typedBill('INV-1042', '9000.00', { lines: [heldLine('1000.00')] });
const ground: KeptRecord[] = [
  ...[organisation, fullChart, project, vendor(), contact(), commitment()],
  ...[requisition(), second, third, bill],
  { kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' },
  {
    ...{ kind: 'procoreBillingPeriod', id: 'p5', projectId: '5', dueDate: '2026-06-20' },
    ...{ startDate: '2026-05-01', endDate: '2026-05-31' },
  },
];

let database: OpenDatabase;
let drop: () => Promise<void>;
const keep = (records: KeptRecord[]) =>
  database.db.transaction((tx) => storeRecords(tx, connection, records, new Date()));
beforeEach(async () => {
  const made = await createTestDatabase();
  database = openDatabase(made.url, 6);
  drop = async () => {
    await database.close();
    await made.drop();
  };
  await storeMappingVersion(database.db, mapping);
  await keep(ground);
  await putLink(database.db, {
    ...{ workflowId: 'contact/demo/17', role: 'contact', connection, kind: 'xeroContact' },
    ...{ targetId: 'contact-1', base: null, how: 'written' },
  });
});
afterEach(() => drop());

const ask = { connection, mapping, projectId: project.id, from };
const shown = async (): Promise<string> => {
  const view = await readTakeOn(database.db, ask);
  return view?.proposal.hash ?? '';
};
const sign = async (amount: string, over: Partial<SignAsk> = {}): Promise<SignAnswer> =>
  signTakeOn(database.db, {
    ...{ ...ask, hash: over.hash ?? (await shown()), person: 'local:Ann Rea' },
    ...{ stated: [{ contract: 'SC-001', taxType: null, amount }], now: new Date('2026-08-01') },
    ...over,
  });
const openings = async (): Promise<string[]> =>
  (await retentionEvents(database.db, connection))
    .filter(({ basis }) => basis === 'person')
    .map(({ kind, taxType, amount, date }) => `${kind} ${taxType} ${amount} ${date}`);
/** One look at a document and the end of its pass, as its workflow would do them. */
const pass = async (id: typeof payApp): Promise<void> => {
  await addWakeRows(database.db, [wakeChanged('payApp/demo/33', 'test')]);
  const observed = await observeDocument(database.db, settings, id, true);
  const [, command] = step(restingState, { event: 'observed', observed });
  if (command.do === 'endPass') {
    await endPass(database.db, { workflowId: 'payApp/demo/33', ending: command.ending });
  }
};

describe('signing a take-on', () => {
  it('keeps what was shown and said, records the opening that no document shows, and turns the project on', async () => {
    await pass(payApp);
    await database.db.delete(wake);
    expect((await sign('1200.00')).answer).toBe('signed');
    expect(await database.db.select().from(takeOn)).toMatchObject([
      { projectId: '5', postFrom: from, person: 'local:Ann Rea', endedAt: null },
    ]);
    expect(await database.db.select().from(takeOnOpening)).toMatchObject([
      {
        ...{ contractId: 'wo-9', side: 'payable', taxType: 'INPUT2', currency: 'NZD' },
        ...{ billed: '12000.00', paid: '0.00', held: '1200.00', inDocuments: '1000.00' },
        stated: '1200.00',
      },
    ]);
    expect(await database.db.select().from(takeOnMatch)).toMatchObject([
      { workflowId: 'payApp/demo/33', role: 'bill', kind: 'xeroBill', targetId: 'INV-1042' },
    ]);
    expect(await openings()).toEqual(['opening INPUT2 200.00 2026-06-30']);
    expect(await database.db.select().from(projectStart)).toMatchObject([{ postFrom: from }]);
    const actions = (await database.db.select().from(audit)).map(({ action }) => action);
    expect(actions).toEqual(['retentionRecorded', 'takeOnSigned', 'projectStarted']);
    const woken = (await database.db.select().from(wake)).map(({ workflowId }) => workflowId);
    expect(woken).toContain('payApp/demo/33');
  });

  it('is refused with nothing kept where it moved, where the day is another, and before the day', async () => {
    const hash = await shown();
    await keep([{ ...bill, status: 'VOIDED', updatedAt: '2026-08-01T00:00:00.000Z' }]);
    expect((await sign('1200.00', { hash })).answer).toBe('moved');
    const early = await sign('1200.00', { now: new Date('2026-06-29') });
    expect(early).toMatchObject({ answer: 'refused' });
    const [start] = [
      { connection, projectId: '5', postFrom: '2026-01-01', person: 'a', shown: {} },
    ];
    await startProjects(database.db, [start]);
    const other = await sign('1200.00');
    expect(other.answer === 'refused' ? other.why : '').toContain('posts from 2026-01-01 already');
    expect(await database.db.$count(takeOn)).toBe(0);
    expect(await openings()).toEqual([]);
    expect((await sign('1200.00', { projectId: '99' })).answer).toBe('unknown');
  });

  it('twice with the same words is once; with others it takes the place of the first', async () => {
    await sign('900.00');
    expect((await sign('900.00')).answer).toBe('signedBefore');
    expect((await sign('1200.00')).answer).toBe('signed');
    const rows = await database.db.select().from(takeOn).orderBy(takeOn.id);
    expect(rows.map(({ endedBecause }) => endedBecause)).toEqual(['signedAgain', null]);
    expect(await openings()).toEqual(['opening INPUT2 200.00 2026-06-30']);
    // The claim is corrected, so that what is held moved: only the difference is recorded.
    const less = summary('12000.00', '1150.00', '9000.00');
    const corrected = item('1', {
      ...{ before: '10000.00', work: '2000.00', heldBefore: '1000.00', held: '150.00' },
    });
    await keep([
      { ...second, summary: less, items: [corrected], updatedAt: '2026-08-01T00:00:00Z' },
    ]);
    expect((await sign('1150.00')).answer).toBe('signed');
    expect(await openings()).toEqual([
      'opening INPUT2 200.00 2026-06-30',
      'opening INPUT2 -50.00 2026-06-30',
    ]);
  });

  it('by ten at once is one', async () => {
    const hash = await shown();
    const answers = await Promise.all(Array.from({ length: 10 }, () => sign('1200.00', { hash })));
    const told = answers.map(({ answer }) => answer).sort();
    expect(told).toEqual(['signed', ...Array.from({ length: 9 }, () => 'signedBefore')]);
    expect(await database.db.$count(takeOn)).toBe(1);
    expect(await openings()).toHaveLength(1);
  });

  it('counts what was recorded as an opening before', async () => {
    await recordByPerson(database.db, {
      ...{ connection, kind: 'opening', contract: 'SC-001', taxType: 'INPUT2' },
      ...{ date: '2026-06-30', amount: '150.00', document: null, person: 'local:Ann Rea' },
      ...{ why: 'held before', today: '2026-08-01', baseCurrency: 'NZD' },
    });
    await sign('1200.00');
    expect(await openings()).toEqual([
      'opening INPUT2 150.00 2026-06-30',
      'opening INPUT2 50.00 2026-06-30',
    ]);
  });

  it('cannot be changed or removed', async () => {
    await sign('1200.00');
    await expect(database.sql`update take_on_opening set stated = 1`).rejects.toThrow('only ever');
    await expect(database.sql`delete from take_on_match`).rejects.toThrow('only ever');
  });
});

describe('what looks see of it', () => {
  const opening = async () => {
    const look = await observe(database.db, settings, release);
    return look.opening;
  };

  it('is nothing before the project is on, nothing signed then, and what is signed in the end', async () => {
    expect(await opening()).toBeUndefined();
    await startProjects(database.db, [
      { connection, projectId: '5', postFrom: from, person: 'a', shown: {} },
    ]);
    const { signedFor } = await observe(database.db, settings, payApp);
    expect(signedFor).toBeUndefined();
    expect(await opening()).toEqual({
      postFrom: from,
      held: '1200.00',
      signed: null,
      hasMoved: false,
    });
    await sign('900.00');
    const signed = [{ taxType: 'INPUT2', held: '1200.00', stated: '900.00' }];
    expect(await opening()).toMatchObject({ signed, hasMoved: false });
    const { earlierToPost } = await observe(database.db, settings, release);
    expect(earlierToPost).toBe('payApp/demo/33');
    await keep([{ ...second, status: 'draft', updatedAt: '2026-08-02T00:00:00Z' }]);
    expect(await opening()).toMatchObject({ held: '1000.00', hasMoved: true });
  });

  it('is absent of a contract with nothing before the start', async () => {
    await startProjects(database.db, [
      { connection, projectId: '5', postFrom: '2000-01-01', person: 'a', shown: {} },
    ]);
    const look = await observe(database.db, settings, release);
    expect('opening' in look).toBe(false);
    expect('signedFor' in look).toBe(false);
  });

  it('is taken over by the next pass, without a question, and the proposal stays what was signed', async () => {
    await pass(payApp);
    const hash = await shown();
    await sign('1200.00', { hash });
    await pass(payApp);
    const links = await database.db.select().from(link);
    expect(links.filter(({ role }) => role === 'bill')).toMatchObject([
      { workflowId: 'payApp/demo/33', targetId: 'INV-1042', how: 'adopted' },
    ]);
    expect((await sign('1200.00')).answer).toBe('signedBefore');
  });
});
