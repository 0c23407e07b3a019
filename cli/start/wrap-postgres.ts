// The process around the embedded Postgres: node --import tsx cli/start/wrap-postgres.ts '{"dir": …, "port": …}'.
import { z } from 'zod';
import { startPostgres } from './start-postgres.ts';
import { wrapBinary } from './wrap-binary.ts';

const options = z
  .strictObject({
    dir: z.string(),
    port: z.int().default(0),
    durable: z.boolean().default(true),
    logFile: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

wrapBinary('postgres', async () => {
  const { url, ...server } = await startPostgres(options);
  return { ...server, ready: { url } };
});
