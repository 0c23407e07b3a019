// How the tests run: one pool of processes, each file with its own servers and data on free ports.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts', 'node_modules/**'],
    pool: 'forks',
    // Files of one process share its modules: loading them again a file took a third of the time. So a test keeps to
    // itself: it undoes what it changes of the process, and whatever a module holds must be good for the next file.
    isolate: false,
    // More files than cores at once, because the end-to-end ones mostly wait.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/global-setup.ts'],
    env: { TZ: 'UTC' },
  },
});
