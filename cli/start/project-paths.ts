// Where everything a start keeps lies: `.tieout/` in the project.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProjectPaths {
  root: string;
  dataDir: string;
  envFile: string;
  runFile: string;
  logDir: string;
  /** The children of `npm start`. */
  registryFile: string;
  /** The children of `npm run sandbox`, which may run beside it. */
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
    registryFile: join(dataDir, 'processes.json'),
    sandboxRegistryFile: join(dataDir, 'sandbox-processes.json'),
    seededFile: join(dataDir, 'sandbox', 'seeded.json'),
  };
}
