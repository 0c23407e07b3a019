// Proves how a call to Procore ends: token, company header, one renewal, and each refusal in the closed set.
import { afterEach, expect, it } from 'vitest';
import type { CallReport } from '../../../connectors/http/call-report.ts';
import { VendorError } from '../../../connectors/http/vendor-error.ts';
import { closedUrl } from '../support/vendor-stub.ts';
import type { StubAnswer } from '../support/vendor-stub.ts';
import { clientOf, failureOf, startProcoreStub } from './procore-stub.ts';
import type { ProcoreStub } from './procore-stub.ts';

let stub: ProcoreStub;
afterEach(() => stub.close());

const vendor = {
  id: 7,
  name: 'Kauri Concrete Ltd',
  is_active: true,
  updated_at: '2026-05-01T00:00:00Z',
};
const payment = {
  projectId: '11',
  contractId: '22',
  requisitionId: '9007199254740993',
  amount: '1234.50',
  date: '2026-06-20',
  invoiceNumber: null,
  notes: 'paid tieout:demo/payApp/33/payment-1',
  kind: 'procoreContractPayment',
  idempotencyToken: 'key-1',
} as const;

it('signs in once for calls at the same time and names the company on each', async () => {
  stub = await startProcoreStub(() => ({ body: vendor }));
  const reports: CallReport[] = [];
  const client = clientOf(stub, { onCall: (report) => reports.push(report) });
  await Promise.all([client.readVendor({ id: '7' }), client.readVendor({ id: '8' })]);
  expect(stub.tokenCalls()).toHaveLength(1);
  expect(stub.tokenCalls()[0]?.body).toBe(
    'grant_type=client_credentials&client_id=an-id&client_secret=a-secret',
  );
  for (const call of stub.apiCalls()) {
    expect(call.headers['procore-company-id']).toBe('5629494500123');
    expect(call.headers.authorization).toBe('Bearer token-1');
  }
  expect(reports.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    'POST /oauth/token 200',
    'GET /rest/v1.0/vendors/{id} 200',
    'GET /rest/v1.0/vendors/{id} 200',
  ]);
});

it('renews a refused token once and repeats the call', async () => {
  stub = await startProcoreStub(({ headers }) =>
    headers.authorization === 'Bearer token-1' ? { status: 401 } : { body: vendor },
  );
  const read = await clientOf(stub).readVendor({ id: '7' });
  expect(read.name).toBe('Kauri Concrete Ltd');
  expect(stub.tokenCalls()).toHaveLength(2);
  expect(stub.apiCalls()).toHaveLength(2);
});

it('renews only once when the sign-in is refused for good', async () => {
  stub = await startProcoreStub(() => ({
    status: 401,
    body: { errors: 'The access token is invalid' },
  }));
  const error = await failureOf(clientOf(stub).readVendor({ id: '7' }));
  expect(error).toMatchObject({ kind: 'signInExpired', status: 401, mayHaveHappened: false });
  expect(stub.apiCalls()).toHaveLength(2);
});

