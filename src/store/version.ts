import type { Database } from './database.ts';

/** The newest file of `migrations/`: what this code was written for, also where files cannot be read. */
export const expectedMigration = '0001_spine.sql';

/** True when the database answers and has the version this code needs. */
export async function isReady(db: Database): Promise<boolean> {
  const rows = await db.present<{ name: string }>('', 'select name from public.cedent_migration');
  return rows.some(({ name }) => name === expectedMigration);
}
