// One run of the schedule: reads what changed on both sides, Xero first, and wakes the documents concerned.
import {
  ActivityFailure,
  ApplicationFailure,
  log,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { SweepActivities } from '../activities/sweep-activities.ts';
import { failureTypes } from '../domain/identity/messages.ts';
import { databaseWork, vendorRead } from './activity-options.ts';

const database = proxyLocalActivities<SweepActivities>(databaseWork);
const vendors = proxyActivities<SweepActivities>(vendorRead);

/**
 * Xero is read first, so that no document is planned before it is known what Xero already holds.
 * Lost access to one side ends the run with an exception; no cursor moves and nothing is voided.
 */
export async function sweep(): Promise<void> {
  const sweepId = workflowInfo().workflowId;
  await database.dbBeginSweep({ sweepId });
  try {
    await vendors.xeroSweep({ sweepId });
    const { projects } = await vendors.procoreSweepCompany({ sweepId });
    for (const projectId of projects) await vendors.procoreSweepProject({ sweepId, projectId });
    await database.dbEndSweep({ sweepId, lost: null });
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    const failure = cause instanceof ApplicationFailure ? cause : null;
    const lost = failure?.type === failureTypes.accessLost ? failure.message : null;
    log.warn('a sweep ended early', { type: failure?.type ?? 'unknown' });
    await database.dbEndSweep({ sweepId, lost, incomplete: true });
  }
}
