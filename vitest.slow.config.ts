// The long forms of the tests, run by `npm run test:slow`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.slow.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    // As in vitest.config.ts: the modules and the workflow bundle are loaded once for all files.
    isolate: false,
    testTimeout: 20 * 60_000,
    hookTimeout: 5 * 60_000,
    globalSetup: ['test/support/global-setup.ts'],
    env: { TZ: 'UTC' },
  },
});
