// Proves the Procore client against the stand-in Procore: every seeded record is readable, and each fault ends as its kind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcoreCommitment } from '../../../domain/records/procore/commitment.ts';
import type { ProcoreRequisition } from '../../../domain/records/procore/requisition.ts';
import { procoreBudgetSchema } from '../../../domain/records/procore/budget.ts';
import { procoreCommitmentSchema } from '../../../domain/records/procore/commitment.ts';
import { procoreContractPaymentSchema } from '../../../domain/records/procore/contract-payment.ts';
import { procoreProjectSchema } from '../../../domain/records/procore/project.ts';
import { procoreRequisitionSchema } from '../../../domain/records/procore/requisition.ts';
import { procoreVendorSchema } from '../../../domain/records/procore/vendor.ts';
import { sumMinor, toMinor } from '../../../domain/money/amount.ts';
import type {
  ProcoreClient,
  ProcoreClientOptions,
} from '../../../connectors/procore/procore-api.ts';
import { createProcoreClient } from '../../../connectors/procore/procore-client.ts';
import { startProcoreSandbox } from '../../../sandbox/procore/server.ts';
import { control } from '../support/control.ts';
import { failureOf } from './procore-stub.ts';

let sandbox: Awaited<ReturnType<typeof startProcoreSandbox>>;
let client: ProcoreClient;
const paths: string[] = [];

const newClient = (options: Partial<ProcoreClientOptions> = {}) =>
  createProcoreClient({
    apiUrl: sandbox.url,
    loginUrl: sandbox.url,
    clientId: 'tieout-sandbox',
    clientSecret: 'tieout-sandbox-secret',
    companyId: '5629494500123',
    onCall: ({ method, path }) => paths.push(`${method} ${path}`),
    ...options,
  });

beforeAll(async () => {
  sandbox = await startProcoreSandbox({ latencyMs: 0 });
  await control(sandbox.url, 'POST', 'seed', { company: 'twenty' });
  await control(sandbox.url, 'PUT', 'limits', {
    hour: { count: 100_000, windowMs: 3_600_000 },
    spike: { count: 100_000, windowMs: 10_000 },
  });
  client = newClient({ pageSize: 3 });
});
afterAll(() => sandbox.close());

async function everything() {
  const projects = await client.listProjects();
  const requisitions: ProcoreRequisition[] = [];
  const commitments: ProcoreCommitment[] = [];
  for (const { id: projectId } of projects) {
    requisitions.push(...(await client.listRequisitions({ projectId })));
    for (const contractKind of ['po', 'wo'] as const) {
      for (const { id } of await client.listCommitments({ projectId, contractKind })) {
        commitments.push(await client.readCommitment({ projectId, contractKind, id }));
      }
    }
  }
  return { projects, requisitions, commitments };
}

it('reads the whole company in pages of three', async () => {
  const { projects, requisitions, commitments } = await everything();
  const vendors = await client.listVendors();
  expect([projects, vendors, commitments, requisitions].map((list) => list.length)).toEqual([
    2, 4, 4, 20,
  ]);
  for (const project of projects) procoreProjectSchema.parse(project);
  for (const vendor of vendors) procoreVendorSchema.parse(vendor);
  for (const commitment of commitments) procoreCommitmentSchema.parse(commitment);
  for (const requisition of requisitions) procoreRequisitionSchema.parse(requisition);
  for (const { lines, originalSum } of commitments) {
    expect(sumMinor(lines.map(({ amount }) => toMinor(amount)))).toBe(toMinor(originalSum));
    expect(lines.every(({ costCode, costType }) => costCode !== null && costType !== null)).toBe(
      true,
    );
  }
  for (const { items, summary } of requisitions) {
    const total = sumMinor(items.map((item) => toMinor(item.totalCompletedAndStoredToDate)));
    expect(total).toBe(toMinor(summary.totalCompletedAndStoredToDate));
    expect(items.every(({ tax }) => tax?.rate === '15')).toBe(true);
  }
});

it('reads a single record as the list has it', async () => {
  const { projects, requisitions } = await everything();
  const [requisition] = requisitions;
  const [project] = projects;
  if (requisition === undefined || project === undefined) throw new Error('nothing is seeded');
  const { projectId, id, vendorId } = requisition;
  expect(await client.readRequisition({ projectId, id })).toEqual(requisition);
  expect(await client.readVendor({ id: vendorId ?? '' })).toMatchObject({ id: vendorId });
  expect(await client.listTaxCodes()).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'GST15', rate: '15' })]),
  );
  const periods = await client.listBillingPeriods({ projectId: project.id });
  expect(periods.every(({ dueDate }) => dueDate !== null)).toBe(true);
});

