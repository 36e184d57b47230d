import { z } from 'zod';
import { addDays, addMonths, Day } from '../../core/calendar.ts';
import { Currency } from '../../core/money.ts';
import { databaseNow } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { createDelivery } from '../../store/delivery.ts';
import { type FeedAnswer, prepareFeed } from '../../store/exposure.ts';
import { defineLocal } from '../operation.ts';

const Input = z.strictObject({
  policyId: z.string().min(1),
  sellerId: z.string().min(1),
  currency: Currency,
  /** A month's last day: the ledger as it stood then is what is told. */
  asOf: Day,
});
type Input = z.infer<typeof Input>;

/**
 * The monthly exposure feed: made when the month is over and kept until a person lets it go; the next
 * month's is due as soon as this one is made. A feed whose control fails is never sent and says why.
 */
export const prepareExposure = defineLocal<typeof Input, FeedAnswer>({
  kind: 'local',
  input: Input,
  leaseSeconds: 120,
  work: async ({ asTenant, input }) => {
    const answer = await asTenant(async (tx) =>
      prepareFeed(tx, { ...input, knownAt: await databaseNow(tx), actor }),
    );
    if (answer.status !== 'refused') return { kind: 'done', value: answer, raw: { body: '' } };
    return { kind: 'refused', reason: 'invalid_message', detail: answer.code, raw: { body: '' } };
  },
  done: (tx, _delivery, input) =>
    scheduleExposure(tx, { ...input, asOf: endOfNextMonth(input.asOf) }),
  refused: (tx, _delivery, input) =>
    scheduleExposure(tx, { ...input, asOf: endOfNextMonth(input.asOf) }),
});

/** Makes a month's feed due on the day after its last day. */
export async function scheduleExposure(tx: Tx, input: Input): Promise<void> {
  await createDelivery(tx, {
    queue: 'local',
    operation: 'prepareExposure',
    subject: `${input.policyId}|${input.sellerId}|${input.currency}|${input.asOf}`,
    state: 'ready',
    input,
    dueAt: new Date(`${addDays(input.asOf, 1)}T02:00:00Z`),
  });
}

/** The last day of the month that a day lies in. */
export function endOfMonth(day: Day): Day {
  return addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1);
}

function endOfNextMonth(lastDay: Day): Day {
  return endOfMonth(addDays(lastDay, 1));
}

const actor = { system: 'jobs' } as const;
