// `tieout replay`: every run of every workflow, continued and closed ones included, through the current code and the codec.
import { createHash } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker, makeTelemetryFilterString } from '@temporalio/worker';
import { connectionNamed } from '../domain/identity/workflow-ids.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import { connectClient, dataConverterOf } from '../workers/connect-temporal.ts';
import { keptWorkflowBundle } from '../workers/workflow-bundle.ts';
import { reported } from './reported.ts';
import { useRunningServers } from './start/running-servers.ts';

export interface ReplayFlags {
  all: boolean;
  json: boolean;
  workflowId: string | null;
}

export interface ReplayReport {
  runs: number;
  passed: number;
  failed: ReplayFailure[];
  /**
   * Closed runs that other code made and that take another way through today's. No run of theirs goes on, so they are
   * no fault of today's code; they replay with the code that made them.
   */
  earlier: (ReplayFailure & { madeBy: string })[];
}

export interface ReplayFailure {
  workflowId: string;
  runId: string;
  error: string;
}

const workflowTypes = [
  'contact',
  'commitment',
  'payApp',
  'ownerInvoice',
  'retainageRelease',
  'projectBudget',
  'projectLabour',
  'directCost',
  'writer',
  'sweep',
];

/** Replays and reports; the exit code is 0 when every run replays, 1 when one does not, 2 when there is nothing to ask. */
export function runReplay(flags: ReplayFlags): Promise<number> {
  return reported(async () => {
    refuseUnlikely(flags);
    const servers = await useRunningServers(process.env);
    try {
      refuseKey(servers.env['TIEOUT_CODEC_KEY']);
      const which = flags.workflowId === null ? {} : { workflowId: flags.workflowId };
      const report = await replay(servers.env, which, progressOf(flags), keepStdoutClean);
      if (report.runs === 0 && flags.workflowId !== null) throw noRunOf(flags.workflowId);
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : wordsOf(report));
      return report.failed.length === 0 ? 0 : 1;
    } finally {
      await servers.close();
    }
  });
}

/** Before any server is asked: what is given cannot be the id of a workflow of ours. */
function refuseUnlikely({ all, workflowId }: ReplayFlags): void {
  if (workflowId === null) {
    if (all) return;
    throw new StartProblem('Say which workflow, or --all for every run.', 'configuration');
  }
  if (all) {
    throw new StartProblem(
      `Say one of the two: --all for every run, or "${workflowId}" for that one's.`,
      'configuration',
    );
  }
  const [type = '', connection, rest] = workflowId.split('/');
  const needsRest = type !== 'sweep';
  if (workflowTypes.includes(type) && connection && (rest || !needsRest)) return;
  throw unknownWorkflow(workflowId);
}

/** Never shown: it may be a key with one letter too few. */
function refuseKey(key: string | undefined): void {
  if (Buffer.from(key ?? '', 'base64').byteLength === 32) return;
  throw new StartProblem(
    'TIEOUT_CODEC_KEY: set it to the 32 bytes in base64 with which the histories were written; without it they cannot be read.',
    'configuration',
  );
}

function unknownWorkflow(workflowId: string): StartProblem {
  const [first = '', ...rest] = workflowId.split('/');
  const meant = workflowTypes.find((type) => type.toLowerCase() === first.toLowerCase());
  const hint = meant && meant !== first ? ` Did you mean ${[meant, ...rest].join('/')}?` : '';
  return new StartProblem(
    `"${workflowId}" is no workflow of ours. Give an id as the console or Temporal's Web UI shows it, such as payApp/demo/33, or --all for every run.${hint}`,
    'configuration',
  );
}

function noRunOf(workflowId: string): StartProblem {
  return new StartProblem(
    `Temporal knows no run of "${workflowId}". Give an id as the console or Temporal's Web UI shows it, or --all for every run.`,
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
    const workflowBundle = await keptWorkflowBundle(env['TIEOUT_BUNDLE_DIR']);
    const dataConverter = dataConverterOf(settings);
    beforeReplay();
    const closedBy = new Map<string, string>();
    const results = Worker.runReplayHistories(
      { workflowBundle, dataConverter },
      histories(client, which, closedBy),
    );
    const ours = buildIdOf(workflowBundle.code);
    const report: ReplayReport = { runs: 0, passed: 0, failed: [], earlier: [] };
    for await (const { workflowId: id, runId, error } of results) {
      report.runs += 1;
      const madeBy = closedBy.get(runId);
      closedBy.delete(runId);
      if (!error) report.passed += 1;
      else if (madeBy !== undefined && madeBy !== ours) {
        report.earlier.push({ workflowId: id, runId, error: error.message, madeBy });
      } else report.failed.push({ workflowId: id, runId, error: error.message });
      onProgress(report.runs);
    }
    return report;
  } finally {
    await client.connection.close();
  }
}

/** As the SDK names the code of a worker that is given a bundle, in every task it completes. */
function buildIdOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** The hash of the bundle that completed a run's last task; null where none did. */
function lastMadeBy({ events }: History): string | null {
  const ids = (events ?? []).flatMap(
    (event) => event.workflowTaskCompletedEventAttributes?.workerVersion?.buildId ?? [],
  );
  return ids.at(-1)?.split('+').at(-1) ?? null;
}

/** Notes of each closed run which code made it: an open one must replay with today's, whoever began it. */
async function* histories(
  client: Client,
  { workflowId, connection }: ReplaySelection,
  closedBy: Map<string, string>,
) {
  const types = workflowTypes.map((type) => `'${type}'`).join(', ');
  const one =
    workflowId === undefined ? '' : ` AND WorkflowId = '${workflowId.replace(/'/g, "''")}'`;
  for await (const run of client.workflow.list({ query: `WorkflowType IN (${types})${one}` })) {
    if (connection !== undefined && connectionNamed(run.workflowId) !== connection) continue;
    const handle = client.workflow.getHandle(run.workflowId, run.runId);
    const history = await handle.fetchHistory();
    const madeBy = lastMadeBy(history);
    if (run.status.name !== 'RUNNING' && madeBy !== null) closedBy.set(run.runId, madeBy);
    yield { workflowId: run.workflowId, runId: run.runId, history };
  }
}

function wordsOf({ runs, passed, failed, earlier }: ReplayReport): string {
  const lines = [`${runs} runs, ${passed} replayed alike, ${failed.length} differed`];
  if (earlier.length > 0) {
    const one = earlier.length === 1;
    lines.push(
      `${earlier.length} closed ${one ? 'run' : 'runs'} made by earlier code ${one ? 'takes' : 'take'} another way through today's; replay ${one ? 'it' : 'them'} with the code that made ${one ? 'it' : 'them'}`,
    );
  }
  for (const { workflowId, runId, error } of failed)
    lines.push(`  ${workflowId} ${runId}: ${error}`);
  return `${lines.join('\n')}\n`;
}
