// How many workflows a worker remembers, and how it works when it is to remember none.

export type CacheOptions = {
  maxCachedWorkflows: number;
  maxConcurrentWorkflowTaskExecutions?: number;
  maxConcurrentWorkflowTaskPolls?: number;
};

/**
 * Without a cache workflow tasks go one at a time, each with one poller. With more, the SDK throws a
 * workflow out while its local activity still runs, and the same task begins again and again.
 * Source: github.com/temporalio/sdk-rust, pull request 1482, not in the SDK's 1.24.0; seen 2026-11-24.
 */
export function cacheOptions(maxCachedWorkflows: number): CacheOptions {
  if (maxCachedWorkflows > 0) return { maxCachedWorkflows };
  return {
    maxCachedWorkflows,
    maxConcurrentWorkflowTaskExecutions: 1,
    maxConcurrentWorkflowTaskPolls: 1,
  };
}
