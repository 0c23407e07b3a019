// What the supervisor reads from the console: whether all is settled, and the summary of a run.
import { z } from 'zod';
import { StartProblem } from '../../launcher/start-problem.ts';
import { askJson } from './ask-json.ts';

const readinessSchema = z.object({
  settled: z.boolean(),
  /** Wake rows not done, intents not settled, exceptions waiting for a person. */
  wake: z.number(),
  intents: z.number(),
  waiting: z.number(),
  sweeping: z.boolean(),
  /** When the full sweep began that `settled` rests on. */
  sweepStartedAt: z.string().nullable(),
  /** Documents that have their record in the other system. */
  posted: z.int(),
  documents: z.record(z.string(), z.record(z.string(), z.int())),
});
export type Readiness = z.infer<typeof readinessSchema>;

const summarySchema = z.object({
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
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    // With its database away it says so as 503: the body counts.
    const { body } = await askJson('GET', `${consoleUrl}${path}`);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const said = JSON.stringify(body).slice(0, 300);
    throw new StartProblem(`The console's answer to ${path} is not understood: ${said}`);
  };
  return {
    readiness: () => read('/readyz', readinessSchema),
    summary: (since) =>
      read(`/api/summary?since=${encodeURIComponent(since.toISOString())}`, summarySchema),
  };
}
