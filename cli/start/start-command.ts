// `npm start`: everything on one machine, from nothing to a summary, then up until Ctrl-C (or, with --once, done).
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkPorts } from './check-ports.ts';
import { checkServers, type ServerTimes } from './check-servers.ts';
import { createConsoleClient, type ConsoleClient, type RunSummary } from './console-client.ts';
import { createDemoCompany, type DemoCompany } from './demo-company.ts';
import { ensureEnvironmentFile } from './environment-file.ts';
import { followSettling, ordinarySettleTimes, type SettleTimes } from './follow-settling.ts';
import { exitCodeOf, orInterrupted, watchInterruption } from './interruption.ts';
import {
  externalNames,
  planStart,
  portsFrom,
  readPortBase,
  sandboxLimits,
  type StartPlan,
} from './plan-services.ts';
import { createProcessRegistry } from './process-registry.ts';
import { createProgress, type Progress } from './progress.ts';
import { projectPaths, type ProjectPaths } from './project-paths.ts';
import { reclaimServers } from './reclaim-servers.ts';
import { removeRunFile, writeRunFile, type RunFile, type RunFileService } from './run-file.ts';
import { pointXeroWebhook, registerProcoreHook } from './sandbox-control.ts';
import { shownAddress } from './server-address.ts';
import { rotateLog } from './service-log.ts';
import { ordinaryTimes, serviceNames, type ServiceName, type ServiceTimes } from './service.ts';
import { StartProblem, messageOf } from './start-problem.ts';
import { summaryTable } from './summary-table.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

export interface StartOptions {
  once: boolean;
  json: boolean;
  summaryFile: string | null;
  beganAt: number;
  env: NodeJS.ProcessEnv;
  /** Another project folder, for tests. */
  root?: string;
  settleTimes?: SettleTimes;
  serviceTimes?: ServiceTimes;
  serverTimes?: ServerTimes;
}

interface Run {
  options: StartOptions;
  paths: ProjectPaths;
  progress: Progress;
  plan: StartPlan;
  supervisor: Supervisor;
  demo: DemoCompany;
  startedAt: Date;
  signal: AbortSignal;
}

/** The exit code. */
export async function runStart(options: StartOptions): Promise<number> {
  const paths = projectPaths(options.root);
  // With --json stdout is for the summary alone.
  const progress = createProgress(options.json ? process.stderr : process.stdout, options.beganAt);
  const registry = createProcessRegistry(paths.registryFile);
  try {
    const left = [...(await registry.claim()), ...(await reclaimServers(paths.dataDir))];
    if (left.length > 0) progress.say(`Ended what an earlier run left: ${left.join(', ')}`);
  } catch (error) {
    return report(error, progress);
  }
  let run: Run | null = null;
  const interruption = watchInterruption(() => {
    progress.say('Stopping at once.');
    void (run?.supervisor.killAll() ?? Promise.resolve()).finally(() => {
      registry.release();
      process.exit(130);
    });
  });
  let settled = false;
  let exitCode: number;
  try {
    run = prepare(options, paths, progress, registry, interruption.signal);
    exitCode = await orInterrupted(
      carryOut(run, () => (settled = !options.once)),
      interruption.signal,
    );
  } catch (error) {
    const reason = interruption.reason();
    exitCode = reason === null ? report(error, progress) : exitCodeOf(reason, settled);
  }
  removeRunFile(paths.runFile);
  if (run) await stopAll(run);
  registry.release();
  interruption.dispose();
  return exitCode;
}

function report(error: unknown, progress: Progress): number {
  if (!(error instanceof StartProblem)) throw error;
  progress.print(`\n${error.message}\n`);
  return error.exitCode;
}

