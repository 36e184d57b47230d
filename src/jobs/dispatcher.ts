import pg from 'pg';
import type { QueueBackend, QueueOf } from './queue.ts';

export type Dispatcher = {
  /** Looks for due work now, besides the timer and the database's wake-ups. */
  sweep(): Promise<number>;
  close(): Promise<void>;
};

/**
 * Turns due deliveries into jobs. Woken by NOTIFY, and by a sweep that finds anything missed: the
 * queue may lose everything and nothing is lost. Adding a job twice is harmless, its id is the
 * delivery's and its step's. Signed in as `cedent_dispatch`, which sees ids and tenants only.
 */
export function startDispatcher(options: {
  dispatchUrl: string;
  backend: QueueBackend;
  queues: readonly string[];
  sweepMs: number;
  onError: (error: unknown) => void;
}): Dispatcher {
  const queues = new Map<string, QueueOf>(
    options.queues.map((name) => [name, options.backend.queue(name)]),
  );
  const pool = new pg.Pool({ connectionString: options.dispatchUrl, max: 2 });
  pool.on('error', options.onError);
  const sweeper = oneAtATime(() => sweepOnce(pool, queues), options.onError);
  const timer = setInterval(sweeper.request, options.sweepMs);
  const listener = listen(options.dispatchUrl, sweeper.request, options.onError);
  sweeper.request();
  return {
    sweep: () => sweepOnce(pool, queues),
    close: async () => {
      clearInterval(timer);
      await listener.close();
      await sweeper.idle();
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await pool.end();
    },
  };
}

const batch = 1000;

type Due = { tenant_id: string; id: string; queue: string; step: number };

async function sweepOnce(pool: pg.Pool, queues: Map<string, QueueOf>): Promise<number> {
  const { rows } = await pool.query<Due>(
    `select tenant_id, id, queue, step from cedent.delivery
     where (state in ('ready', 'unknown') and due_at <= clock_timestamp())
        or (state in ('sending', 'resolving') and lease_until < clock_timestamp())
     order by due_at limit ${batch}`,
  );
  for (const [name, queue] of queues) {
    const due = rows.filter((row) => row.queue === name);
    if (due.length === 0) continue;
    await queue.add(
      due.map((row) => ({
        id: `${row.id}-${row.step}`,
        data: { tenantId: row.tenant_id, deliveryId: row.id },
      })),
    );
  }
  return rows.length;
}

/** Runs `work` when asked, never twice at once; a request during a run makes one more run. */
function oneAtATime(
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): { request: () => void; idle: () => Promise<void> } {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work().catch(onError);
    } while (again);
    running = undefined;
  };
  return {
    request: () => {
      again = true;
      running ??= run();
    },
    idle: async () => {
      await running;
    },
  };
}

function listen(
  url: string,
  wake: () => void,
  onError: (error: unknown) => void,
): { close: () => Promise<void> } {
  let closed = false;
  let client: pg.Client | undefined;
  const connect = async (): Promise<void> => {
    if (closed) return;
    const next = new pg.Client({ connectionString: url });
    client = next;
    next.on('notification', wake);
    next.on('error', (error) => {
      onError(error);
      setTimeout(() => void connect(), 500);
    });
    try {
      await next.connect();
      await next.query('listen cedent_delivery');
      wake();
    } catch (error) {
      onError(error);
      await next.end().catch(onError);
      setTimeout(() => void connect(), 500);
    }
  };
  void connect();
  return {
    close: async () => {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}
