// `npm run sandbox`: the two sandboxes alone on their ports, so that something can stand between them and the workers.
import { untilInterrupted } from '../launcher/interruption.ts';
import { refuseTakenPorts } from '../launcher/ports.ts';
import { createProgress } from '../launcher/progress.ts';
import { rotateLog } from '../launcher/service-log.ts';
import { runSupervised } from '../launcher/supervised-run.ts';
import { refuseLimits } from './start/check-settings.ts';
import { connectionsOf, type CompanyChoice } from './start/company-choice.ts';
import { compiled } from './start/compiled-services.ts';
import { companyHere, organisationsOf, seedIfFresh } from './start/demo-company.ts';
import { ensureEnvironmentFile } from './start/environment-file.ts';
import {
  baseEnvironment,
  loopbackUrl,
  planSandboxes,
  readPorts,
  sandboxLimits,
} from './start/plan-services.ts';
import { projectPaths, refuseInTheWay } from './start/project-paths.ts';

export interface SandboxOptions {
  json: boolean;
  /** Null: the one that was seeded here, else the New Zealand one. */
  company: CompanyChoice | null;
  beganAt: number;
  env: NodeJS.ProcessEnv;
  /** Another project folder, for tests. */
  root?: string;
}

/** The exit code. */
export function runSandbox(options: SandboxOptions): Promise<number> {
  const paths = projectPaths(options.root);
  const progress = createProgress(options.json ? process.stderr : process.stdout, options.beganAt);
  return runSupervised({
    registryFile: paths.sandboxRegistryFile,
    progress,
    // Postgres and Temporal may be those of a start that runs beside it.
    reclaim: () => Promise.resolve([]),
    async work({ supervisor, signal, settled }) {
      refuseInTheWay(paths);
      const company = companyHere(paths.seededFile, options.company);
      const ports = readPorts(options.env);
      const further = connectionsOf(company).slice(1);
      const generated = ensureEnvironmentFile(paths.envFile, loopbackUrl(ports.console), further);
      const env = baseEnvironment(options.env, generated);
      refuseLimits(env);
      await refuseTakenPorts([
        { port: ports.procore, what: 'the Procore sandbox', instead: null },
        { port: ports.xero, what: 'the Xero sandbox', instead: null },
      ]);
      const logPathOf = (name: string): string => rotateLog(paths.logDir, name);
      const [sandboxes = []] = await compiled(
        [planSandboxes({ ...paths, logPathOf }, ports, env)],
        { root: paths.root, outDir: paths.sandboxProgramsDir },
      );
      await supervisor.startGroup(sandboxes);
      const urls = { procore: loopbackUrl(ports.procore), xero: loopbackUrl(ports.xero) };
      const seeded = await seedIfFresh(paths.seededFile, urls, {
        ...{ company, withScenes: false, organisations: organisationsOf(company, env) },
      });
      if (seeded !== null) progress.say(`Fresh sandboxes: ${seeded}`);
      if (sandboxLimits(env) === 'fast') {
        progress.say("They keep the vendors' limits, with windows that run ten times faster");
      }
      if (options.json) {
        process.stdout.write(`${JSON.stringify({ ...urls, envFile: paths.envFile })}\n`);
      }
      progress.print(
        `\nTo let Tieout use them as they are, or through something in between:\n` +
          `  PROCORE_API_URL=${urls.procore} XERO_API_URL=${urls.xero} npm start\n` +
          `Their client ids and secrets are in ${paths.envFile}. Ctrl-C stops them.\n`,
      );
      settled();
      return untilInterrupted(signal);
    },
  });
}
