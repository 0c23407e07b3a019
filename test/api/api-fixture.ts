// A console on a free port over a database of its own, and rows built from domain types to put into it.
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { RunningApi } from '../../api/serve.ts';
import { serveApi } from '../../api/serve.ts';
import type { ApiSettings } from '../../api/settings.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { storeSnapshot } from '../../db/queries/mirror.ts';
import { sweep } from '../../db/schema/delivery-tables.ts';
import { document } from '../../db/schema/document-tables.ts';
import { liveQuestionsOf, askQuestion } from '../../db/queries/questions.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { nameOf, partiesOf, planObservation } from '../../domain/objects/objects.ts';
import { demoMapping as config } from '../support/demo-mapping.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { workflowIdOfObservation } from './observations.ts';
import { textOf } from './page-rows.ts';

export const testSettings = {
  connection: 'demo',
  companyId: '5629494500123',
  webhookAuthorization: 'Bearer 0123456789abcdef',
  tenantId: '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
  webhookKey: 'a-webhook-key-of-some-length',
  codecKey: randomBytes(32),
} as const;

export type TestApi = {
  api: RunningApi;
  database: OpenDatabase;
  db: OpenDatabase['db'];
  logged: { level: string; message: string }[];
  /** Empties every table. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export async function startTestApi(changes: Partial<ApiSettings> = {}): Promise<TestApi> {
  const made = await createTestDatabase();
  const database = openDatabase(made.url, 20);
  const logged: TestApi['logged'] = [];
  const api = await serveApi({
    db: database.db,
    log: (level, message) => logged.push({ level, message }),
    connection: testSettings.connection,
    publicUrl: 'https://tieout.example',
    port: 0,
    web: { procore: 'https://app.procore.test', xero: 'https://go.xero.test' },
    temporalUiPort: 4405,
    temporalNamespace: 'default',
    codecKey: testSettings.codecKey,
    mapping: config,
    procore: {
      companyId: testSettings.companyId,
      webhookAuthorization: testSettings.webhookAuthorization,
    },
    connections: [
      {
        mapping: changes.mapping ?? config,
        xero: { tenantId: testSettings.tenantId, webhookKey: testSettings.webhookKey },
      },
    ],
    ...changes,
  });
  return {
    api,
    database,
    db: database.db,
    logged,
    async clear() {
      const tables = await database.db.execute<{ name: string }>(
        sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
      );
      const names = tables.map(({ name }) => name).join(', ');
      await database.db.execute(sql.raw(`truncate ${names} cascade`));
      logged.length = 0;
    },
    async close() {
      await api.close();
      await database.close();
      await made.drop();
    },
  };
}

/** What a page says, without its markup; fails where it is not shown. */
export async function pageText({ api }: TestApi, path: string): Promise<string> {
  const response = await fetch(`${api.url}${path}`);
  expect(response.status).toBe(200);
  return textOf(await response.text());
}

export type OpenedException = { id: string; planHash: string; workflowId: string };

/** Opens the one question an observation's plan asks, as the end of its pass does. */
export async function openExceptionOf(
  test: TestApi,
  observation: Observation,
): Promise<OpenedException> {
  const [opened, another] = await openExceptionsOf(test, observation);
  if (!opened || another) throw new Error('the plan does not ask one question');
  return opened;
}

/** Opens every question an observation's plan asks, in the order of their subjects. */
export async function openExceptionsOf(
  { db }: TestApi,
  observation: Observation,
): Promise<OpenedException[]> {
  const plan = planObservation(observation);
  const observationHash = await storeSnapshot(db, 'observation', observation);
  const workflowId = workflowIdOfObservation(observation);
  const [type = '', connection = '', sourceId = ''] = workflowId.split('/');
  const { amount, currency } = plan.standing;
  const { project, counterparty } = partiesOf(observation);
  const standing = {
    state: 'waiting',
    planHash: plan.hash,
    observationHash,
    mappingVersion: observation.mappingVersion,
    projectId: project,
    counterpartyId: counterparty,
    amount,
    currency,
  };
  await db
    .insert(document)
    .values({ workflowId, type, connection, sourceId, ...standing })
    .onConflictDoUpdate({ target: document.workflowId, set: standing });
  const of = {
    ...{ connection, workflowId, amount, currency, observationHash },
    documentName: nameOf(observation),
  };
  const live = await liveQuestionsOf(db, workflowId);
  for (const question of plan.gated.questions) {
    const before = live.find(({ subject }) => subject === question.subject);
    await askQuestion(db, question, of, before);
  }
  return liveQuestionsOf(db, workflowId);
}

/** A document without a plan, for counts. */
export async function putDocumentRow(
  { db }: TestApi,
  workflowId: string,
  state = 'posted',
): Promise<void> {
  const [type = '', connection = '', sourceId = ''] = workflowId.split('/');
  await db.insert(document).values({ workflowId, type, connection, sourceId, state });
}

/** A sweep that read both sides to the end, after everything else. */
export async function putSweep(
  { db }: TestApi,
  changes: Partial<typeof sweep.$inferInsert> = {},
): Promise<void> {
  const at = new Date();
  await db.insert(sweep).values({
    id: randomUUID(),
    connection: testSettings.connection,
    startedAt: at,
    finishedAt: at,
    complete: true,
    ...changes,
  });
}
