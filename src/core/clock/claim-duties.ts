import type { Day } from '../calendar.ts';
import type { DutyRule } from '../policy/duty-rule.ts';
import { termsOn } from '../policy/terms.ts';
import type { Duty } from './duty.ts';
import type { ClockClaim, ClockInput } from './input.ts';
import { type Ended, reckon } from './reckon.ts';

/** What a filed claim brings: the insurer's questions to be answered, and the day it should pay. */
export function claimDuties(input: ClockInput): Duty[] {
  return input.claims.flatMap((claim) => [
    ...payments(input, claim),
    ...claim.requests.flatMap((request) => requests(input, claim, request)),
  ]);
}

function payments(input: ClockInput, claim: ClockClaim): Duty[] {
  const { claimId, debtorId, completeOn, paidOn } = claim;
  if (completeOn === undefined) return [];
  return rulesOn(input, completeOn, 'claim_complete').map((rule) =>
    reckon(
      rule,
      {
        policyId: policyOf(input),
        key: claimId,
        subject: completeOn,
        debtorId,
        triggeredOn: completeOn,
        ended: paidOn === undefined ? over(claim) : { status: 'done', on: paidOn },
      },
      input,
    ),
  );
}

function requests(
  input: ClockInput,
  claim: ClockClaim,
  { requestId, kind, on, dueOn, answeredOn }: ClockClaim['requests'][number],
): Duty[] {
  return rulesOn(input, on, 'request_received').map((rule) =>
    reckon(
      rule,
      {
        policyId: policyOf(input),
        key: `${claim.claimId}|${requestId}`,
        subject: kind,
        debtorId: claim.debtorId,
        triggeredOn: on,
        ...(dueOn !== undefined && { lastDay: dueOn }),
        ended: answeredOn === undefined ? over(claim) : { status: 'done', on: answeredOn },
      },
      input,
    ),
  );
}

function over({ endedOn }: ClockClaim): Ended | undefined {
  return endedOn === undefined ? undefined : { status: 'moot', on: endedOn, reason: 'ended' };
}

function rulesOn({ versions }: ClockInput, day: Day, trigger: DutyRule['trigger']): DutyRule[] {
  return (termsOn(versions, day)?.duties ?? []).filter((rule) => rule.trigger === trigger);
}

function policyOf({ versions }: ClockInput): string {
  return versions[0]?.policyId ?? '';
}
