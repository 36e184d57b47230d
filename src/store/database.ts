import type pg from 'pg';
import type { Id } from '../core/ids.ts';
import { uuidv7 } from '../core/ids.ts';
import { openPool } from './pool.ts';

/** One transaction of one tenant: row security shows and accepts that tenant's rows only. */
export type Tx = {
  tenantId: Id;
  client: pg.ClientBase;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
};

export type Database = {
  /** Runs `work` in one transaction as the tenant; commits when it returns, rolls back when it throws. */
  asTenant<Value>(tenantId: Id, work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /** Reads the row that answers to a secret's hash, before any tenant is known. */
  present<Row>(lookup: string, text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** Signed in as `cedent_app`, which owns nothing. */
export function openDatabase(appUrl: string, options: { max?: number } = {}): Database {
  const pool = openPool(appUrl, { max: options.max ?? 10, applicationName: 'cedent' });
  return {
    asTenant: (tenantId, work) =>
      inTransaction(pool, async (client) => {
        await client.query(`select set_config('app.tenant', $1, true)`, [tenantId]);
        return work(scoped(client, tenantId));
      }),
    present: (lookup, text, values = []) =>
      inTransaction(pool, async (client) => {
        await client.query(`select set_config('app.lookup', $1, true)`, [lookup]);
        return (await client.query(text, [...values])).rows;
      }),
    close: () => pool.end(),
  };
}

/** A new id, sorted by time: the one place where the clock and chance meet `uuidv7`. */
export function newId(): Id {
  return uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

/** The only row of a statement that must return exactly one. */
export function one<Row>(rows: readonly Row[], what: string): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1)
    throw new Error(`${what}: ${rows.length} rows, not one`);
  return row;
}

function scoped(client: pg.ClientBase, tenantId: Id): Tx {
  return {
    tenantId,
    client,
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
  };
}

async function inTransaction<Value>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const value = await work(client);
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
