// What the supervisor asks of the embedded sandboxes through their control planes: seed, hooks, and the scenes.
import { z } from 'zod';
import { StartProblem, messageOf } from './start-problem.ts';

const answerLimitMs = 30_000;

export interface Answer {
  status: number;
  body: unknown;
}

/** One call; the answer as it is, whatever its status. */
async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    text = await response.text();
  } catch (error) {
    throw new StartProblem(`${method} ${url} got no answer: ${messageOf(error)}`);
  }
  return { status: response.status, body: parseJson(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function expectSuccess(what: string, { status, body }: Answer): unknown {
  if (status >= 200 && status < 300) return body;
  throw new StartProblem(`${what} failed with ${status}: ${JSON.stringify(body).slice(0, 300)}`);
}

export async function seedSandbox(sandboxUrl: string, company: string): Promise<void> {
  const answer = await call('POST', `${sandboxUrl}/_sandbox/seed`, { company });
  expectSuccess(`Seeding ${sandboxUrl}`, answer);
}

/** Runs a scene; false when the sandbox says it was done before. */
export async function runScene(xeroUrl: string, scene: string): Promise<boolean> {
  const answer = await call('POST', `${xeroUrl}/_sandbox/bookkeeper/${scene}`, {});
  if (answer.status === 409) return false;
  expectSuccess(`The scene ${scene}`, answer);
  return true;
}

export async function pointXeroWebhook(
  xeroUrl: string,
  target: string,
  key: string,
): Promise<void> {
  const answer = await call('PUT', `${xeroUrl}/_sandbox/webhook`, { url: target, key });
  expectSuccess('Setting the Xero webhook', answer);
}

const tokenSchema = z.object({ access_token: z.string() });
const hooksSchema = z.object({
  data: z.array(z.object({ id: z.string(), destination_url: z.string(), namespace: z.string() })),
});
const hookSchema = z.object({ data: z.object({ id: z.string() }) });
const resourcesSchema = z.object({ data: z.array(z.object({ name: z.string() })) });

const hookNamespace = 'tieout';

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
  const issued = await call('POST', `${procoreUrl}/_sandbox/token`, { role: 'admin' });
  const { access_token } = tokenSchema.parse(expectSuccess('Signing in to Procore', issued));
  const headers = { authorization: `Bearer ${access_token}`, 'procore-company-id': companyId };
  const root = `${procoreUrl}/rest/v2.0/companies/${companyId}/webhooks`;
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    expectSuccess(`${method} ${path}`, await call(method, `${root}${path}`, body, headers));

  const known = hooksSchema.parse(await ask('GET', '/hooks?per_page=100')).data;
  const ours = known.filter(({ namespace }) => namespace === hookNamespace);
  if (ours.some((one) => one.destination_url === hook.target)) return;
  for (const { id } of ours) await ask('DELETE', `/hooks/${id}`);
  const created = await ask('POST', '/hooks', {
    payload_version: 'v4.0',
    namespace: hookNamespace,
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
