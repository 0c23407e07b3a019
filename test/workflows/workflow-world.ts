// Our workflows with made-up activities on the test run's Temporal server: no Postgres, no vendors.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { WorkflowBundle } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { SignalName } from '../../domain/identity/messages.ts';
import { connectClient, connectWorker, dataConverterOf } from '../../workers/connect-temporal.ts';
import { buildWorkflowBundle } from '../../workers/workflow-bundle.ts';
import { stateQuery } from '../../workflows/messages.ts';
import { installRuntime } from '../support/temporal-runtime.ts';
import { testTemporalAddress } from '../support/test-servers.ts';

export type Activities = Record<string, (ask: never) => Promise<unknown>>;

export type World = {
  client: Client;
  /** What the client needs, and the replayer too. */
  settings: { TIEOUT_CODEC_KEY: string; TEMPORAL_NAMESPACE: string };
  taskQueue: string;
  /** Runs a worker with these activities until the returned function is called. */
  work(activities: Activities): Promise<() => Promise<void>>;
  /** As the relay does. */
  signal(workflowType: string, workflowId: string, name: SignalName): Promise<void>;
  close(): Promise<void>;
};

let bundle: Promise<WorkflowBundle> | null = null;

export async function openWorld(): Promise<World> {
  installRuntime();
  process.env['TEMPORAL_ADDRESS'] = await testTemporalAddress();
  const settings = {
    TIEOUT_CODEC_KEY: randomBytes(32).toString('base64'),
    TEMPORAL_NAMESPACE: 'default',
  };
  const taskQueue = `w-${randomBytes(5).toString('hex')}`;
  const client = await connectClient(settings);
  bundle ??= buildWorkflowBundle();
  const workflowBundle = await bundle;
  return {
    client,
    settings,
    taskQueue,
    async work(activities) {
      const connection = await connectWorker();
      const worker = await Worker.create({
        connection,
        taskQueue,
        workflowBundle,
        activities,
        dataConverter: dataConverterOf(settings),
        shutdownGraceTime: '1 second',
        stickyQueueScheduleToStartTimeout: '1 second',
      });
      const running = worker.run();
      return async () => {
        worker.shutdown();
        await running;
        await connection.close();
      };
    },
    async signal(workflowType, workflowId, name) {
      await client.workflow.signalWithStart(workflowType, {
        workflowId,
        taskQueue,
        args: [{ connection: 'demo', heard: 0 }],
        signal: name,
        signalArgs: [{ hintId: 'any' }],
      });
    },
    close: () => client.connection.close(),
  };
}

/** Waits until it is so; a failing test says what never was. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  for (const end = Date.now() + withinMs; !(await isSo()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`it never came about: ${what}`);
  }
}

/** At rest with nothing heard, in a run that began anew. */
export async function isResting({ client }: World, workflowId: string): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const started = (await handle.fetchHistory()).events?.[0];
  const before = started?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  if (!before || runId === before) return false;
  const { at, heard } = await handle.query(stateQuery);
  return at === 'resting' && heard === 0;
}

/** A gate a made-up activity waits at, and the moment it got there. */
export function gate() {
  let open: () => void = () => undefined;
  let reach: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    open: () => open(),
    reached,
    async pass() {
      reach();
      await opened;
    },
  };
}
