// A sandbox for one test file, and a caller that speaks to it as an app or a person would.
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import type { XeroSandboxOptions } from '../../../sandbox/xero/server.ts';
import { startXeroSandbox } from '../../../sandbox/xero/server.ts';

export type Json = Record<string, unknown>;
export type Reply = { status: number; headers: Headers; body: Json; raw: string };
export type Role = 'tieout' | 'bookkeeper' | 'adviser';

export type Client = {
  url: string;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  as(role: Role): Promise<Client>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
};

/** Where a sandbox is not told another one. */
const TENANT = '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11';

const ROOMY = {
  concurrent: 1_000,
  minute: { count: 100_000, windowMs: 60_000 },
  day: { count: 100_000, windowMs: 86_400_000 },
};

/** Roomy limits, so that only the tests of limits meet them. */
export async function openSandbox(
  options: XeroSandboxOptions = {},
): Promise<{ sandbox: RunningSandbox; client: Client }> {
  const sandbox = await startXeroSandbox({ latencyMs: 0, ...options });
  await control(sandbox.url, 'PUT', '/_sandbox/limits', ROOMY);
  return { sandbox, client: await clientFor(sandbox.url, 'tieout') };
}

export async function clientFor(url: string, role: Role): Promise<Client> {
  const issued = await control(url, 'POST', '/_sandbox/token', { role });
  const token = String(issued.body['access_token']);
  return {
    url,
    call: (method, path, body, headers) =>
      send(`${url}/api.xro/2.0${path}`, method, body, {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(role === 'tieout' ? {} : { 'xero-tenant-id': TENANT }),
        ...headers,
      }),
    as: (other) => clientFor(url, other),
    control: (method, path, body) => control(url, method, path, body),
  };
}

export function control(url: string, method: string, path: string, body?: unknown): Promise<Reply> {
  return send(`${url}${path}`, method, body, {});
}

export async function send(
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: text }),
  });
  const raw = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const parsed = isJson ? (JSON.parse(raw) as unknown) : {};
  return { status: response.status, headers: response.headers, body: parsed as Json, raw };
}

/** The elements of an answer's plural key. */
export function elements(reply: Reply, plural: string): Json[] {
  const list = reply.body[plural];
  if (!Array.isArray(list)) throw new Error(`No ${plural} in ${reply.status} ${reply.raw}`);
  return list as Json[];
}

export function only(reply: Reply, plural: string): Json {
  const [first, ...others] = elements(reply, plural);
  if (first === undefined || others.length > 0)
    throw new Error(`Not one of ${plural}: ${reply.raw}`);
  return first;
}

/** Every validation message of a 400 envelope. */
export function messages(reply: Reply): string[] {
  const list = (reply.body['Elements'] ?? []) as Json[];
  return list.flatMap(elementMessages);
}

export function elementMessages(element: Json): string[] {
  return ((element['ValidationErrors'] ?? []) as Json[]).map((one) => String(one['Message']));
}

export function bill(contactId: string, change: Json = {}): Json {
  return {
    Type: 'ACCPAY',
    Status: 'AUTHORISED',
    Contact: { ContactID: contactId },
    InvoiceNumber: 'INV-1',
    Date: '2026-05-31',
    DueDate: '2026-06-20',
    LineItems: [line()],
    ...change,
  };
}

export function line(change: Json = {}): Json {
  return {
    Description: 'Earthworks',
    Quantity: 1,
    UnitAmount: 1000,
    AccountCode: '310',
    TaxType: 'INPUT2',
    ...change,
  };
}

let contactCount = 0;

export async function newContact(client: Client, name?: string): Promise<string> {
  contactCount += 1;
  const reply = await client.call('PUT', '/Contacts', {
    Name: name ?? `Builder ${contactCount} Ltd`,
  });
  return String(only(reply, 'Contacts')['ContactID']);
}

export async function newBill(client: Client, change: Json = {}): Promise<Json> {
  const body = bill(await newContact(client), change);
  return only(await client.call('PUT', '/Invoices?unitdp=4', body), 'Invoices');
}

export function creditNote(contactId: string, change: Json = {}): Json {
  return {
    Type: 'ACCPAYCREDIT',
    Status: 'AUTHORISED',
    Contact: { ContactID: contactId },
    Date: '2026-05-31',
    LineItems: [line()],
    ...change,
  };
}

export async function newCreditNote(
  client: Client,
  contactId: string,
  change: Json = {},
): Promise<Json> {
  const body = creditNote(contactId, change);
  return only(await client.call('PUT', '/CreditNotes?unitdp=4', body), 'CreditNotes');
}
