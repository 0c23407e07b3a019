// Proves the calls on direct costs against the stand-in Procore: read with their lines by two lists, written exactly, changed line by line, and deleted.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProcoreClient } from '../../../connectors/procore/procore-api.ts';
import { createProcoreClient } from '../../../connectors/procore/procore-client.ts';
import { procoreBudgetCodesSchema } from '../../../domain/records/procore/budget-codes.ts';
import { procoreDirectCostSchema } from '../../../domain/records/procore/direct-cost.ts';
import type { DirectCostBody } from '../../../domain/records/write-bodies.ts';
import { startProcoreSandbox } from '../../../sandbox/procore/server.ts';
import { control } from '../support/control.ts';
import { failureOf } from './procore-stub.ts';

let sandbox: Awaited<ReturnType<typeof startProcoreSandbox>>;
let client: ProcoreClient;
let projectId: string;
let codes: string[];
const calls: string[] = [];
beforeAll(async () => {
  sandbox = await startProcoreSandbox({ latencyMs: 0 });
  client = createProcoreClient({
    ...{ apiUrl: sandbox.url, loginUrl: sandbox.url, companyId: '5629494500123', pageSize: 2 },
    ...{ clientId: 'tieout-sandbox', clientSecret: 'tieout-sandbox-secret' },
    onCall: ({ method, path }) => calls.push(`${method} ${path}`),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await control(sandbox.url, 'POST', 'seed', { company: 'twenty' });
  await control(sandbox.url, 'PUT', 'limits', { spike: { count: 10_000, windowMs: 10_000 } });
  const [project] = await client.listProjects();
  projectId = project?.id ?? '';
  codes = (await client.readBudgetCodes({ projectId })).codes.map(({ wbsCodeId }) => wbsCodeId);
  calls.length = 0;
});

const body = (over: Partial<DirectCostBody> = {}): DirectCostBody => ({
  ...{ kind: 'procoreDirectCost', type: 'expense', status: 'approved', projectId },
  ...{
    vendorId: null,
    invoiceNumber: null,
    date: '2026-06-02',
    description: 'Skips tieout:demo/x/1/y',
  },
  lines: [{ wbsCodeId: codes[0] ?? '', amount: '1234567.10', description: 'Hire' }],
  ...over,
});
const create = (over: Partial<DirectCostBody> = {}) =>
  client.createDirectCost({ ...body(over), idempotencyToken: 'k' });
const refused = (over: Partial<DirectCostBody>) => failureOf(create(over));

describe('direct costs', () => {
  it('are written to the cent, and read back as a record of ours', async () => {
    const made = await create();
    expect(procoreDirectCostSchema.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      ...{ type: 'expense', status: 'approved', vendorId: null, date: '2026-06-02' },
      ...{ description: 'Skips tieout:demo/x/1/y', originId: null, currency: 'NZD' },
      lines: [{ wbsCodeId: codes[0], amount: '1234567.10', description: 'Hire' }],
    });
    expect(await client.readDirectCost({ projectId, id: made.id })).toEqual(made);
  });

  it('are read with their lines by two lists, and by one where the list says them', async () => {
    const made = [await create(), await create({ originId: 'x-1' }), await create()];
    calls.length = 0;
    expect(await client.readDirectCosts({ projectId })).toEqual(made);
    const paths = new Set(calls.map((call) => call.replace(/\?.*/, '')));
    expect(paths.size).toBe(2);
    await control(sandbox.url, 'PUT', 'settings', { directCostLinesInList: 'present' });
    expect(await client.readDirectCosts({ projectId })).toEqual(made);
  });

  it('are found by what changed since', async () => {
    await create();
    const later = await create();
    const since = later.updatedAt;
    expect(await client.listDirectCosts({ projectId, updatedSince: since })).toEqual([
      { id: later.id, description: later.description, updatedAt: later.updatedAt },
    ]);
  });

  it('are changed until their lines are those that were asked for, whatever stood there', async () => {
    const [a = '', b = '', c = ''] = codes;
    const line = (wbsCodeId: string, amount: string) => ({ wbsCodeId, amount, description: '' });
    const made = await create({ lines: [line(a, '1.00'), line(a, '2.00'), line(b, '3.00')] });
    const { kind: _kind, type: _type, ...said } = body({ description: 'Bins', date: '2026-07-01' });
    const changed = await client.updateDirectCost({
      ...{ ...said, directCostId: made.id, there: made },
      lines: [line(a, '10.00'), line(c, '-4.00')],
    });
    expect(changed).toMatchObject({ description: 'Bins', date: '2026-07-01' });
    const lines = changed.lines.map(({ wbsCodeId, amount }) => [wbsCodeId, amount]);
    expect(lines.sort()).toEqual(
      [
        [a, '10.00'],
        [c, '-4.00'],
      ].sort(),
    );
  });

  it('are deleted, and answer as not found then', async () => {
    const { id } = await create();
    await client.deleteDirectCost({ projectId, id });
    expect(await failureOf(client.readDirectCost({ projectId, id }))).toMatchObject({
      kind: 'notFound',
    });
    expect(await client.readDirectCosts({ projectId })).toEqual([]);
  });

  it('that Procore refuses say why', async () => {
    expect(await refused({ type: 'invoice' })).toMatchObject({
      ...{ kind: 'refused', mayHaveHappened: false },
      messages: ["vendor_id: can't be blank", "invoice_number: can't be blank"],
    });
    await create({ originId: 'x-1' });
    expect(await refused({ originId: 'x-1' })).toMatchObject({ kind: 'conflict' });
  });
});

it('the codes of a budget say their cost code and cost type, and the project’s currency', async () => {
  const read = await client.readBudgetCodes({ projectId });
  expect(procoreBudgetCodesSchema.parse(read)).toEqual(read);
  expect(read.currency).toBe('NZD');
  expect(read.codes.length).toBeGreaterThan(2);
  expect(
    read.codes.every(
      ({ costCode, costType }) => /^\d\d-\d/.test(costCode.code) && costType !== null,
    ),
  ).toBe(true);
  expect(read.codes.map(({ costType }) => costType)).toContain('L');
  const sum = { projectId, costCode: read.codes[0]?.costCode.code, costType: 'O', amount: '5.00' };
  await control(sandbox.url, 'POST', 'cost-types', { code: 'O', name: 'Other' });
  const subJob = { code: 'A', name: 'Block A' };
  await control(sandbox.url, 'POST', 'budget-lines', { ...sum, subJob });
  const { codes: more } = await client.readBudgetCodes({ projectId });
  expect(more.find(({ costType }) => costType === 'O')?.subJob).toMatchObject({ name: 'Block A' });
});
