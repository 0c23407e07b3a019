// Proves how a file on a pay app is fetched from the sandbox: bounded, without a sign-in, and with its address in no answer or error.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcoreClient } from '../../../connectors/procore/procore-client.ts';
import type { ProcoreClient } from '../../../connectors/procore/procore-api.ts';
import { startProcoreSandbox } from '../../../sandbox/procore/server.ts';
import type { Sandbox } from '../../support/stack.ts';
import { control } from '../../support/stack.ts';

type PayApp = { id: number; project_id: number };

describe('a file on a pay app', () => {
  let sandbox: Sandbox;
  let client: ProcoreClient;
  let payApp: { id: string; projectId: string };
  const calls: string[] = [];
  beforeAll(async () => {
    sandbox = await startProcoreSandbox({ latencyMs: 0 });
    await control(sandbox, 'POST', 'seed', { company: 'twenty' });
    client = createProcoreClient({
      ...{ apiUrl: sandbox.url, loginUrl: sandbox.url, companyId: '5629494500123' },
      ...{ clientId: 'tieout-sandbox', clientSecret: 'tieout-sandbox-secret' },
      onCall: (call) => calls.push(JSON.stringify(call)),
    });
    const [project] = await client.listProjects();
    const [first] = await client.listRequisitions({ projectId: project?.id ?? '' });
    payApp = { id: first?.id ?? '', projectId: project?.id ?? '' };
  });
  afterAll(() => sandbox.close());

  const attach = (more: object = {}): Promise<PayApp> =>
    control(sandbox, 'POST', 'attachments', { payAppId: payApp.id, filename: 'a.pdf', ...more });
  const fetched = async ({ id }: { id: number }) => {
    const answer = await client.fetchAttachment({
      ...{ projectId: payApp.projectId, requisitionId: payApp.id },
      ...{ attachmentId: String(id), bytesMax: 1_000 },
    });
    return answer.got === 'file' ? answer.content.toString() : answer;
  };

  it('is told by the pay app without its address', async () => {
    const { id } = await attach();
    const read = await client.readRequisition({ projectId: payApp.projectId, id: payApp.id });
    expect(read.attachments).toEqual([
      { id: String(id), fileName: 'a.pdf', contentType: 'application/pdf' },
    ]);
    await control(sandbox, 'DELETE', `attachments/${id}`);
    const without = await client.readRequisition({ projectId: payApp.projectId, id: payApp.id });
    expect(without).not.toHaveProperty('attachments');
  });

  it.each(['direct', 'redirects'])('is fetched whole (%s)', async (attachmentDownload) => {
    await control(sandbox, 'PUT', 'settings', { attachmentDownload });
    expect(await fetched(await attach({ text: '%PDF whole' }))).toBe('%PDF whole');
  });

  it('is not read beyond the bound', async () => {
    expect(await fetched(await attach({ bytes: 1_000 }))).toHaveLength(1_000);
    expect(await fetched(await attach({ bytes: 1_001 }))).toEqual({ got: 'tooLarge' });
  });

  it('that was taken off is nothing', async () => {
    const file = await attach();
    await control(sandbox, 'DELETE', `attachments/${file.id}`);
    expect(await fetched(file)).toEqual({ got: 'nothing' });
  });

  it('has its address in no report of a call', () => {
    expect(calls.some((call) => call.includes('"path":"file"'))).toBe(true);
    expect(calls.join()).not.toMatch(/storage|sig=/);
  });
});
