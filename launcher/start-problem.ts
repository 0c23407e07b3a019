// What a launcher says when it cannot go on: a sentence for the person, and the exit code that fits.

/** `configuration` = the person must change a setting (exit 2); `failure` = something did not work (exit 1). */
export type StartProblemKind = 'configuration' | 'failure';

export class StartProblem extends Error {
  override readonly name = 'StartProblem';
  readonly exitCode: 1 | 2;

  constructor(message: string, kind: StartProblemKind = 'failure') {
    super(message);
    this.exitCode = kind === 'configuration' ? 2 : 1;
  }
}

/** The message of anything thrown, for a line a person reads. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system error ("EADDRINUSE"), or null when it is another kind of error. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What the work gives, or `otherwise` when the system refuses it with one of these codes. */
export function unless<T, U>(codes: readonly string[], otherwise: U, work: () => T): T | U {
  try {
    return work();
  } catch (error) {
    if (codes.includes(systemCode(error) ?? '')) return otherwise;
    throw error;
  }
}
