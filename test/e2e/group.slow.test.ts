// Proves a firm with two organisations in Xero behind one Procore company: each project's documents go to its own books and
// nowhere else, a half-finished one is taken on with nothing doubled, its release waits for the opening, and a project that is
// moved is billed once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playFirstDay } from '../../cli/start/group-first-day.ts';
import { moveProject, wouldMove } from '../../db/queries/move-project.ts';
import { startListOf } from '../../db/queries/project-start-list.ts';
import { readTakeOn, signTakeOn } from '../../db/queries/sign-take-on.ts';
import type { GroupStack } from '../support/group-stack.ts';
import { startGroupStack } from '../support/group-stack.ts';
import { control } from '../support/stack.ts';

const patienceMs = 4 * 60_000;
const half = { id: '562949951000004', from: '2026-09-01' };
const moved = { id: '562949951000002', from: '2027-01-01' };

type Row = Record<string, string>;
type LedgerView = { accounts: { code: string; balance: string }[]; trialBalance: string };

describe('the group', { timeout: 2 * patienceMs }, () => {
  let stack: GroupStack;
  const rows = (query: TemplateStringsArray, ...values: string[]) =>
    stack.database.sql<Row[]>(query, ...values);
  const billsOf = (tenantId: string) => billsAt(stack.xero.url, tenantId);
  const ledger = (tenantId: string) =>
    control<LedgerView>(stack.xero, 'GET', `ledger?tenant=${tenantId}`);
  const asked = async (): Promise<string[]> => {
    const found = await rows`select kind, document_name as name, connection from exception
      where state <> 'closed' order by kind, document_name`;
    return found.map(
      ({ kind, name, connection }) =>
        `${connection === stack.south.name ? 'south' : 'north'} ${kind} ${name}`,
    );
  };

  beforeAll(async () => {
    stack = await startGroupStack();
    await stack.settle(patienceMs);
  }, 2 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('reads both sides, and writes nothing but contacts of its own work before a project is on', async () => {
    const routes = await rows`select project_id, connection from project_route order by project_id`;
    expect(routes.map(({ connection }) => connection)).toEqual([
      ...[stack.north.name, stack.north.name, stack.north.name],
      ...[stack.south.name, stack.south.name],
    ]);
    const written = await rows`select distinct endpoint from intent`;
    expect(written.map(({ endpoint }) => endpoint)).toEqual(['xero/contacts']);
  });

  it('turns its projects on and takes the half-finished one on, through the console', async () => {
    const connections = [stack.north.name, stack.south.name];
    const said = await playFirstDay({ url: stack.api.url, connections });
    expect(said).toHaveLength(5);
    expect(await playFirstDay({ url: stack.api.url, connections })).toEqual([]);
    await stack.settle(patienceMs);
  });

  it('posts each project to its own organisation, and what was typed is taken over, not doubled', async () => {
    const [north, south] = [
      await billsOf(stack.north.tenantId),
      await billsOf(stack.south.tenantId),
    ];
    const markers = (bills: Bill[]) => bills.flatMap(({ Url }) => Url?.split('#')[1] ?? []);
    expect(markers(north).every((one) => one.startsWith(`tieout:${stack.north.name}/`))).toBe(true);
    expect(markers(south).every((one) => one.startsWith(`tieout:${stack.south.name}/`))).toBe(true);
    expect(markers(north).length).toBeGreaterThan(10);
    const steel = south.filter(({ Contact }) => Contact.Name === 'Aparima Steelwork Ltd');
    expect(steel.map(({ InvoiceNumber }) => InvoiceNumber).sort()).toEqual([
      ...['AS-20-1', 'AS-20-2', 'AS-20-3', 'AS-20-4'],
    ]);
    const drainage = south.filter(({ Contact }) => Contact.Name === 'Waihopai Drainage Ltd');
    expect(drainage.map(({ InvoiceNumber }) => InvoiceNumber)).toEqual(['STATEMENT AUG']);
    const adopted = await rows`select role, how from link where ended_at is null
      and connection = ${stack.south.name} and how = 'adopted' and role in ('bill', 'order')`;
    expect(adopted).toHaveLength(4);
    for (const { tenantId } of [stack.north, stack.south]) {
      expect((await ledger(tenantId)).trialBalance).toBe('0.00');
    }
  });

  it('makes a contact only where there is work: two vendors in both, the others in one', async () => {
    const both = await rows`select split_part(workflow_id, '/', 3) as vendor from link
      where role = 'contact' and ended_at is null group by 1 having count(distinct connection) = 2`;
    expect(both).toHaveLength(2);
  });

  it('counts the calls of both against one company and each organisation against its own', async () => {
    const used = await rows`select distinct vendor, organisation from vendor_call order by 1, 2`;
    expect(used.map(({ organisation }) => organisation).sort()).toEqual(
      [
        'procore/5629494500123',
        `xero/${stack.north.tenantId}`,
        `xero/${stack.south.tenantId}`,
      ].sort(),
    );
  });

  it('lets a release wait until what is stated to be in Xero is what was held, then posts it', async () => {
    await control(stack.procore, 'POST', 'bookkeeper/approveSouthRelease', {});
    await stack.settle(patienceMs);
    expect((await asked()).filter((one) => one.includes('opening'))).toHaveLength(1);
    const releases = await rows`select id::text from link where role = 'release'
      and connection = ${stack.south.name}`;
    expect(releases).toEqual([]);
    await sign('6345.60');
    await stack.settle(patienceMs);
    const south = await billsOf(stack.south.tenantId);
    const steel = south.filter(({ Contact }) => Contact.Name === 'Aparima Steelwork Ltd');
    expect(steel.map(({ InvoiceNumber, SubTotal }) => `${InvoiceNumber} ${SubTotal}`)).toContain(
      'AS-20-5 4230.4',
    );
  });

  const sign = async (held: string) => {
    const mapping = stack.connections.find(
      (one) => one.mapping.connection === stack.south.name,
    )?.mapping;
    if (!mapping) throw new Error('the south is there');
    const ask = { connection: stack.south.name, mapping, projectId: half.id, from: half.from };
    const view = await readTakeOn(stack.database.db, ask);
    const answer = await signTakeOn(stack.database.db, {
      ...{ ...ask, hash: view?.proposal.hash ?? '', person: 'local:controller', now: new Date() },
      stated: [
        { contract: 'SC-001', taxType: 'INPUT2', amount: held },
        { contract: 'SC-002', taxType: 'INPUT2', amount: '3220.00' },
      ],
    });
    expect(answer.answer).toBe('signed');
  };

  it('moves a project by decision: nothing that stands is touched, and the north posts no more of it', async () => {
    const before = await billsOf(stack.north.tenantId);
    const routing = stack.connections.map(({ mapping }) => mapping);
    const connections = routing.map(({ connection }) => connection);
    const ask = {
      ...{ connection: stack.north.name, routing, connections, to: stack.south.name },
      ...{ projectId: moved.id, from: moved.from },
      postedStatuses: routing[0]?.postedStatuses ?? expect.fail('the north has statuses'),
    };
    const early = { ...ask, from: '2026-01-01' };
    const person = 'local:controller';
    const refused = await moveProject(stack.database.db, {
      ...{ ...early, person, shown: startListOf(await wouldMove(stack.database.db, early)) },
    });
    expect(refused).toMatchObject({ answer: 'refused' });
    const shown = startListOf(await wouldMove(stack.database.db, ask));
    const done = await moveProject(stack.database.db, { ...ask, shown, person });
    expect(done).toMatchObject({ answer: 'moved' });
    expect(await moveProject(stack.database.db, { ...ask, shown, person })).toMatchObject({
      answer: 'movedBefore',
    });
    await stack.settle(patienceMs);
    expect(await billsOf(stack.north.tenantId)).toEqual(before);
    const projects = await fetch(`${stack.api.url}/api/projects?connection=${stack.south.name}`);
    const { projects: listed } = (await projects.json()) as {
      projects: { id: string; isOn: boolean }[];
    };
    expect(listed.find(({ id }) => id === moved.id)).toMatchObject({ isOn: false });
  });
});

type Bill = { InvoiceNumber: string; Url?: string; SubTotal: number; Contact: { Name: string } };

/** Every bill of an organisation, as its own bookkeeper sees it. */
async function billsAt(url: string, tenantId: string): Promise<Bill[]> {
  const issued = await fetch(`${url}/_sandbox/token`, {
    method: 'POST',
    body: JSON.stringify({ role: 'bookkeeper' }),
    headers: { 'content-type': 'application/json' },
  });
  const { access_token: token } = (await issued.json()) as { access_token: string };
  const query = 'where=Type%3D%3D%22ACCPAY%22&page=1&pageSize=1000';
  const answer = await fetch(`${url}/api.xro/2.0/Invoices?${query}`, {
    headers: {
      ...{ authorization: `Bearer ${token}`, accept: 'application/json' },
      'xero-tenant-id': tenantId,
    },
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  const { Invoices } = (await answer.json()) as { Invoices: Bill[] };
  return Invoices;
}
