// `npm start`: everything on one machine, from nothing to a summary, then up until Ctrl-C (or, with --once, done).
import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { untilInterrupted } from '../launcher/interruption.ts';
import { refuseTakenPorts } from '../launcher/ports.ts';
import { createProgress, type Progress } from '../launcher/progress.ts';
import { reclaimServers } from '../launcher/reclaim-servers.ts';
import { rotateLog } from '../launcher/service-log.ts';
import type { ServiceTimes } from '../launcher/service.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import { runSupervised, type SupervisedRun } from '../launcher/supervised-run.ts';
import type { Supervisor } from '../launcher/supervisor.ts';
import { createSweepAsker } from './start/ask-for-sweep.ts';
import { checkAnswers } from './start/check-answers.ts';
import { checkServers, type ServerTimes } from './start/check-servers.ts';
import { checkSettings, refuseSummary } from './start/check-settings.ts';
import { createConsoleClient, type ConsoleClient } from './start/console-client.ts';
import { connectionsOf, type CompanyChoice, type DemoCompany } from './start/company-choice.ts';
import { compiled } from './start/compiled-services.ts';
import {
  companyHere,
  organisationsOf,
  playScenes,
  scenesPending,
  seedIfFresh,
} from './start/demo-company.ts';
import { ensureEnvironmentFile } from './start/environment-file.ts';
import { playFirstDay } from './start/group-first-day.ts';
import { followSettling, type Goal, type SettleTimes } from './start/follow-settling.ts';
import {
  externalNames,
  loopbackUrl,
  planStart,
  readPorts,
  sandboxLimits,
  type StartPlan,
} from './start/plan-services.ts';
import { projectPaths, refuseInTheWay, type ProjectPaths } from './start/project-paths.ts';
import { servicesOf, writeRunFile } from './start/run-file.ts';
import { pointXeroWebhook, registerProcoreHook } from './start/sandbox-control.ts';
import { shownAddress } from './start/server-address.ts';
import { prepareWorkflowBundle } from '../workers/workflow-bundle.ts';
import { summaryTable } from './start/summary-table.ts';

export interface StartOptions {
  once: boolean;
  json: boolean;
  summaryFile: string | null;
  /** Null: the one that was seeded here, else the New Zealand one. */
  company: CompanyChoice | null;
  beganAt: number;
  env: NodeJS.ProcessEnv;
  /** Another project folder, for tests. */
  root?: string;
  settleTimes?: SettleTimes;
  serviceTimes?: ServiceTimes;
  serverTimes?: ServerTimes;
}

interface Run extends SupervisedRun {
  options: StartOptions;
  paths: ProjectPaths;
  progress: Progress;
  plan: StartPlan;
  company: DemoCompany;
  consoleUrl: string;
  startedAt: Date;
}

/** The exit code. */
export function runStart(options: StartOptions): Promise<number> {
  const paths = projectPaths(options.root);
  // With --json stdout is for the summary alone.
  const progress = createProgress(options.json ? process.stderr : process.stdout, options.beganAt);
  const startedAt = new Date(options.beganAt);
  let plan: StartPlan | null = null;
  return runSupervised({
    registryFile: paths.registryFile,
    progress,
    reclaim: () => reclaimServers(paths.dataDir),
    times: options.serviceTimes,
    onChange: (supervisor) => plan && tellWhatRuns(paths, plan, supervisor, startedAt),
    onStop: () => rmSync(paths.runFile, { force: true }),
    async work(supervised) {
      refuseInTheWay(paths);
      if (options.summaryFile !== null) refuseSummary(options.summaryFile);
      const company = companyHere(paths.seededFile, options.company);
      const consoleUrl = loopbackUrl(readPorts(options.env).console);
      plan = planStart({
        env: options.env,
        generated: ensureEnvironmentFile(
          paths.envFile,
          consoleUrl,
          connectionsOf(company).slice(1),
        ),
        ...paths,
        company,
        logPathOf: (name) => rotateLog(paths.logDir, name),
      });
      const run = { options, paths, progress, plan, company, consoleUrl, startedAt };
      return carryOut({ ...supervised, ...run });
    },
  });
}

