import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { asTenant, type Database, present } from './database.ts';
import { getTypeParser } from './pool.ts';

/** A database whose every use belongs to a request with a connection of its own. */
export type RequestDatabase = {
  db: Database;
  /** Runs one request; what it asks `db` goes through one connection to `url`. */
  during<Value>(url: string, work: () => Promise<Value>): Promise<Value>;
};

/**
 * For runtimes where no socket outlives its request. The connection is opened at the first question
 * and left to the runtime, which closes it with the request; transactions run one after another.
 */
export function openPerRequest(): RequestDatabase {
  const current = new AsyncLocalStorage<Connection>();
  const use = () => {
    const connection = current.getStore();
    if (!connection) throw new Error('the database is asked outside of a request');
    return connection;
  };
  const db: Database = {
    asTenant: (tenantId, work) =>
      use().inTurn(async (client) => {
        try {
          return await asTenant(client, tenantId, work);
        } catch (error) {
          await client.query('rollback').catch(() => undefined);
          throw error;
        }
      }),
    present: (lookup, text) => use().inTurn((client) => present(client, lookup, text)),
    close: async () => undefined,
  };
  return { db, during: (url, work) => current.run(connect(url), work) };
}

type Connection = {
  inTurn<Value>(work: (client: pg.Client) => Promise<Value>): Promise<Value>;
};

function connect(url: string): Connection {
  let opened: Promise<pg.Client> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const open = async () => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'cedent edge',
      connectionTimeoutMillis: 10_000,
      types: { getTypeParser },
    });
    await client.connect();
    return client;
  };
  return {
    inTurn: (work) => {
      const turn = last.then(async () => {
        opened ??= open();
        return work(await opened);
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
