import pg from 'pg';
import type { Tx } from './database.ts';

/**
 * What a piece of work came to; or, where it failed by a fault of ours that repeating does not mend, that
 * it did, and nothing of it was done. Whatever is the database's or the network's is thrown on.
 */
export async function attempted<Value>(
  tx: Tx,
  work: () => Promise<Value>,
): Promise<{ ok: true; value: Value } | { ok: false; cause: string }> {
  await tx.query('savepoint attempted');
  try {
    const value = await work();
    await tx.query('release savepoint attempted');
    return { ok: true, value };
  } catch (error) {
    if (!isOurs(error)) throw error;
    await tx.query('rollback to savepoint attempted');
    return { ok: false, cause: error instanceof Error ? error.message : String(error) };
  }
}

/** Of the database's errors those that say what was asked is wrong: data, constraints, our own raises. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return ['22', '23', 'P0'].includes(error.code?.slice(0, 2) ?? '');
}
