import { defineCommand } from 'citty';
import { readConfig } from '../config.ts';
import { businessDay } from '../store/business-clock.ts';
import { advanceClock } from '../store/day.ts';
import { Refusal, Usage } from './failure.ts';
import { asPerson } from './local.ts';
import { strictly } from './strict.ts';
import { say } from './text.ts';

const args = {
  advance: {
    type: 'string',
    valueHint: 'DAYS',
    description: 'days to go forward; else it is read',
  },
  as: { type: 'string', valueHint: 'PERSON', description: 'who does it; administrator' },
} as const;

/** The demo's business day, moved forward to see what time does; production has the calendar's. */
export const clock = defineCommand({
  meta: { name: 'clock', description: 'the business day of the demo' },
  args,
  run: strictly(args, async ({ advance, as }) => {
    const days = advance === undefined ? 0 : Number(advance);
    if (!Number.isSafeInteger(days) || days < 0 || days > 3650) {
      throw new Usage(say('clock_days', { value: String(advance) }));
    }
    if (days > 0 && readConfig().mode !== 'demo') throw new Refusal(say('clock_demo_only'));
    const who = { name: as ?? 'administrator', permission: 'facility.write' } as const;
    await asPerson(who, async ({ db, person }) => {
      const day = await db.asTenant(person.tenantId, (tx) =>
        days === 0 ? businessDay(tx) : advanceClock(tx, { actor: { personId: person.id }, days }),
      );
      process.stdout.write(`${say('clock_day', { day })}\n`);
    });
  }),
});
