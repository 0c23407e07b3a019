// What reached a sandbox: its access log in figures, and a door that counts the calls in flight.
import { createServer, request as send } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../support/stack.ts';
import { control } from '../support/stack.ts';

export type Call = {
  seq: number;
  at: string;
  app: string | null;
  method: string;
  path: string;
  status: number;
  elements: number;
};

/** The calls that count against Tieout's limits; fetching a token does not. */
export async function callsOfTieout(sandbox: Sandbox): Promise<Call[]> {
  const log = await control<Call[]>(sandbox, 'GET', 'access-log?since=0');
  return log.filter(({ app }) => app === 'tieout');
}

/** The most calls in any stretch of this length, wherever it begins. */
export function mostCallsWithin(calls: readonly Call[], windowMs: number): number {
  const times = calls.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  return Math.max(
    0,
    ...times.map((from) => times.filter((at) => at >= from && at < from + windowMs).length),
  );
}

export type CountingDoor = {
  url: string;
  /** Where calls go on to. */
  target: string;
  mostInFlight: number;
  close(): Promise<void>;
};

/** Passes every call on after a delay, as a vendor at a distance would, and notes how many were open at once. */
export async function openCountingDoor(delayMs: number): Promise<CountingDoor> {
  let inFlight = 0;
  const server = createServer((request, response) => {
    inFlight += 1;
    door.mostInFlight = Math.max(door.mostInFlight, inFlight);
    response.once('close', () => {
      inFlight -= 1;
    });
    void sleep(delayMs).then(() => {
      const onward = send(
        `${door.target}${request.url ?? ''}`,
        { method: request.method ?? 'GET', headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        },
      );
      onward.once('error', (error) => response.destroy(error));
      request.pipe(onward);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the door has no address');
  const door: CountingDoor = {
    url: `http://127.0.0.1:${address.port}`,
    target: '',
    mostInFlight: 0,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return door;
}
