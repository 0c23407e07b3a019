// What the supervisor reads from the console: whether all is settled, and the summary of a run.
import { z } from 'zod';
import { StartProblem, messageOf } from './start-problem.ts';

const counts = z.record(z.string(), z.int().nonnegative());

const readinessSchema = z.object({
  settled: z.boolean(),
  /** Wake rows not done, intents not settled, exceptions waiting for a person. */
  wake: z.number().default(0),
  intents: z.number().default(0),
  waiting: z.number().default(0),
  sweeping: z.union([z.boolean(), z.number()]).default(false),
  /** When the full sweep began that `settled` rests on. */
  sweepStartedAt: z.string().nullable().optional(),
  documents: z.record(z.string(), z.union([z.number(), counts])).default({}),
});
export type Readiness = z.infer<typeof readinessSchema>;

export const summarySchema = z.object({
  documents: z.record(
    z.string(),
    z.object({ posted: z.int(), waiting: z.int(), unchanged: z.int() }),
  ),
  writes: z.record(z.string(), z.object({ calls: z.int(), documents: z.int() })),
  exceptions: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      document: z.string(),
      amount: z.string().nullable(),
      currency: z.string().nullable(),
    }),
  ),
});
export type RunSummary = z.infer<typeof summarySchema>;

export interface ConsoleClient {
  readiness(): Promise<Readiness>;
  summary(since: Date): Promise<RunSummary>;
}

export function createConsoleClient(consoleUrl: string): ConsoleClient {
  const read = async (path: string): Promise<unknown> => {
    try {
      const response = await fetch(`${consoleUrl}${path}`, { signal: AbortSignal.timeout(20_000) });
      // Not settled may be told as 503: the body counts.
      return await response.json();
    } catch (error) {
      throw new StartProblem(`The console did not answer ${path}: ${messageOf(error)}`);
    }
  };
  const parse = <T>(path: string, schema: z.ZodType<T>, body: unknown): T => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const said = JSON.stringify(body).slice(0, 300);
    throw new StartProblem(`The console's answer to ${path} is not understood: ${said}`);
  };
  return {
    readiness: async () => parse('/readyz', readinessSchema, await read('/readyz')),
    async summary(since) {
      const path = `/api/summary?since=${encodeURIComponent(since.toISOString())}`;
      return parse(path, summarySchema, await read(path));
    },
  };
}
