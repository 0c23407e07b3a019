// Proves who gets in and what they see: tokens, the company header, hidden projects, tools, and both error bodies.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, COMPANY, id, send, startSeeded } from './procore-caller.ts';
import type { Running } from './procore-caller.ts';

let sandbox: Running;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
const credentials = { client_id: 'tieout-sandbox', client_secret: 'tieout-sandbox-secret' };

describe('tokens', () => {
  test('client credentials give a bearer token for 5,400 seconds', async () => {
    const response = await fetch(
      `${sandbox.url}/oauth/token`,
      form({ grant_type: 'client_credentials', ...credentials }),
    );
    const body: unknown = await response.json();
    expect(response.status).toBe(200);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 5400 });
    expect(at(body, 'refresh_token')).toBeUndefined();
    expect(Math.abs(Number(at(body, 'created_at')) - Date.now() / 1000)).toBeLessThan(30);
  });

  test('a wrong secret and another grant are refused', async () => {
    const wrong = await fetch(
      `${sandbox.url}/oauth/token`,
      form({ grant_type: 'client_credentials', ...credentials, client_secret: 'no' }),
    );
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({ error: 'invalid_client' });
    const grant = await fetch(
      `${sandbox.url}/oauth/token`,
      form({ grant_type: 'password', ...credentials }),
    );
    expect(grant.status).toBe(400);
  });

  test('an unknown, a missing and an expired token are 401', async () => {
    const path = `${sandbox.url}/rest/v1.0/projects?company_id=${COMPANY}`;
    const company = { 'Procore-Company-Id': COMPANY };
    const unknown = await send(path, 'GET', { ...company, authorization: 'Bearer nothing' });
    expect(unknown).toMatchObject({
      status: 401,
      body: { errors: 'The access token is invalid' },
    });
    expect((await send(path, 'GET', company)).status).toBe(401);
    const issued = await sandbox.control('POST', '/token', { role: 'pm' });
    const token = String(at(issued.body, 'access_token'));
    const authorised = { ...company, authorization: `Bearer ${token}` };
    expect((await send(path, 'GET', authorised)).status).toBe(200);
    await sandbox.control('PUT', '/clock', { advanceMs: 5_400_000 });
    expect((await send(path, 'GET', authorised)).status).toBe(401);
    await sandbox.control('PUT', '/clock', { advanceMs: -5_400_000 });
  });
});

describe('the company', () => {
  test('a call without the company header is refused in words', async () => {
    const issued = await sandbox.control('POST', '/token', { role: 'tieout' });
    const authorization = `Bearer ${String(at(issued.body, 'access_token'))}`;
    const path = `${sandbox.url}/rest/v1.0/projects?company_id=${COMPANY}`;
    expect(await send(path, 'GET', { authorization })).toMatchObject({
      status: 400,
      body: { errors: 'Missing Procore-Company-Id header!' },
    });
    const other = await send(path, 'GET', { authorization, 'Procore-Company-Id': '7' });
    expect(other).toMatchObject({
      status: 403,
      body: { errors: 'App is not connected to this company' },
    });
  });

  test('a person may ask who they are and for their companies without the header, a service account not', async () => {
    for (const [role, status] of [
      ['pm', 200],
      ['admin', 200],
      ['tieout', 400],
    ] as const) {
      const issued = await sandbox.control('POST', '/token', { role });
      const authorization = `Bearer ${String(at(issued.body, 'access_token'))}`;
      for (const path of ['/rest/v1.0/me', '/rest/v1.0/companies']) {
        const reply = await send(`${sandbox.url}${path}`, 'GET', { authorization });
        expect(reply.status, `${role} ${path}`).toBe(status);
      }
    }
    const call = await sandbox.as('tieout');
    expect(await call('GET', '/rest/v1.0/me')).toMatchObject({
      status: 200,
      body: { name: 'Tieout (service account)' },
    });
  });

  test('v2 paths answer in the v2 error body', async () => {
    const call = await sandbox.as('tieout');
    const reply = await call('GET', `/rest/v2.0/companies/${COMPANY}/webhooks/hooks/1`);
    expect(reply).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND', message: 'Not Found' } },
    });
  });

  test('a method that a path does not have is 405 and a path that is not Procore’s is 404', async () => {
    const call = await sandbox.as('tieout');
    expect((await call('DELETE', '/rest/v1.0/tax_codes')).status).toBe(405);
    expect((await call('GET', '/rest/v1.0/projects/1/invoices')).status).toBe(404);
  });
});

describe('permissions', () => {
  beforeEach(async () => {
    const everything = { app: 'tieout', projects: 'all', tools: 'all', connected: true };
    await sandbox.control('PUT', '/permissions', everything);
  });

  test('a project that is not permitted disappears for that app and stays for others', async () => {
    const projects = await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`);
    const [hidden, seen] = projects.map(id);
    const requisitions = `/rest/v1.1/requisitions?project_id=${hidden}`;
    const [requisition] = await sandbox.list('tieout', requisitions);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', projects: [seen] });
    const call = await sandbox.as('tieout');
    const left = await sandbox.list('tieout', `/rest/v1.0/companies/${COMPANY}/projects`);
    expect(left.map(id)).toEqual([seen]);
    for (const path of [
      `/rest/v1.0/projects/${hidden}`,
      requisitions,
      `/rest/v1.1/requisitions/${id(requisition)}?project_id=${hidden}`,
      `/rest/v1.0/projects/${hidden}/billing_periods`,
      `/rest/v1.0/purchase_order_contracts?project_id=${hidden}`,
    ]) {
      expect((await call('GET', path)).status, path).toBe(404);
    }
    expect(await sandbox.list('pm', requisitions)).not.toHaveLength(0);
  });

  test('a record asked for under another project is hidden', async () => {
    const projects = await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`);
    const [first, second] = projects.map(id);
    const [requisition] = await sandbox.list(
      'tieout',
      `/rest/v1.1/requisitions?project_id=${first}`,
    );
    const call = await sandbox.as('tieout');
    const path = `/rest/v1.1/requisitions/${id(requisition)}?project_id=${second}`;
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('GET', '/rest/v1.1/requisitions')).status).toBe(400);
  });

  test('a tool taken away and an app taken out of the company are 403', async () => {
    await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: ['directory'] });
    const call = await sandbox.as('tieout');
    const [project] = await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`);
    const path = `/rest/v1.1/requisitions?project_id=${id(project)}`;
    expect((await call('GET', path)).status).toBe(403);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', connected: false });
    expect(await call('GET', `/rest/v1.0/vendors?company_id=${COMPANY}`)).toMatchObject({
      status: 403,
      body: { errors: 'App is not connected to this company' },
    });
  });
});
