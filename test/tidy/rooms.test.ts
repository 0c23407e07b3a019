// Proves that the import rule really refuses: on a made-up tree with one file for every edge between two rooms, the real rule
// reports exactly the edges that may not be, and everything outside that the domain and the workflows may not take.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from './project-files.ts';

/** Written down once more, from the design and not from the rule, so that loosening the rule is seen. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  codec: [],
  config: ['domain'],
  db: ['domain'],
  'connectors/http': [],
  'connectors/procore': ['domain', 'connectors/http'],
  'connectors/xero': ['domain', 'connectors/http'],
  activities: ['domain', 'db', 'connectors/http', 'connectors/procore', 'connectors/xero'],
  workflows: ['domain'],
  relay: ['domain', 'db'],
  api: [
    ...['domain', 'db', 'config', 'codec'],
    ...['connectors/http', 'connectors/procore', 'connectors/xero'],
  ],
  workers: [
    ...['domain', 'codec', 'config', 'db', 'activities', 'workflows', 'relay', 'api'],
    ...['connectors/http', 'connectors/procore', 'connectors/xero'],
  ],
  cli: [
    ...['domain', 'codec', 'config', 'db', 'activities', 'workflows', 'relay', 'api', 'workers'],
    ...['connectors/http', 'connectors/procore', 'connectors/xero', 'launcher'],
  ],
  launcher: [],
  sandbox: [],
};
const rooms = Object.keys(mayImport);
/** What the rule reads besides the tree itself. */
const realFiles = [
  '.dependency-cruiser.cjs',
  '.dependency-rooms.cjs',
  'package.json',
  'tsconfig.json',
];
const slug = (room: string): string => room.replace('/', '-');
const up = (room: string): string => '../'.repeat(room.split('/').length);

type Edge = { from: string; text: string; refused: boolean };

function edgesBetweenRooms(): Edge[] {
  return rooms.flatMap((room) =>
    [...rooms, 'test']
      .filter((other) => other !== room)
      .map((other) => ({
        from: `${room}/edge-to-${slug(other)}.ts`,
        text: `import { value } from '${up(room)}${other}/value.ts';\nexport const taken = value;\n`,
        refused: !(mayImport[room] ?? []).includes(other),
      })),
  );
}

const taking = (name: string): string => `import * as taken from '${name}';\nexport { taken };\n`;
const typeFrom = (path: string): string =>
  `import type { Shape } from '${path}';\nexport type Taken = Shape;\n`;
const valueFrom = (path: string): string =>
  `import { value } from '${path}';\nexport const taken = value;\n`;
const otherEdges: Edge[] = [
  { from: 'workflows/types.ts', text: typeFrom('../activities/value.ts'), refused: false },
  { from: 'workflows/db-types.ts', text: typeFrom('../db/value.ts'), refused: true },
  { from: 'domain/types-from-db.ts', text: typeFrom('../db/value.ts'), refused: true },
  { from: 'relay/messages.ts', text: valueFrom('../workflows/messages.ts'), refused: false },
  { from: 'relay/sweep.ts', text: valueFrom('../workflows/sweep.ts'), refused: true },
  { from: 'api/messages.ts', text: valueFrom('../workflows/messages.ts'), refused: true },
  { from: 'domain/zod.ts', text: taking('zod'), refused: false },
  { from: 'domain/decimal.ts', text: taking('decimal.js'), refused: false },
  { from: 'domain/crypto.ts', text: taking('node:crypto'), refused: true },
  { from: 'domain/fs.ts', text: taking('fs'), refused: true },
  { from: 'domain/undici.ts', text: taking('undici'), refused: true },
  { from: 'domain/workflow-sdk.ts', text: taking('@temporalio/workflow'), refused: true },
  { from: 'workflows/sdk.ts', text: taking('@temporalio/workflow'), refused: false },
  { from: 'workflows/client.ts', text: taking('@temporalio/client'), refused: true },
  { from: 'workflows/crypto.ts', text: taking('node:crypto'), refused: true },
  { from: 'db/nowhere.ts', text: valueFrom('./not-there.ts'), refused: true },
  { from: 'db/within.ts', text: valueFrom('./value.ts'), refused: false },
  // Nobody's package.json names it: it is there because another package needs it.
  { from: 'domain/transitive.ts', text: taking('long'), refused: true },
  {
    from: 'db/circle.ts',
    text: "import { value } from './circle.ts';\nexport const taken = value;\n",
    refused: true,
  },
];

describe('the rule of the rooms', () => {
  const edges = [...edgesBetweenRooms(), ...otherEdges];
  let dir: string;
  const reported = new Set<string>();

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tieout-rooms-'));
    for (const name of realFiles) cpSync(join(projectRoot, name), join(dir, name));
    symlinkSync(join(projectRoot, 'node_modules'), join(dir, 'node_modules'));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    };
    const value = 'export const value = 1;\nexport type Shape = { a: number };\n';
    for (const room of [...rooms, 'test']) write(`${room}/value.ts`, value);
    write('workflows/messages.ts', value);
    write('workflows/sweep.ts', value);
    for (const { from, text } of edges) write(from, text);
    for (const from of reportedBy(dir)) reported.add(from);
  }, 60_000);
  afterAll(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  it('lets through every import that may be', () => {
    const wrongly = edges.filter(({ from, refused }) => !refused && reported.has(from));
    expect(wrongly.map(({ from }) => from)).toEqual([]);
  });

  it('reports every import that may not be', () => {
    const missed = edges.filter(({ from, refused }) => refused && !reported.has(from));
    expect(missed.map(({ from }) => from)).toEqual([]);
    expect(edges.filter(({ refused }) => refused).length).toBeGreaterThan(120);
  });
});

function reportedBy(dir: string): string[] {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [
    program,
    '--preserve-symlinks',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
  ];
  const output = execFileSync(process.execPath, [...args, '.'], {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { summary } = JSON.parse(output) as { summary: { violations: { from: string }[] } };
  return summary.violations.map(({ from }) => from);
}
