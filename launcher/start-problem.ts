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

/** What a person does about each way the system refuses a file or folder. */
const pathFixes: Record<string, string> = {
  EACCES: 'it is closed to you; make it yours to read and write',
  EPERM: 'it is not yours to change; make it yours',
  EROFS: 'nothing can be written there; use a copy of the project in a folder of your own',
  EISDIR: 'it is a folder where a file belongs; move it away',
  ENOTDIR: 'a file is in the way of a folder; move that file away',
  EEXIST: 'a file is where a folder belongs; move it away',
  ENOSPC: 'the disk is full; make room on it',
  EDQUOT: 'the disk is full for you; make room on it',
  EMFILE: 'too many files are open; raise the limit with "ulimit -n 4096"',
};

/** What a person can put right, said so; null when it is a fault of the program, which is for its author. */
export function problemOf(error: unknown): StartProblem | null {
  if (error instanceof StartProblem) return error;
  const code = systemCode(error) ?? '';
  const fix = pathFixes[code];
  if (!(error instanceof Error) || fix === undefined || !('path' in error)) return null;
  return new StartProblem(
    `${String(error.path)} cannot be used: ${fix} (${code}).`,
    'configuration',
  );
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
