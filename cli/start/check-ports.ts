// Refuses to start while a port it needs is somebody else's, saying whose and which variable to change.
import { isPortFree, portHolder } from './free-port.ts';
import type { PlannedPort } from './plan-services.ts';
import { StartProblem } from './start-problem.ts';

export async function checkPorts(ports: readonly PlannedPort[]): Promise<void> {
  const taken: string[] = [];
  for (const { port, what, instead } of ports) {
    if (await isPortFree(port)) continue;
    const holder = portHolder(port);
    const who = holder === null ? '' : ` by ${holder.name} (pid ${holder.pid})`;
    const aside = instead === null ? '' : `; or set ${instead} to use a server that runs already`;
    taken.push(`Port ${port} for ${what} is in use${who}${aside}.`);
  }
  if (taken.length === 0) return;
  throw new StartProblem(
    `${taken.join('\n')}\nStop what uses it, or set TIEOUT_PORT_BASE to another base, for example: TIEOUT_PORT_BASE=5400 npm start`,
    'configuration',
  );
}
