// Proves on both sandboxes that a sweep reads past what it may no longer see, names it, and closes what it said when all is shown again.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSweepActivities } from '../../activities/sweep-activities.ts';
import type { ProcoreClient } from '../../connectors/procore/procore-api.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import { createVendors } from '../../workers/create-vendors.ts';
import { addFaults } from '../support/once-each.ts';
import type { Stack } from '../support/stack.ts';
import { oneConnection } from '../support/one-connection.ts';
import { control, startStack } from '../support/stack.ts';
import type { World } from '../workflows/workflow-world.ts';
import { openWorld } from '../workflows/workflow-world.ts';

type Said = { state: string; because: string | null; sentence: string };

describe('a sweep that may no longer see a part', { timeout: 60_000 }, () => {
  let world: World;
  let stack: Stack;
  let procore: ProcoreClient;
  let stopWorker: () => Promise<void>;
  /** The first project of the list and the second. */
  let near: string;
  let far: string;
  /** One of several work order contracts of a project, and all contracts but that one. */
  let hidden: { id: string; project: string };
  let others: string[];

  beforeAll(async () => {
    world = await openWorld();
    stack = await startStack({ company: 'demo', running: false });
    const { connection, env } = stack;
    const { db } = stack.database;
    const vendors = createVendors(env, db, oneConnection(env, { ...demoMapping, connection }));
    procore = vendors.procore;
    stopWorker = await world.work(
      createSweepActivities({
        ...{ db, connection, ...vendors },
        directed: demoMapping,
        overlapMs: 600_000,
      }),
    );
    const projects = (await procore.listProjects()).map(({ id }) => id);
    [near = '', far = ''] = projects;
    const contracts = await contractsOf(projects);
    const ofFeed = (project: string) =>
      contracts.filter(({ kind, projectId }) => kind === 'wo' && projectId === project);
    const feed = projects.map(ofFeed).find(({ length }) => length > 1) ?? [];
    // The oldest: a cursor moved by the others would stand behind it.
    const [oldest] = feed.sort((one, other) => (one.updatedAt < other.updatedAt ? -1 : 1));
    hidden = { id: oldest?.id ?? '', project: oldest?.projectId ?? '' };
    others = contracts
      .map(({ kind, id }) => `${kind}-${id}`)
      .filter((id) => id !== `wo-${hidden.id}`);
  }, 60_000);
  afterAll(async () => {
    await stopWorker();
    await stack.close();
    await world.close();
  }, 60_000);

  async function contractsOf(projects: readonly string[]) {
    const found: { kind: 'wo' | 'po'; projectId: string; id: string; updatedAt: string }[] = [];
    for (const projectId of projects) {
      for (const kind of ['wo', 'po'] as const) {
        const headers = await procore.listCommitments({ projectId, contractKind: kind });
        found.push(...headers.map(({ id, updatedAt }) => ({ kind, projectId, id, updatedAt })));
      }
    }
    return found;
  }
  /** Runs the workflow itself; answers whether the run counts as having read everything. */
  async function sweep(): Promise<boolean> {
    const workflowId = `sweep/${stack.connection}/${randomBytes(4).toString('hex')}`;
    await world.client.workflow.execute('sweep', { workflowId, taskQueue: world.taskQueue });
    const [row] = await stack.database.sql<{ complete: boolean }[]>`
      select complete from sweep where id = ${workflowId} and finished_at is not null`;
    return row?.complete ?? false;
  }
  const said = async (): Promise<Said[]> => [
    ...(await stack.database.sql<Said[]>`
      select state, closed_because as because, sentence from exception order by opened_at`),
  ];
  const lastSaid = async (): Promise<Said | undefined> => (await said()).at(-1);
  const recordsOf = async (kind: string): Promise<string[]> =>
    (
      await stack.database.sql<{ record_id: string }[]>`
        select record_id from mirror where kind = ${kind} and not unseen order by 1`
    ).map((row) => row.record_id);
  const cursors = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (
        await stack.database.sql<{ feed: string; value: string }[]>`select feed, value from cursor`
      ).map(({ feed, value }) => [feed, value]),
    );
  const allow = (allowed: object): Promise<unknown> =>
    control(stack.procore, 'PUT', 'permissions', { app: 'tieout', ...allowed });

  it('leaves out one contract that answers 404 and reads the rest of it all', async () => {
    const { id, project } = hidden;
    const path = `/rest/v1.0/work_order_contracts/${id}`;
    await addFaults(stack.procore, [
      { method: 'GET', path, kind: 'refuse', status: 404, times: 2 },
    ]);
    expect(await sweep()).toBe(false);

    expect(await recordsOf('procoreCommitment')).toEqual([...others].sort());
    const feeds = await cursors();
    expect(feeds).not.toHaveProperty([`procore/wo/${project}`]);
    expect(feeds).toHaveProperty([`procore/requisitions/${project}`]);
    expect(feeds).toHaveProperty([`procore/requisitions/${far}`]);
    const wakes = await stack.database.sql<{ workflow_id: string }[]>`
      select distinct workflow_id from wake where workflow_id like 'commitment/%'`;
    expect(wakes.map((wake) => wake.workflow_id.split('/')[2]).sort()).toEqual([...others].sort());
    const { state, sentence } = (await lastSaid()) ?? {};
    expect(state).toBe('open');
    expect(sentence).toMatch(
      new RegExp(
        `^Tieout can no longer read work order contract ${id} of project ${project}: .*404`,
      ),
    );

    // The same again is no second exception.
    expect(await sweep()).toBe(false);
    expect(await said()).toHaveLength(1);
  });

  it('reads that contract and closes what it said once it is shown again', async () => {
    expect(await sweep()).toBe(true);
    expect(await recordsOf('procoreCommitment')).toContain(`wo-${hidden.id}`);
    expect(await cursors()).toHaveProperty([`procore/wo/${hidden.project}`]);
    expect(await said()).toMatchObject([{ state: 'closed', because: 'resolved' }]);
  });

  it.each([403, 404])('goes on to the next project when one answers %i', async (status) => {
    await stack.database.sql`delete from cursor where feed = ${`procore/requisitions/${far}`}`;
    const before = await cursors();
    const lists = [
      ...['work_order_contracts', 'purchase_order_contracts', 'change_order_packages'],
      ...['prime_contracts', 'payment_applications'],
    ].map((name) => `v1.0/${name}`);
    const periods = `v1.0/projects/${near}/billing_periods`;
    await addFaults(
      stack.procore,
      [periods, ...lists, 'v1.1/requisitions'].map((path) => ({
        ...{ method: 'GET', path: `/rest/${path}`, kind: 'refuse', status },
        ...(path === periods ? {} : { query: { project_id: near } }),
      })),
    );
    expect(await sweep()).toBe(false);
    const { [`procore/requisitions/${far}`]: read, ...rest } = await cursors();
    expect(read).toBeDefined();
    expect(rest).toEqual(before);
    const { sentence } = (await lastSaid()) ?? {};
    expect(sentence).toMatch(
      new RegExp(`^Tieout can no longer read project ${near}: Procore: \\w+ \\(HTTP ${status}\\)`),
    );
    expect(sentence).not.toContain(far);
  });

  it('says what is lost when that changes: the earlier exception is superseded', async () => {
    const live = (await said()).filter(({ state }) => state !== 'closed');
    expect(live).toHaveLength(1);
    await allow({ tools: ['directory', 'invoicing', 'payments', 'webhooks'] });
    expect(await sweep()).toBe(false);
    await allow({ tools: 'all' });
    const [earlier, current] = (await said()).slice(-2);
    expect(earlier).toEqual({ ...live[0], state: 'closed', because: 'superseded' });
    expect(current?.state).toBe('open');
    // One cause is said once, with all the projects it is about.
    const sentence = current?.sentence ?? '';
    expect(sentence).toMatch(/the work order contracts of projects (\d+, ){9}\d+ and 2 more: /);
    expect(sentence).toMatch(/the purchase order contracts of projects (\d+, ){9}\d+ and 2 more: /);
    for (const lost of ['change orders', 'prime contracts', 'owner invoices']) {
      expect(sentence).toMatch(new RegExp(`the ${lost} of projects (\\d+, ){9}\\d+ and 2 more: `));
    }
    expect(sentence.match(/HTTP 403/g)).toHaveLength(5);
    expect(sentence).toContain(near);
    expect(await sweep()).toBe(true);
    expect(await lastSaid()).toMatchObject({ state: 'closed', because: 'resolved' });
  });

  it('takes a known project that is no longer listed for lost access, not for gone (invariant 7)', async () => {
    const before = await cursors();
    const kept = { projects: await recordsOf('procoreProject') };
    await allow({ projects: [near] });
    expect(await sweep()).toBe(false);
    const ofOne = await lastSaid();
    expect(ofOne?.state).toBe('open');
    expect(ofOne?.sentence).toMatch(
      new RegExp(`^Tieout can no longer read 11 projects .* no longer shows: ${far} \\(`),
    );
    await allow({ projects: [] });
    expect(await sweep()).toBe(false);
    expect((await lastSaid())?.sentence).toMatch(/12 projects that .* no longer shows: /);
    expect(await cursors()).toEqual(before);
    expect({ projects: await recordsOf('procoreProject') }).toEqual(kept);

    await allow({ projects: 'all' });
    expect(await sweep()).toBe(true);
    expect(await lastSaid()).toMatchObject({ state: 'closed', because: 'resolved' });
  });

  it('misses no project that was last seen closed', async () => {
    const closed = {
      kind: 'procoreProject' as const,
      id: '987654',
      number: '9',
      name: 'Finished',
      isActive: false,
      updatedAt: '2026-01-01T00:00:00Z',
    };
    await storeRecords(stack.database.db, stack.connection, [closed], new Date());
    expect(await sweep()).toBe(true);
  });
});
