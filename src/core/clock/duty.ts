import { never } from '../assert.ts';
import { addDays, type Day, type Instant } from '../calendar.ts';
import type { Id } from '../ids.ts';
import type { Consequence, DutyKind } from '../policy/duty-rule.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { CalendarRefusal } from '../settlement/calendar.ts';

/** The states a duty passes through as days go by, in this order. */
export const dutyStages = ['upcoming', 'due_soon', 'due', 'past'] as const;
export type DutyStage = (typeof dutyStages)[number];
/** `done`: what it asks for was done; `moot`: nothing is left to be done. */
export type DutyStatus = DutyStage | 'done' | 'moot';

/** Paid; paid in time for cover to be restored; too little is overdue; or what it was of is over. */
export type MootReason = 'paid' | 'restored' | 'below_minimum' | 'ended';

/** What ended a duty; `isLate` where it was after its last day. */
export type DutySettled =
  | { status: 'done'; on: Day; isLate: boolean }
  | { status: 'moot'; on: Day; reason: MootReason };

/** Why a duty is not where the rule and the original due date alone would put it. */
export type DutyMoved =
  | { code: 'extension_agreed'; dueOn: Day; originalDueOn: Day }
  | { code: 'rescheduling_agreed'; dueOn: Day; originalDueOn: Day }
  | { code: 'rescheduling_broken'; originalDueOn: Day }
  | { code: 'insolvency'; insolventOn: Day };

/** A deadline of a policy, worked out: by when what has to be done, and what is lost otherwise. */
export type Duty = {
  /** The same facts give the same id: policy, rule and what it is of. */
  id: string;
  policyId: string;
  ruleId: string;
  duty: DutyKind;
  /** Absent for what concerns the policy as a whole. */
  debtorId?: string;
  receivableId?: Id;
  /** What it is of, for people: an invoice's number, a cover, a period, an insurer's question. */
  subject: string;
  triggeredOn: Day;
  /** The last day on which it is in time, by calendar days. */
  lastDay: Day;
  /** A working day by which it should be done, so that the last day is never needed. */
  doBy: Day;
  /** From when on it is due soon. */
  soonFrom: Day;
  /** The last instant of the last day, in `timeZone`. */
  lastInstant: Instant;
  timeZone: string;
  status: DutyStatus;
  settled?: DutySettled;
  /** Nobody has to act: the day is shown, and is no deadline. */
  isForecast: boolean;
  consequence: Consequence;
  clause?: string;
  moved?: DutyMoved;
  /** The calendar that does not tell about its days: `doBy` then has a margin of plain days. */
  calendarGap?: CalendarRefusal;
  /** What is declared, of a declaration. */
  declaration?: PolicyTerms['declarations'][number]['kind'];
};

/** Where a duty stands on a day of its time zone, if nothing ends it. */
export function stageOn(
  { lastDay, doBy, soonFrom }: Pick<Duty, 'soonFrom' | 'doBy' | 'lastDay'>,
  today: Day,
): DutyStage {
  if (today > lastDay) return 'past';
  if (today >= doBy) return 'due';
  return today >= soonFrom ? 'due_soon' : 'upcoming';
}

/** The first day of a stage. */
export function stageFrom(duty: Pick<Duty, 'soonFrom' | 'doBy' | 'lastDay'>, stage: DutyStage) {
  switch (stage) {
    case 'upcoming':
      return undefined;
    case 'due_soon':
      return duty.soonFrom;
    case 'due':
      return duty.doBy;
    case 'past':
      return addDays(duty.lastDay, 1);
    default:
      return never(stage, 'stageFrom');
  }
}

export type DutyPassing = { status: Exclude<DutyStatus, 'upcoming'>; on: Day };

/**
 * The states passed since the one that is on record, in order and each with its day: whatever days
 * were skipped, nothing is past that was not due soon and due before. A last day that moved, and what
 * was ended and is open again, begins anew.
 */
export function passings(
  duty: Duty,
  recorded: { status: DutyStatus; lastDay: Day } | undefined,
): DutyPassing[] {
  const { settled } = duty;
  const hadEnded = recorded?.status === 'done' || recorded?.status === 'moot';
  if (hadEnded && settled) return [];
  const goesOn = recorded !== undefined && !hadEnded && recorded.lastDay === duty.lastDay;
  const known = goesOn ? stageNumber(recorded.status) : 0;
  const passed = dutyStages.slice(known + 1, reached(duty) + 1).flatMap((status): DutyPassing[] => {
    const on = stageFrom(duty, status);
    return status === 'upcoming' || on === undefined ? [] : [{ status, on }];
  });
  if (!settled) return passed;
  // What ended before anybody had to think of it is no news.
  if (settled.status === 'moot' && recorded === undefined && passed.length === 0) return [];
  return [...passed, { status: settled.status, on: settled.on }];
}

/** What was done or became moot went as far as the day on which that was. */
function reached({ settled, status, lastDay, doBy, soonFrom }: Duty): number {
  if (!settled) return stageNumber(status);
  if (settled.on > lastDay) return stageNumber('past');
  if (settled.on >= doBy) return stageNumber('due');
  return settled.on >= soonFrom ? stageNumber('due_soon') : 0;
}

function stageNumber(status: DutyStatus): number {
  return status === 'done' || status === 'moot' ? 0 : dutyStages.indexOf(status);
}
