// The process around the Temporal server: node --import tsx cli/start/wrap-temporal.ts '{"dir": …, "port": …}'.
import { join } from 'node:path';
import { z } from 'zod';
import { startTemporal } from './start-temporal.ts';
import { findTemporalBinary } from './temporal-binary.ts';
import { wrapBinary } from './wrap-binary.ts';

const options = z
  .strictObject({
    dir: z.string(),
    port: z.int().default(0),
    uiPort: z.int().nullable().default(null),
    codecEndpoint: z.string().nullable().default(null),
    namespace: z.string().default('default'),
    persistent: z.boolean().default(true),
    searchAttributes: z.array(z.string()).default([]),
    logFile: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

wrapBinary('temporal', async () => {
  const { path } = await findTemporalBinary({
    env: process.env,
    fallbackCacheDir: join(options.dir, 'cache'),
    say: (line) => process.stdout.write(`${JSON.stringify({ progress: line })}\n`),
  });
  const { uiPort, codecEndpoint, ...rest } = options;
  const { address, uiUrl, ...server } = await startTemporal({
    ...rest,
    binary: path,
    ...(uiPort === null ? {} : { uiPort }),
    ...(codecEndpoint === null ? {} : { codecEndpoint }),
  });
  return { ...server, ready: { url: address, ...(uiUrl === null ? {} : { uiUrl }) } };
});
