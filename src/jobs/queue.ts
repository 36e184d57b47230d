import {
  createPostgresBackend,
  type Processor,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

/** All a job carries: what is due is read from the database under the tenant's wall. */
export type DeliveryJob = { tenantId: string; deliveryId: string };

export type QueueOf = {
  add(jobs: { id: string; data: DeliveryJob }[]): Promise<void>;
  close(): Promise<void>;
};
export type WorkerOf = { close(): Promise<void> };

/** Where jobs wait: PostgreSQL by default, Redis or Valkey (append-only file on) when configured. */
export type QueueBackend = {
  queue(name: string): QueueOf;
  worker(
    name: string,
    pace: { perSecond: number; concurrency: number },
    work: (job: DeliveryJob) => Promise<void>,
  ): WorkerOf;
  close(): Promise<void>;
};

/** BullMQ's own tables, made by the owner and used by `cedent_queue`, which may create sequences. */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await runMigrations(client, schema);
    await client.query(`
      grant all on schema ${schema} to cedent_queue;
      grant all on all tables in schema ${schema} to cedent_queue;
      grant all on all sequences in schema ${schema} to cedent_queue;
      grant execute on all functions in schema ${schema} to cedent_queue;`);
  } finally {
    await client.end();
  }
}

/** `queueUrl` is signed in as `cedent_queue`. */
export function openPostgresQueue(queueUrl: string): QueueBackend {
  const connection = (max: number) => ({ connectionString: queueUrl, schema, max });
  return {
    queue: (name) => adder(new Queue(name, { connection: connection(2) }, createPostgresBackend)),
    worker: (name, pace, work) => {
      const options = { ...workerOptions(pace), connection: connection(pace.concurrency + 2) };
      return closing(new Worker(name, process(work), options, createPostgresBackend));
    },
    close: async () => {},
  };
}

export async function openRedisQueue(redisUrl: string): Promise<QueueBackend> {
  const shared = new Redis(redisUrl, { maxRetriesPerRequest: null, lazyConnect: true });
  await shared.connect();
  await refuseVolatileRedis(shared);
  return {
    queue: (name) => adder(new Queue(name, { connection: shared })),
    worker: (name, pace, work) => {
      // BullMQ leaves a connection it was handed open.
      const connection = shared.duplicate();
      const worker = closing(
        new Worker(name, process(work), { ...workerOptions(pace), connection }),
      );
      return {
        close: async () => {
          await worker.close();
          await connection.quit();
        },
      };
    },
    close: async () => {
      await shared.quit();
    },
  };
}

const schema = 'bullmq';

/** Attempts belong to the delivery's state; these only survive a dropped connection. */
const jobOptions = {
  attempts: 3,
  backoff: { type: 'fixed', delay: 500 },
  removeOnComplete: true,
  removeOnFail: true,
} as const;

function workerOptions(pace: {
  perSecond: number;
  concurrency: number;
}): Omit<WorkerOptions, 'connection'> {
  return {
    concurrency: pace.concurrency,
    limiter: { max: Math.max(1, pace.perSecond), duration: 1000 * Math.max(1, 1 / pace.perSecond) },
    runRetryDelay: 500,
    lockDuration: 30_000,
  };
}

/** The part of a BullMQ queue that both backends share. */
type AnyQueue = {
  addBulk(
    jobs: { name: string; data: DeliveryJob; opts: typeof jobOptions & { jobId: string } }[],
  ): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
};

function adder(queue: AnyQueue): QueueOf {
  queue.on('error', ignoreLostConnection);
  return {
    add: async (jobs) => {
      await queue.addBulk(
        jobs.map(({ id, data }) => ({ name: 'deliver', data, opts: { ...jobOptions, jobId: id } })),
      );
    },
    close: () => queue.close(),
  };
}

type AnyWorker = {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
};

function closing(worker: AnyWorker): WorkerOf {
  worker.on('error', ignoreLostConnection);
  return { close: () => worker.close() };
}

/** BullMQ reconnects by itself and the sweep finds what was missed; a throw here would end the process. */
function ignoreLostConnection(): void {}

function process(work: (job: DeliveryJob) => Promise<void>): Processor<DeliveryJob, void> {
  return (job) => work(job.data);
}

/** Without the append-only file Redis forgets acknowledged jobs; without noeviction it drops them. */
async function refuseVolatileRedis(redis: Redis): Promise<void> {
  const read = async (name: string) => (await redis.config('GET', name)) as string[];
  const [, appendOnly] = await read('appendonly');
  const [, eviction] = await read('maxmemory-policy');
  if (appendOnly !== 'yes') {
    throw new Error(
      'REDIS_URL: this Redis has no append-only file; set "appendonly yes" and start again',
    );
  }
  if (eviction !== 'noeviction') {
    throw new Error(
      `REDIS_URL: maxmemory-policy is ${eviction}; set "maxmemory-policy noeviction" and start again`,
    );
  }
}
