import { addDays, type Day } from '../calendar.ts';
import type { Charges } from '../charge/charges.ts';
import { owedMinor } from '../funding/account.ts';
import type { Agreement } from '../funding/agreement.ts';
import type { Held, Position } from '../funding/position.ts';
import type { Id } from '../ids.ts';
import type { Currency } from '../money.ts';
import type { DatedFact } from '../reconciliation/life.ts';
import { namedCalendars, type SettlementCalendar } from '../settlement/calendar.ts';
import { adjusted } from '../settlement/convention.ts';

/** A facility as what comes of it is reckoned: its contract and the days on which money moves. */
export type FundedFacility = {
  facilityId: string;
  name: string;
  mode: 'sale' | 'pledge';
  currency: Currency;
  agreement: Pick<Agreement, 'product' | 'recourse' | 'recourseAfterDays'>;
  charges: Charges | undefined;
  /** Those that the charges name and that are known; none: every day is open. */
  calendars: readonly SettlementCalendar[];
};

/** A receivable that a funder holds and that is not over, with what is known of its debtor. */
export type Funded = {
  receivableId: Id;
  number: string;
  debtorId: string;
  debtor: string;
  dueOn: Day;
  usualDelayDays: number | undefined;
  request: string;
  held: Held & { status: Position['status'] };
  facts: readonly DatedFact[];
};

/** Whether its debtor has paid all that it owes. */
export function isPaid({ held }: Funded): boolean {
  return owedMinor(held.account) === 0;
}

export type Expected = {
  /** On which its money is expected, a day on which money moves. */
  day: Day;
  basis: 'debtor_paid' | 'debtor_overdue' | 'debtor_delay' | 'debtor_due' | 'maturity';
  params: Record<string, string | number>;
};

/** When the debtor's payment is expected: the due day and its usual delay, never before today. */
export function expectedOf(funded: Funded, facility: FundedFacility, today: Day): Expected {
  if (isPaid(funded)) return { day: openOn(today, facility), basis: 'debtor_paid', params: {} };
  const { dueOn: on, usualDelayDays: days = 0 } = funded;
  const day = addDays(on, days);
  if (day < today) {
    return { day: openOn(today, facility), basis: 'debtor_overdue', params: { on: day } };
  }
  if (days === 0) return { day: openOn(day, facility), basis: 'debtor_due', params: { on } };
  return { day: openOn(day, facility), basis: 'debtor_delay', params: { on, days } };
}

/** The day itself, or the next on which money moves; where a calendar does not tell, the day itself. */
export function openOn(day: Day, { calendars }: Pick<FundedFacility, 'calendars'>): Day {
  const found = adjusted(day, 'following', calendars);
  return found.ok ? found.day : day;
}

/** The calendars by which money moves under charges, as far as they are known. */
export function calendarsOf(
  charges: Charges | undefined,
  known: readonly SettlementCalendar[],
): SettlementCalendar[] {
  const named = namedCalendars(charges?.calendars ?? [], known);
  return named.ok ? named.calendars : [];
}
