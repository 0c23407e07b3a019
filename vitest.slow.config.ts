// The long forms of the tests, run by `npm run test:slow`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.slow.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 20 * 60_000,
    hookTimeout: 5 * 60_000,
    globalSetup: ['test/support/global-setup.ts'],
    env: { TZ: 'UTC' },
  },
});
