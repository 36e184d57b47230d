import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateQueue } from '../../src/jobs/queue.ts';
import { type Database, newId, openDatabase } from '../../src/store/database.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { migrate, urlOf } from '../../src/store/migrate.ts';
import { insertPerson } from '../../src/store/person.ts';
import { saveSeller } from '../../src/store/seller.ts';
import { createTenant } from '../../src/store/tenant.ts';

export const SECRET = 'bench';

export type Bench = {
  db: Database;
  ownerUrl: string;
  tenantId: string;
  personId: string;
  close(): Promise<void>;
};

/** A database as durable as in production, with one tenant. */
export async function openBench(): Promise<Bench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cedent-bench-'));
  const server = await startEmbedded({ dataDir, log: () => undefined });
  await migrate(server.url, SECRET);
  await migrateQueue(server.url);
  const db = openDatabase(urlOf(server.url, 'cedent_app', SECRET), { max: 16 });
  const tenantId = newId();
  const personId = newId();
  await db.asTenant(tenantId, async (tx) => {
    const actor = { system: 'setup' } as const;
    const tenant = { id: tenantId, name: 'Bench', functionalCurrency: 'EUR', timeZone: 'UTC' };
    await createTenant(tx, { actor, ...tenant });
    await saveSeller(tx, { actor, seller: { id: 'S1', name: 'Bench', identifiers: {} } });
    const subject = { issuer: 'bench', subject: 'bench' };
    const person = { id: personId, name: 'Bench', roles: ['treasury' as const], subject };
    await insertPerson(tx, { ...person, kind: 'person', locale: 'en' });
  });
  const close = async () => {
    await db.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { db, ownerUrl: server.url, tenantId, personId, close };
}
