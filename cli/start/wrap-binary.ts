// The small Node process around a database or Temporal binary: says when it is ready, stops it when asked, when our
// own parent is gone, and ends when it ends.
import './parent-pipe.mjs';
import { StartProblem, messageOf } from './start-problem.ts';

export interface WrappedBinary {
  /** Goes into the ready line beside `ready` and `pid`. */
  ready: Record<string, string>;
  pid: number;
  ended: Promise<void>;
  stop(): Promise<void>;
}

export function wrapBinary(name: string, start: () => Promise<WrappedBinary>): void {
  let stopping: Promise<void> | null = null;
  const starting = start();
  const stop = (): void => {
    // While it starts, the stop waits for the start: a half-started binary would otherwise be left.
    stopping ??= starting.then(
      (binary) => binary.stop(),
      () => undefined,
    );
    stopping.then(
      () => process.exit(0),
      (error: unknown) => fail(name, error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  starting.then(
    (binary) => {
      if (stopping) return;
      process.stdout.write(
        `${JSON.stringify({ ready: true, ...binary.ready, pid: binary.pid })}\n`,
      );
      void binary.ended.then(() => {
        if (!stopping) fail(name, new StartProblem(`${name} ended by itself.`));
      });
    },
    (error: unknown) => fail(name, error),
  );
}

function fail(name: string, error: unknown): void {
  process.stderr.write(`${JSON.stringify({ level: 'error', name, message: messageOf(error) })}\n`);
  process.exit(error instanceof StartProblem ? error.exitCode : 1);
}
