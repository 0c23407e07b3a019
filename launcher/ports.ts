// Which ports are free on this machine's loopback, and a refusal that names who holds those that are not.
import findProcess from 'find-process';
import getPort, { clearLockedPorts } from 'get-port';
import { StartProblem } from './start-problem.ts';

const host = '127.0.0.1';

export interface NeededPort {
  port: number;
  what: string;
  /** The variable, beside TIEOUT_PORT_BASE, that lets somebody do without this port. */
  instead: string | null;
}

/** A port that was free a moment ago; whoever uses it must be ready to ask for another. */
export function freePort(): Promise<number> {
  return getPort({ host });
}

async function isPortFree(port: number): Promise<boolean> {
  // What this process asked about a moment ago is as free as before.
  clearLockedPorts();
  return (await getPort({ host, port })) === port;
}

/** How many ports count from TIEOUT_PORT_BASE. */
const portsFromBase = 6;

/** A base whose ports were all free a moment ago, for advice; null where none of those looked at is. */
export async function freePortBase(first = 5400): Promise<number | null> {
  for (let base = first; base <= 64_400; base += 100) {
    let free = 0;
    while (free < portsFromBase && (await isPortFree(base + free))) free += 1;
    if (free === portsFromBase) return base;
  }
  return null;
}

/** Refuses while a port is somebody else's, saying whose and which variable to change. */
export async function refuseTakenPorts(ports: readonly NeededPort[]): Promise<void> {
  const taken: NeededPort[] = [];
  for (const needed of ports) if (!(await isPortFree(needed.port))) taken.push(needed);
  if (taken.length === 0) return;
  const held = await Promise.all(
    taken.map(
      async ({ port, what }) => `port ${port} for ${what} is in use${await holderOf(port)}`,
    ),
  );
  const free = await freePortBase();
  const example = free === null ? '' : `, such as TIEOUT_PORT_BASE=${free}, which is free now`;
  const variables = [...new Set(taken.flatMap(({ instead }) => instead ?? []))];
  const aside =
    variables.length === 0 ? '' : `, or set ${variables.join(', ')} to use what runs already`;
  const who = held.join(', ').replace(/^p/, 'P');
  throw new StartProblem(
    `${who}: stop what uses ${taken.length === 1 ? 'it' : 'them'}, or take another base${example}${aside}.`,
    'configuration',
  );
}

/** Its own types do not resolve for an ES module. */
const holdersOf = findProcess as (
  by: 'port',
  port: number,
) => Promise<{ pid: number; name: string }[]>;

/** Where that can be known: another user's process often cannot be seen, and a bare container has no tool to ask. */
async function holderOf(port: number): Promise<string> {
  const [holder] = await holdersOf('port', port).catch(() => []);
  return holder === undefined ? '' : ` by ${holder.name} (pid ${holder.pid})`;
}
