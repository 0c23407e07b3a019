// The end state that any fault must lead to: every record of the twenty pay apps exists once on the other side, and nothing is left over.
import { expect } from 'vitest';
import { readReadiness } from '../../db/queries/settled.ts';
import { readSummary } from '../../db/queries/summary.ts';
import { fromMinor, toMinor } from '../../domain/money/amount.ts';
import type { Environment } from '../../config/environment.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { billsInXero, payAppsInProcore } from './sandbox-views.ts';
import type { Sandbox } from './stack.ts';
import { control } from './stack.ts';

/** What is asked of a stack here, whether it runs in this process or in processes of its own. */
export type World = {
  connection: string;
  env: Environment;
  database: OpenDatabase;
  procore: Sandbox;
  xero: Sandbox;
};

export type AccessRow = {
  seq: number;
  app: string | null;
  method: string;
  path: string;
  status: number;
  elements: number;
};

export type Fault = {
  method: string;
  path: string;
  kind:
    | 'refuse'
    | 'dropAfter'
    | 'errorAfter'
    | 'delay'
    | '429'
    | 'empty'
    | 'truncated'
    | 'html'
    | 'stale'
    | 'pageShift';
  from?: number;
  times?: number;
  status?: number;
  ms?: number;
  bodyIncludes?: string;
};

export const xeroPaths = {
  contacts: '/api.xro/2.0/Contacts',
  invoices: '/api.xro/2.0/Invoices',
  orders: '/api.xro/2.0/PurchaseOrders',
} as const;
export const contractPaymentsPath = '/rest/v1.0/contract_payments';

/** The settled end of the company `twenty`: vendors, contracts and pay apps. */
const counts = { contacts: 4, orders: 4, bills: 20 };

export async function addFaults(sandbox: Sandbox, faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) await control(sandbox, 'POST', 'faults', fault);
}

/** How often each fault that was asked for has happened, in the order they were asked for. */
export async function faultsFired(sandbox: Sandbox): Promise<number[]> {
  const { faults } = await control<{ faults: { fired: number }[] }>(sandbox, 'GET', 'faults');
  return faults.map(({ fired }) => fired);
}

/** Tieout's requests, in order. */
export async function requestsOf(
  sandbox: Sandbox,
  where: { path: string; method?: string },
): Promise<AccessRow[]> {
  const rows = await control<AccessRow[]>(sandbox, 'GET', 'access-log?since=0');
  return rows.filter(
    (row) =>
      row.app === 'tieout' &&
      row.path.split('?')[0] === where.path &&
      (where.method === undefined || row.method === where.method),
  );
}

export function elementsOf(rows: readonly AccessRow[]): number {
  return rows.reduce((sum, row) => sum + row.elements, 0);
}

