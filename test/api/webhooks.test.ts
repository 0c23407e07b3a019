// Webhook intake over HTTP: what counts as signed, what is kept, what wakes a document, and that each event counts once.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hint, wake } from '../../db/schema/delivery-tables.ts';
import { link } from '../../db/schema/document-tables.ts';
import type { TestApi } from './api-fixture.ts';
import { startTestApi, testSettings } from './api-fixture.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const { tenantId, webhookKey, companyId, webhookAuthorization } = testSettings;
const billId = 'b0000000-0000-4000-8000-000000000001';

const sign = (body: string | Buffer, key: string = webhookKey): string =>
  createHmac('sha256', key).update(body).digest('base64');

async function send(
  path: string,
  body: string | Buffer,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(`${test.api.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body),
  });
}

const sendXero = (body: string | Buffer, signature = sign(body)) =>
  send('/webhooks/xero', body, { 'x-xero-signature': signature });
const sendProcore = (body: unknown, authorization: string = webhookAuthorization) =>
  send('/webhooks/procore', typeof body === 'string' ? body : JSON.stringify(body), {
    authorization,
  });

function xeroEvent(changes: Record<string, string> = {}) {
  return {
    resourceUrl: `https://api.xero.com/api.xro/2.0/Invoices/${billId}`,
    resourceId: billId,
    eventDateUtc: '2026-11-24T01:02:03.456',
    eventType: 'UPDATE',
    eventCategory: 'INVOICE',
    tenantId,
    tenantType: 'ORGANISATION',
    ...changes,
  };
}

function xeroBody(...events: object[]): string {
  const sequences = { firstEventSequence: 1, lastEventSequence: events.length };
  return JSON.stringify({ events, ...sequences, entropy: 'S0M3' });
}

async function linkBill(): Promise<void> {
  await test.db.insert(link).values({
    workflowId: 'payApp/demo/7001',
    role: 'bill',
    connection: 'demo',
    kind: 'xeroBill',
    targetId: billId,
    how: 'written',
  });
}

describe("Xero's signature", () => {
  const body = xeroBody(xeroEvent());
  const flipped = Buffer.from(body);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  // Each text means the same to a JSON parser, and none is what was signed.
  const reserialised = JSON.stringify(JSON.parse(body), null, 1);
  const escaped = body.replace('INVOICE', '\\u0049NVOICE');
  const hex = createHmac('sha256', webhookKey).update(body).digest('hex');

  const cases: [string, string | Buffer, string | null, number][] = [
    ['right', body, sign(body), 200],
    ['over one flipped bit', flipped, sign(body), 401],
    ['over the same JSON written anew', reserialised, sign(body), 401],
    ['over the same JSON with an escape', escaped, sign(body), 401],
    ['with another key', body, sign(body, 'another'), 401],
    ['in hex', body, hex, 401],
    ['cut short', body, sign(body).slice(0, -4), 401],
    ['with more behind it', body, `${sign(body)}AAAA`, 401],
    ['in another alphabet', body, sign(body).replace(/[+/=]/g, '_'), 401],
    ['empty', body, '', 401],
    ['missing', body, null, 401],
    ['of an empty body', '', sign(''), 200],
    ['wrong over broken JSON', '{"events":', sign('x'), 401],
  ];
  it.each(cases)('%s', async (_what, sent, signature, status) => {
    const headers: Record<string, string> =
      signature === null ? {} : { 'x-xero-signature': signature };
    const response = await send('/webhooks/xero', sent, headers);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(response.headers.get('set-cookie')).toBeNull();
    const kept = status === 200 && sent === body ? 1 : 0;
    expect(await test.db.$count(hint)).toBe(kept);
  });

  it('proves the intent to receive: an empty delivery is answered by its signature alone', async () => {
    const empty = xeroBody();
    expect((await sendXero(empty)).status).toBe(200);
    expect((await sendXero(empty, sign(empty, 'wrong'))).status).toBe(401);
  });
});

describe('a Xero event', () => {
  it('is kept, and wakes the document its record is linked to', async () => {
    await linkBill();
    await sendXero(xeroBody(xeroEvent()));
    const [kept] = await test.db.select().from(hint);
    expect(kept).toMatchObject({
      vendor: 'xero',
      connection: 'demo',
      resource: 'xeroBill',
      recordId: billId,
      projectId: null,
    });
    expect(await test.db.select().from(wake)).toMatchObject([
      { workflowId: 'payApp/demo/7001', signal: 'changed', payload: { hintId: kept?.id } },
    ]);
  });

  it('of a record no document is linked to wakes nobody', async () => {
    await sendXero(xeroBody(xeroEvent({ eventCategory: 'CONTACT' })));
    expect(await test.db.select().from(hint)).toMatchObject([{ resource: 'xeroContact' }]);
    expect(await test.db.$count(wake)).toBe(0);
  });

  it('counts once, however often and in whatever company it comes', async () => {
    await linkBill();
    const one = xeroEvent();
    const two = xeroEvent({ eventDateUtc: '2026-11-24T01:02:04.000' });
    await Promise.all([
      sendXero(xeroBody(one, two, one)),
      sendXero(xeroBody(two, one)),
      sendXero(xeroBody(one)),
    ]);
    await sendXero(xeroBody({ ...one, eventType: 'Update' }));
    expect(await test.db.$count(hint)).toBe(2);
    expect(await test.db.$count(wake)).toBe(2);
  });

  it('of another tenant, another category or another shape is let go', async () => {
    const others = [
      xeroEvent({ tenantId: '00000000-0000-4000-8000-000000000000' }),
      xeroEvent({ eventCategory: 'SUBSCRIPTION' }),
      { resourceId: 7 },
      null as unknown as object,
    ];
    expect((await sendXero(xeroBody(...others))).status).toBe(200);
    expect((await sendXero('["events"]')).status).toBe(200);
    expect((await sendXero('{"events":')).status).toBe(200);
    expect(await test.db.$count(hint)).toBe(0);
  });
});

