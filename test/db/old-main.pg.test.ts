// Proves that a database of before verdicts were by role is brought over: what was asked stays asked, what was decided or left
// stays so, and what was on its way is found under its new role.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { answersOf } from '../../db/queries/answers.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import { leftAsItIs } from '../support/answered.ts';
import {
  fullChart as chart,
  payAppObservation,
  payment,
  postedPayment,
} from '../support/domain-builders.ts';
import { postedPayApp, strangersBill } from '../support/posted-documents.ts';
import { asStoredBefore } from '../support/stored-before.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const migrations = new URL('../../db/migrations/', import.meta.url);
const journal = JSON.parse(readFileSync(new URL('meta/_journal.json', migrations), 'utf8')) as {
  entries: { tag: string; when: number }[];
};

const idOf = (sourceId: string): string =>
  workflowIdOf({ type: 'payApp', connection: 'demo', sourceId });
const bySubject = ({ questions }: { questions: readonly { subject: string }[] }): string[] =>
  questions.map(({ subject }) => subject);

describe('a database of before', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase({ migrated: false });
    database = openDatabase(testDatabase.url, 2);
    await firstTables();
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  /** Only the first migration, and the note of it, as a database of then has them. */
  async function firstTables(): Promise<void> {
    const { sql } = database;
    const [first] = journal.entries;
    const text = readFileSync(new URL(`${first?.tag ?? ''}.sql`, migrations), 'utf8');
    for (const statement of text.split('--> statement-breakpoint')) await sql.unsafe(statement);
    await sql`create schema drizzle`;
    await sql`create table drizzle.__drizzle_migrations
      (id serial primary key, hash text not null, created_at bigint)`;
    const hash = createHash('sha256').update(text).digest('hex');
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at)
      values (${hash}, ${first?.when ?? 0})`;
  }

  async function keep(kind: string, body: unknown): Promise<string> {
    const hash = contentHash(body);
    await database.sql`insert into snapshot (hash, kind, body)
      values (${hash}, ${kind}, ${JSON.stringify(body)}::jsonb) on conflict do nothing`;
    return hash;
  }

  /** An exception on a pay app as it was then stored. */
  async function asked(
    sourceId: string,
    seen: Observation,
    { kind, state }: { kind: string; state: 'open' | 'decided' | 'closed' },
  ): Promise<void> {
    const hash = await keep('observation', asStoredBefore(seen));
    await database.sql`insert into exception
      (id, connection, kind, workflow_id, plan_hash, observation_hash, document_name, sentence, state)
      values (${`e-${sourceId}`}, 'demo', ${kind}, ${idOf(sourceId)}, ${`old-${sourceId}`}, ${hash},
        'pay app', 'As it was said then.', ${state})`;
  }

  async function said(
    sourceId: string,
    verdict: 'approve' | 'reject',
    outcome: 'applied' | null,
  ): Promise<void> {
    await database.sql`insert into decision
      (id, exception_id, workflow_id, plan_hash, verdict, reason, person, outcome)
      values (${`d-${sourceId}`}, ${`e-${sourceId}`}, ${idOf(sourceId)}, ${`old-${sourceId}`},
        ${verdict}, 'Because.', 'local:controller', ${outcome})`;
  }

  const alike = payAppObservation({ lookAlikes: [strangersBill()] });
  const edited = postedPayApp({}, { number: 'typed over' });
  const removed = postedPayApp(
    {
      payments: [payment('p1', '10350.00', { status: 'DELETED' })],
      postedPayments: [postedPayment('p1', '9000.00')],
    },
    { status: 'AUTHORISED' },
  );

  it('keeps what is open as the same question, under the hash that its document derives today', async () => {
    await asked('1', alike, { kind: 'lookAlike', state: 'open' });
    await asked('2', removed, { kind: 'notYetHandled', state: 'open' });
    await migrateDatabase(testDatabase.url);
    const rows = await database.sql`
      select id, subject, kind, state, plan_hash from exception order by id`;
    const today = (seen: Observation) => planObservation(seen).gated.questions[0];
    expect([...rows]).toEqual([
      {
        ...{ id: 'e-1', subject: 'bill', kind: 'lookAlike', state: 'open' },
        plan_hash: today(alike)?.hash,
      },
      {
        ...{ id: 'e-2', subject: 'payment/p1', kind: 'paymentRemoved', state: 'open' },
        plan_hash: today(removed)?.hash,
      },
    ]);
  });

  it('carries a decision that was on its way over to the question of today', async () => {
    await asked('1', edited, { kind: 'editedInXero', state: 'decided' });
    await said('1', 'approve', null);
    await migrateDatabase(testDatabase.url);
    const answers = await answersOf(database.db, idOf('1'));
    expect(answers.decisions).toMatchObject([{ id: 'd-1', subject: 'bill', verdict: 'approve' }]);
    const { going, decisions } = planObservation({ ...edited, answers }).gated;
    expect(going).toMatchObject([{ decisionId: 'd-1' }]);
    expect(decisions).toEqual([{ id: 'd-1', outcome: 'applied' }]);
  });

  it('keeps what was rejected in the register, and silent', async () => {
    await asked('1', alike, { kind: 'lookAlike', state: 'closed' });
    await said('1', 'reject', 'applied');
    await migrateDatabase(testDatabase.url);
    // Again, as every start does.
    await migrateDatabase(testDatabase.url);
    const rows = await database.sql`
      select subject, kind, person, reason, decision_id from accepted_difference`;
    expect([...rows]).toEqual([
      {
        ...{ subject: 'bill', kind: 'lookAlike', decision_id: 'd-1' },
        ...{ person: 'local:controller', reason: 'Because.' },
      },
    ]);
    const answers = await answersOf(database.db, idOf('1'));
    expect(answers.accepted).toEqual(leftAsItIs(alike).answers.accepted);
    expect(bySubject(planObservation({ ...alike, answers }).gated)).toEqual([]);
  });

  it('finds payments and what is half sent under their roles of today', async () => {
    const { sql } = database;
    const observation = await keep('observation', asStoredBefore(removed));
    await sql`insert into link (workflow_id, role, connection, kind, target_id, base, how)
      values (${idOf('1')}, 'payment-p1', 'demo', 'procoreContractPayment', '77',
        ${JSON.stringify({ amount: '9000.00' })}::jsonb, 'written')`;
    await sql`insert into intent (key, connection, workflow_id, endpoint, operation, role, marker,
        body, body_hash, plan_hash, observation_hash, state, batch_id)
      values ('i-1', 'demo', ${idOf('1')}, 'procore/contract_payments', 'create', 'payment-p2',
        'tieout:demo/payApp/1/payment-p2', '{}', 'h', 'p', ${observation}, 'sent', 'b-1')`;
    await migrateDatabase(testDatabase.url);
    const [link] = await sql`select role, ended_at from link`;
    expect(link).toEqual({ role: 'payment/p1', ended_at: null });
    expect((await answersOf(database.db, idOf('1'))).inFlight).toEqual(['payment/p2']);
    const [intent] = await sql`select marker, state, agreed, after from intent`;
    expect(intent).toEqual({
      ...{ marker: 'tieout:demo/payApp/1/payment-p2', state: 'sent' },
      ...{ agreed: null, after: [] },
    });
  });

  it('goes on posting the projects it posted, and knows every option by the names it had', async () => {
    const { sql } = database;
    const project = await keep('procoreProject', { id: '5' });
    await sql`insert into mirror (connection, kind, record_id, snapshot_hash, seen_at)
      values ('demo', 'procoreProject', '5', ${project}, now())`;
    const hash = await keep('xeroChart', chart);
    await sql`insert into mirror (connection, kind, record_id, snapshot_hash, seen_at)
      values ('demo', 'xeroChart', 'chart', ${hash}, now())`;
    await migrateDatabase(testDatabase.url);
    const starts = await sql`select project_id, post_from from project_start`;
    expect([...starts]).toEqual([{ project_id: '5', post_from: '0001-01-01' }]);
    const names = await sql<{ option: string }[]>`select option from option_name`;
    const options = chart.trackingCategories.flatMap((category) => category.options);
    expect(names.map(({ option }) => option).sort()).toEqual(
      options.map(({ name }) => name).sort(),
    );
  });
});
