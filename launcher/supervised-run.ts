// A command that supervises children, from the claim on its folder to the exit code: what an earlier run left is ended
// first, a problem is said in its own words, Ctrl-C stops everything in order, and a second one at once.
import { exitCodeOf, untilInterrupted, watchInterruption } from './interruption.ts';
import { createProcessRegistry } from './processes.ts';
import type { Progress } from './progress.ts';
import type { ServiceTimes } from './service.ts';
import { messageOf, problemOf } from './start-problem.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

export interface SupervisedRun {
  supervisor: Supervisor;
  signal: AbortSignal;
  /** From now on a stop is the ordinary end. */
  settled: () => void;
}

export interface SupervisedOptions {
  registryFile: string;
  progress: Progress;
  /** Ends what the registry does not know of; gives its names. */
  reclaim: () => Promise<string[]>;
  /** Gives the exit code. */
  work: (run: SupervisedRun) => Promise<number>;
  onChange?: (supervisor: Supervisor) => void;
  /** Before the children are stopped, however the work ended. */
  onStop?: () => void;
  times?: ServiceTimes | undefined;
}

/** The exit code. */
export async function runSupervised(options: SupervisedOptions): Promise<number> {
  const { progress } = options;
  const registry = createProcessRegistry(options.registryFile);
  try {
    const left = [...(await registry.claim()), ...(await options.reclaim())];
    if (left.length > 0) progress.say(`Ended what an earlier run left: ${left.join(', ')}`);
  } catch (error) {
    return report(error, progress);
  }
  const supervisor: Supervisor = createSupervisor({
    registry,
    say: (line) => progress.say(line),
    onChange: () => options.onChange?.(supervisor),
    times: options.times,
  });
  const interruption = watchInterruption(() => {
    progress.say('Stopping at once.');
    void supervisor.killAll().finally(() => {
      registry.release();
      process.exit(130);
    });
  });
  const { signal } = interruption;
  let isSettled = false;
  let exitCode: number;
  try {
    const settled = (): void => void (isSettled = true);
    const work = options.work({ supervisor, signal, settled });
    exitCode = await Promise.race([work, untilInterrupted(signal)]);
  } catch (error) {
    const reason = interruption.reason();
    exitCode = reason === null ? report(error, progress) : exitCodeOf(reason, isSettled);
  }
  options.onStop?.();
  await stop(supervisor, progress);
  registry.release();
  interruption.dispose();
  return exitCode;
}

/** On stderr, wherever progress goes. */
function report(error: unknown, progress: Progress): number {
  const problem = problemOf(error);
  if (problem === null) throw error;
  progress.print('');
  process.stderr.write(`${problem.message}\n`);
  return problem.exitCode;
}

async function stop(supervisor: Supervisor, progress: Progress): Promise<void> {
  const isUp = supervisor.ready().size > 0;
  if (isUp) progress.say('Stopping');
  try {
    await supervisor.stopAll();
    if (isUp) progress.say('Stopped');
  } catch (error) {
    progress.say(`Not everything stopped cleanly: ${messageOf(error)}`);
  }
}
