// One Postgres and one Temporal server for a whole test run, each started when the first test asks for it and stopped
// at the end; both end by themselves when the run is killed.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { removePostgres } from '../../launcher/postgres-place.ts';
import { skippedContracts } from './vendor-documents.ts';
import { startWrapper, type WrapperName, type WrapperProcess } from './wrapper-process.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where test files ask for the servers. */
    testServers: string;
    /** Where programs that tests run lie, once they are compiled; inside the project, so that its packages are found. */
    testPrograms: string;
  }
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** As design.md 4 names them: a test server knows them from the start. */
const searchAttributes = [
  'TieoutConnection=Keyword',
  'TieoutProject=Keyword',
  'TieoutCounterparty=Keyword',
  'TieoutState=Keyword',
  'TieoutCurrency=Keyword',
  'TieoutAmountMinor=Int',
];

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const line of skippedContracts()) project.vitest.logger.log(line);
  const root = mkdtempSync(join(tmpdir(), 'tieout-test-'));
  const started = new Map<string, Promise<WrapperProcess>>();
  const optionsOf: Record<WrapperName, Record<string, unknown>> = {
    postgres: { durable: false },
    temporal: { persistent: false, searchAttributes },
  };
  const ask = (name: WrapperName): Promise<WrapperProcess> => {
    const known = started.get(name);
    if (known) return known;
    const dir = join(root, name);
    const starting = startWrapper(name, { dir, ...optionsOf[name] });
    started.set(name, starting);
    return starting;
  };
  const door = createServer((request, response) => {
    const name = request.url?.slice(1);
    if (name !== 'postgres' && name !== 'temporal') {
      response.writeHead(404).end();
      return;
    }
    ask(name).then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const address = door.address();
  if (typeof address !== 'object' || address === null) throw new Error('The door has no address.');
  const cache = join(projectRoot, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const programs = mkdtempSync(join(cache, 'tieout-test-programs-'));
  project.provide('testPrograms', programs);
  project.provide('testServers', `http://127.0.0.1:${address.port}`);
  return async () => {
    door.closeAllConnections();
    door.close();
    await Promise.allSettled([...started.values()].map(async (one) => (await one).stop()));
    removePostgres(join(root, 'postgres'));
    for (const folder of [root, programs]) rmSync(folder, { recursive: true, force: true });
  };
}
