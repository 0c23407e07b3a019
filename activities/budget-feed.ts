// How a sweep reads a project's budget: whole, and from time to time, since Procore does not tell when one changed.
import { noteFullRead } from '../db/queries/sweeps.ts';
import { noteWholeRead } from '../db/queries/unreadable.ts';
import { asideOrNull } from '../connectors/http/parsed-records.ts';
import { makesTasks } from '../domain/mapping/budgets.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { FeedAsk, OfProject, Sweep, SweepContext } from './sweep-feeds.ts';
import { isWholeReadDue, keep, leavingOut } from './sweep-feeds.ts';

type Whole = {
  kind: 'procoreBudget' | 'procoreBudgetCodes';
  /** What is read, as its feed and people call it. */
  what: string;
  read: (context: SweepContext, projectId: string) => Promise<KeptRecord>;
};

/** One record of a project that Procore does not tell the changes of: read as often as whole lists are, and not by every sweep. */
export function wholeOfProject({ kind, what, read }: Whole): Sweep<FeedAsk> {
  return async (context, { sweepId, projectId }) => {
    const { db, connection } = context;
    const name = `procore/${what}/${projectId}`;
    if (!(await isWholeReadDue(context, { name }))) return [];
    const since = new Date();
    const { records, aside, leftOut } = await leavingOut({ kind, feed: name }, async () => {
      const record = await asideOrNull(() => read(context, projectId));
      return record === null ? [] : [record];
    });
    const still = aside.map(({ recordId }) => recordId);
    await keep(context, sweepId, {
      feed: null,
      ...{ records, since, aside },
      also: async (tx) => {
        await noteWholeRead(tx, connection, { kind, feed: name, still });
        return [];
      },
    });
    await noteFullRead(db, connection, name, since);
    return [...leftOut];
  };
}

/** Three calls a project, and one for each view that is looked at for its hours. */
export const budgets: OfProject = {
  of: 'project',
  what: 'budget',
  // A sweep that passes it over has seen nothing of the project by that.
  reliesOnOthers: true,
  sweep: wholeOfProject({
    kind: 'procoreBudget',
    what: 'budget',
    read: ({ procore, directed }, projectId) => {
      const withHours = directed !== undefined && makesTasks(directed);
      return procore.readBudget({ projectId, withHours });
    },
  }),
};
