// Proves how a call to Xero ends: own token, tenant, one renewal, and each refusal in the closed set.
import { afterEach, expect, it } from 'vitest';
import type { CallReport } from '../../../connectors/http/call-report.ts';
import { VendorError } from '../../../connectors/http/vendor-error.ts';
import { closedUrl } from '../support/vendor-stub.ts';
import type { StubAnswer } from '../support/vendor-stub.ts';
import { billBody, clientOf, failureOf, startXeroStub, tenantId } from './xero-stub.ts';
import type { XeroStub } from './xero-stub.ts';

let stub: XeroStub;
afterEach(() => stub.close());

const organisation = {
  Organisations: [
    {
      OrganisationID: 'o-1',
      Name: 'Harbour & Ridge',
      BaseCurrency: 'NZD',
      PeriodLockDate: '/Date(1774915200000+0000)/',
    },
  ],
};
const create = { bodies: [billBody], idempotencyKey: 'key-1' };

it('signs in once for calls at the same time, with the scopes in the body', async () => {
  stub = await startXeroStub(() => ({ body: organisation }));
  const reports: CallReport[] = [];
  const client = clientOf(stub, { onCall: (report) => reports.push(report) });
  await Promise.all([client.readOrganisation(), client.readOrganisation()]);
  expect(stub.tokenCalls()).toHaveLength(1);
  const token = stub.tokenCalls()[0];
  expect(token?.headers.authorization).toBe(`Basic ${btoa('an-id:a-secret')}`);
  expect(token?.body).toBe(
    'grant_type=client_credentials&scope=accounting.invoices%20accounting.contacts%20accounting.payments.read%20accounting.settings.read',
  );
  for (const call of stub.apiCalls()) {
    expect(call.path).toBe('/api.xro/2.0/Organisation');
    expect(call.headers['xero-tenant-id']).toBe(tenantId);
    expect(call.headers.authorization).toBe('Bearer token-1');
  }
  expect(reports.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    'POST /connect/token 200',
    'GET /Organisation 200',
    'GET /Organisation 200',
  ]);
});

it('asks for the scope that writes payments only where a firm records them in Procore', async () => {
  stub = await startXeroStub(() => ({ body: organisation }));
  await clientOf(stub, { writesPayments: true }).readOrganisation();
  expect(stub.tokenCalls()[0]?.body).toBe(
    'grant_type=client_credentials&scope=accounting.invoices%20accounting.contacts%20accounting.payments%20accounting.settings.read',
  );
});

it('asks for the scopes that actuals are read by only where they are asked for', async () => {
  stub = await startXeroStub(() => ({ body: organisation }));
  await clientOf(stub, { readsActuals: true }).readOrganisation();
  const read = [
    'banktransactions',
    'manualjournals',
    'reports.profitandloss',
    'reports.balancesheet',
  ];
  expect(stub.tokenCalls()[0]?.body).toBe(
    `grant_type=client_credentials&scope=accounting.invoices%20accounting.contacts%20accounting.payments.read%20accounting.settings.read%20${read
      .map((name) => `accounting.${name}.read`)
      .join('%20')}`,
  );
});

it('renews an expired token once and repeats the call with the new one', async () => {
  stub = await startXeroStub(({ headers }) =>
    headers.authorization === 'Bearer token-1'
      ? { status: 401, body: { Title: 'Unauthorized', Detail: 'TokenExpired: token expired at …' } }
      : { body: organisation },
  );
  await clientOf(stub).readOrganisation();
  expect(stub.tokenCalls()).toHaveLength(2);
  expect(stub.apiCalls()).toHaveLength(2);
});

it('renews only once when the sign-in is refused for good', async () => {
  stub = await startXeroStub(() => ({
    status: 401,
    body: { detail: 'AuthenticationUnsuccessful' },
  }));
  const error = await failureOf(clientOf(stub).createBills(create));
  expect(error).toMatchObject({
    kind: 'signInExpired',
    messages: ['AuthenticationUnsuccessful'],
    mayHaveHappened: false,
  });
  expect(stub.apiCalls()).toHaveLength(2);
});

it.each([
  ['by header', { status: 401, headers: { 'www-authenticate': 'insufficent_scope' } }],
  ['by body', { status: 401, body: { Detail: 'AuthorizationUnsuccessful' } }],
])('does not renew for a scope that is missing, said %s', async (_, answer) => {
  stub = await startXeroStub(() => answer);
  const error = await failureOf(clientOf(stub).readOrganisation());
  expect(error).toMatchObject({ kind: 'forbidden', status: 401 });
  expect(stub.apiCalls()).toHaveLength(1);
  expect(stub.tokenCalls()).toHaveLength(1);
});

