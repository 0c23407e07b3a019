// What `npm run check:unused` takes as used without being imported.
import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'db/drizzle.config.ts',
    // Started by path, as processes of their own.
    'launcher/*.mjs',
    'launcher/server-process.ts',
    'sandbox/*/main.ts',
    'test/cli/run-start.ts',
    'test/support/lock-holder.ts',
    'workers/*-main.ts',
    // Bundled by path.
    'workflows/index.ts',
    'workers/preload-domain.cjs',
  ],
  project: ['**/*.{ts,mjs,cjs,js}'],
  // A type may be told to readers beside the function that takes it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Pinned, and imported by nobody of ours: two copies of it make every replay of a stored history fail.
  ignoreDependencies: ['protobufjs'],
};

export default config;
