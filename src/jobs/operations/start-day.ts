import { z } from 'zod';
import { addDays, Day } from '../../core/calendar.ts';
import { businessDay } from '../../store/business-clock.ts';
import { tellCredits } from '../../store/credit-schedule.ts';
import { scheduleDay } from '../../store/day.ts';
import { hastenReads } from '../../store/delivery.ts';
import { expireRequests } from '../../store/expiry.ts';
import { defineLocal } from '../operation.ts';

const Input = z.strictObject({ day: Day });

/**
 * What a new business day brings, whichever days were skipped: requests that nobody approved in time
 * end, credit notes go to the funders that have taken their invoices since, and what funders owe us
 * an answer to is asked again. The next day's work is made as soon as this one's is done.
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
    await scheduleDay(tx, addDays(today, 1));
  },
  refused: () => Promise.resolve(),
});

const actor = { system: 'jobs' } as const;