function prepare(
  options: StartOptions,
  paths: ProjectPaths,
  progress: Progress,
  registry: ReturnType<typeof createProcessRegistry>,
  signal: AbortSignal,
): Run {
  const base = readPortBase(options.env);
  const consoleUrl = `http://127.0.0.1:${portsFrom(base).console}`;
  const generated = ensureEnvironmentFile(paths.envFile, consoleUrl);
  const logs = new Map(serviceNames.map((name) => [name, rotateLog(paths.logDir, name)]));
  const plan = planStart({
    env: options.env,
    generated,
    root: paths.root,
    dataDir: paths.dataDir,
    logPathOf: (name) => logs.get(name) ?? '',
  });
  const startedAt = new Date(options.beganAt);
  const supervisor: Supervisor = createSupervisor({
    registry,
    say: (line) => progress.say(line),
    times: options.serviceTimes ?? ordinaryTimes,
    onChange: () => {
      if (isComplete(plan, supervisor)) {
        writeRunFile(paths.runFile, runFileOf(plan, supervisor, paths, startedAt));
      }
    },
  });
  const demo = createDemoCompany(paths.seededFile);
  return { options, paths, progress, plan, supervisor, demo, startedAt, signal };
}

async function carryOut(run: Run, onSettled: () => void): Promise<number> {
  const { plan, progress, supervisor, signal, options } = run;
  await checkPorts(plan.neededPorts);
  const [first, second] = plan.groups;
  const away = await checkServers(plan.external, signal, options.serverTimes);
  for (const sentence of away) progress.say(sentence);
  for (const name of externalNames) {
    const value = plan.external[name];
    if (value === undefined) continue;
    progress.say(`${name}: using ${shownAddress(name, value)} from the environment`);
  }
  progress.say(`Starting ${first.map(({ title }) => title).join(', ') || 'nothing of its own'}`);
  await supervisor.startGroup(first);
  signal.throwIfAborted();
  await seed(run);
  signal.throwIfAborted();
  progress.say(`Starting ${second.map(({ title }) => title).join(', ')}`);
  await supervisor.startGroup(second);
  signal.throwIfAborted();
  await registerWebhooks(run);
  const consoleUrl = consoleUrlOf(run);
  progress.say(`The console is at ${consoleUrl}`);

  const client = createConsoleClient(consoleUrl);
  const pending = await settle(run, client);
  if (pending !== null) return notSettled(run, pending);
  await showSummary(run, client, consoleUrl);
  if (options.once) return 0;
  onSettled();
  progress.say('Everything stays up; Ctrl-C stops it.');
  return untilInterrupted(signal);
}

/** Never resolves: the interruption ends it. */
function untilInterrupted(signal: AbortSignal): Promise<never> {
  const keepAlive = setInterval(() => undefined, 60_000);
  signal.addEventListener('abort', () => clearInterval(keepAlive), { once: true });
  return new Promise(() => undefined);
}

async function seed({ plan, supervisor, demo, progress }: Run): Promise<void> {
  const [procore, xero] = [supervisor.ready().get('procore'), supervisor.ready().get('xero')];
  const embedded = {
    ...(procore?.url === undefined ? {} : { procore: procore.url }),
    ...(xero?.url === undefined ? {} : { xero: xero.url }),
  };
  const seeded = await demo.seedIfFresh(embedded, true);
  if (seeded !== null) progress.say(`Fresh sandboxes: ${seeded}`);
  if ((procore || xero) && sandboxLimits(plan.childEnv) === 'fast') {
    progress.say("The sandboxes keep the vendors' limits, with windows that run ten times faster");
  }
}

async function registerWebhooks(run: Run): Promise<void> {
  const { plan, supervisor, progress } = run;
  const target = consoleUrlOf(run);
  const [procore, xero] = [
    supervisor.ready().get('procore')?.url,
    supervisor.ready().get('xero')?.url,
  ];
  try {
    if (procore !== undefined) {
      await registerProcoreHook({
        procoreUrl: procore,
        companyId: plan.childEnv['PROCORE_COMPANY_ID'] ?? '',
        target: `${target}/webhooks/procore`,
        authorization: plan.childEnv['PROCORE_WEBHOOK_AUTHORIZATION'] ?? '',
      });
    }
    if (xero !== undefined) {
      await pointXeroWebhook(
        xero,
        `${target}/webhooks/xero`,
        plan.childEnv['XERO_WEBHOOK_KEY'] ?? '',
      );
    }
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    progress.say(`Webhooks are not registered (${error.message}); the sweeps find every change`);
  }
}