/** What one of Xero's lists holds, as its adviser sees it. */
export async function xeroList<T>(
  world: Pick<World, 'xero' | 'env'>,
  path: string,
  name: string,
): Promise<T[]> {
  const { access_token: bearer } = await control<{ access_token: string }>(
    world.xero,
    'POST',
    'token',
    { role: 'adviser' },
  );
  const response = await fetch(`${world.xero.url}/api.xro/2.0/${path}`, {
    headers: {
      authorization: `Bearer ${bearer}`,
      accept: 'application/json',
      'xero-tenant-id': world.env.XERO_TENANT_ID,
    },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as Record<string, T[]>)[name] ?? [];
}

type ContactView = { ContactNumber?: string; ContactStatus: string };
type OrderView = { PurchaseOrderNumber: string; Reference?: string; Status: string };
export type XeroPaymentView = { PaymentID: string; Status: string; Invoice: { InvoiceID: string } };

export function paymentsInXero(world: World): Promise<XeroPaymentView[]> {
  return xeroList<XeroPaymentView>(world, 'Payments?page=1&pageSize=1000', 'Payments');
}

const isOurs = (text: string | undefined): text is string => text?.includes('tieout:') === true;
const markerEnd = (text: string): string => text.split(/[#\s]/).at(-1) ?? '';

/** Invariant 1, from both sandboxes' own words: one live record per document, whatever happened. */
export async function expectOnceEach(world: World): Promise<void> {
  const bills = (await billsInXero(world.xero)).filter(
    (bill) => isOurs(bill.Url) && !['VOIDED', 'DELETED'].includes(bill.Status),
  );
  const { payApps } = await payAppsInProcore(world.procore);
  expect(payApps).toHaveLength(counts.bills);
  expect(bills.map((bill) => markerEnd(bill.Url ?? '')).sort()).toEqual(
    payApps.map(({ id }) => `tieout:${world.connection}/payApp/${id}/bill`).sort(),
  );
  for (const bill of bills) {
    const payApp = payApps.find(({ id }) => bill.Url?.endsWith(`/payApp/${id}/bill`));
    expect(fromMinor(toMinor(String(bill.SubTotal)))).toBe(payApp?.summary.current_payment_due);
  }

  const contacts = await xeroList<ContactView>(world, 'Contacts?page=1&pageSize=1000', 'Contacts');
  const numbers = contacts.map(({ ContactNumber }) => ContactNumber).filter(isOurs);
  expect(numbers).toHaveLength(counts.contacts);
  expect(new Set(numbers).size).toBe(counts.contacts);

  const orders = (
    await xeroList<OrderView>(world, 'PurchaseOrders?page=1&pageSize=1000', 'PurchaseOrders')
  ).filter(({ Reference, Status }) => isOurs(Reference) && Status !== 'DELETED');
  expect(orders).toHaveLength(counts.orders);
  expect(new Set(orders.map(({ Reference }) => markerEnd(Reference ?? ''))).size).toBe(
    counts.orders,
  );
  await expectNothingLeft(world);
}

/** Every Xero payment is one contract payment, and the paid pay apps are paid to the cent. */
export async function expectPaymentsOnceEach(world: World): Promise<void> {
  const inXero = (await paymentsInXero(world)).filter(({ Status }) => Status === 'AUTHORISED');
  const { payApps, payments } = await payAppsInProcore(world.procore);
  expect(inXero.length).toBeGreaterThan(0);
  expect(payments).toHaveLength(inXero.length);
  for (const { PaymentID: id } of inXero) {
    expect(payments.filter(({ notes }) => notes?.includes(id))).toHaveLength(1);
  }
  for (const id of new Set(payments.map((payment) => payment.requisition_id))) {
    const paid = payments
      .filter((payment) => payment.requisition_id === id)
      .reduce((sum, { amount }) => sum + toMinor(amount), 0n);
    const payApp = payApps.find((candidate) => candidate.id === id);
    expect(fromMinor(paid)).toBe(payApp?.summary.current_payment_due);
  }
}

/** Nothing waits, nothing is on its way, and the ledger balances. */
async function expectNothingLeft(world: World): Promise<void> {
  const { exceptions } = await readSummary(world.database.db, world.connection, new Date(0));
  expect(exceptions).toEqual([]);
  const { wake, intents, waiting } = await readReadiness(world.database.db, world.connection);
  expect({ wake, intents, waiting }).toEqual({ wake: 0, intents: 0, waiting: 0 });
  const ledger = await control<{ trialBalance: string }>(world.xero, 'GET', 'ledger');
  expect(ledger.trialBalance).toBe('0.00');
  const rows = await world.database.sql<{ state: string; count: number }[]>`
    select state, count(*)::int as count from batch where state <> 'settled' group by state`;
  expect([...rows]).toEqual([]);
}

export type BatchView = {
  endpoint: string;
  attempts: number;
  idempotency_key: string;
  members: string[];
};

/** The batches of an endpoint, oldest first. */
export async function batchesOf(world: World, endpoint: string): Promise<BatchView[]> {
  return world.database.sql<BatchView[]>`
    select endpoint, attempts, idempotency_key, members from batch
    where endpoint = ${endpoint} order by created_at`;
}
