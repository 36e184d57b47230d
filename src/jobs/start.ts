import type { Database } from '../store/database.ts';
import { type DeliverDeps, deliver } from './deliver.ts';
import { type Dispatcher, startDispatcher } from './dispatcher.ts';
import type { Operation } from './operation.ts';
import type { QueueBackend } from './queue.ts';

export type Pace = { perSecond: number; concurrency: number };

export type Jobs = {
  sweep: Dispatcher['sweep'];
  close(): Promise<void>;
};

/** The job process: one worker for each queue, so that a slow partner holds up nobody else. */
export function startJobs(options: {
  db: Database;
  dispatchUrl: string;
  backend: QueueBackend;
  /** By queue: a partner's own pace, or ours for local work. */
  queues: Readonly<Record<string, Pace>>;
  operations: Readonly<Record<string, Operation>>;
  open: DeliverDeps['open'];
  leaseMarginSeconds?: number;
  sweepMs?: number;
  onError: (error: unknown) => void;
}): Jobs {
  const { db, backend, queues, operations, open, onError } = options;
  const { leaseMarginSeconds = 15, sweepMs = 2000 } = options;
  const deps: DeliverDeps = { db, operations, open, leaseMarginSeconds };
  const workers = Object.entries(queues).map(([name, pace]) =>
    backend.worker(name, pace, async (job) => {
      try {
        await deliver(deps, job);
      } catch (error) {
        // The row keeps its lease and is due again when it ends; the job itself is not the record.
        onError(error);
      }
    }),
  );
  const dispatcher = startDispatcher({
    dispatchUrl: options.dispatchUrl,
    backend,
    queues: Object.keys(queues),
    sweepMs,
    onError,
  });
  return {
    sweep: dispatcher.sweep,
    close: async () => {
      await dispatcher.close();
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
