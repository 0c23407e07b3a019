// Refuses to start over a server that the environment names and nobody answers for, by the variable to change. The vendors
// may be away for a while, or be reached through a proxy: for them it is only said.
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartProblem, messageOf, systemCode } from '../../launcher/start-problem.ts';
import { externalNames, type ExternalName, type ExternalServers } from './plan-services.ts';
import { serverAddress, type ServerAddress } from './server-address.ts';

export interface ServerTimes {
  /** One attempt to connect. */
  connectMs: number;
  /** All attempts: a server that was started a moment ago may need this long. */
  totalMs: number;
  betweenMs: number;
}

export const ordinaryServerTimes: ServerTimes = {
  connectMs: 5_000,
  totalMs: 10_000,
  betweenMs: 500,
};

const mayBeAway: ReadonlySet<ExternalName> = new Set(['procore', 'xero']);

/** All servers at once, so that everything unusable is named in one go. Gives a sentence for each vendor that is away. */
export async function checkServers(
  external: ExternalServers,
  signal: AbortSignal,
  times: ServerTimes = ordinaryServerTimes,
): Promise<string[]> {
  const named = externalNames.flatMap((name) => {
    const value = external[name];
    return value === undefined ? [] : [{ name, address: serverAddress(name, value) }];
  });
  const answers = await Promise.all(
    named.map(async ({ name, address }) => ({
      isWaitedFor: mayBeAway.has(name) && !('problem' in address),
      problem: await reach(address, signal, times),
    })),
  );
  const found = answers.flatMap(({ isWaitedFor, problem }) =>
    problem === null ? [] : [{ isWaitedFor, problem }],
  );
  const problems = found.filter(({ isWaitedFor }) => !isWaitedFor);
  if (problems.length > 0) {
    throw new StartProblem(problems.map(({ problem }) => problem).join('\n'), 'configuration');
  }
  return found.map(({ problem }) => `${problem} Tieout waits for it.`);
}

/** Null once one of its hosts accepts a connection. */
async function reach(
  address: ServerAddress | { problem: string },
  signal: AbortSignal,
  times: ServerTimes,
): Promise<string | null> {
  if ('problem' in address) return address.problem;
  if (address.endpoints.length === 0) return null;
  const deadline = Date.now() + times.totalMs;
  for (;;) {
    const failures: string[] = [];
    for (const endpoint of address.endpoints) {
      const failure = await tryConnect(endpoint, times.connectMs);
      if (failure === null) return null;
      failures.push(`${endpoint.host}:${endpoint.port} ${failure}`);
    }
    if (Date.now() + times.betweenMs > deadline) return unreached(address, failures, times);
    await delay(times.betweenMs, undefined, { signal });
  }
}

function unreached(address: ServerAddress, failures: string[], times: ServerTimes): string {
  const { variable, shown } = address;
  const tried = `connecting was tried for ${times.totalMs / 1000} s: ${failures.join(', ')}`;
  return `${variable}: nobody answers at ${shown} (${tried}). Start that server or correct the address; or unset ${variable}, and npm start runs a server of its own.`;
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'is a name nobody knows',
  EAI_AGAIN: 'is a name that cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
};

/** What went wrong, or null when somebody listens there. */
function tryConnect(
  endpoint: { host: string; port: number },
  limitMs: number,
): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(endpoint);
    const end = (answer: string | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(limitMs, () => end(`did not answer within ${limitMs / 1000} s`));
    socket.once('connect', () => end(null));
    socket.once('error', (error) => {
      const code = systemCode(error);
      end(reasons[code ?? ''] ?? `failed with ${code ?? messageOf(error)}`);
    });
  });
}
