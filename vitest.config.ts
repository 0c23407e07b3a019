// How the tests run: one pool of processes, each file with its own servers and data on free ports.
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** The files that mostly wait, for limits and restarts, begin first; begun last, they would leave the cores idle. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification): boolean =>
      /\/test\/(e2e|faults)\//.test(moduleId);
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts', 'node_modules/**'],
    pool: 'forks',
    // More files than cores at once, because the end-to-end ones mostly wait.
    maxWorkers: 3,
    sequence: { sequencer: WaitingFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/global-setup.ts'],
    env: { TZ: 'UTC' },
  },
});
