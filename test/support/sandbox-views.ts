// What the sandboxes hold, asked through the vendors' own paths as another app than Tieout.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from './stack.ts';
import { control } from './stack.ts';

export type BillView = {
  InvoiceID: string;
  InvoiceNumber: string;
  Url?: string;
  Status: string;
  Date: string;
  DateString: string;
  DueDateString: string;
  SubTotal: number;
  Total: number;
  TotalTax: number;
  AmountDue: number;
  UpdatedDateUTC: string;
  Contact: { ContactID: string; Name: string };
  LineItems: {
    LineItemID: string;
    Description: string;
    UnitAmount: number;
    LineAmount: number;
    AccountCode: string;
    TaxType: string;
    TaxAmount: number;
    Quantity: number;
    Tracking: { Name: string; Option: string }[];
  }[];
};

async function token(sandbox: Sandbox, role: string): Promise<string> {
  const { access_token: value } = await control<{ access_token: string }>(
    sandbox,
    'POST',
    'token',
    {
      role,
    },
  );
  return value;
}

/** Every supplier bill in Xero, as an adviser sees it. */
export async function billsInXero(xero: Sandbox): Promise<BillView[]> {
  const bearer = await token(xero, 'adviser');
  const where = encodeURIComponent('Type=="ACCPAY"');
  const response = await fetch(
    `${xero.url}/api.xro/2.0/Invoices?where=${where}&page=1&pageSize=1000&unitdp=4`,
    {
      headers: {
        authorization: `Bearer ${bearer}`,
        accept: 'application/json',
        'xero-tenant-id': '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
      },
    },
  );
  if (response.status === 429) {
    // Tests look again and again, as no person does.
    await sleep(500);
    return billsInXero(xero);
  }
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { Invoices: BillView[] }).Invoices;
}

/** Reads and writes Xero as its bookkeeper, through the ordinary path. */
export async function asBookkeeper(
  xero: Sandbox,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const bearer = await token(xero, 'bookkeeper');
  const response = await fetch(`${xero.url}/api.xro/2.0/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      accept: 'application/json',
      'content-type': 'application/json',
      'xero-tenant-id': '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text === '' ? 'null' : text);
}

export type PayAppView = {
  id: number;
  status: string;
  commitment_id: number;
  period_id: number;
  number: number;
  invoice_number: string | null;
  billing_date: string;
  invoice_type: string;
  summary: { current_payment_due: string; tax_applicable_to_this_payment: string };
};

async function procoreGet<T>(procore: Sandbox, bearer: string, path: string): Promise<T> {
  const response = await fetch(`${procore.url}${path}`, {
    headers: { authorization: `Bearer ${bearer}`, 'procore-company-id': '5629494500123' },
  });
  if (response.status === 429) {
    await sleep(Number(response.headers.get('retry-after') ?? '1') * 1_000);
    return procoreGet(procore, bearer, path);
  }
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Every pay app of every project, as an administrator sees it, and every payment of their contracts. */
export async function payAppsInProcore(
  procore: Sandbox,
): Promise<{ payApps: (PayAppView & { projectId: number })[]; payments: PaymentView[] }> {
  const payApps = await ofEachProject<PayAppView>(procore, 'v1.1/requisitions?view=extended');
  const contracts = new Map(
    payApps.map(({ commitment_id: id, projectId }) => [id, { id, projectId }]),
  );
  return { payApps, payments: await paymentsOf(procore, [...contracts.values()]) };
}

export type OwnerInvoiceView = {
  id: number;
  status: string;
  number: number;
  contract: { id: number };
  g702: { total_retainage: string; current_payment_due: string };
};

/** Every approved owner invoice of every project, as an administrator sees it. */
export async function ownerInvoicesInProcore(procore: Sandbox): Promise<OwnerInvoiceView[]> {
  const found = await ofEachProject<OwnerInvoiceView>(procore, 'v1.0/payment_applications?');
  return found.filter(({ status }) => status === 'approved');
}

/** Every payment that owners' invoices show as received. */
export async function receiptsInProcore(procore: Sandbox): Promise<PaymentView[]> {
  return paymentsOf(procore, await ofEachProject<{ id: number }>(procore, 'v1.0/prime_contracts?'));
}

async function paymentsOf(
  procore: Sandbox,
  contracts: readonly { id: number; projectId: number }[],
): Promise<PaymentView[]> {
  const bearer = await token(procore, 'admin');
  const found: PaymentView[] = [];
  for (const { id, projectId } of contracts) {
    const path = `contract_payments?project_id=${projectId}&contract_id=${id}&per_page=500`;
    found.push(...(await procoreGet<PaymentView[]>(procore, bearer, `/rest/v1.0/${path}`)));
  }
  return found;
}

/** A list of every project, such as `v1.0/prime_contracts?`; what else is asked stands behind its question mark. */
async function ofEachProject<T>(
  procore: Sandbox,
  list: string,
): Promise<(T & { projectId: number })[]> {
  const bearer = await token(procore, 'admin');
  const found: (T & { projectId: number })[] = [];
  const projects = `/rest/v1.0/projects?company_id=5629494500123&per_page=200`;
  for (const { id } of await procoreGet<{ id: number }[]>(procore, bearer, projects)) {
    const path = `/rest/${list}&project_id=${id}&per_page=500`;
    const rows = await procoreGet<T[]>(procore, bearer, path);
    found.push(...rows.map((row) => ({ ...row, projectId: id })));
  }
  return found;
}

export type PaymentView = {
  id: number;
  amount: string;
  date: string | null;
  requisition_id: number;
  notes: string | null;
};
