// What a start asks of the sandboxes it started, through their control planes: seed, hooks, and the bookkeeper's scenes.
import { z } from 'zod';
import { StartProblem } from '../../launcher/start-problem.ts';
import { askJson, type Answer } from './ask-json.ts';

function expectSuccess(what: string, { status, body }: Answer): unknown {
  if (status >= 200 && status < 300) return body;
  throw new StartProblem(`${what} failed with ${status}: ${JSON.stringify(body).slice(0, 300)}`);
}

/** `part` = which organisation of a group, at its tenant id. */
export async function seedSandbox(
  sandboxUrl: string,
  company: string,
  part: { name: string; tenantId: string } | null = null,
): Promise<void> {
  const of = part ? `?tenant=${part.tenantId}` : '';
  const body = { company, ...(part && { part: part.name }) };
  const answer = await askJson('POST', `${sandboxUrl}/_sandbox/seed${of}`, { body });
  expectSuccess(`Seeding ${sandboxUrl}`, answer);
}

/** Does nothing where the sandbox says it was done before, or that there is nothing to do it to. */
export async function runScene(sandboxUrl: string, scene: string): Promise<void> {
  const answer = await askJson('POST', `${sandboxUrl}/_sandbox/bookkeeper/${scene}`, { body: {} });
  if (answer.status !== 409) expectSuccess(`The scene ${scene}`, answer);
}

export async function pointXeroWebhook(url: string, target: string, key: string): Promise<void> {
  const body = { url: target, key };
  expectSuccess(
    'Setting the Xero webhook',
    await askJson('PUT', `${url}/_sandbox/webhook`, { body }),
  );
}

const tokenSchema = z.object({ access_token: z.string() });
const hooksSchema = z.object({
  data: z.array(z.object({ id: z.string(), destination_url: z.string(), namespace: z.string() })),
});
const hookSchema = z.object({ data: z.object({ id: z.string() }) });
const resourcesSchema = z.object({ data: z.array(z.object({ name: z.string() })) });

const namespace = 'tieout';

export interface ProcoreHook {
  procoreUrl: string;
  companyId: string;
  target: string;
  authorization: string;
}

/**
 * Registers the company's hook through Procore's own v2 paths, as an administrator does, for every resource the company
 * offers; one that points to the same place already is left alone.
 */
export async function registerProcoreHook(hook: ProcoreHook): Promise<void> {
  const { procoreUrl, companyId } = hook;
  const issued = await askJson('POST', `${procoreUrl}/_sandbox/token`, { body: { role: 'admin' } });
  const { access_token } = tokenSchema.parse(expectSuccess('Signing in to Procore', issued));
  const headers = { authorization: `Bearer ${access_token}`, 'procore-company-id': companyId };
  const root = `${procoreUrl}/rest/v2.0/companies/${companyId}/webhooks`;
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    expectSuccess(`${method} ${path}`, await askJson(method, `${root}${path}`, { body, headers }));

  const known = hooksSchema.parse(await ask('GET', '/hooks?per_page=100')).data;
  const ours = known.filter((one) => one.namespace === namespace);
  if (ours.some((one) => one.destination_url === hook.target)) return;
  for (const { id } of ours) await ask('DELETE', `/hooks/${id}`);
  const created = await ask('POST', '/hooks', {
    payload_version: 'v4.0',
    namespace,
    destination_url: hook.target,
    destination_headers: { Authorization: hook.authorization },
  });
  const { id } = hookSchema.parse(created).data;
  const offered = resourcesSchema.parse(await ask('GET', '/resources?payload_version=v4.0')).data;
  const triggers = offered.flatMap(({ name }) =>
    ['create', 'update', 'delete'].map((event) => ({ resource_name: name, event_type: event })),
  );
  await ask('POST', `/hooks/${id}/triggers/bulk`, { triggers });
}
