// How a sandbox runs as a process of its own: its settings, its one line when ready, and when it ends.
import type { RunningSandbox, SandboxOptions } from './sandbox-spec.ts';

type Environment = Record<string, string | undefined>;

/** SANDBOX_PORT, SANDBOX_DATA, SANDBOX_LIMITS, SANDBOX_LATENCY_MS; every error names the variable and the fix. */
export function optionsFrom(environment: Environment): SandboxOptions {
  const limits = environment['SANDBOX_LIMITS'] ?? 'vendor';
  if (limits !== 'vendor' && limits !== 'fast') {
    throw new RangeError('SANDBOX_LIMITS must be "vendor" or "fast"');
  }
  const dataDir = environment['SANDBOX_DATA'];
  const latencyMs = wholeNumber(environment, 'SANDBOX_LATENCY_MS');
  return {
    port: wholeNumber(environment, 'SANDBOX_PORT') ?? 0,
    limits,
    ...(dataDir === undefined || dataDir === '' ? {} : { dataDir }),
    ...(latencyMs === null ? {} : { latencyMs }),
  };
}

function wholeNumber(environment: Environment, name: string): number | null {
  const text = environment[name];
  if (text === undefined || text === '') return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new RangeError(`${name} must be a whole number from 0 to 65535`);
  }
  return value;
}

/** Runs until SIGTERM, SIGINT, or, with SANDBOX_PARENT_PIPE=1, until the parent's pipe closes. */
export async function runSandboxProcess(
  start: (options: SandboxOptions) => Promise<RunningSandbox>,
): Promise<void> {
  const sandbox = await start(optionsFrom(process.env));
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    // A webhook on its way may take its 5 s; an ending process does not wait longer than that.
    setTimeout(() => process.exit(0), 6_000).unref();
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (process.env['SANDBOX_PARENT_PIPE'] === '1') {
    process.stdin.once('end', end);
    process.stdin.once('close', end);
    process.stdin.resume();
  }
  process.stdout.write(`${JSON.stringify({ ready: true, url: sandbox.url })}\n`);
}
