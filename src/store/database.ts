import pg from 'pg';
import type { Id } from '../core/ids.ts';
import { uuidv7 } from '../core/ids.ts';
import { openPool, type PoolOptions } from './pool.ts';

/** One transaction of one tenant: row security shows and accepts that tenant's rows only. */
export type Tx = {
  tenantId: Id;
  client: pg.ClientBase;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
};

export type Database = {
  /** Runs `work` in one transaction as the tenant; commits when it returns, rolls back when it throws. */
  asTenant<Value>(tenantId: Id, work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /**
   * Reads the row that answers to a secret's hash, before any tenant is known. The one statement in
   * `text` takes no values: it finds the hash as `cedent.lookup()`.
   */
  present<Row>(lookup: string, text: string): Promise<Row[]>;
  close(): Promise<void>;
};

/** No connection was to be had in time, so that nothing was done: the caller may ask again. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';
}

/** Signed in as `cedent_app`, which owns nothing. */
export function openDatabase(
  appUrl: string,
  options: Pick<PoolOptions, 'max' | 'connectTimeoutMs'> = {},
): Database {
  const pool = openPool(appUrl, { ...options, applicationName: 'cedent' });
  const connect = () =>
    pool.connect().catch((cause: unknown) => {
      throw new DatabaseBusy('no connection to the database', { cause });
    });
  return {
    asTenant: async (tenantId, work) => {
      const client = await connect();
      let broken: Error | undefined;
      try {
        return await asTenant(client, tenantId, work);
      } catch (error) {
        await client.query('rollback').catch((lost: Error) => {
          broken = lost;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    present: async (lookup, text) => {
      const client = await connect();
      let broken: Error | undefined;
      try {
        return await present(client, lookup, text);
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** Begins and commits on a connection of the caller's, who rolls back what this throws out of. */
export async function asTenant<Value>(
  client: pg.ClientBase,
  tenantId: Id,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  // One trip for both: statements sent as one text stop at the first that fails.
  await client.query(`begin; ${setting('app.tenant', tenantId)}`);
  const value = await work({
    tenantId,
    client,
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
  });
  await client.query('commit');
  return value;
}

/** Statements sent as one text are one transaction: the setting is gone when they have ended. */
export async function present<Row>(
  client: pg.ClientBase,
  lookup: string,
  text: string,
): Promise<Row[]> {
  return lastOf(await client.query(`${setting('app.lookup', lookup)}; ${text}`)).rows;
}

/** The last id's millisecond and its place within it. */
const last = { atMs: 0, nth: 0 };
const nthMax = 0xfff;

/**
 * An id of this process sorts after every one it made before, in the same millisecond too: version 7
 * with a counter in the twelve bits after the time (RFC 9562, 6.2, method 1).
 */
export function newId(): Id {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const now = Date.now();
  if (now > last.atMs) Object.assign(last, { atMs: now, nth: 0 });
  else if (last.nth === nthMax) Object.assign(last, { atMs: last.atMs + 1, nth: 0 });
  else last.nth += 1;
  random[0] = last.nth >> 8;
  random[1] = last.nth & 0xff;
  return uuidv7(last.atMs, random);
}

/** The only row of a statement that must return exactly one. */
export function one<Row>(rows: readonly Row[], what: string): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1)
    throw new Error(`${what}: ${rows.length} rows, not one`);
  return row;
}

/** Of this transaction alone. A text of several statements cannot carry values beside it. */
function setting(name: 'app.tenant' | 'app.lookup', value: string): string {
  return `select set_config('${name}', ${pg.escapeLiteral(value)}, true)`;
}

/** The driver answers a text of several statements with the list of their results. */
function lastOf(answers: pg.QueryResult | pg.QueryResult[]): pg.QueryResult {
  const last = [answers].flat().at(-1);
  if (!last) throw new Error('a text of several statements has several results');
  return last;
}