function tellWhatRuns(
  paths: ProjectPaths,
  { groups, external, childEnv }: StartPlan,
  supervisor: Supervisor,
  startedAt: Date,
): void {
  const started = groups.flat().map(({ name }) => name);
  const services = servicesOf(started, supervisor.ready(), external);
  if (services === null) return;
  writeRunFile(paths.runFile, {
    connection: childEnv['TIEOUT_CONNECTION'] ?? 'demo',
    startedAt: startedAt.toISOString(),
    services,
    temporal: { namespace: childEnv['TEMPORAL_NAMESPACE'] ?? 'default' },
    envFile: paths.envFile,
  });
}

async function carryOut(run: Run): Promise<number> {
  const { plan, progress, supervisor, signal, options, consoleUrl } = run;
  const titles = (group: { title: string }[]): string =>
    group.map(({ title }) => title).join(', ') || 'nothing of its own';
  await checkSettings(plan.childEnv, run.paths.root);
  await refuseTakenPorts(plan.neededPorts);
  await useNamedServers(run);
  const bundle = prepareBundle(run);
  const [first = [], second = []] = await compiled(plan.groups, {
    root: run.paths.root,
    outDir: run.paths.programsDir,
  });
  progress.say(`Starting ${titles(first)}`);
  await supervisor.startGroup(first);
  signal.throwIfAborted();
  await seed(run);
  signal.throwIfAborted();
  await bundle;
  signal.throwIfAborted();
  progress.say(`Starting ${titles(second)}`);
  await supervisor.startGroup(second);
  signal.throwIfAborted();
  await registerWebhooks(run);
  progress.say(`The console is at ${consoleUrl}`);

  const client = createConsoleClient(consoleUrl);
  const pending = await settle(run, client);
  if (pending === null) await showSummary(run, client);
  else {
    progress.say(`Not settled, and nothing moves any more. Pending: ${pending}`);
    progress.say(`The logs are in ${run.paths.logDir}`);
  }
  if (options.once) return pending === null ? 0 : 1;
  if (pending === null) run.settled();
  progress.say('Everything stays up; Ctrl-C stops it.');
  return untilInterrupted(signal);
}

/** Beside the servers' start, which mostly waits. A made-up project folder has no workflows of its own. */
async function prepareBundle({ options, plan }: Run): Promise<void> {
  const dir = plan.childEnv['TIEOUT_BUNDLE_DIR'];
  if (options.root === undefined && dir) await prepareWorkflowBundle(dir);
}

async function useNamedServers({ plan, progress, signal, options }: Run): Promise<void> {
  const { external, childEnv: env } = plan;
  const times = options.serverTimes;
  const away = await checkServers(external, signal, times);
  await checkAnswers({ external, env, signal, times });
  for (const sentence of away) progress.say(sentence);
  for (const name of externalNames) {
    const value = external[name];
    if (value === undefined) continue;
    progress.say(`${name}: using ${shownAddress(name, value)} from the environment`);
  }
}

/** The sandboxes that were started here. */
function sandboxesOf({ supervisor }: Run): {
  procore?: string | undefined;
  xero?: string | undefined;
} {
  const ready = supervisor.ready();
  return { procore: ready.get('procore')?.url, xero: ready.get('xero')?.url };
}

async function seed(run: Run): Promise<void> {
  const sandboxes = sandboxesOf(run);
  const { company } = run;
  const seeded = await seedIfFresh(run.paths.seededFile, sandboxes, {
    ...{ company, withScenes: true },
    organisations: organisationsOf(company, run.plan.childEnv),
  });
  if (seeded !== null) run.progress.say(`Fresh sandboxes: ${seeded}`);
  if ((sandboxes.procore ?? sandboxes.xero) && sandboxLimits(run.plan.childEnv) === 'fast') {
    run.progress.say(
      "The sandboxes keep the vendors' limits, with windows that run ten times faster",
    );
  }
}

