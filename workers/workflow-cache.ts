// How many workflows a worker remembers, and how it works when it is to remember few or none.

export type CacheOptions = {
  maxCachedWorkflows: number;
  maxConcurrentWorkflowTaskExecutions: number;
  maxConcurrentWorkflowTaskPolls: number;
};

/** The SDK's own numbers of tasks at once and of pollers; more cache than twice the first changes neither. */
const tasksMost = 40;
const pollsMost = 10;

/**
 * No more than half of what is remembered is at work at once: a workflow whose local activity still runs is then
 * never the one that was used longest ago. Thrown out while it runs, the same task begins again and again; so without
 * a cache they go one at a time, each with one poller.
 * Source: github.com/temporalio/sdk-rust, pull request 1482, not in the SDK's 1.24.0; seen 2026-11-24.
 */
export function cacheOptions(maxCachedWorkflows: number): CacheOptions {
  const tasks = Math.min(tasksMost, Math.max(1, Math.floor(maxCachedWorkflows / 2)));
  return {
    maxCachedWorkflows,
    maxConcurrentWorkflowTaskExecutions: tasks,
    // With a cache one poller asks for cached workflows and one for the rest.
    maxConcurrentWorkflowTaskPolls:
      maxCachedWorkflows === 0 ? 1 : Math.min(pollsMost, Math.max(2, Math.floor(tasks / 2))),
  };
}
