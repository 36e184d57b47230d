import { z } from 'zod';
import { addDays, Day } from '../../core/calendar.ts';
import { businessDay } from '../../store/business-clock.ts';
import { tellCredits } from '../../store/credit-schedule.ts';
import { scheduleDay } from '../../store/day.ts';
import { hastenReads } from '../../store/delivery.ts';
import { reckonDuties } from '../../store/duty.ts';
import { expireRequests } from '../../store/expiry.ts';
import { reviewPlans } from '../../store/payment-plan.ts';
import { scheduleComparisons } from '../../store/three-way.ts';
import { defineLocal } from '../operation.ts';

const Input = z.strictObject({ day: Day });

/**
 * What a new business day brings, whichever days were skipped: requests that nobody approved in time
 * end, credit notes go to the funders that have taken their invoices since, what funders owe us an
 * answer to is asked again, plans that were not kept are broken, what deadlines have passed is put on record,
 * and each insurer's list is held against book and ledger. The next day's work is made as soon as this one's is done.
 */
export const startDay = defineLocal<typeof Input, null>({
  kind: 'local',
  input: Input,
  leaseSeconds: 120,
  work: () => Promise.resolve({ kind: 'done', value: null, raw: { body: '' } }),
  done: async (tx, _delivery, { day }) => {
    const reached = await businessDay(tx);
    const today = reached > day ? reached : day;
    await expireRequests(tx, { today, actor });
    await tellCredits(tx, { today, actor });
    await hastenReads(tx);
    await reviewPlans(tx, { today, actor });
    await reckonDuties(tx);
    await scheduleComparisons(tx, today);
    await scheduleDay(tx, addDays(today, 1));
  },
  refused: () => Promise.resolve(),
});

const actor = { system: 'jobs' } as const;
