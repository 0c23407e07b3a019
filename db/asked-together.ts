// Questions that a look asks at the same moment, many of one form: they go to Postgres as one statement.
import DataLoader from 'dataloader';
import type { Queryable } from './database.ts';

/** At most as many in one statement. */
const togetherMost = 500;

/**
 * What `answer` makes of all that is asked of a connection or a transaction before it is next waited for, in the order
 * asked. Nothing is remembered: what is asked after a write is asked anew. Asking Postgres costs this side more than
 * the answer does.
 */
export function askedTogether<Ask, Answer>(
  answer: (db: Queryable, asked: readonly Ask[]) => Promise<readonly Answer[]>,
): (db: Queryable, ask: Ask) => Promise<Answer> {
  const loaders = new WeakMap<Queryable, DataLoader<Ask, Answer>>();
  return (db, ask) => {
    let loader = loaders.get(db);
    if (!loader) {
      loader = new DataLoader((asked: readonly Ask[]) => answer(db, asked), {
        cache: false,
        maxBatchSize: togetherMost,
      });
      loaders.set(db, loader);
    }
    return loader.load(ask);
  };
}