const envelope = {
  ErrorNumber: 10,
  Type: 'ValidationException',
  Message: 'A validation exception occurred',
  Elements: [
    { InvoiceID: 'x', ValidationErrors: [{ Message: 'One.' }, { Description: 'Two.' }] },
    { ValidationErrors: [{ Message: 'One.' }] },
  ],
};
const errors: [string, StubAnswer, object][] = [
  [
    'a 400 with elements',
    { status: 400, body: envelope },
    { kind: 'refused', messages: ['One.', 'Two.'] },
  ],
  [
    'a 400 without',
    {
      status: 400,
      body: { Type: 'PostDataInvalidException', Message: 'JSON for post data was invalid' },
    },
    { kind: 'refused', messages: ['JSON for post data was invalid'] },
  ],
  [
    'a key used elsewhere',
    { status: 400, body: { Message: 'Idempotency Key: key-1 is used with a different request.' } },
    { kind: 'conflict', mayHaveHappened: true },
  ],
  [
    '403',
    { status: 403, body: { Title: 'Forbidden', Detail: 'AuthenticationUnsuccessful' } },
    { kind: 'forbidden', messages: ['AuthenticationUnsuccessful'] },
  ],
  [
    '404',
    { status: 404, body: 'The resource you are looking for cannot be found' },
    { kind: 'notFound' },
  ],
  [
    '429 by the minute',
    { status: 429, headers: { 'retry-after': '22', 'x-rate-limit-problem': 'Minute' } },
    { kind: 'rateLimited', limit: 'minute', retryAfterMs: 22_000 },
  ],
  [
    '429 by the day',
    { status: 429, headers: { 'retry-after': '7200', 'x-rate-limit-problem': 'day' } },
    { kind: 'rateLimited', limit: 'day', retryAfterMs: 7_200_000 },
  ],
  [
    '429 of calls at once',
    { status: 429, headers: { 'x-rate-limit-problem': 'concurrent' } },
    { kind: 'rateLimited', limit: 'concurrent', retryAfterMs: null },
  ],
  [
    '429 of the app',
    { status: 429, headers: { 'x-rate-limit-problem': 'app-minute' } },
    { kind: 'rateLimited', limit: 'appminute' },
  ],
  [
    '503 as plain text',
    { status: 503, headers: { 'content-type': 'text/plain' }, body: 'The Organisation is offline' },
    { kind: 'unavailable', messages: ['The Organisation is offline'], mayHaveHappened: true },
  ],
  [
    '500 as HTML',
    { status: 500, headers: { 'content-type': 'text/html' }, body: '<html>inner</html>' },
    { kind: 'unavailable', messages: [], mayHaveHappened: true },
  ],
  [
    'a redirect',
    { status: 302, headers: { location: '/x' } },
    { kind: 'malformedAnswer', status: 302, mayHaveHappened: true },
  ],
  [
    'a 200 that is not JSON',
    { headers: { 'content-type': 'text/html' }, body: '<html>' },
    { kind: 'malformedAnswer', status: 200, mayHaveHappened: true },
  ],
  [
    'a 200 that is another JSON',
    { body: { Contacts: [] } },
    { kind: 'malformedAnswer', mayHaveHappened: true },
  ],
  [
    'a 200 whose bill cannot be read',
    { body: { Invoices: [{ InvoiceID: 'x', StatusAttributeString: 'OK' }] } },
    { kind: 'malformedAnswer', mayHaveHappened: true },
  ],
  ['a hang', 'hang', { kind: 'noAnswer', messages: ['timeout'], mayHaveHappened: true }],
  ['a reset', 'reset', { kind: 'noAnswer', messages: ['reset'], mayHaveHappened: true }],
  [
    'a 200 cut short',
    'truncate',
    { kind: 'noAnswer', messages: ['truncated'], mayHaveHappened: true },
  ],
];
it.each(errors)('reads %s on a write', async (_, answer, expected) => {
  stub = await startXeroStub(() => answer);
  const error = await failureOf(clientOf(stub).createBills(create));
  expect(error).toBeInstanceOf(VendorError);
  expect(error).toMatchObject({ vendor: 'xero', mayHaveHappened: false, ...expected });
  expect(JSON.stringify(error) + String(error)).not.toMatch(/token-1|a-secret|inner/);
});

it('says of a server error on a read that nothing can have happened', async () => {
  stub = await startXeroStub(() => ({ status: 500 }));
  const error = await failureOf(clientOf(stub).readOrganisation());
  expect(error).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
});

it('knows that a write over a refused connection was not sent', async () => {
  stub = await startXeroStub(() => undefined);
  const error = await failureOf(clientOf(stub, { apiUrl: await closedUrl() }).createBills(create));
  expect(error).toMatchObject({
    kind: 'noAnswer',
    messages: ['notConnected'],
    mayHaveHappened: false,
  });
});

it('sends no write when no token can be had', async () => {
  stub = await startXeroStub(() => undefined);
  const error = await failureOf(
    clientOf(stub, { identityUrl: `${stub.url}/down` }).createBills(create),
  );
  expect(error).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
  expect(stub.apiCalls().map(({ path }) => path)).toEqual(['/down/connect/token']);
});
