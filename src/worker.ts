import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { adapters } from '../adapters/index.ts';
import { readConfig } from './config.ts';
import { closeRenderer } from './documents/renderer.ts';
import type { Operation } from './jobs/operation.ts';
import { localQueues, operationsWith } from './jobs/operations.ts';
import { createPartners, type Partners } from './jobs/partner.ts';
import { migrateQueue, openPostgresQueue, openRedisQueue } from './jobs/queue.ts';
import { renderLettersWith, renderWith } from './jobs/render.ts';
import { startJobs } from './jobs/start.ts';
import { type Database, openDatabase } from './store/database.ts';
import { migrate, urlOf } from './store/migrate.ts';

export type Work = {
  db: Database;
  partners: Partners;
  operations: Readonly<Record<string, Operation>>;
  close(): Promise<void>;
};

export type WorkOptions = {
  /** Owns the schema; the processes sign in as roles that own nothing. */
  ownerUrl: string;
  redisUrl?: string | undefined;
  secretKey: Uint8Array;
  onError: (error: unknown) => void;
};

/** Brings the database up to date and starts the job process on it; any number may run. */
export async function startWork(options: WorkOptions): Promise<Work> {
  const { ownerUrl, redisUrl, secretKey, onError } = options;
  const roleKey = Buffer.from(secretKey).toString('base64');
  await migrate(ownerUrl, roleKey);
  await migrateQueue(ownerUrl);
  const backend = redisUrl
    ? await openRedisQueue(redisUrl)
    : openPostgresQueue(urlOf(ownerUrl, 'cedent_queue', roleKey));
  const db = openDatabase(urlOf(ownerUrl, 'cedent_app', roleKey), { max: 16 });
  const partners = createPartners({ adapters, secretKey });
  const operations = operationsWith({
    render: renderWith(templatesFolder),
    renderLetter: renderLettersWith(templatesFolder),
  });
  const jobs = startJobs({
    db,
    dispatchUrl: urlOf(ownerUrl, 'cedent_dispatch', roleKey),
    backend,
    queues: {
      ...Object.fromEntries(adapters.map(({ id, pace }) => [id, pace])),
      ...localQueues,
    },
    operations,
    open: partners.open,
    onError,
  });
  return {
    db,
    partners,
    operations,
    close: async () => {
      await jobs.close();
      await backend.close();
      await partners.close();
      await closeRenderer();
      await db.close();
    },
  };
}

const templatesFolder = join(import.meta.dirname, '..', 'templates');

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await runWorker();

async function runWorker(): Promise<void> {
  const { databaseUrl, redisUrl, secretKey, logLevel } = readConfig();
  const log = pino({ level: logLevel });
  if (!databaseUrl) {
    process.stderr.write(
      'A worker alone needs DATABASE_URL; npm start runs everything in one process.\n',
    );
    process.exitCode = 1;
    return;
  }
  const onError = (error: unknown) =>
    log.error({ err: error }, 'a job failed; it will be tried again');
  const work = await startWork({ ownerUrl: databaseUrl, redisUrl, secretKey, onError });
  log.info({}, 'the worker is running');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void work.close());
  }
}
