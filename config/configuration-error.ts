// A setting that cannot be used: which one, why, and what to write instead. Ends a start with exit code 2.

export class ConfigurationError extends Error {
  /** One line per problem: key, reason, fix. */
  readonly problems: readonly string[];
  constructor(where: string, problems: readonly string[]) {
    super(`${where}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/** The exit code of a start that a person's configuration stopped. */
export const configurationExitCode = 2;
