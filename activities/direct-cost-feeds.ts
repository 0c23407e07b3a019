// How a sweep reads what direct costs are written to: the codes of a project's budget, and its direct costs, people's own among them.
import { settingAside } from '../connectors/http/parsed-records.ts';
import { postFromOf } from '../db/observe/post-from.ts';
import { keptVersions } from '../db/queries/mirror.ts';
import { wholeOfProject } from './budget-feed.ts';
import { changedByThemselves } from './read-by-themselves.ts';
import { named } from './readers.ts';
import type { Brought, FeedAsk, OfProject, Sweep, SweepContext } from './sweep-feeds.ts';
import { feedAndWhole, keep, leavingOut } from './sweep-feeds.ts';

/** A project that is not turned on has nothing written to it, and nothing of it is read for that. */
function ofStarted(sweep: Sweep<FeedAsk>): Sweep<FeedAsk> {
  return async (context, ask) => {
    const { db, connection } = context;
    return (await postFromOf(db, connection, ask.projectId)) === null ? [] : sweep(context, ask);
  };
}

/** Four calls a project. */
export const budgetCodes: OfProject = {
  of: 'project',
  what: 'budget codes',
  // A sweep that passes it over has seen nothing of the project by that.
  reliesOnOthers: true,
  sweep: ofStarted(
    wholeOfProject({
      kind: 'procoreBudgetCodes',
      what: 'budget codes',
      read: ({ procore }, projectId) => procore.readBudgetCodes({ projectId }),
    }),
  ),
};

const one = 'direct cost';

/** So many that changed are read one by one; of more, the lists with all lines are two calls. */
const oneByOneAtMost = 5;

export const directCosts: OfProject = {
  of: 'project',
  what: 'direct costs',
  reliesOnOthers: true,
  sweep: ofStarted(async (context, { sweepId, projectId }) => {
    const feed = `procore/direct costs/${projectId}`;
    const list = {
      name: feed,
      kind: 'procoreDirectCost',
      what: `direct costs of project ${projectId}`,
      projectId,
    } as const;
    const since = new Date();
    const leftOut = await feedAndWhole(context, sweepId, list, (updatedSince) =>
      changed(context, { projectId, feed, updatedSince }),
    );
    if (leftOut.length === 0) {
      const read = { kind: 'procoreDirectCosts', projectId } as const;
      await keep(context, sweepId, { feed: null, records: [read], since });
    }
    return leftOut;
  }),
};

type Ask = { projectId: string; feed: string; updatedSince: string | undefined };

async function changed(context: SweepContext, ask: Ask): Promise<Brought> {
  const { db, connection, procore } = context;
  const { projectId, feed } = ask;
  const place = { kind: 'procoreDirectCost', feed } as const;
  const { value: headers, aside } = await settingAside(() => procore.listDirectCosts(ask));
  const shown = headers.map(({ id }) => id);
  const kept = await keptVersions(db, connection, place.kind, shown);
  const unknown = headers.filter(({ id, updatedAt }) => kept.get(id) !== updatedAt);
  if (unknown.length <= oneByOneAtMost) {
    const brought = await changedByThemselves(context, {
      ...{ place, one, projectId, list: () => Promise.resolve(headers) },
      read: ({ id }) => procore.readDirectCost({ projectId, id }),
    });
    const found = named(place, aside);
    return {
      ...brought,
      aside: [...brought.aside, ...found.aside],
      leftOut: [...brought.leftOut, ...found.leftOut],
    };
  }
  const whole = await leavingOut(place, () => procore.readDirectCosts({ projectId }));
  const asked = new Set(unknown.map(({ id }) => id));
  const records = whole.records.filter(
    (record) => record.kind === 'procoreDirectCost' && asked.has(record.id),
  );
  const unchanged = shown.filter((id) => !asked.has(id));
  return { ...whole, records, shown, unchanged };
}
