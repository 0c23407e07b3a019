// How a sweep reads a project's budget: whole, and from time to time, since Procore does not tell when one changed.
import { noteFullRead } from '../db/queries/sweeps.ts';
import { noteWholeRead } from '../db/queries/unreadable.ts';
import { asideOrNull } from '../connectors/http/parsed-records.ts';
import type { OfProject } from './sweep-feeds.ts';
import { isWholeReadDue, keep, leavingOut } from './sweep-feeds.ts';

const kind = 'procoreBudget';

/** Three calls a project: read as often as whole lists are, and not by every sweep. */
export const budgets: OfProject = {
  of: 'project',
  what: 'budget',
  // A sweep that passes it over has seen nothing of the project by that.
  reliesOnOthers: true,
  sweep: async (context, { sweepId, projectId }) => {
    const { db, connection, procore } = context;
    const name = `procore/budget/${projectId}`;
    if (!(await isWholeReadDue(context, { name }))) return [];
    const since = new Date();
    const { records, aside, leftOut } = await leavingOut({ kind, feed: name }, async () => {
      const budget = await asideOrNull(() => procore.readBudget({ projectId }));
      return budget === null ? [] : [budget];
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
  },
};
