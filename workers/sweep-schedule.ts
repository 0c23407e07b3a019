// The one schedule of a connection's sweeps: created or brought up to date at every start.
import type { Client, ScheduleOptions } from '@temporalio/client';
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { sweepIdOf } from '../domain/identity/workflow-ids.ts';

export async function ensureSweepSchedule(
  client: Client,
  options: { connection: string; everyMs: number; taskQueue: string },
): Promise<void> {
  const { connection, everyMs, taskQueue } = options;
  const scheduleId = sweepIdOf(connection);
  const schedule: ScheduleOptions = {
    scheduleId,
    spec: { intervals: [{ every: everyMs }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweep',
      // Temporal appends the scheduled time.
      workflowId: scheduleId,
      taskQueue,
      args: [],
    },
    policies: {
      // A sweep that is still reading finds what the skipped one would have found.
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: everyMs,
    },
  };
  try {
    await client.schedule.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(scheduleId);
    await handle.update((previous) => ({
      ...previous,
      spec: schedule.spec,
      action: schedule.action,
      policies: schedule.policies ?? {},
    }));
  }
  await triggerSweep(client, connection);
}

/** One that is running already is enough, unless it began too early: then it is asked for again. */
export async function triggerSweep(client: Client, connection: string): Promise<void> {
  await client.schedule.getHandle(sweepIdOf(connection)).trigger(ScheduleOverlapPolicy.SKIP);
}