it('finds nothing changed after the last change, and everything since the first', async () => {
  const { requisitions } = await everything();
  const versions = requisitions.map(({ updatedAt }) => updatedAt).sort();
  const { projectId } = requisitions[0] ?? { projectId: '' };
  const all = await client.listRequisitions({ projectId, updatedSince: versions[0] });
  expect(all).toHaveLength(requisitions.filter((one) => one.projectId === projectId).length);
  const updatedSince = '2099-01-01T00:00:00.000Z';
  expect(await client.listRequisitions({ projectId, updatedSince })).toEqual([]);
  expect(await client.listVendors({ updatedSince })).toEqual([]);
});

describe('budgets', () => {
  it('are read through a view: every code once, in one order, with its amount as exact text', async () => {
    const [project] = await client.listProjects();
    const projectId = project?.id ?? '';
    const line = { projectId, costType: 'S', amount: '1234.50' };
    const before = await client.readBudget({ projectId });
    const [first] = before.lines;
    const costCode = first?.costCode.code;
    const subJob = { code: 'N', name: 'North wing' };
    await control(sandbox.url, 'POST', 'budget-lines', { ...line, costCode, subJob });
    const budget = await client.readBudget({ projectId });
    expect(procoreBudgetSchema.parse(budget)).toEqual(budget);
    expect(budget).toMatchObject({ kind: 'procoreBudget', projectId, currency: 'NZD' });
    expect(first?.costCode).toEqual({
      code: expect.stringMatching(/^\d\d-\d+$/) as string,
      name: expect.stringMatching(/^\w/) as string,
    });
    const keys = budget.lines.map((one) =>
      JSON.stringify([one.costCode, one.costType, one.subJob]),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(budget.lines).toHaveLength(before.lines.length + 1);
    expect(budget.lines.filter((one) => one.subJob !== null)).toEqual([
      {
        ...first,
        costType: expect.any(String) as string,
        subJob: 'North wing',
        subJobId: expect.any(String) as string,
        amount: '1234.50',
      },
    ]);
    expect(await client.readBudget({ projectId })).toEqual(budget);
  });

  it('tell their hours only where those are asked for, through the view that is named for them', async () => {
    const [, project] = await client.listProjects();
    const projectId = project?.id ?? '';
    const { lines } = await client.readBudget({ projectId });
    const costCode = lines[0]?.costCode.code ?? '';
    const line = { projectId, costCode, amount: '900.00', quantity: '90.5', uom: 'hr' };
    const subJob = { code: 'H', name: 'Hours' };
    await control(sandbox.url, 'POST', 'budget-lines', { ...line, costType: 'L', subJob });
    const told = async (keys: 'id' | 'name') => {
      await control(sandbox.url, 'PUT', 'settings', { budgetColumnKeys: keys });
      const budget = await client.readBudget({ projectId, withHours: true });
      expect(procoreBudgetSchema.parse(budget)).toEqual(budget);
      expect(budget.withHours).toBe(true);
      return budget.lines.filter(({ quantity }) => quantity !== undefined);
    };
    for (const keys of ['name', 'id'] as const) {
      expect(await told(keys)).toMatchObject([
        {
          ...{ costCode: { code: costCode }, costCodeId: expect.stringMatching(/^\d+$/) as string },
          ...{ quantity: '90.50', unit: 'hr' },
        },
      ]);
    }
    const without = await client.readBudget({ projectId });
    expect(JSON.stringify(without)).not.toMatch(/quantity|unit|costCodeId|withHours/);
  });

  it('say that they are refused where their tool is', async () => {
    const [project] = await client.listProjects();
    const path = '/rest/v1.0/budget_views';
    const refused = { method: 'GET', path, kind: 'refuse', status: 403 };
    await control(sandbox.url, 'POST', 'faults', refused);
    expect(await failureOf(client.readBudget({ projectId: project?.id ?? '' }))).toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe('contract payments', () => {
  const paid = async () => {
    const { requisitions } = await everything();
    const requisition = requisitions[0];
    if (requisition === undefined) throw new Error('nothing is seeded');
    const { projectId, commitmentId: contractId, id: requisitionId } = requisition;
    return {
      kind: 'procoreContractPayment',
      projectId,
      contractId,
      requisitionId,
      amount: '1234.50',
      date: '2026-06-20',
      invoiceNumber: 'INV-1',
      notes: 'x tieout:demo/payApp/1/payment-1',
    } as const;
  };

  it('are written, listed and deleted', async () => {
    const body = await paid();
    const written = await client.createContractPayment({ ...body, idempotencyToken: 'a-1' });
    expect(procoreContractPaymentSchema.parse(written)).toMatchObject({
      requisitionId: body.requisitionId,
      amount: '1234.50',
      date: '2026-06-20',
      notes: body.notes,
    });
    const { projectId, contractId } = body;
    expect(await client.listContractPayments({ projectId, contractId })).toEqual([written]);
    await client.deleteContractPayment({ projectId, contractId, id: written.id });
    expect(await client.listContractPayments({ projectId, contractId })).toEqual([]);
  });

  it('may have been written when the connection is cut, and are then found by their notes', async () => {
    const body = await paid();
    await control(sandbox.url, 'POST', 'faults', {
      method: 'POST',
      path: '/rest/v1.0/contract_payments',
      kind: 'dropAfter',
    });
    const error = await failureOf(
      client.createContractPayment({ ...body, idempotencyToken: 'a-2' }),
    );
    expect(error).toMatchObject({ kind: 'noAnswer', messages: ['reset'], mayHaveHappened: true });
    const [found] = await client.listContractPayments(body);
    expect(found?.notes).toBe(body.notes);
    await client.deleteContractPayment({ ...body, id: found?.id ?? '' });
    await control(sandbox.url, 'DELETE', 'faults');
  });
});

describe('refusals', () => {
  it.each([
    [{ kind: 'refuse' }, { kind: 'unavailable', status: 503 }],
    [
      { kind: 'errorAfter', status: 500 },
      { kind: 'unavailable', status: 500 },
    ],
    [{ kind: '429' }, { kind: 'rateLimited', status: 429 }],
    [
      { kind: 'delay', ms: 2_000 },
      { kind: 'noAnswer', status: null },
    ],
    [{ kind: 'dropAfter' }, { kind: 'noAnswer', status: null }],
  ])('a fault %j ends as %j', async (fault, expected) => {
    await control(sandbox.url, 'POST', 'faults', {
      method: 'GET',
      path: '/rest/v1.0/vendors',
      ...fault,
    });
    const error = await failureOf(newClient({ timeoutMs: 500 }).listVendors());
    await control(sandbox.url, 'DELETE', 'faults');
    expect(error).toMatchObject({ ...expected, mayHaveHappened: false });
  });

  it('another company is forbidden, an unknown record not found, a wrong secret no sign-in', async () => {
    expect(await failureOf(newClient({ companyId: '1' }).listVendors())).toMatchObject({
      kind: 'forbidden',
    });
    expect(await failureOf(client.readVendor({ id: '1' }))).toMatchObject({ kind: 'notFound' });
    expect(await failureOf(newClient({ clientSecret: 'wrong' }).listVendors())).toMatchObject({
      kind: 'signInExpired',
      messages: ['invalid_client'],
    });
  });

  it('a limit that is reached says how long to wait', async () => {
    const narrow = {
      hour: { count: 100_000, windowMs: 3_600_000 },
      spike: { count: 1, windowMs: 10_000 },
    };
    await control(sandbox.url, 'PUT', 'limits', narrow);
    const error = await failureOf(client.listProjects().then(() => client.listProjects()));
    await control(sandbox.url, 'PUT', 'limits', {
      ...narrow,
      spike: { count: 100_000, windowMs: 10_000 },
    });
    expect(error).toMatchObject({ kind: 'rateLimited' });
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(1_000);
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(10_000);
  });

  it('an expired token is renewed without anybody noticing', async () => {
    await client.listProjects();
    await control(sandbox.url, 'PUT', 'clock', { advanceMs: 5_400_000 });
    expect(await client.listProjects()).toHaveLength(2);
    expect(paths.filter((path) => path === 'POST /oauth/token').length).toBeGreaterThanOrEqual(2);
  });
});
