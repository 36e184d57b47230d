import { z } from 'zod';
import { defineLocal } from '../../src/jobs/operation.ts';
import { openPostgresQueue } from '../../src/jobs/queue.ts';
import { startJobs } from '../../src/jobs/start.ts';
import { newId } from '../../src/store/database.ts';
import { createDelivery } from '../../src/store/delivery.ts';
import { urlOf } from '../../src/store/migrate.ts';
import { type Bench, SECRET } from './database.ts';
import { type Measured, rate } from './report.ts';

const pace = { perSecond: 100_000, concurrency: 8 };

/**
 * Deliveries from their committed row to their committed end, every state on the way included;
 * beside jobs that do nothing on the same queue, added by the same calls.
 */
export async function benchDeliveries(bench: Bench, count: number): Promise<Measured> {
  const bare = await bareJobs(bench, count);
  const { db, ownerUrl, tenantId } = bench;
  const done = countdown(count);
  const backend = openPostgresQueue(urlOf(ownerUrl, 'cedent_queue', SECRET));
  await db.asTenant(tenantId, async (tx) => {
    for (let index = 0; index < count; index += 1) {
      const subject = `bench-${index}`;
      const delivery = { queue: 'bench', operation: 'bench', subject, input: {} };
      await createDelivery(tx, { ...delivery, state: 'ready' });
    }
  });
  let jobs: { close(): Promise<void> } | undefined;
  const failed: unknown[] = [];
  const perSecond = await rate(count, async () => {
    jobs = startJobs({
      db,
      dispatchUrl: urlOf(ownerUrl, 'cedent_dispatch', SECRET),
      backend,
      queues: { bench: pace },
      operations: { bench: nothingToDo(done.step) },
      open: async () => Promise.reject(new Error('the bench has no partner')),
      sweepMs: 200,
      onError: (error) => failed.push(error),
    });
    await done.reached;
  });
  await jobs?.close();
  await backend.close();
  if (failed.length > 0) throw failed[0];
  return { perSecond, bare };
}

function nothingToDo(step: () => void) {
  return defineLocal<z.ZodObject, null>({
    kind: 'local',
    input: z.object({}),
    leaseSeconds: 60,
    work: async () => ({ kind: 'done', value: null, raw: { body: '' } }),
    done: async () => step(),
    refused: async () => undefined,
  });
}

async function bareJobs({ ownerUrl, tenantId }: Bench, count: number): Promise<number> {
  const backend = openPostgresQueue(urlOf(ownerUrl, 'cedent_queue', SECRET));
  const queue = backend.queue('bare');
  const jobs = Array.from({ length: count }, () => {
    const deliveryId = newId();
    return { id: deliveryId, data: { tenantId, deliveryId } };
  });
  const done = countdown(count);
  let worker: { close(): Promise<void> } | undefined;
  const perSecond = await rate(count, async () => {
    await queue.add(jobs);
    worker = backend.worker('bare', pace, async () => done.step());
    await done.reached;
  });
  await worker?.close();
  await queue.close();
  await backend.close();
  return perSecond;
}

function countdown(count: number): { step: () => void; reached: Promise<void> } {
  let left = count;
  let end: () => void = () => {};
  const reached = new Promise<void>((resolve) => {
    end = resolve;
  });
  const step = () => {
    left -= 1;
    if (left <= 0) end();
  };
  return { step, reached };
}
