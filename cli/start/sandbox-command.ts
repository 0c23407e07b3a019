// `npm run sandbox`: the two sandboxes alone on their ports, so that something can stand between them and the workers.
import { checkPorts } from './check-ports.ts';
import { createDemoCompany } from './demo-company.ts';
import { ensureEnvironmentFile } from './environment-file.ts';
import { exitCodeOf, orInterrupted, watchInterruption } from './interruption.ts';
import {
  baseEnvironment,
  planSandboxes,
  portsFrom,
  readPortBase,
  sandboxLimits,
} from './plan-services.ts';
import { createProcessRegistry } from './process-registry.ts';
import { createProgress } from './progress.ts';
import { projectPaths } from './project-paths.ts';
import { rotateLog } from './service-log.ts';
import { StartProblem } from './start-problem.ts';
import { createSupervisor } from './supervisor.ts';

export interface SandboxOptions {
  json: boolean;
  beganAt: number;
  env: NodeJS.ProcessEnv;
  /** Another project folder, for tests. */
  root?: string;
}

/** The exit code. */
export async function runSandbox(options: SandboxOptions): Promise<number> {
  const paths = projectPaths(options.root);
  const progress = createProgress(options.json ? process.stderr : process.stdout, options.beganAt);
  const registry = createProcessRegistry(paths.sandboxRegistryFile);
  const supervisor = createSupervisor({
    registry,
    say: (line) => progress.say(line),
    onChange: () => undefined,
  });
  const interruption = watchInterruption(() => {
    void supervisor.killAll().finally(() => process.exit(130));
  });
  let claimed = false;
  let settled = false;
  let exitCode = 0;
  const carryOut = async (): Promise<void> => {
    await registry.claim();
    claimed = true;
    const ports = portsFrom(readPortBase(options.env));
    const consoleUrl = `http://127.0.0.1:${ports.console}`;
    const env = baseEnvironment(options.env, ensureEnvironmentFile(paths.envFile, consoleUrl));
    await checkPorts([
      { port: ports.procore, what: 'the Procore sandbox', instead: null },
      { port: ports.xero, what: 'the Xero sandbox', instead: null },
    ]);
    const logPathOf = (name: string): string => rotateLog(paths.logDir, name);
    await supervisor.startGroup(planSandboxes({ ...paths, logPathOf }, ports, env));
    const urls = {
      procore: `http://127.0.0.1:${ports.procore}`,
      xero: `http://127.0.0.1:${ports.xero}`,
    };
    const seeded = await createDemoCompany(paths.seededFile).seedIfFresh(urls, false);
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
    settled = true;
    await new Promise<never>(() => undefined);
  };
  try {
    await orInterrupted(carryOut(), interruption.signal);
  } catch (error) {
    const reason = interruption.reason();
    if (reason !== null) {
      exitCode = exitCodeOf(reason, settled);
    } else if (error instanceof StartProblem) {
      progress.print(`\n${error.message}\n`);
      exitCode = error.exitCode;
    } else {
      throw error;
    }
  }
  await supervisor.stopAll();
  // Without the claim the files are another supervisor's.
  if (claimed) registry.release();
  interruption.dispose();
  return exitCode;
}
