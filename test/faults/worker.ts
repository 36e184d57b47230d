import { z } from 'zod';
import type { Effect, Outcome, Wire } from '../../src/core/adapter.ts';
import { defineEffect } from '../../src/jobs/operation.ts';
import { openPostgresQueue, openRedisQueue } from '../../src/jobs/queue.ts';
import { startJobs } from '../../src/jobs/start.ts';
import { openDatabase } from '../../src/store/database.ts';
import { beginAttempt, moveDelivery, readDelivery } from '../../src/store/delivery.ts';
import { urlOf } from '../../src/store/migrate.ts';

/** A job process as it runs in production, with one partner; killed at random by the experiment. */
const settings = z
  .object({
    ownerUrl: z.string(),
    redisUrl: z.string().optional(),
    secretKey: z.string(),
    partnerUrl: z.string(),
    /** The control: says it, and marks it only afterwards. */
    sendThenMark: z.boolean(),
    tenantId: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const Input = z.strictObject({ reference: z.string() });
type Input = z.infer<typeof Input>;

const timeoutMs = 300;
const say: Effect<Input, null> = {
  class: 'B',
  settleSeconds: 1.5,
  timeoutSeconds: 0.3,
  encode: ({ reference }) => ({
    method: 'POST',
    target: `/say?reference=${reference}`,
    contentType: 'application/json',
    body: '{}',
  }),
  send: (wire) => post(wire),
  find: async (reference) => {
    const answer = await fetch(`${settings.partnerUrl}/find?reference=${reference}`);
    const { found } = z.object({ found: z.boolean() }).parse(await answer.json());
    return done(found ? { found: true, value: null } : { found: false });
  },
};

async function post(wire: Wire): Promise<Outcome<null>> {
  try {
    const answer = await fetch(settings.partnerUrl + wire.target, {
      method: wire.method,
      body: wire.body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return answer.ok ? done(null) : { kind: 'unknown', detail: `status ${answer.status}` };
  } catch (error) {
    return { kind: 'unknown', detail: String(error) };
  }
}

function done<Value>(value: Value): Outcome<Value> {
  return { kind: 'done', value, raw: { body: '' } };
}

const operation = defineEffect<typeof Input, null>({
  kind: 'effect',
  input: Input,
  effect: () => say,
  reference: (input) => input.reference,
  foundByPeople: () => null,
  accepted: async () => {},
  rejected: async () => {},
});

const db = openDatabase(urlOf(settings.ownerUrl, 'cedent_app', settings.secretKey), { max: 12 });
const backend = settings.redisUrl
  ? await openRedisQueue(settings.redisUrl)
  : openPostgresQueue(urlOf(settings.ownerUrl, 'cedent_queue', settings.secretKey));
const options = {
  db,
  dispatchUrl: urlOf(settings.ownerUrl, 'cedent_dispatch', settings.secretKey),
  backend,
  queues: { partner: { perSecond: 500, concurrency: 10 } },
  operations: { say: operation },
  open: async () => ({
    operations: {},
    call: (idempotencyKey: string) => ({
      fetch,
      now: new Date().toISOString(),
      idempotencyKey,
      correlationId: idempotencyKey,
    }),
  }),
  leaseMarginSeconds: 1,
  sweepMs: 500,
  onError: (error: unknown) => process.stderr.write(`${String(error)}\n`),
};
if (settings.sendThenMark) void sendThenMark();
else startJobs(options);
process.stdout.write('started\n');

/** What the product must not do: no intention before the first byte, and a failure means again. */
async function sendThenMark(): Promise<void> {
  for (let round = 0; round < 10_000; round += 1) {
    const due = await db.asTenant(settings.tenantId, (tx) =>
      tx.query<{ id: string }>(`select id from cedent.delivery where state = 'ready' limit 10`),
    );
    if (due.length === 0) return;
    await Promise.all(due.map(({ id }) => sendOnce(id)));
  }
}

async function sendOnce(id: string): Promise<void> {
  const delivery = await db.asTenant(settings.tenantId, (tx) => readDelivery(tx, id));
  if (!delivery) return;
  const outcome = await post(say.encode(Input.parse(delivery.input)));
  if (outcome.kind !== 'done') return;
  const marked = db.asTenant(settings.tenantId, async (tx) => {
    await beginAttempt(tx, delivery, { state: 'sending', leaseSeconds: 1 });
    await moveDelivery(tx, id, { state: 'accepted', detail: 'marked after sending' });
  });
  // The other worker sent and marked it as well: the effect is doubled, the mark is not.
  await marked.catch(() => undefined);
}
