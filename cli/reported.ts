// How a command ends that cannot go on: one sentence with the fix on stderr, and the exit code that fits.
import { ConfigurationError } from '../config/configuration-error.ts';
import { StartProblem, problemOf } from '../launcher/start-problem.ts';

/** The work's exit code, or that of the problem a person can put right. A fault of the program is thrown on. */
export async function reported(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const problem = problemForPerson(error);
    if (problem === null) throw error;
    process.stderr.write(`${problem.message}\n`);
    return problem.exitCode;
  }
}

function problemForPerson(error: unknown): StartProblem | null {
  if (!(error instanceof ConfigurationError)) return problemOf(error);
  return configurationProblem(error);
}

/** Several mistakes at once stay a list. */
export function configurationProblem(error: ConfigurationError): StartProblem {
  const [only, ...more] = error.problems;
  const where = error.message.split(':\n')[0] ?? '';
  const isOne = only !== undefined && more.length === 0;
  return new StartProblem(isOne ? `${where}: ${only}.` : error.message, 'configuration');
}
