// Proves what the project manager of the sandbox does: a certified application of the first head contract is changed, and stays certified.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { id, startSeeded } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';

let sandbox: Running;
beforeAll(async () => {
  sandbox = await startSeeded('demo');
});
afterAll(() => sandbox.close());

async function certified(): Promise<Json> {
  const project = 562949951000001;
  const path = `/rest/v1.0/payment_applications?project_id=${project}`;
  const listed = await sandbox.list('admin', path);
  const last = listed.sort((a, b) => id(b) - id(a))[0];
  return sandbox.one('admin', `/rest/v1.0/payment_applications/${id(last)}?project_id=${project}`);
}

test('editOneCertified adds 1,000.00, with its markup and retainage, to an application that stays approved', async () => {
  const before = await certified();
  const played = await sandbox.control('POST', '/bookkeeper/editOneCertified');
  expect(played.body).toMatchObject({ result: { edited: before['id'], by: '1000.00' } });
  const after = await certified();
  const due = (one: Json): number => Number((one['g702'] as Json)['current_payment_due']);
  // 6 % of markup comes on top and 5 % of all is held: 1,060.00 less 53.00.
  expect((due(after) - due(before)).toFixed(2)).toBe('1007.00');
  expect([before['status'], after['status']]).toEqual(['approved', 'approved']);
});