/** Payload v4.0: ids are texts. */
const v4 = (changes: object = {}) => ({
  id: '01JDB7Y3QK0000000000000001',
  timestamp: '2026-11-24T01:02:03Z',
  reason: 'update',
  company_id: companyId,
  project_id: '501',
  user_id: '9',
  resource_type: 'Work Order Contracts',
  resource_id: '3003',
  ...changes,
});

/** Payload v2.0: ids are numbers, some beyond what a double can hold. */
const v2 = `{"id": 12, "ulid": "01JDB7Y3QK0000000000000002", "timestamp": "2026-11-24T01:02:03Z",
  "metadata": {"source_company_id": ${companyId}}, "user_id": 9, "company_id": ${companyId},
  "project_id": 501, "api_version": "v2", "event_type": "update",
  "resource_name": "Purchase Order Contracts", "resource_id": 9007199254740993}`;

describe("Procore's Authorization", () => {
  const cases: [string, string | null, number][] = [
    ['right', webhookAuthorization, 200],
    ['of another secret', 'Bearer fedcba9876543210', 401],
    ['without its scheme', webhookAuthorization.replace('Bearer ', ''), 401],
    ['cut short', webhookAuthorization.slice(0, -1), 401],
    ['with more behind it', `${webhookAuthorization}0`, 401],
    ['empty', '', 401],
    ['missing', null, 401],
  ];
  it.each(cases)('%s', async (_what, authorization, status) => {
    const headers: Record<string, string> = authorization === null ? {} : { authorization };
    const response = await send('/webhooks/procore', JSON.stringify(v4()), headers);
    expect([response.status, await response.text()]).toEqual([status, '']);
    expect(await test.db.$count(hint)).toBe(status === 200 ? 1 : 0);
  });
});

describe('a Procore event', () => {
  const documents: [string, object | string, string | null, string | null][] = [
    ['a subcontract', v4(), 'wo-3003', 'commitment/demo/wo-3003'],
    ['a purchase order in v2.0', v2, 'po-9007199254740993', 'commitment/demo/po-9007199254740993'],
    [
      'a vendor',
      v4({ resource_type: 'Company Vendors', project_id: null }),
      '3003',
      'contact/demo/3003',
    ],
    ['a pay app', v4({ resource_type: 'Requisitions' }), '3003', 'payApp/demo/3003'],
    ['a draw request', v4({ resource_type: 'Draw Requests' }), '3003', 'payApp/demo/3003'],
    ['a line', v4({ resource_type: 'Work Order Contract Line Items' }), null, null],
    [
      'a line that names its contract',
      v4({
        resource_type: 'Purchase Order Contract Line Items',
        related_resources: [
          { id: '501', name: 'Projects' },
          { id: '3004', name: 'Purchase Order Contracts' },
        ],
      }),
      'po-3004',
      'commitment/demo/po-3004',
    ],
    ['a payment nobody knows', v4({ resource_type: 'Contract Payments' }), '3003', null],
    ['something else', v4({ resource_type: 'Timecard Entries' }), null, null],
    ['no event', { hello: 'world' }, null, null],
    ['a path for an id', v4({ resource_id: '../../1' }), null, null],
  ];
  it.each(documents)('of %s', async (_what, body, recordId, workflowId) => {
    expect((await sendProcore(body)).status).toBe(200);
    const hints = await test.db.select().from(hint);
    expect(hints.map((row) => row.recordId)).toEqual(recordId === null ? [] : [recordId]);
    const wakes = await test.db.select().from(wake);
    expect(wakes.map((row) => row.workflowId)).toEqual(workflowId === null ? [] : [workflowId]);
    const told = hints.map(({ id }) => ({ hintId: id }));
    expect(wakes.map((row) => row.payload)).toEqual(workflowId === null ? [] : told);
  });

  it('counts once, also when it comes twice at the same time', async () => {
    await Promise.all(Array.from({ length: 10 }, () => sendProcore(v4())));
    await sendProcore(v4({ id: '01JDB7Y3QK0000000000000009' }));
    expect(await test.db.$count(hint)).toBe(2);
    expect(await test.db.$count(wake)).toBe(2);
  });

  it('of another company is refused', async () => {
    expect((await sendProcore(v4({ company_id: '1' }))).status).toBe(401);
    expect(await test.db.$count(hint)).toBe(0);
  });
});

describe('a body', () => {
  it('of more than 1 MB is refused unread', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, 0x20);
    expect((await sendXero(large)).status).toBe(413);
    expect((await sendProcore(large.toString())).status).toBe(413);
  });

  it('that is compressed is refused: what is signed is what is sent', async () => {
    const headers = { 'content-encoding': 'gzip', 'x-xero-signature': sign('x') };
    expect((await send('/webhooks/xero', 'x', headers)).status).toBe(415);
  });

  it('is never shown in the log', async () => {
    await sendXero('{"secret-of-the-body":', sign('{"secret-of-the-body":'));
    await sendXero(xeroBody(xeroEvent()), 'wrong');
    expect(JSON.stringify(test.logged)).not.toContain('secret-of-the-body');
    expect(test.logged.map(({ message }) => message)).toContain('a webhook was refused');
  });
});
