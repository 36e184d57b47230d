import type { Duty } from '../clock/duty.ts';
import type { Locale } from './catalogue.ts';
import { type WordingCode, word } from './word.ts';

/** A duty in sentences: what it is, where it stands, what is lost, and why its day is another one. */
export type DutyWorded = {
  title: string;
  status: string;
  consequence: string;
  /** What ended it. */
  settled?: string;
  moved?: string;
};

export function wordDuty(locale: Locale, duty: Duty): DutyWorded {
  const { settled, moved, isForecast, status } = duty;
  const group = isForecast ? 'forecastStatus' : 'dutyStatus';
  return {
    title: word(locale, `duty.${duty.duty}`),
    status: word(locale, `${group}.${status}`),
    consequence: word(locale, `consequence.${duty.consequence}`),
    ...(settled && { settled: word(locale, settledCode(settled), { on: settled.on }) }),
    ...(moved && { moved: wordMoved(locale, moved) }),
  };
}

function settledCode(settled: NonNullable<Duty['settled']>): WordingCode {
  if (settled.status === 'moot') return `moot.${settled.reason}`;
  return settled.isLate ? 'dutyDone.late' : 'dutyDone.in_time';
}

function wordMoved(locale: Locale, moved: NonNullable<Duty['moved']>): string {
  const { code, ...params } = moved;
  return word(locale, `moved.${code}`, params);
}
