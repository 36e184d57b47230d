import { circumstanceDuties } from './circumstance-duties.ts';
import { claimDuties } from './claim-duties.ts';
import type { Duty } from './duty.ts';
import type { ClockInput } from './input.ts';
import { invoiceDuties } from './invoice-duties.ts';
import { limitDuties } from './limit-duties.ts';
import { declarationDuties, registrationDuties } from './period-duties.ts';

/**
 * Every duty of a policy, worked out anew from its terms and the facts; nothing of an earlier reckoning
 * is needed. What has to be done first stands first.
 */
export function dutiesOf(input: ClockInput): Duty[] {
  return [
    ...invoiceDuties(input),
    ...circumstanceDuties(input),
    ...claimDuties(input),
    ...limitDuties(input),
    ...declarationDuties(input),
    ...registrationDuties(input),
  ].toSorted(byDay);
}

function byDay(one: Duty, other: Duty): number {
  return (
    compare(one.doBy, other.doBy) ||
    compare(one.lastDay, other.lastDay) ||
    compare(one.id, other.id)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
