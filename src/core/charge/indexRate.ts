import { z } from 'zod';
import { never } from '../assert.ts';
import { Day } from '../calendar.ts';
import {
  type CalendarRefusal,
  namedCalendars,
  type SettlementCalendar,
} from '../settlement/calendar.ts';
import { contradict } from '../settlement/contradiction.ts';
import { addBusinessDays, adjusted } from '../settlement/convention.ts';
import { newestFixing } from './fixing.ts';
import { Percent, percentOf, rateOf } from './percent.ts';

/** What was published of an index; what is not here is not known. */
export const Fixings = z
  .strictObject({
    index: z.string().min(1).describe('Names the index in agreements: EURIBOR 3M, LPR 1Y.'),
    fixings: z
      .array(
        z.strictObject({
          day: Day.describe('The day it was fixed for.'),
          percent: Percent.describe('Per cent a year, as published.'),
        }),
      )
      .describe('At most one for a day, in any order.'),
  })
  .superRefine(({ index: name, fixings }, context) => {
    const days = new Set<Day>();
    for (const [index, { day }] of fixings.entries()) {
      if (days.has(day)) {
        contradict(context, ['fixings', index], 'fixing_duplicate', { day, name });
      }
      days.add(day);
    }
  });
export type Fixings = z.infer<typeof Fixings>;

const FixedRate = z
  .strictObject({
    kind: z.literal('fixed').describe('Stays as it is.'),
    percent: Percent.describe('Per cent a year.'),
  })
  .describe('A rate that stays.');

const IndexRate = z
  .strictObject({
    kind: z.literal('index').describe('Follows an index.'),
    index: z.string().min(1).describe('The index, as its fixings name it.'),
    margin: Percent.describe('Added to the index, per cent a year.'),
    floor: Percent.optional().describe(
      'The least the index counts for, before the margin; absent: it counts as it is.',
    ),
    reset: z
      .enum(['daily', 'monthly', 'at_start'])
      .describe(
        'When the rate is set anew: every day, on the first day of each calendar month, or once, when the charge starts to run. Days are not compounded.',
      ),
    lookbackDays: z
      .int()
      .min(0)
      .max(30)
      .describe(
        'The fixing is of so many business days before the day of the reset; on a day that is none, counted from the one before.',
      ),
    maximumAgeDays: z
      .int()
      .min(1)
      .max(400)
      .optional()
      .describe(
        'For an index that is not published every business day: the newest fixing counts that is at most so many calendar days older than that day. Absent: only the fixing of that very day.',
      ),
    calendars: z
      .array(z.string().min(1))
      .describe('Whose business days are counted, together; none: every day is one.'),
  })
  .describe('An index and a margin.');

export const RateRule = z
  .discriminatedUnion('kind', [FixedRate, IndexRate])
  .describe('The rate a year.');
export type RateRule = z.infer<typeof RateRule>;
type IndexRule = z.infer<typeof IndexRate>;

/** What was published: calendars and fixings that agreements name. */
export type Market = { calendars: readonly SettlementCalendar[]; fixings: readonly Fixings[] };

export type ChargeRefusal =
  | CalendarRefusal
  | { code: 'fixing_missing'; params: { index: string; day: Day } }
  | { code: 'rate_impossible'; params: { percent: Percent } };

/** A rate in force, and the fixing it comes from. */
export type InForce = { percent: Percent; fixing?: { day: Day; percent: Percent } };

export type RateFound = ({ ok: true } & InForce) | { ok: false; refusal: ChargeRefusal };

/** The rate in force on a day of a charge that started to run on `startedOn`. */
export function rateOn(
  rule: RateRule,
  { day, startedOn }: { day: Day; startedOn: Day },
  market: Market,
): RateFound {
  switch (rule.kind) {
    case 'fixed':
      return { ok: true, percent: percentOf(rateOf(rule.percent)) };
    case 'index':
      return indexOn(rule, resetOf(rule, { day, startedOn }), market);
    default:
      return never(rule, 'rateOn');
  }
}

/** The day from which the rate of a day is set: the same for days that share their rate. */
export function resetOf(rule: RateRule, { day, startedOn }: { day: Day; startedOn: Day }): Day {
  if (rule.kind === 'fixed') return startedOn;
  switch (rule.reset) {
    case 'daily':
      return day;
    case 'monthly':
      return `${day.slice(0, 7)}-01`;
    case 'at_start':
      return startedOn;
    default:
      return never(rule.reset, 'resetOf');
  }
}

function indexOn(rule: IndexRule, reset: Day, market: Market): RateFound {
  const named = namedCalendars(rule.calendars, market.calendars);
  if (!named.ok) return named;
  const open = adjusted(reset, 'preceding', named.calendars);
  if (!open.ok) return open;
  const sought = addBusinessDays(open.day, -rule.lookbackDays, named.calendars);
  if (!sought.ok) return sought;
  const fixing = fixingOf(rule, sought.day, market);
  if (!fixing) {
    const params = { index: rule.index, day: sought.day };
    return { ok: false, refusal: { code: 'fixing_missing', params } };
  }
  const published = rateOf(fixing.percent);
  const counted = rule.floor === undefined ? published : Math.max(published, rateOf(rule.floor));
  return { ok: true, percent: percentOf(counted + rateOf(rule.margin)), fixing };
}

function fixingOf({ index, maximumAgeDays = 0 }: IndexRule, day: Day, market: Market) {
  const fixings = market.fixings.find((one) => one.index === index)?.fixings;
  return fixings && newestFixing(fixings, { day, maximumAgeDays });
}
