// How a sweep reads one project: feed by feed, past what it may no longer see, and with the name of everything it left out.
import { canBeLeftOut } from './contract-feeds.ts';
import { projectFeeds } from './feeds.ts';
import type { FeedAsk, SweepContext } from './sweep-feeds.ts';

/**
 * Reads a project's lists in the order they depend on each other. What answers 403 or 404 is left out
 * and named, and the rest is read all the same: one hidden contract must not keep anything else from Xero.
 */
export async function sweepProject(context: SweepContext, ask: FeedAsk): Promise<string[]> {
  const leftOut: string[] = [];
  const hidden: string[] = [];
  let seen = 0;
  for (const { what, sweep, reliesOnOthers } of projectFeeds) {
    // What is looked up from what was read says nothing of access by being empty.
    if (reliesOnOthers === true && seen === 0) continue;
    try {
      leftOut.push(...(await sweep(context, ask)));
      seen += 1;
    } catch (error) {
      if (!canBeLeftOut(error)) throw error;
      hidden.push(error.message);
      leftOut.push(`the ${what} of project ${ask.projectId}: ${error.message}`);
    }
  }
  const [why] = hidden;
  return seen === 0 && why !== undefined ? [`project ${ask.projectId}: ${why}`] : leftOut;
}
