import { z } from 'zod';
import { adapter } from '../../adapters/factor-rest/index.ts';
import type { Adapter, Effect } from '../../src/core/adapter.ts';
import { operationsWith } from '../../src/jobs/operations.ts';
import { createPartners } from '../../src/jobs/partner.ts';
import { openPostgresQueue } from '../../src/jobs/queue.ts';
import { startJobs } from '../../src/jobs/start.ts';
import { openDatabase } from '../../src/store/database.ts';
import { urlOf } from '../../src/store/migrate.ts';

/** The job process as it runs in production, for one factor; killed at random by the experiment. */
const settings = z
  .object({ ownerUrl: z.string(), secretKey: z.string() })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const { ownerUrl, secretKey } = settings;
const partners = createPartners({ adapters: [settlingSoon(adapter)], secretKey });
startJobs({
  db: openDatabase(urlOf(ownerUrl, 'cedent_app', secretKey), { max: 12 }),
  dispatchUrl: urlOf(ownerUrl, 'cedent_dispatch', secretKey),
  backend: openPostgresQueue(urlOf(ownerUrl, 'cedent_queue', secretKey)),
  queues: { 'factor-rest': { perSecond: 200, concurrency: 6 } },
  operations: operationsWith({
    render: () => Promise.reject(new Error('the experiment renders no documents')),
  }),
  open: partners.open,
  leaseMarginSeconds: 1,
  sweepMs: 300,
  onError: (error) => process.stderr.write(`${error instanceof Error ? error.message : error}\n`),
});
process.stdout.write('started\n');

/** The simulator acts at once: a second of settling stands for the minute of a real factor. */
function settlingSoon(factor: Adapter): Adapter {
  return {
    ...factor,
    connect: (config) => {
      const { submitSchedule, submitCredits, cancelSchedule, ...rest } = factor.connect(config);
      return {
        ...rest,
        ...(submitSchedule && { submitSchedule: soon(submitSchedule) }),
        ...(submitCredits && { submitCredits: soon(submitCredits) }),
        ...(cancelSchedule && { cancelSchedule: soon(cancelSchedule) }),
      };
    },
  };
}

function soon<Input, Value>(effect: Effect<Input, Value>): Effect<Input, Value> {
  return { ...effect, settleSeconds: 1, timeoutSeconds: 3 };
}