function consoleUrlOf({ supervisor, plan }: Run): string {
  return supervisor.ready().get('console')?.url ?? `http://127.0.0.1:${plan.ports.console}`;
}

/** Settles, plays the bookkeeper's scenes where the pair is new, and settles again. What is pending, or null. */
async function settle(run: Run, client: ConsoleClient): Promise<string | null> {
  const times = run.options.settleTimes ?? ordinarySettleTimes;
  const first = await followSettling(client, run.startedAt, run.progress, run.signal, times);
  if (!first.settled) return first.pending;
  if (!run.plan.embeddedPair || !run.demo.scenesPending()) return null;
  const ready = run.supervisor.ready();
  const [procore, xero] = [ready.get('procore')?.url, ready.get('xero')?.url];
  if (procore === undefined || xero === undefined) return null;
  run.progress.say('Settled. The bookkeeper pays four periods of bills and edits one bill in Xero');
  await run.demo.playScenes({ procore, xero });
  const second = await followSettling(client, new Date(), run.progress, run.signal, times);
  return second.settled ? null : second.pending;
}

async function notSettled(run: Run, pending: string): Promise<number> {
  const { options, progress, paths, signal } = run;
  progress.say(`Not settled, and nothing moves any more. Pending: ${pending}`);
  progress.say(`The logs are in ${paths.logDir}`);
  if (options.once) return 1;
  progress.say('Everything stays up; Ctrl-C stops it.');
  return untilInterrupted(signal);
}

async function showSummary(run: Run, client: ConsoleClient, consoleUrl: string): Promise<void> {
  const { options, progress, plan, supervisor } = run;
  const summary = await client.summary(run.startedAt);
  const full: RunSummary & { seconds: number } = {
    ...summary,
    seconds: Math.round(progress.secondsSoFar() * 10) / 10,
  };
  const text = `${JSON.stringify(full, null, 2)}\n`;
  if (options.summaryFile !== null) {
    const path = resolve(options.summaryFile);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  progress.print(
    summaryTable(full, {
      consoleUrl,
      temporalUiUrl: supervisor.ready().get('temporal')?.uiUrl ?? null,
      fastLimits: plan.embeddedPair && sandboxLimits(plan.childEnv) === 'fast',
    }),
  );
  if (options.json) process.stdout.write(text);
}

function isComplete(plan: StartPlan, supervisor: Supervisor): boolean {
  return plan.groups.flat().every(({ name }) => supervisor.ready().has(name));
}

function runFileOf(
  plan: StartPlan,
  supervisor: Supervisor,
  paths: ProjectPaths,
  startedAt: Date,
): RunFile {
  const services: RunFile['services'] = {};
  for (const name of serviceNames) {
    const found = serviceEntry(name, plan, supervisor);
    if (found) services[name] = found;
  }
  const temporal = supervisor.ready().get('temporal');
  if (temporal?.uiUrl !== undefined) {
    const { uiUrl, pid, startedAt: uiStartedAt } = temporal;
    services.temporalUi = { url: uiUrl, pid, startedAt: uiStartedAt };
  }
  return {
    connection: plan.childEnv['TIEOUT_CONNECTION'] ?? 'demo',
    startedAt: startedAt.toISOString(),
    services,
    temporal: { namespace: plan.childEnv['TEMPORAL_NAMESPACE'] ?? 'default' },
    envFile: paths.envFile,
  };
}

function serviceEntry(
  name: ServiceName,
  plan: StartPlan,
  supervisor: Supervisor,
): RunFileService | null {
  const external = externalUrl(name, plan);
  if (external !== undefined) return { url: external };
  const ready = supervisor.ready().get(name);
  if (ready === undefined) return null;
  const { url, pid, startedAt } = ready;
  return { ...(url === undefined ? {} : { url }), pid, startedAt };
}

function externalUrl(name: ServiceName, { external }: StartPlan): string | undefined {
  const known = externalNames.find((one) => one === name);
  return known && external[known];
}

async function stopAll({ supervisor, progress }: Run): Promise<void> {
  progress.say('Stopping');
  try {
    await supervisor.stopAll();
    progress.say('Stopped');
  } catch (error) {
    progress.say(`Not everything stopped cleanly: ${messageOf(error)}`);
  }
}