const errors: [string, StubAnswer, object][] = [
  [
    '400',
    { status: 400, body: { errors: 'Missing Procore-Company-Id header!' } },
    { kind: 'refused', messages: ['Missing Procore-Company-Id header!'] },
  ],
  [
    '403',
    { status: 403, body: { errors: 'App is not connected to this company' } },
    { kind: 'forbidden' },
  ],
  ['404', { status: 404 }, { kind: 'notFound' }],
  [
    '409',
    { status: 409, body: { errors: { origin_id: ['has already been taken'] } } },
    { kind: 'conflict', messages: ['origin_id: has already been taken'] },
  ],
  [
    '422 as a map',
    { status: 422, body: { errors: { amount: ['is not a number', 'is too large'] } } },
    { kind: 'refused', messages: ['amount: is not a number', 'amount: is too large'] },
  ],
  [
    '422 as a list',
    { status: 422, body: { errors: ['one', 'two'] } },
    { kind: 'refused', messages: ['one', 'two'] },
  ],
  [
    'the error form',
    { status: 422, body: { error: { code: 4, message: 'no', details: ['why'] } } },
    { kind: 'refused', messages: expect.arrayContaining(['no', 'why']) as unknown },
  ],
  [
    '429 by Retry-After',
    { status: 429, headers: { 'retry-after': '7' } },
    { kind: 'rateLimited', retryAfterMs: 7_000 },
  ],
  ['429 without a hint', { status: 429 }, { kind: 'rateLimited', retryAfterMs: null }],
  [
    '503 with a wait',
    { status: 503, headers: { 'retry-after': '9' } },
    { kind: 'unavailable', retryAfterMs: 9_000, mayHaveHappened: true },
  ],
  [
    '500 as HTML',
    { status: 500, body: '<html>secret stack</html>' },
    { kind: 'unavailable', messages: [], mayHaveHappened: true },
  ],
  [
    'a redirect',
    { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    { kind: 'malformedAnswer', mayHaveHappened: true },
  ],
  [
    'a 200 that is not JSON',
    { body: '<html>' },
    { kind: 'malformedAnswer', status: 200, mayHaveHappened: true },
  ],
  [
    'a 201 without a record',
    { status: 201, body: '' },
    { kind: 'malformedAnswer', mayHaveHappened: true },
  ],
  [
    'a 201 without an amount',
    { status: 201, body: { id: 1 } },
    { kind: 'malformedAnswer', mayHaveHappened: true },
  ],
  [
    'no answer',
    'hang',
    { kind: 'noAnswer', status: null, messages: ['timeout'], mayHaveHappened: true },
  ],
  ['a reset', 'reset', { kind: 'noAnswer', messages: ['reset'], mayHaveHappened: true }],
  [
    'a body cut short',
    'truncate',
    { kind: 'noAnswer', messages: ['truncated'], mayHaveHappened: true },
  ],
];
it.each(errors)('reads %s on a write', async (_, answer, expected) => {
  stub = await startProcoreStub(() => answer);
  const error = await failureOf(clientOf(stub).createContractPayment(payment));
  expect(error).toBeInstanceOf(VendorError);
  expect(error).toMatchObject({ vendor: 'procore', mayHaveHappened: false, ...expected });
  expect(String(error)).not.toMatch(/token-1|a-secret|stack/);
});

it('says of a lost read that nothing can have happened', async () => {
  stub = await startProcoreStub(() => 'hang');
  const error = await failureOf(clientOf(stub).readVendor({ id: '7' }));
  expect(error).toMatchObject({ kind: 'noAnswer', mayHaveHappened: false });
});

it('knows that a write over a refused connection was not sent', async () => {
  stub = await startProcoreStub(() => undefined);
  const client = clientOf(stub, { apiUrl: await closedUrl() });
  const error = await failureOf(client.createContractPayment(payment));
  expect(error).toMatchObject({
    kind: 'noAnswer',
    messages: ['notConnected'],
    mayHaveHappened: false,
  });
});

it('sends no write when the token endpoint fails', async () => {
  stub = await startProcoreStub(() => undefined);
  const client = clientOf(stub, { loginUrl: `${stub.url}/login` });
  const error = await failureOf(client.createContractPayment(payment));
  expect(error).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
  expect(stub.apiCalls().map(({ path }) => path)).toEqual(['/login/oauth/token']);
});

it('sends a payment with long ids as integers and its token', async () => {
  stub = await startProcoreStub(() => ({
    status: 201,
    body: '{"id":9007199254740995,"contract_id":22,"requisition_id":9007199254740993,"amount":"1234.5","date":"2026-06-20","notes":"n","created_at":"2026-06-20T01:02:03Z"}',
  }));
  const written = await clientOf(stub).createContractPayment(payment);
  const call = stub.apiCalls()[0];
  expect(call?.headers['idempotency-token']).toBe('key-1');
  expect(call?.body).toBe(
    '{"project_id":11,"contract_id":22,"contract_payment":{"amount":"1234.50","date":"2026-06-20","requisition_id":9007199254740993,"notes":"paid tieout:demo/payApp/33/payment-1"}}',
  );
  expect(written).toEqual({
    kind: 'procoreContractPayment',
    id: '9007199254740995',
    projectId: '11',
    contractId: '22',
    requisitionId: '9007199254740993',
    claimNumber: null,
    amount: '1234.50',
    date: '2026-06-20',
    notes: 'n',
    updatedAt: '2026-06-20T01:02:03.000Z',
  });
});

it('deletes a payment under its contract', async () => {
  stub = await startProcoreStub(() => ({ status: 204 }));
  await clientOf(stub).deleteContractPayment({ projectId: '1', contractId: '2', id: '3' });
  expect(stub.apiCalls()[0]).toMatchObject({
    method: 'DELETE',
    path: '/rest/v1.0/contract_payments/3',
  });
});
