// The bundle shares the domain among all workflows of a context, unfrozen, and a kept one is taken until its sources change.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildAndKeep, keptWorkflowBundle } from '../../workers/workflow-bundle.ts';
import { cacheOptions } from '../../workers/workflow-cache.ts';

const load = createRequire(import.meta.url);

interface Creator {
  context: { __webpack_module_cache__: Record<string, { exports: Record<string, unknown> }> };
}

test(
  'kept once, closed to others, and evaluated once for all workflows',
  { timeout: 120_000 },
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tieout-bundle-'));
    await buildAndKeep(dir);
    const [name = ''] = readdirSync(dir);
    expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    const bundle = await keptWorkflowBundle(dir);
    expect(readdirSync(dir)).toEqual([name]);
    // What the SDK makes of it, by its own means: nothing it offers to the outside shows the shared modules.
    const { ReusableVMWorkflowCreator } = load(
      '@temporalio/worker/lib/workflow/reusable-vm.js',
    ) as {
      ReusableVMWorkflowCreator: {
        create: (this: unknown, ...args: unknown[]) => Promise<Creator>;
      };
    };
    const { parseWorkflowCode } = load('@temporalio/worker/lib/worker.js') as {
      parseWorkflowCode: (code: string) => unknown;
    };
    if (!('code' in bundle)) throw new Error('a bundle is handed over as code');
    const parsed = parseWorkflowCode(bundle.code);
    const creator = await ReusableVMWorkflowCreator.create(parsed, 10_000, new Set(), undefined);
    const shared = creator.context.__webpack_module_cache__['./domain/money/amount.ts']?.exports;
    // zod sets the regular expression's lastIndex first, which nothing frozen allows.
    expect((shared?.['isAmountText'] as (text: string) => boolean)('1.50')).toBe(true);
    rmSync(dir, { recursive: true });
  },
);

test.each([
  [0, 1, 1],
  [1, 1, 2],
  [40, 20, 10],
  [500, 40, 10],
])('of %i remembered workflows no more than half are at work', (cached, tasks, polls) => {
  expect(cacheOptions(cached)).toEqual({
    maxCachedWorkflows: cached,
    maxConcurrentWorkflowTaskExecutions: tasks,
    maxConcurrentWorkflowTaskPolls: polls,
  });
});
