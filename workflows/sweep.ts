// One run of the schedule: reads what changed on both sides, Xero first, and wakes the documents concerned.
import {
  ActivityFailure,
  ApplicationFailure,
  log,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { LeftOut } from '../activities/lost-access.ts';
import type { SweepActivities } from '../activities/sweep-activities.ts';
import { failureTypes } from '../domain/identity/messages.ts';
import { databaseWork, vendorRead } from './activity-options.ts';

const database = proxyLocalActivities<SweepActivities>(databaseWork);
const vendors = proxyActivities<SweepActivities>(vendorRead);

/**
 * Xero is read first, so that no document is planned before it is known what Xero already holds.
 * Lost access to one side ends the run with an exception; no cursor moves and nothing is voided. What is
 * out of sight in one project, or is no longer listed, ends it the same way once all the rest is read.
 */
export async function sweep(): Promise<void> {
  const sweepId = workflowInfo().workflowId;
  await database.dbBeginSweep({ sweepId });
  const parts: LeftOut[] = [];
  let lacksXero = false;
  // Runs that left nothing out say so by saying nothing.
  const saying = () => ({
    ...(parts.length > 0 ? { parts } : {}),
    ...(lacksXero ? { lacksXero } : {}),
  });
  try {
    parts.push(...(await leftOutOf(() => vendors.xeroSweep({ sweepId }))));
    lacksXero = parts.length > 0;
    const { projects, lost = [] } = await vendors.procoreSweepCompany({ sweepId });
    parts.push(...lost);
    for (const projectId of projects) {
      parts.push(...(await leftOutOf(() => vendors.procoreSweepProject({ sweepId, projectId }))));
    }
    await database.dbEndSweep({ sweepId, lost: null, ...saying() });
  } catch (error) {
    const failure = failureIn(error);
    const lost = failure?.type === failureTypes.accessLost ? failure.message : null;
    log.warn('a sweep ended early', { type: failure?.type ?? 'unknown' });
    await database.dbEndSweep({ sweepId, lost, incomplete: true, ...saying() });
  }
}

/** Reads one part and answers what of it could not be read, while the rest was. */
async function leftOutOf(read: () => Promise<void>): Promise<LeftOut[]> {
  try {
    await read();
    return [];
  } catch (error) {
    const failure = failureIn(error);
    const leftOut = failure?.details?.[0];
    if (failure?.type !== failureTypes.accessLost || !Array.isArray(leftOut)) throw error;
    return leftOut as LeftOut[];
  }
}

function failureIn(error: unknown): ApplicationFailure | null {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure ? cause : null;
}
