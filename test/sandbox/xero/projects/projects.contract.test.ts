// Proves that every answer of the Projects API fits Xero's own OpenAPI file, with no field beyond it, and that every operation is served.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../xero-sandbox.ts';
import type { Projects, Site } from './project-caller.ts';
import type { RunningSandbox } from '../../../../sandbox/kit/sandbox-spec.ts';
import { newContact, openSandbox } from '../xero-sandbox.ts';
import { newSite, newTime, projectsOf, task } from './project-caller.ts';
import { skipReason, vendorDocuments } from '../../../support/vendor-documents.ts';

const reason = skipReason('xeroProjects');
const isPresent = reason === '';

type Operation = { responses: Record<string, unknown>; security?: Record<string, string[]>[] };
type Document = { paths: Record<string, Record<string, Operation>>; components: Json };

let document: Document;
let ajv: Ajv;
let sandbox: RunningSandbox;
let projects: Projects;
let site: Site;
let ids: Record<string, string>;

beforeAll(async () => {
  if (!isPresent) return;
  document = parse(readFileSync(vendorDocuments.xeroProjects, 'utf8')) as Document;
  ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'projects', components: withoutTypeBesideReference(document.components) });
  const opened = await openSandbox();
  ({ sandbox } = opened);
  projects = await projectsOf(opened.client);
  site = await newSite(projects);
  const contactId = await newContact(opened.client);
  const timeEntryId = await newTime(projects, site, { description: 'Slab' });
  ids = { projectId: site.projectId, taskId: site.taskId, timeEntryId, contactId };
});
afterAll(() => sandbox?.close());

/** The file says `type: number` beside the reference to Amount, an object; OpenAPI ignores what stands beside one. */
function withoutTypeBesideReference(components: Json): Json {
  return JSON.parse(JSON.stringify(components), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
    return { $ref: value.$ref };
  }) as Json;
}

const named = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => ids[name] ?? '');

function schemaOf(method: string, path: string, status: number): string | null {
  const promised = document.paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  if (promised === undefined) throw new Error(`${method} ${path} does not promise ${status}`);
  const text = JSON.stringify(promised);
  if (text.includes('400Error')) return 'Error';
  return /"#\/components\/schemas\/(\w+)"/.exec(text)?.[1] ?? null;
}

/** Paths of fields that the schema does not know. */
function unknown(value: unknown, schema: Json, path = ''): string[] {
  const reference = schema['$ref'];
  const name = typeof reference === 'string' ? (reference.split('/').at(-1) ?? '') : '';
  const own = ((document.components['schemas'] as Json)[name] ?? schema) as Json;
  if (Array.isArray(value))
    return value.flatMap((one) => unknown(one, (own['items'] ?? {}) as Json, `${path}[]`));
  const properties = own['properties'] as Json | undefined;
  if (typeof value !== 'object' || value === null || properties === undefined) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const known = properties[field];
    return known === undefined
      ? [`${path}.${field}`]
      : unknown(inner, known as Json, `${path}.${field}`);
  });
}

type Call = [method: string, path: string, query: string, body: () => unknown, status: number];
const none = (): undefined => undefined;
const whole = (): Json => ({
  ...{ name: 'Shed', contactId: ids['contactId'], estimateAmount: 12.5 },
  deadlineUtc: '2027-01-31T00:00:00Z',
});
const PROJECT = '/Projects/{projectId}';

const calls: Call[] = [
  ['GET', '/Projects', '', none, 200],
  ['GET', '/Projects', '?states=OPEN', none, 400],
  ['POST', '/Projects', '', whole, 201],
  ['POST', '/Projects', '', () => ({}), 400],
  ['GET', PROJECT, '', none, 200],
  ['PUT', PROJECT, '', whole, 204],
  ['PUT', PROJECT, '', () => ({ name: '' }), 400],
  ['PATCH', PROJECT, '', () => ({ status: 'INPROGRESS' }), 204],
  ['PATCH', PROJECT, '', () => ({ status: '' }), 400],
  ['GET', '/ProjectsUsers', '', none, 200],
  ['GET', '/ProjectsUsers', '?page=0', none, 400],
  ['GET', `${PROJECT}/Tasks`, '', none, 200],
  ['POST', `${PROJECT}/Tasks`, '', () => task({ estimateMinutes: 60 }), 201],
  ['POST', `${PROJECT}/Tasks`, '', () => task({ name: '' }), 400],
  ['GET', `${PROJECT}/Tasks/{taskId}`, '', none, 200],
  ['PUT', `${PROJECT}/Tasks/{taskId}`, '', () => task({ name: 'Boxing' }), 204],
  ['PUT', `${PROJECT}/Tasks/{taskId}`, '', () => ({}), 400],
  ['GET', `${PROJECT}/Time`, '', none, 200],
  ['POST', `${PROJECT}/Time`, '', () => site.time(), 200],
  ['POST', `${PROJECT}/Time`, '', () => ({}), 400],
  ['GET', `${PROJECT}/Time/{timeEntryId}`, '', none, 200],
  ['PUT', `${PROJECT}/Time/{timeEntryId}`, '', () => site.time({ duration: 5 }), 204],
  ['PUT', `${PROJECT}/Time/{timeEntryId}`, '', () => ({}), 400],
  ['DELETE', `${PROJECT}/Tasks/{taskId}`, '', none, 400],
  ['DELETE', `${PROJECT}/Time/{timeEntryId}`, '', none, 204],
];

describe.skipIf(!isPresent)(`answers fit Xero's OpenAPI of Projects${reason}`, () => {
  test.each(calls)('%s %s%s is %#', async (method, path, query, body, status) => {
    const reply = await projects.call(method, `${named(path)}${query}`, body());
    expect([reply.status, reply.status === status ? '' : reply.raw]).toEqual([status, '']);
    const schema = schemaOf(method, path, status);
    if (schema === null) {
      expect(reply.raw).toBe('');
      return;
    }
    const validate = ajv.compile({ $ref: `projects#/components/schemas/${schema}` });
    validate(reply.body);
    expect(validate.errors ?? []).toEqual([]);
    expect(unknown(reply.body, { $ref: `#/components/schemas/${schema}` })).toEqual([]);
  });

  test('every operation of the file is served', () => {
    const promised = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...new Set(calls.map(([method, path]) => `${method} ${path}`))].sort()).toEqual(
      promised.sort(),
    );
  });

  test('every operation asks for the scopes the file says', () => {
    for (const methods of Object.values(document.paths))
      for (const [method, { security = [] }] of Object.entries(methods)) {
        if (method === 'parameters') continue;
        const scopes = security.flatMap((one) => Object.values(one).flat());
        expect(scopes).toEqual(method === 'get' ? ['projects', 'projects.read'] : ['projects']);
      }
  });
});
