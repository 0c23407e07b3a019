// Statements are prepared once a connection: what is asked again and again is neither parsed nor planned again.
import type postgres from 'postgres';

/**
 * A statement of more values than this (rows written together, long lists of ids) has a text of its own for nearly
 * every call; kept, such texts would only fill the server's memory.
 */
const valuesMaximum = 24;

type Client = postgres.Sql | postgres.TransactionSql;

/**
 * The same client, preparing what drizzle asks for. Drizzle prepares only what is given a name, and the driver sends
 * what is not prepared in two round trips: one to learn the types of the values, one to run it.
 * Source: drizzle-orm 0.45.4 postgres-js/session.js and postgres 3.4.x connection.js, read 2026-11-26.
 */
export function preparing<C extends Client>(client: C): C {
  return new Proxy(client, {
    get(target, name, receiver): unknown {
      if (name === 'unsafe') return unsafeOf(target);
      if (name === 'begin' || name === 'savepoint') return transactionOf(target, name);
      return Reflect.get(target, name, receiver);
    },
  });
}

function unsafeOf(client: Client): Client['unsafe'] {
  return (text, values = [], options = {}) =>
    client.unsafe(text, values, {
      ...options,
      prepare: values.length > 0 && values.length <= valuesMaximum,
    });
}

type Scope = (...args: unknown[]) => unknown;

/** Everything inside it is prepared too; its last argument is what runs in it. */
function transactionOf(client: Client, name: 'begin' | 'savepoint'): Scope {
  return (...args) => {
    const begin = Reflect.get(client, name) as Scope;
    const work = args.at(-1) as (inner: postgres.TransactionSql) => unknown;
    return begin(...args.slice(0, -1), (inner: postgres.TransactionSql) => work(preparing(inner)));
  };
}
