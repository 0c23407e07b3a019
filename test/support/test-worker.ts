// The parts of a worker process as tests run them inside their own: quick to hear, quick to stop, silent.
import type { Client } from '@temporalio/client';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundle } from '@temporalio/worker';
import type { Environment } from '../../config/environment.ts';
import type { OpenDatabase } from '../../db/database.ts';
import type { Relay } from '../../relay/relay.ts';
import { startRelay } from '../../relay/relay.ts';
import { connectWorker, dataConverterOf } from '../../workers/connect-temporal.ts';
import type { Fleet } from '../../workers/fleet.ts';
import { keepFleet } from '../../workers/fleet.ts';
import { ensureSweepSchedule, triggerSweep } from '../../workers/sweep-schedule.ts';
import { buildWorkflowBundle } from '../../workers/workflow-bundle.ts';
import { cacheOptions } from '../../workers/workflow-cache.ts';

let bundle: Promise<WorkflowBundle> | null = null;

/** Built once a process. */
export function workflowBundle(): Promise<WorkflowBundle> {
  bundle ??= buildWorkflowBundle();
  return bundle;
}

type Ground = { env: Environment; database: OpenDatabase; client: Client };

export function joinedFleet(
  { database, client }: Pick<Ground, 'database' | 'client'>,
  connection: string,
): Promise<Fleet> {
  return keepFleet({
    db: database.db,
    connection,
    triggerSweep: () => triggerSweep(client, connection),
    onTrouble: () => undefined,
    everyMs: 1_000,
    triggerEveryMs: 3_000,
  });
}

export type RunningWorker = { worker: Worker; done: Promise<void>; connection: NativeConnection };

export async function runWorker(
  env: Environment,
  activities: NonNullable<WorkerOptions['activities']>,
): Promise<RunningWorker> {
  const connection = await connectWorker();
  const worker = await Worker.create({
    connection,
    namespace: env.TEMPORAL_NAMESPACE,
    taskQueue: env.TIEOUT_TASK_QUEUE,
    workflowBundle: await workflowBundle(),
    activities,
    dataConverter: dataConverterOf(env),
    ...cacheOptions(env.TIEOUT_MAX_CACHED_WORKFLOWS),
    maxConcurrentActivityTaskExecutions: 20,
    stickyQueueScheduleToStartTimeout: '2 seconds',
    shutdownGraceTime: '2 seconds',
  });
  return { worker, done: worker.run(), connection };
}

export async function endWorker({ worker, done, connection }: RunningWorker): Promise<void> {
  worker.shutdown();
  await done;
  await connection.close();
}

export function runRelay({ env, database, client }: Ground): Relay {
  return startRelay({
    database,
    client,
    taskQueue: env.TIEOUT_TASK_QUEUE,
    pollMs: 1_000,
    resendAfterMs: 20_000,
    onTrouble: () => undefined,
  });
}

export function sweepOnSchedule(
  { env, client }: Pick<Ground, 'env' | 'client'>,
  connection: string,
): Promise<void> {
  return ensureSweepSchedule(client, {
    connection,
    everyMs: env.TIEOUT_SWEEP_EVERY_MS,
    taskQueue: env.TIEOUT_TASK_QUEUE,
  });
}
