// One run of the schedule: reads what changed on both sides, Xero first, and wakes the documents concerned.
import {
  ActivityFailure,
  ApplicationFailure,
  log,
  patched,
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

const projectsAtOnce = 3;

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
    await readProjects(sweepId, projects, parts);
    await database.dbEndSweep({ sweepId, lost: null, ...saying() });
  } catch (error) {
    const failure = failureIn(error);
    const lost = failure?.type === failureTypes.accessLost ? failure.message : null;
    log.warn('a sweep ended early', { type: failure?.type ?? 'unknown' });
    await database.dbEndSweep({ sweepId, lost, incomplete: true, ...saying() });
  }
}

/**
 * Each project is a dozen lists, one after the other, and most of a list's time is the vendor's: a few projects are read
 * side by side, and the vendor's limits are kept by the calls. Where one ends the run, those begun are waited for and no
 * other is begun. What was left out is added to `parts` either way.
 */
async function readProjects(
  sweepId: string,
  projects: readonly string[],
  parts: LeftOut[],
): Promise<void> {
  const leftOut = new Map<string, LeftOut[]>();
  const left = [...projects];
  const lane = async (): Promise<void> => {
    try {
      for (let projectId = left.shift(); projectId !== undefined; projectId = left.shift()) {
        const ask = { sweepId, projectId };
        leftOut.set(projectId, await leftOutOf(() => vendors.procoreSweepProject(ask)));
      }
    } catch (error) {
      left.length = 0;
      throw error;
    }
  };
  // Runs that were begun before this read their projects one at a time.
  const lanes = patched('projects-side-by-side') ? projectsAtOnce : 1;
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  // In the order of the projects, whichever was done first.
  parts.push(...projects.flatMap((projectId) => leftOut.get(projectId) ?? []));
  const failed = ended.find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
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
