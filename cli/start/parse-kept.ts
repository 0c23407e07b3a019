// Reads what an earlier start wrote down for itself; a file that somebody else changed is refused by its name.
import { z } from 'zod';
import { StartProblem } from '../../launcher/start-problem.ts';

export function parseKept<T>(path: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw new StartProblem(
      `${path} is not as Tieout wrote it; stop what runs here, delete that file, and start again.`,
      'configuration',
    );
  }
}
