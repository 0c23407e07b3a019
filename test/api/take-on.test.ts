// A project under way on the console: its page, the form that signs it, and the same for programs.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeRecords } from '../../db/queries/mirror.ts';
import { projectStart } from '../../db/schema/document-tables.ts';
import { takeOn, takeOnOpening } from '../../db/schema/take-on-tables.ts';
import { fullChart } from '../support/domain-builders.ts';
import type { TestApi } from './api-fixture.ts';
import { startTestApi } from './api-fixture.ts';
import { payApp } from './observations.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.clear();
  const { project, contract, organisation, claim, taxCodes } = payApp();
  const records = [project, contract, organisation, claim, fullChart, ...taxCodes];
  const known = records.filter((one) => one !== null);
  await storeRecords(test.db, 'demo', known, new Date());
});

const from = '2026-11-01';
type View = { proposal: { hash: string; positions: { contractId: string; held: string }[] } };
const view = async (): Promise<View> => {
  const response = await fetch(`${test.api.url}/api/projects/501/take-on?from=${from}`);
  return (await response.json()) as View;
};
const post = async (body: unknown, id = '501') => {
  const response = await fetch(`${test.api.url}/api/projects/${id}/take-on`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const page = async (path: string) => {
  const response = await fetch(`${test.api.url}${path}`);
  return { status: response.status, text: await response.text() };
};
/** As a browser sends the page's form. */
const submit = (fields: Record<string, string>) =>
  fetch(`${test.api.url}/api/projects/501/take-on`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
    headers: { accept: 'text/html', origin: test.api.url },
  });

describe('programs', () => {
  it('read what is proposed, and sign exactly that', async () => {
    const { proposal } = await view();
    expect(proposal.positions).toMatchObject([{ contractId: 'wo-3003', held: '1550.05' }]);
    const stated = [{ contract: 'SC-003', amount: '1550.05' }];
    const stale = await post({ from, hash: 'x', stated });
    expect(stale).toMatchObject({ status: 409, body: { error: 'moved' } });
    expect(stale.body['message']).toContain('It moved; look again.');
    const none = await post({ from, hash: proposal.hash, stated: [] });
    expect(none).toMatchObject({ status: 409, body: { error: 'refused' } });
    expect(await test.db.$count(takeOn)).toBe(0);
    const sent = await post({ from, hash: proposal.hash, stated });
    expect(sent).toMatchObject({ status: 202, body: { postFrom: from } });
    expect((await post({ from, hash: proposal.hash, stated })).status).toBe(200);
    expect(await test.db.select().from(projectStart)).toMatchObject([{ postFrom: from }]);
  });

  it('are told what is wrong with a body, and that a project is not there', async () => {
    for (const body of [{}, { from: 'x', hash: 'h', stated: [] }, { from, hash: 'h', stated: 1 }]) {
      expect((await post(body)).status).toBe(400);
    }
    expect((await post({ from, hash: 'h', stated: [] }, '9')).status).toBe(404);
    expect((await page('/api/projects/9/take-on')).status).toBe(404);
  });
});

describe('the page', () => {
  const path = `/projects/501/take-on?from=${from}`;

  it('shows the opening with totals, what stays opening, and a form that says nothing for the person', async () => {
    const { text } = await page(path);
    expect(text).toContain('Take-on of 26-004 Quay Street Apartments');
    expect(text).toContain('1,550.05');
    expect(text).toContain('Subcontractors in all');
    expect(text).toContain('in the opening alone, never posted');
    expect(text).toMatch(/name="stated\/wo-3003\/INPUT2"[^>]*value=""/);
    expect((await page('/projects/9/take-on')).status).toBe(404);
  });

  it('is linked from the projects, on or off', async () => {
    expect((await page(`/projects?from=${from}`)).text).toContain('/projects/501/take-on');
  });

  it('says where there is nothing to take on', async () => {
    const { text } = await page('/projects/501/take-on?from=2020-01-01');
    expect(text).toContain('Nothing to take on');
  });

  it('signs what was typed, and shows what was typed again where it is refused', async () => {
    const { proposal } = await view();
    const fields = { from, hash: proposal.hash };
    const refused = await submit({ ...fields, 'stated/wo-3003/INPUT2': '' });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('state what is in the Xero retention account');
    const moved = await submit({ from, hash: 'x', 'stated/wo-3003/INPUT2': '1,500' });
    expect(await moved.text()).toMatch(/name="stated\/wo-3003\/INPUT2"[^>]*value="1,500"/);
    const sent = await submit({ ...fields, 'stated/wo-3003/INPUT2': '1,500' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/projects/501/take-on']);
    expect(await test.db.select().from(takeOnOpening)).toMatchObject([{ stated: '1500.00' }]);
    const { text } = await page('/projects/501/take-on');
    expect(text).toContain('1 opening held is not what was stated');
    expect(text).toContain('sign again');
  });
});
