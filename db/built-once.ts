// Statements that every look at a document asks, many times over: each is built once for its connection or transaction.
import type { Queryable } from './database.ts';

/**
 * What `build` makes of a connection or a transaction, kept as long as that is. Building a statement's text costs the
 * process several times what sending it does; with placeholders for its values it can be sent again.
 */
export function builtOnce<B>(build: (db: Queryable) => B): (db: Queryable) => B {
  const built = new WeakMap<Queryable, B>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const made = build(db);
    built.set(db, made);
    return made;
  };
}
