// Proves on a real database that a pass ends once, that only a stored decision on exactly the plan counts, and that hints are read first.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endPass } from '../../activities/end-pass.ts';
import { observeDocument } from '../../activities/observe-document.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { decideException } from '../../db/queries/decide.ts';
import { putRefusal } from '../../db/queries/answers.ts';
import { putLink } from '../../db/queries/links.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import { storeHints } from '../../db/queries/webhook-intake.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Command, Ending, Observed } from '../../domain/lifecycle/lifecycle.ts';
import { restingState, step } from '../../domain/lifecycle/lifecycle.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import {
  contact,
  mapping,
  payAppObservation,
  project,
  requisition,
} from '../support/domain-builders.ts';
import { strangersBill } from '../support/posted-documents.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { passGround } from './pass-ground.ts';
import { connection, payAppId } from './write-path-fixture.ts';

const { mappingVersion, publicUrl } = payAppObservation();
const settings = { connection, publicUrl, mapping, mappingVersion };
const payApp = payAppId('33');
const contactId = { type: 'contact', connection, sourceId: '17' } as const;
const workflowId = workflowIdOf(payApp);

describe('a pass of a document', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    await read(passGround);
    await startProjects(database.db, [
      { connection, projectId: project.id, postFrom: '2026-01-01', person: 'test', shown: {} },
    ]);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const read = (records: KeptRecord[], seenAt = new Date()) =>
    storeRecords(database.db, connection, records, seenAt);
  const link = async (): Promise<void> => {
    await read([contact()]);
    await putLink(database.db, {
      workflowId: workflowIdOf(contactId),
      role: 'contact',
      connection,
      kind: 'xeroContact',
      targetId: 'contact-1',
      base: null,
      how: 'adopted',
    });
  };
  const wake = (id: string = workflowId) => addWakeRows(database.db, [wakeChanged(id, 'test')]);
  const observe = (id: Parameters<typeof observeDocument>[2] = payApp): Promise<Observed> =>
    observeDocument(database.db, settings, id);
  /** How the workflow would end its pass after this look. */
  const endingAfter = (observed: Observed): Ending => {
    const [, command]: [unknown, Command] = step(restingState, { event: 'observed', observed });
    if (command.do !== 'endPass') throw new Error(`${command.do} ends no pass`);
    return command.ending;
  };
  /** Runs the activity that ends a pass, as often as Temporal would. */
  const carryOut = (ending: Ending, id: string = workflowId): Promise<void> =>
    endPass(database.db, { workflowId: id, ending });
  /** Everything a pass may leave behind, except times. */
  const everything = async () => {
    const { sql } = database;
    return {
      intents: [...(await sql`select key, state, role, decision_id from intent order by key`)],
      exceptions: [
        ...(await sql`select id, kind, subject, state, closed_because from exception order by opened_at`),
      ],
      decisions: [...(await sql`select id, outcome from decision order by decided_at`)],
      links: [
        ...(await sql`select workflow_id, role, target_id from link
          where ended_at is null order by 1, 2`),
      ],
      accepted: [...(await sql`select subject, kind from accepted_difference order by 1, 2`)],
      dependencies: [...(await sql`select workflow_id, waits_for from dependency order by 1, 2`)],
      audits: [
        ...(await sql<{ action: string; decision_id: string | null }[]>`
          select action, decision_id from audit order by id`),
      ],
      wakes: [
        ...(await sql`select id, workflow_id, signal, done_at is null as open from wake order by id`),
      ],
    };
  };
  const openLookAlike = async () => {
    await link();
    await read([strangersBill()]);
    await wake();
    await carryOut(endingAfter(await observe()));
    const [row] = await database.sql<{ id: string; plan_hash: string; kind: string }[]>`
      select id, plan_hash, kind from exception where state = 'open'`;
    if (!row) throw new Error('no exception is open');
    expect(row.kind).toBe('lookAlike');
    return { exceptionId: row.id, planHash: row.plan_hash };
  };
  const decide = (ask: { exceptionId: string; planHash: string }, verdict: 'approve' | 'reject') =>
    decideException(database.db, {
      ...ask,
      connection,
      verdict,
      reason: null,
      person: 'local:controller',
    });

  it('writes its intent once, also when its ending is repeated after the intent was settled (invariant 4)', async () => {
    await link();
    await wake();
    const command = endingAfter(await observe());
    await carryOut(command);
    const once = await everything();
    expect(once.intents).toHaveLength(1);
    await carryOut(command);
    expect(await everything()).toEqual(once);

    await database.sql`update intent set state = 'done'`;
    await carryOut(command);
    expect((await everything()).intents).toEqual([{ ...once.intents[0], state: 'done' }]);
    expect((await everything()).wakes).toEqual(once.wakes);
  });

  it('looks once more where what it waits for anew has ended since it looked, and only once', async () => {
    const openWakes = async (): Promise<number> =>
      (await everything()).wakes.filter(({ open }) => open === true).length;
    await wake();
    const waiting = endingAfter(await observe());
    // In whatever role: nobody was there to be woken by it.
    await database.sql`insert into link (workflow_id, role, connection, kind, target_id, how)
      values (${workflowIdOf(contactId)}, 'bill', ${connection}, 'xeroBill', 'b', 'written')`;
    await carryOut(waiting);
    expect(await openWakes()).toBe(1);
    await carryOut(endingAfter(await observe()));
    expect(await openWakes()).toBe(0);
  });

  it('opens its exception, records its dependency, adopts and rejects once each, however often repeated', async () => {
    // The vendor is not linked yet: the pay app waits for its contact.
    await wake();
    const waiting = endingAfter(await observe());
    await carryOut(waiting);
    const waits = await everything();
    expect(waits.dependencies).toEqual([
      { workflow_id: workflowId, waits_for: workflowIdOf(contactId) },
    ]);
    await carryOut(waiting);
    expect(await everything()).toEqual(waits);

    // Xero has exactly that contact: the vendor adopts it, which wakes the pay app once.
    await read([contact({ contactNumber: `tieout:${connection}:17` })]);
    await wake(workflowIdOf(contactId));
    const adopting = endingAfter(await observe(contactId));
    await carryOut(adopting, workflowIdOf(contactId));
    const adopted = await everything();
    expect(adopted.links).toHaveLength(1);
    expect(
      adopted.wakes.filter((row) => row['open'] && row['workflow_id'] === workflowId),
    ).toHaveLength(1);
    await carryOut(adopting, workflowIdOf(contactId));
    expect(await everything()).toEqual(adopted);

    // A bill that could be this one: an exception, and its rejection.
    await read([strangersBill()]);
    const opening = endingAfter(await observe());
    await carryOut(opening);
    const opened = await everything();
    expect(opened.exceptions).toMatchObject([{ kind: 'lookAlike', state: 'open' }]);
    await carryOut(opening);
    expect(await everything()).toEqual(opened);

    const [row] = await database.sql<{ id: string; plan_hash: string }[]>`
      select id, plan_hash from exception`;
    await decide({ exceptionId: row?.id ?? '', planHash: row?.plan_hash ?? '' }, 'reject');
    await read([requisition(), strangersBill()]);
    const rejecting = endingAfter(await observe());
    await carryOut(rejecting);
    const rejected = await everything();
    expect(rejected.exceptions).toMatchObject([{ state: 'closed', closed_because: 'rejected' }]);
    expect(rejected.decisions).toMatchObject([{ outcome: 'applied' }]);
    expect(rejected.accepted).toEqual([{ subject: 'bill', kind: 'lookAlike' }]);
    await carryOut(rejecting);
    expect(await everything()).toEqual(rejected);
    expect(rejected.intents).toEqual([]);
  });

  it('forgets what was refused on other ground, so that ground that moves and moves back is tried anew', async () => {
    await link();
    await wake();
    await carryOut(endingAfter(await observe()));
    await putRefusal(database.db, workflowId, {
      role: 'bill',
      verdictHash: 'v',
      kind: 'lockedPeriod',
      messages: ['Locked.'],
      context: 'then',
    });
    await database.sql`delete from intent`;
    await wake();
    await carryOut(endingAfter(await observe()));
    const rows = await database.sql`select role from refusal where workflow_id = ${workflowId}`;
    expect([...rows]).toEqual([]);
  });

  it('refuses to end on another plan than the one that was looked at, and leaves nothing (invariant 4)', async () => {
    await link();
    await wake();
    const ending = endingAfter(await observe());
    const before = await everything();
    const forged = { ...ending, planHash: 'another' };
    await expect(carryOut(forged)).rejects.toMatchObject({
      type: 'PlanMoved',
    });
    expect(await everything()).toEqual(before);
  });

  it('carries out an approval only after source and target were read again, and then exactly once', async () => {
    const ask = await openLookAlike();
    expect(await decide(ask, 'approve')).toMatchObject({ answer: 'stored' });
    const first = await observe();
    expect(first).toEqual({
      saw: 'readsNeeded',
      reads: [
        { system: 'procore', kind: 'procoreRequisition', id: '33', projectId: '5' },
        { system: 'xero', kind: 'xeroBill', id: 'theirs' },
      ],
    });
    await read([requisition(), strangersBill()]);
    const command = endingAfter(await observe());
    await carryOut(command);
    await carryOut(command);
    const after = await everything();
    expect(after.intents).toHaveLength(1);
    expect(after.intents[0]?.['decision_id']).toBe(after.decisions[0]?.['id']);
    expect(after.decisions).toMatchObject([{ outcome: 'applied' }]);
    expect(after.audits.map(({ action }) => action)).toEqual(['approved', 'decisionApplied']);
  });

  it('refuses a decision when its plan moved meanwhile, records that, and asks again (invariant 4)', async () => {
    const ask = await openLookAlike();
    await decide(ask, 'approve');
    // The subcontractor's figures changed between the decision and the look.
    const moved = requisition({ invoiceNumber: 'INV 1042', updatedAt: '2026-06-03T00:00:00Z' });
    await read([moved, strangersBill()]);
    await carryOut(endingAfter(await observe()));
    const after = await everything();
    expect(after.intents).toEqual([]);
    expect(after.decisions).toMatchObject([{ outcome: 'refused' }]);
    expect(after.audits.map(({ action }) => action)).toEqual(['approved', 'decisionRefused']);
    expect(after.exceptions).toMatchObject([
      { state: 'closed', closed_because: 'superseded' },
      { state: 'open', kind: 'lookAlike' },
    ]);
    // The old hash is answered with the new plan, and stores nothing.
    expect(await decide(ask, 'reject')).toMatchObject({ answer: 'refused' });
    expect((await everything()).decisions).toHaveLength(1);
  });

  it('takes no wake row or signal for a decision: without one in Postgres nothing is written (invariant 4)', async () => {
    const { planHash } = await openLookAlike();
    await addWakeRows(database.db, [
      { workflowId, signal: 'decide', payload: { decisionId: 'made-up', planHash } },
      { workflowId, signal: 'settled', payload: { intentKey: 'made-up' } },
    ]);
    const observed = await observe();
    expect(observed).toMatchObject({
      saw: 'document',
      observation: { answers: { decisions: [] } },
    });
    await carryOut(endingAfter(observed));
    const after = await everything();
    expect(after.intents).toEqual([]);
    expect(after.decisions).toEqual([]);
    expect(after.exceptions).toMatchObject([{ state: 'open', kind: 'lookAlike' }]);
    // A signal with no wake row behind it finds no reason to look.
    expect(await observe()).toEqual({ saw: 'nothing' });
  });

  it('a hint newer than the mirror asks for a read first; one the mirror has overtaken does not', async () => {
    await link();
    const hint = (eventKey: string, recordId: string, projectId: string | null) =>
      storeHints(database.db, connection, 'procore', [
        { eventKey, resource: 'procoreRequisition', recordId, projectId },
      ]);
    await hint('one', '33', '5');
    // The same delivery again is the same event.
    expect(await hint('one', '33', '5')).toEqual({ stored: 0, woken: 0 });
    const reads = [{ system: 'procore', kind: 'procoreRequisition', id: '33', projectId: '5' }];
    expect(await observe()).toEqual({ saw: 'readsNeeded', reads });
    // Reading it before the hint came does not count, reading it afterwards does.
    await read([requisition()], new Date(Date.now() - 60_000));
    expect(await observe()).toEqual({ saw: 'readsNeeded', reads });
    await read([requisition()]);
    await carryOut(endingAfter(await observe()));

    await hint('two', '77', '5');
    expect(await observe(payAppId('77'))).toEqual({
      saw: 'readsNeeded',
      reads: [{ system: 'procore', kind: 'procoreRequisition', id: '77', projectId: '5' }],
    });
  });
});
