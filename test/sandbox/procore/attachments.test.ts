// Proves how the files of a pay app are shown and downloaded: by an address that alone opens the file, for a while.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RuleName } from '../../../sandbox/procore/open-rules.ts';
import { COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';

let sandbox: Running;
let project: number;
let payApp: Json;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  project = id((await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  [payApp = {}] = await sandbox.list('tieout', list());
});

const list = () => `/rest/v1.1/requisitions?project_id=${project}&view=extended&per_page=100`;
const settings = (change: Partial<Record<RuleName, string>>) =>
  sandbox.control('PUT', '/settings', change);
const attach = async (filename: string, more: Json = {}) =>
  (await sandbox.control('POST', '/attachments', { payAppId: id(payApp), filename, ...more }))
    .body as Json;
const shown = () =>
  sandbox.one('tieout', `/rest/v1.1/requisitions/${id(payApp)}?project_id=${project}`);
const filesOf = (one: Json) => one['attachments'] as Json[];

describe('the files of a pay app', () => {
  test('are in its list and in itself, and one that is taken off is in neither', async () => {
    const { id: own } = await attach('claim.pdf');
    const file = {
      id: own,
      filename: 'claim.pdf',
      content_type: 'application/pdf',
      url: expect.stringContaining(`${sandbox.url}/storage/`) as string,
    };
    expect(filesOf(await shown())).toEqual([file]);
    const listed = await sandbox.list('tieout', list());
    expect(listed.filter((one) => filesOf(one).length > 0).map(id)).toEqual([id(payApp)]);
    await sandbox.control('DELETE', `/attachments/${String(own)}`);
    expect(filesOf(await shown())).toEqual([]);
  });

  test('are downloaded without a sign-in, at another address where the first points on', async () => {
    await attach('claim.pdf', { text: '%PDF the claim' });
    const [file = {}] = filesOf(await shown());
    const pointed = await fetch(text(file, 'url'), { redirect: 'manual' });
    expect(pointed.status).toBe(302);
    const followed = await fetch(text(file, 'url'));
    expect(followed.headers.get('content-type')).toBe('application/pdf');
    expect(await followed.text()).toBe('%PDF the claim');
    await settings({ attachmentDownload: 'direct' });
    expect((await fetch(text(file, 'url'), { redirect: 'manual' })).status).toBe(200);
    const withToken = { headers: { authorization: 'Bearer x' } };
    expect((await fetch(text(file, 'url'), withToken)).status).toBe(400);
  });

  test('an address that was changed, or is too old, opens nothing', async () => {
    await attach('claim.pdf');
    const [file = {}] = filesOf(await shown());
    expect((await fetch(text(file, 'url').replace(/.$/, '_'))).status).toBe(403);
    await sandbox.control('PUT', '/clock', { advanceMs: 660_000 });
    expect((await fetch(text(file, 'url'))).status).toBe(403);
    await settings({ attachmentUrl: 'lasts' });
    const [lasting = {}] = filesOf(await shown());
    await sandbox.control('PUT', '/clock', { advanceMs: 660_000 });
    expect((await fetch(text(lasting, 'url'))).status).toBe(200);
  });

  test('move the pay app they are on, or not', async () => {
    await attach('claim.pdf');
    const moved = text(await shown(), 'updated_at');
    expect(moved > text(payApp, 'updated_at')).toBe(true);
    await settings({ attachmentMovesPayApp: 'no' });
    await attach('more.pdf');
    expect(text(await shown(), 'updated_at')).toBe(moved);
  });

  test('may be of any size', async () => {
    await attach('large.pdf', { bytes: 12_000_000 });
    const [file = {}] = filesOf(await shown());
    expect((await (await fetch(text(file, 'url'))).arrayBuffer()).byteLength).toBe(12_000_000);
  });
});
