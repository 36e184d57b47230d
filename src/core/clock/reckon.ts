import { addDays, type Day, dayAt, endOfDay, type Instant } from '../calendar.ts';
import type { Id } from '../ids.ts';
import type { DutyRule } from '../policy/duty-rule.ts';
import { addSpan, type Span } from '../policy/span.ts';
import {
  type CalendarRefusal,
  namedCalendars,
  type SettlementCalendar,
} from '../settlement/calendar.ts';
import { addBusinessDays, adjusted } from '../settlement/convention.ts';
import { type Duty, type DutyMoved, type DutySettled, type MootReason, stageOn } from './duty.ts';

/** What a rule is counted for. */
export type DutyOf = {
  policyId: string;
  /** Names it among the rule's duties. */
  key: string;
  subject: string;
  debtorId?: string;
  receivableId?: Id;
  triggeredOn: Day;
  /** Where the insurer itself named the last day. */
  lastDay?: Day;
  moved?: DutyMoved | undefined;
  /** What ends it, and when. */
  ended?: Ended | undefined;
  declaration?: Duty['declaration'];
};

export type Ended = { status: 'done'; on: Day } | { status: 'moot'; on: Day; reason: MootReason };

export type At = { calendars: readonly SettlementCalendar[]; now: Instant; today: Day };

/** A rule counted from its trigger: calendar days to the last day, working days back to "do it by". */
export function reckon(rule: DutyRule, of: DutyOf, at: At): Duty {
  const lastDay = of.lastDay ?? spanOnce(of.triggeredOn, rule.offset, at);
  const days = daysOnce(rule, lastDay, at);
  const today = todayOnce(rule.timeZone, at);
  const { ended } = of;
  // What is dated later than today has not ended it yet.
  const isOver = ended !== undefined && (ended.on <= today || ended.on <= at.today);
  const settled = isOver ? settledBy(ended, lastDay) : undefined;
  return {
    id: `${of.policyId}|${rule.id}|${of.key}`,
    policyId: of.policyId,
    ruleId: rule.id,
    duty: rule.duty,
    ...(of.debtorId !== undefined && { debtorId: of.debtorId }),
    ...(of.receivableId !== undefined && { receivableId: of.receivableId }),
    subject: of.subject,
    triggeredOn: of.triggeredOn,
    ...days,
    status: settled?.status ?? stageOn(days, today),
    ...(settled && { settled }),
    isForecast: rule.isForecast,
    consequence: rule.consequence,
    ...(rule.clause !== undefined && { clause: rule.clause }),
    ...(of.moved && { moved: of.moved }),
    ...(of.declaration && { declaration: of.declaration }),
  };
}

type DutyDays = Pick<
  Duty,
  'lastDay' | 'doBy' | 'soonFrom' | 'lastInstant' | 'timeZone' | 'calendarGap'
>;

function daysOf(rule: DutyRule, lastDay: Day, { calendars }: At): DutyDays {
  const { doBy, calendarGap } = doByDay(rule, lastDay, calendars);
  // A day of its own at least: what is past was due soon before, and due.
  const soonFrom = earlier(addDays(lastDay, -rule.soonDays), addDays(doBy, -1));
  const { timeZone } = rule;
  const lastInstant = endOfDay(lastDay, timeZone);
  return { lastDay, doBy, soonFrom, lastInstant, timeZone, ...(calendarGap && { calendarGap }) };
}

/** Thousands of invoices share a few hundred days; each is worked out once for one reckoning. */
type Known = {
  today: Map<string, Day>;
  spans: Map<Span, Map<Day, Day>>;
  days: Map<DutyRule, Map<Day, DutyDays>>;
};
const knownOf = new WeakMap<At, Known>();

function known(at: At): Known {
  const made = knownOf.get(at) ?? { today: new Map(), spans: new Map(), days: new Map() };
  knownOf.set(at, made);
  return made;
}

/** A span from a day, each pair worked out once for one reckoning. */
export function spanOnce(day: Day, span: Span, at: At): Day {
  const { spans } = known(at);
  const ofSpan = spans.get(span) ?? new Map<Day, Day>();
  const found = ofSpan.get(day) ?? addSpan(day, span);
  spans.set(span, ofSpan.set(day, found));
  return found;
}

function todayOnce(timeZone: string, at: At): Day {
  const { today } = known(at);
  const day = today.get(timeZone) ?? dayAt(at.now, timeZone);
  today.set(timeZone, day);
  return day;
}

function daysOnce(rule: DutyRule, lastDay: Day, at: At): DutyDays {
  const { days } = known(at);
  const ofRule = days.get(rule) ?? new Map<Day, DutyDays>();
  const found = ofRule.get(lastDay) ?? daysOf(rule, lastDay, at);
  days.set(rule, ofRule.set(lastDay, found));
  return found;
}

function settledBy(ended: Ended, lastDay: Day): DutySettled {
  return ended.status === 'done' ? { ...ended, isLate: ended.on > lastDay } : ended;
}

/** The last working day that is so many working days before the last day. */
function doByDay(
  rule: DutyRule,
  lastDay: Day,
  calendars: readonly SettlementCalendar[],
): { doBy: Day; calendarGap?: CalendarRefusal } {
  const named = namedCalendars([rule.calendar], calendars);
  if (!named.ok) return { doBy: plainMargin(rule, lastDay), calendarGap: named.refusal };
  const open = adjusted(lastDay, 'preceding', named.calendars);
  const found =
    open.ok && rule.leadWorkingDays > 0
      ? addBusinessDays(open.day, -rule.leadWorkingDays, named.calendars)
      : open;
  if (found.ok) return { doBy: found.day };
  return { doBy: plainMargin(rule, lastDay), calendarGap: found.refusal };
}

/** Without a calendar: two plain days for each working day, and a long weekend. */
function plainMargin(rule: DutyRule, lastDay: Day): Day {
  return addDays(lastDay, -(2 * rule.leadWorkingDays + 4));
}

function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
}
