import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { Id } from '../core/ids.ts';
import type { Database, Tx } from './database.ts';
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
      use().inTransaction(async (client) => {
        await client.query(`select set_config('app.tenant', $1, true)`, [tenantId]);
        return work(scoped(client, tenantId));
      }),
    present: (lookup, text, values = []) =>
      use().inTransaction(async (client) => {
        await client.query(`select set_config('app.lookup', $1, true)`, [lookup]);
        return (await client.query(text, [...values])).rows;
      }),
    close: async () => undefined,
  };
  return { db, during: (url, work) => current.run(connect(url), work) };
}

type Connection = {
  inTransaction<Value>(work: (client: pg.Client) => Promise<Value>): Promise<Value>;
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
    inTransaction: (work) => {
      const turn = last.then(async () => {
        opened ??= open();
        return transact(await opened, work);
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function transact<Value>(
  client: pg.Client,
  work: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  await client.query('begin');
  try {
    const value = await work(client);
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

function scoped(client: pg.Client, tenantId: Id): Tx {
  return {
    tenantId,
    client,
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
  };
}
