import type { Database, Tx } from '../../src/store/database.ts';

/** The same database; what is asked within its transactions is kept, one text a statement. */
export function listening(database: Database): { database: Database; statements: string[] } {
  const statements: string[] = [];
  const hear = (tx: Tx): Tx => ({
    ...tx,
    query: (text, values) => {
      statements.push(text);
      return tx.query(text, values);
    },
  });
  const asTenant: Database['asTenant'] = (tenantId, work) =>
    database.asTenant(tenantId, (tx) => work(hear(tx)));
  return { database: { ...database, asTenant }, statements };
}
