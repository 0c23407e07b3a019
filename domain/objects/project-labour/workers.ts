// Whose time each worker's is in Xero Projects, and who is asked about.
import type { LabourSettings } from '../../mapping/labour.ts';
import { userMeant, userNamed } from '../../mapping/labour.ts';
import type { XeroProjectsUser } from '../../records/xero/projects-user.ts';

export type WorkerStanding =
  | { is: 'user'; userId: string }
  /** The table names nobody. */
  | { is: 'unmapped' }
  /** It names somebody whom Xero Projects does not have. */
  | { is: 'unknown'; named: string };

type Seen = { mapping: { labour: LabourSettings }; users: readonly XeroProjectsUser[] };

export function workerIn({ mapping, users }: Seen, workerId: string): WorkerStanding {
  const named = userNamed(mapping.labour, workerId);
  if (named === null) return { is: 'unmapped' };
  const user = userMeant(users, named);
  return user ? { is: 'user', userId: user.id } : { is: 'unknown', named };
}

/** Of those whose time can be logged now, by the worker's id. */
export function readyWorkers(seen: Seen, workerIds: readonly string[]): Map<string, string> {
  return new Map(
    workerIds.flatMap((id): [string, string][] => {
      const worker = workerIn(seen, id);
      return worker.is === 'user' ? [[id, worker.userId]] : [];
    }),
  );
}
