// One worker serves every connection: each activity is carried out by those of the connection that its workflow's id names.
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { connectionNamed } from '../domain/identity/workflow-ids.ts';

type Activity = (...args: never[]) => Promise<unknown>;

/** What one connection does, and when it may: before its mapping was held against its chart it does nothing. */
export type Served<A> = { activities: A; ready: Promise<unknown> };

/**
 * The activities of all connections under one set of names. One whose organisation cannot be asked yet waits, and holds
 * up no other. One that the mapping file names no more fails, is shown as retried, and goes on when it is back.
 */
export function routedByConnection<A extends Record<string, Activity>>(
  served: ReadonlyMap<string, Served<A>>,
): A {
  const [any] = served.values();
  if (!any) throw new Error('there is no connection to serve');
  const entries = Object.keys(any.activities).map((name) => {
    const routed = async (...args: never[]): Promise<unknown> => {
      const { activities, ready } = servedNow(served);
      await ready;
      return activities[name]?.(...args);
    };
    return [name, routed];
  });
  return Object.fromEntries(entries) as A;
}

function servedNow<A>(served: ReadonlyMap<string, Served<A>>): Served<A> {
  const workflowId = Context.current().info.workflowExecution?.workflowId ?? '';
  const connection = connectionNamed(workflowId);
  const found = served.get(connection);
  if (found) return found;
  throw ApplicationFailure.create({
    type: 'unknownConnection',
    message: `"${connection}" is no connection of the mapping file; put it back, or end its workflows`,
  });
}
