// Proves that an object is one place: with a toy's folder, its room files and one row in each table, and nothing else, all type-checks.
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const toyRoot = join(root, 'test/tidy/toy-object');
/** What a worker, a console and a relay are made of. */
const rooms = [
  'activities',
  'api',
  'codec',
  'config',
  'connectors',
  'db',
  'domain',
  'relay',
  'workers',
  'workflows',
];

type Row = { file: string; after: string; add: string };
const row = (file: string, after: string, add: string): Row => ({ file, after, add });

/** Every table that has a line for the toy; the type checker asks for each of them. */
const rows: Row[] = [
  row('domain/identity/workflow-ids.ts', `export const documentTypes = [\n`, `  'toy',\n`),
  row(
    'domain/mapping/directions.ts',
    `export const legalDirections = {\n`,
    `  toy: ['procoreToXero', 'off'],\n`,
  ),
  row('domain/identity/roles.ts', `  | 'contact'\n`, `  | 'toy'\n`),
  row(
    'domain/identity/endpoints.ts',
    `const rows = {\n`,
    `  'xero/toys': { vendor: 'xero', bodyKinds: ['xeroToy'], batchSize: 1, word: 'toy' },\n`,
  ),
  row(
    'domain/records/records.ts',
    `import * as bill from './xero/bill.ts';\n`,
    `import * as procoreToy from './procore/toy.ts';\nimport * as xeroToy from './xero/toy.ts';\n`,
  ),
  row(
    'domain/records/records.ts',
    `const table = {\n`,
    `  procoreToy: {
    vendor: 'procore',
    schema: procoreToy.procoreToySchema,
    filing: procoreToy.toyFiling,
    concerns: procoreToy.toyConcerns,
  },
  xeroToy: {
    vendor: 'xero',
    schema: xeroToy.xeroToySchema,
    filing: xeroToy.toyFiling,
    concerns: xeroToy.toyConcerns,
  },\n`,
  ),
  row(
    'domain/records/write-bodies.ts',
    `import { z } from 'zod';\n`,
    `import { toyBodySchema } from './xero/toy.ts';\n`,
  ),
  row('domain/records/write-bodies.ts', `z.discriminatedUnion('kind', [\n`, `  toyBodySchema,\n`),
  row(
    'domain/records/read.ts',
    `export type Read =\n`,
    `  | { system: 'procore'; kind: 'procoreToy'; id: string }\n`,
  ),
  row('domain/records/read.ts', `    case 'procoreVendor':\n`, `    case 'procoreToy':\n`),
  row(
    'domain/plan/settled-agreement.ts',
    `  switch (body.kind) {\n`,
    `    case 'xeroToy':\n      return null;\n`,
  ),
  row(
    'domain/objects/objects.ts',
    `import { payApp } from './pay-app/pay-app.ts';\n`,
    `import type { ToyObservation } from './toy/observation.ts';\nimport { toy } from './toy/toy.ts';\n`,
  ),
  row('domain/objects/objects.ts', `type Observations = {\n`, `  toy: ToyObservation;\n`),
  row('domain/objects/objects.ts', `const table: Table = {`, ` toy,`),
  row(
    'db/observe/observe.ts',
    `import type { ObserverSettings } from './settings.ts';\n`,
    `import { observeToy } from './toy.ts';\n`,
  ),
  row('db/observe/observe.ts', `[T in DocumentType]: Observer<T> } = {\n`, `  toy: observeToy,\n`),
  row(
    'workflows/index.ts',
    `export { payApp } from './pay-app.ts';\n`,
    `export { toy } from './toy.ts';\n`,
  ),
  row(
    'api/console/objects/objects.ts',
    `import { payAppPages } from './pay-app.ts';\n`,
    `import { toyPages } from './toy.ts';\n`,
  ),
  row('api/console/objects/objects.ts', `const table: Table = {`, ` toy: toyPages,`),
  row(
    'activities/readers.ts',
    `[K in Read['kind']]: Reader<K> } = {\n`,
    `  procoreToy: () => Promise.resolve([]),\n`,
  ),
  row(
    'activities/feeds.ts',
    `OfConnection | readonly OfProject[] } = {\n`,
    `  procoreToy: { of: 'company', what: 'toys of the company', sweep: () => Promise.resolve([]) },\n  xeroToy: { of: 'xero', what: 'toys in Xero', sweep: () => Promise.resolve([]) },\n`,
  ),
  row(
    'api/console/writes-section.ts',
    `  switch (body.kind) {\n`,
    `    case 'xeroToy':\n      return facts([['Name', body.name]]);\n`,
  ),
  row(
    'activities/xero-ports.ts',
    `import type { EndpointPort, Proof } from './vendor-port.ts';\n`,
    `import { toysPort } from './toys-port.ts';\n`,
  ),
  row(
    'activities/xero-ports.ts',
    `    'xero/contacts': contactsPort(client),\n`,
    `    'xero/toys': toysPort(),\n`,
  ),
];

const compile = (folder: string): Promise<string> =>
  promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder],
    { cwd: folder },
  ).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );

const toyFiles = (): string[] =>
  readdirSync(toyRoot, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.txt'),
  );

describe('a toy object', { timeout: 180_000 }, () => {
  let folder: string;
  const insert = ({ file, after, add }: Row): void => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text.split(after), `${file}: ${after}`).toHaveLength(2);
    writeFileSync(
      path,
      text.replace(after, () => `${after}${add}`),
    );
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tieout-toy-'));
    for (const room of rooms) cpSync(join(root, room), join(folder, room), { recursive: true });
    for (const file of ['tsconfig.json', 'package.json', 'tieout.config.ts']) {
      cpSync(join(root, file), join(folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const file of toyFiles()) {
      const to = join(folder, file.replace(/\.txt$/, ''));
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(toyRoot, file), to);
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('is its folder, its room files and its table rows, and nothing else', async () => {
    for (const one of rows) insert(one);
    expect(await compile(folder)).toBe('');
  });
});
