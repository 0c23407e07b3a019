// Proves invariant 7 on both sandboxes: an empty list, a 403 and a 404 move no cursor, void nothing and take nothing away.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentActivities } from '../../activities/document-activities.ts';
import { createSweepActivities } from '../../activities/sweep-activities.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import { demoMapping as config } from '../support/demo-mapping.ts';
import { createVendors } from '../../workers/create-vendors.ts';
import { addFaults, xeroPaths } from '../support/once-each.ts';
import type { Stack } from '../support/stack.ts';
import { oneConnection } from '../support/one-connection.ts';
import { control, startStack } from '../support/stack.ts';

describe('a sweep that is answered nothing', { timeout: 60_000 }, () => {
  let stack: Stack;
  let sweeps: ReturnType<typeof createSweepActivities>;
  let documents: ReturnType<typeof createDocumentActivities>;
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', running: false });
    const { connection, env } = stack;
    const { db } = stack.database;
    const vendors = createVendors(env, db, oneConnection(env, { ...config, connection }));
    sweeps = createSweepActivities({ db, connection, ...vendors, overlapMs: 600_000 });
    const mapping = { ...config, connection };
    const mappingVersion = mappingVersionOf(mapping);
    const publicUrl = env.TIEOUT_PUBLIC_URL;
    documents = createDocumentActivities({
      db,
      settings: { connection, publicUrl, mapping, mappingVersion },
      ...vendors,
    });
    await sweep('first');
  }, 60_000);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  const sweep = async (sweepId: string): Promise<void> => {
    await sweeps.dbBeginSweep({ sweepId });
    await sweeps.xeroSweep({ sweepId });
    const { projects } = await sweeps.procoreSweepCompany({ sweepId });
    for (const projectId of projects) await sweeps.procoreSweepProject({ sweepId, projectId });
    await sweeps.dbEndSweep({ sweepId, lost: null });
  };
  /** What was read and how far, and what anybody was told to do about it. */
  const everything = async () => {
    const { sql } = stack.database;
    return {
      cursors: [...(await sql`select feed, value from cursor order by feed`)],
      records: [
        ...(await sql`select kind, record_id, snapshot_hash, unseen from mirror order by 1, 2`),
      ],
      wakes: [...(await sql`select id, workflow_id from wake order by id`)],
      intents: [...(await sql`select key from intent`)],
    };
  };
  const exceptions = () => stack.database.sql<{ kind: string; state: string }[]>`
    select kind, state from exception order by opened_at`;

  it('with 403 or 404 ends as lost access and leaves cursors, records and documents as they were (invariant 7)', async () => {
    const before = await everything();
    expect(before.cursors.length).toBeGreaterThan(3);
    for (const status of [403, 404]) {
      await addFaults(stack.procore, [
        { method: 'GET', path: '/rest/v1.1/requisitions', kind: 'refuse', status },
      ]);
      await expect(sweep(`procore-${status}`)).rejects.toMatchObject({ type: 'AccessLost' });
      await addFaults(stack.xero, [
        { method: 'GET', path: xeroPaths.invoices, kind: 'refuse', status },
      ]);
      await expect(sweep(`xero-${status}`)).rejects.toMatchObject({ type: 'AccessLost' });
      expect(await everything(), `after ${status}`).toEqual(before);
    }
  });

  it('says so once, as accessLost, until a sweep reads everything again', async () => {
    for (const sweepId of ['lost-1', 'lost-2']) {
      await sweeps.dbBeginSweep({ sweepId });
      await sweeps.dbEndSweep({ sweepId, lost: 'xero answered 403' });
    }
    expect([...(await exceptions())]).toEqual([{ kind: 'accessLost', state: 'open' }]);
    await sweep('found again');
    expect([...(await exceptions())]).toEqual([{ kind: 'accessLost', state: 'closed' }]);
  });

  it('with a 404 on the record itself is kept as not shown, never as gone: nothing is written (invariant 7)', async () => {
    const before = await everything();
    const [row] = await stack.database.sql<{ record_id: string; project: string }[]>`
      select record_id, body ->> 'projectId' as project
      from mirror join snapshot on hash = snapshot_hash where mirror.kind = 'procoreRequisition' limit 1`;
    const id = row?.record_id ?? '';
    const workflowId = `payApp/${stack.connection}/${id}`;
    await addFaults(stack.procore, [
      { method: 'GET', path: `/rest/v1.1/requisitions/${id}`, kind: 'refuse', status: 404 },
    ]);
    await documents.procoreReadRecord({
      workflowId,
      read: { system: 'procore', kind: 'procoreRequisition', id, projectId: row?.project ?? '' },
    });
    const after = await everything();
    expect(after.records.filter((record) => record['unseen'] === true)).toMatchObject([
      { record_id: id },
    ]);
    // What was last seen of it stays.
    expect(after.records.map((record) => record['snapshot_hash'] as string)).toEqual(
      before.records.map((record) => record['snapshot_hash'] as string),
    );
    expect({ ...after, records: [] }).toEqual({ ...before, records: [] });
    // Shown again, it is as it was.
    await documents.procoreReadRecord({
      workflowId,
      read: { system: 'procore', kind: 'procoreRequisition', id, projectId: row?.project ?? '' },
    });
    expect((await everything()).records).toEqual(before.records);
  });

  it('with empty lists from both sides takes nothing away and moves no cursor (invariant 7)', async () => {
    const before = await everything();
    await control(stack.procore, 'POST', 'seed', { company: 'empty' });
    const sweepId = 'nothing there';
    await sweeps.dbBeginSweep({ sweepId });
    await sweeps.procoreSweepCompany({ sweepId });
    await sweeps.dbEndSweep({ sweepId, lost: null });
    const after = await everything();
    const ofVendors = (all: typeof before) =>
      all.records.filter((record) => record['kind'] !== 'procoreProject');
    expect(after.cursors).toEqual(before.cursors);
    expect(ofVendors(after)).toEqual(ofVendors(before));
    expect(after.records.filter((record) => record['unseen'] === true)).toEqual([]);
    expect(after.wakes).toEqual(before.wakes);
    expect(after.intents).toEqual([]);
  });
});
