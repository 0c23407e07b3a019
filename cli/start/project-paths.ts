// Where everything a start keeps lies: `.tieout/` in the project.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePrivateFolder } from '../../launcher/private-files.ts';

export interface ProjectPaths {
  root: string;
  dataDir: string;
  envFile: string;
  runFile: string;
  logDir: string;
  /** Where the workers keep the workflows' bundle. */
  bundleDir: string;
  /** What the programs of `npm start` are compiled to. */
  programsDir: string;
  /** The children of `npm start`. */
  registryFile: string;
  /** The same of `npm run sandbox`, which may run beside it. */
  sandboxProgramsDir: string;
  sandboxRegistryFile: string;
  seededFile: string;
}

const ownRoot = fileURLToPath(new URL('../..', import.meta.url));

export function projectPaths(root: string = ownRoot): ProjectPaths {
  const dataDir = join(root, '.tieout');
  return {
    root,
    dataDir,
    envFile: join(dataDir, 'env'),
    runFile: join(dataDir, 'run.json'),
    logDir: join(dataDir, 'logs'),
    bundleDir: join(dataDir, 'bundle'),
    programsDir: join(dataDir, 'programs'),
    registryFile: join(dataDir, 'processes.json'),
    sandboxProgramsDir: join(dataDir, 'sandbox-programs'),
    sandboxRegistryFile: join(dataDir, 'sandbox-processes.json'),
    seededFile: join(dataDir, 'sandbox', 'seeded.json'),
  };
}

/** Before anything is started: whatever is in the place of a folder of ours is refused by its name. */
export function refuseInTheWay({ dataDir }: ProjectPaths): void {
  for (const name of [
    'logs',
    'sandbox',
    'postgres',
    'temporal',
    'bundle',
    'programs',
    'sandbox-programs',
  ]) {
    const path = join(dataDir, name);
    if (existsSync(path)) makePrivateFolder(path);
  }
}