async function registerWebhooks(run: Run): Promise<void> {
  const { procore, xero } = sandboxesOf(run);
  const secret = (name: string): string => run.plan.childEnv[name] ?? '';
  const target = `${run.consoleUrl}/webhooks`;
  try {
    if (procore !== undefined) {
      await registerProcoreHook({
        procoreUrl: procore,
        companyId: secret('PROCORE_COMPANY_ID'),
        target: `${target}/procore`,
        authorization: secret('PROCORE_WEBHOOK_AUTHORIZATION'),
      });
    }
    if (xero !== undefined)
      await pointXeroWebhook(xero, `${target}/xero`, secret('XERO_WEBHOOK_KEY'));
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    run.progress.say(
      `Webhooks are not registered (${error.message}); the sweeps find every change`,
    );
  }
}

/** Settles; where the pair is new, what people do is played as soon as all is written. What is pending, or null. */
async function settle(run: Run, client: ConsoleClient): Promise<string | null> {
  const { progress, signal, paths } = run;
  const { childEnv } = run.plan;
  const sweeps = createSweepAsker(childEnv, connectionsHere(run));
  const times = run.options.settleTimes;
  const askForSweep = (): void => sweeps.ask();
  const follow = (since: Date, goal: Goal): Promise<string | null> =>
    followSettling(client, { since, goal, progress, signal, times, askForSweep });
  try {
    const { procore, xero } = sandboxesOf(run);
    if (!procore || !xero || !scenesPending(paths.seededFile)) {
      return await follow(run.startedAt, 'settled');
    }
    const pending = (await follow(run.startedAt, 'written')) ?? (await firstDay(run, follow));
    if (pending !== null) return pending;
    progress.say(
      'All is written. Bills and sales invoices of May and June are paid, and people change a few',
    );
    await playScenes(paths.seededFile, { procore, xero });
    return await follow(new Date(), 'settled');
  } finally {
    await sweeps.close();
  }
}

/** The group's projects are turned on one by one, and its half-finished one is taken on. What is pending then, or null. */
async function firstDay(
  { company, consoleUrl, progress }: Run,
  follow: (since: Date, goal: Goal) => Promise<string | null>,
): Promise<string | null> {
  if (company !== 'group') return null;
  progress.say('Both systems are read, and nothing is posted before the controller says so');
  const connections = connectionsOf(company);
  for (const sentence of await playFirstDay({ url: consoleUrl, connections }))
    progress.say(sentence);
  return follow(new Date(), 'written');
}

/** Those of the seeded company; another mapping file's, where the environment names one, are swept on schedule. */
function connectionsHere({ company, plan }: Run): readonly string[] {
  const named = plan.childEnv['TIEOUT_CONNECTION'];
  const own = connectionsOf(company);
  return named === undefined || own.includes(named) ? own : [named];
}

async function showSummary(run: Run, client: ConsoleClient): Promise<void> {
  const { options, progress, plan, supervisor, consoleUrl } = run;
  const summary = await client.summary(run.startedAt);
  const full = { ...summary, seconds: Math.round(progress.secondsSoFar() * 10) / 10 };
  const text = `${JSON.stringify(full, null, 2)}\n`;
  progress.print(
    summaryTable(full, {
      consoleUrl,
      temporalUiUrl: supervisor.ready().get('temporal')?.uiUrl ?? null,
      fastLimits: plan.embeddedPair && sandboxLimits(plan.childEnv) === 'fast',
    }),
  );
  if (options.json) process.stdout.write(text);
  if (options.summaryFile !== null) writeFileSync(resolve(options.summaryFile), text);
}
