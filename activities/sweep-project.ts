// How a sweep reads one project: list by list, past what it may not see or cannot get, and with the name of everything it left out.
import { VendorError } from '../connectors/http/vendor-error.ts';
import { projectFeedsFor } from './feeds.ts';
import { readInTurn } from './lists-in-turn.ts';
import type { LeftOut } from './lost-access.ts';
import type { FeedAsk, SweepContext } from './sweep-feeds.ts';

/** A project of which nothing could be read is one thing left out, with the reason of its first list. */
export async function sweepProject(context: SweepContext, ask: FeedAsk): Promise<LeftOut[]> {
  const { projectId } = ask;
  try {
    return await readInTurn(
      projectFeedsFor(context).map(({ what, sweep, reliesOnOthers }) => ({
        what,
        projectId,
        read: () => sweep(context, ask),
        reliesOnOthers: reliesOnOthers === true,
      })),
    );
  } catch (error) {
    const hidesOne =
      error instanceof VendorError &&
      error.kind !== 'signInExpired' &&
      error.kind !== 'rateLimited';
    if (!hidesOne) throw error;
    return [{ what: null, projectId, why: error.message }];
  }
}
