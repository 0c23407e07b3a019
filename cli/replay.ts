// `tieout replay`: every run of every workflow, continued and closed ones included, through the current code and the codec.
import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker, makeTelemetryFilterString } from '@temporalio/worker';
import { StartProblem } from '../launcher/start-problem.ts';
import { connectClient, dataConverterOf } from '../workers/connect-temporal.ts';
import { buildWorkflowBundle } from '../workers/workflow-bundle.ts';
import { useRunningServers } from './start/running-servers.ts';

export interface ReplayFlags {
  all: boolean;
  json: boolean;
  workflowId: string | null;
}

export interface ReplayReport {
  runs: number;
  passed: number;
  failed: { workflowId: string; runId: string; error: string }[];
}

const workflowTypes = ['contact', 'commitment', 'payApp', 'writer', 'sweep'];

/** Replays and reports; the exit code is 0 when every run replays, 1 when one does not, 2 when there is nothing to ask. */
export async function runReplay(flags: ReplayFlags): Promise<number> {
  try {
    refuseUnlikely(flags);
    const servers = await useRunningServers(process.env);
    try {
      const which = flags.workflowId === null ? {} : { workflowId: flags.workflowId };
      const report = await replay(servers.env, which, progressOf(flags), keepStdoutClean);
      if (report.runs === 0 && flags.workflowId !== null) throw unknownWorkflow(flags.workflowId);
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : wordsOf(report));
      return report.failed.length === 0 ? 0 : 1;
    } finally {
      await servers.close();
    }
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** Before any server is asked: what is given cannot be the id of a workflow of ours. */
function refuseUnlikely({ all, workflowId }: ReplayFlags): void {
  if (workflowId === null) {
    if (all) return;
    throw new StartProblem('Say which workflow, or --all for every run.', 'configuration');
  }
  const [type = '', connection, rest] = workflowId.split('/');
  const needsRest = type !== 'sweep';
  if (workflowTypes.includes(type) && connection && (rest || !needsRest)) return;
  throw unknownWorkflow(workflowId);
}

function unknownWorkflow(workflowId: string): StartProblem {
  return new StartProblem(
    `"${workflowId}" is no workflow of ours. Give an id as the console or Temporal's Web UI shows it, such as payApp/demo/33, or --all for every run.`,
    'configuration',
  );
}

/**
 * What the SDK and its core say goes to stderr: left alone, the core prints to stdout. Only just before the replay: a
 * runtime that nobody uses keeps the process alive.
 */
function keepStdoutClean(): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message }) =>
      process.stderr.write(`${level}: ${message}\n`),
    ),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }), forward: {} },
    },
  });
}

function progressOf(flags: ReplayFlags): (done: number) => void {
  return (done) => {
    if (done % 200 === 0) {
      process.stderr.write(`${done} runs replayed${flags.json ? '' : ' …'}\n`);
    }
  };
}

/** Which runs: of one workflow, of one connection, or with neither all there are. */
export interface ReplaySelection {
  workflowId?: string;
  connection?: string;
}

/** Replays the runs that Temporal lists now. */
export async function replay(
  env: NodeJS.ProcessEnv,
  which: ReplaySelection,
  onProgress: (done: number) => void = () => undefined,
  beforeReplay: () => void = () => undefined,
): Promise<ReplayReport> {
  const settings = {
    TIEOUT_CODEC_KEY: env['TIEOUT_CODEC_KEY'] ?? '',
    TEMPORAL_NAMESPACE: env['TEMPORAL_NAMESPACE'] ?? 'default',
  };
  const client = await connectClient(settings, env);
  try {
    const workflowBundle = await buildWorkflowBundle();
    const dataConverter = dataConverterOf(settings);
    beforeReplay();
    const results = Worker.runReplayHistories(
      { workflowBundle, dataConverter },
      histories(client, which),
    );
    const report: ReplayReport = { runs: 0, passed: 0, failed: [] };
    for await (const { workflowId: id, runId, error } of results) {
      report.runs += 1;
      if (error) report.failed.push({ workflowId: id, runId, error: error.message });
      else report.passed += 1;
      onProgress(report.runs);
    }
    return report;
  } finally {
    await client.connection.close();
  }
}

async function* histories(client: Client, { workflowId, connection }: ReplaySelection) {
  const types = workflowTypes.map((type) => `'${type}'`).join(', ');
  const one =
    workflowId === undefined ? '' : ` AND WorkflowId = '${workflowId.replace(/'/g, "''")}'`;
  for await (const run of client.workflow.list({ query: `WorkflowType IN (${types})${one}` })) {
    if (connection !== undefined && connectionOf(run.workflowId) !== connection) continue;
    const handle = client.workflow.getHandle(run.workflowId, run.runId);
    yield { workflowId: run.workflowId, runId: run.runId, history: await handle.fetchHistory() };
  }
}

/** Every id of ours names its connection second; Temporal appends the time to a scheduled run's. */
function connectionOf(workflowId: string): string | undefined {
  return workflowId.split('/')[1]?.replace(/-\d{4}-\d\d-\d\dT[\d:]+Z$/, '');
}

function wordsOf({ runs, passed, failed }: ReplayReport): string {
  const lines = [`${runs} runs, ${passed} replayed alike, ${failed.length} differed`];
  for (const { workflowId, runId, error } of failed)
    lines.push(`  ${workflowId} ${runId}: ${error}`);
  return `${lines.join('\n')}\n`;
}
