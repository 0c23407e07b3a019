// What `tieout config` stands on: the settings of what runs here or of the environment, and Postgres where it can be reached.
import type { Environment } from '../config/environment.ts';
import { readEnvironment } from '../config/environment.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { document } from '../db/schema/document-tables.ts';
import { reported } from './reported.ts';
import { companyHere } from './start/demo-company.ts';
import { readEnvironmentFile } from './start/environment-file.ts';
import { planStart } from './start/plan-services.ts';
import { projectPaths } from './start/project-paths.ts';

export type ConfigGround = {
  env: Environment;
  /** As they were given, those of single connections among them. */
  variables: NodeJS.ProcessEnv;
  /** Null where there is none, or none with Tieout's tables: nothing need run for a mapping to be checked. */
  db: Database | null;
};

/** Runs the work and answers its exit code; 2 with a sentence where settings are missing or a file cannot be used. */
export function withConfigGround(work: (ground: ConfigGround) => Promise<number>): Promise<number> {
  return reported(async () => {
    const paths = projectPaths();
    const { childEnv } = planStart({
      ...{ env: process.env, generated: readEnvironmentFile(paths.envFile) },
      ...{ root: paths.root, dataDir: paths.dataDir, bundleDir: paths.bundleDir },
      company: companyHere(paths.seededFile, null),
      logPathOf: (name) => name,
    });
    const env = readEnvironment(childEnv);
    const opened = openDatabase(env.DATABASE_URL, 4);
    try {
      const isThere = await opened.db
        .select({ id: document.workflowId })
        .from(document)
        .limit(1)
        .then(() => true)
        .catch(() => false);
      return await work({ env, variables: childEnv, db: isThere ? opened.db : null });
    } finally {
      await opened.close();
    }
  });
}
