import { type Day, dayAt } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import type { DutyKind, DutyRule } from '../policy/duty-rule.ts';
import { type PolicyTerms, termsOn } from '../policy/terms.ts';
import type { Duty } from './duty.ts';
import { earliest } from './earliest.ts';
import type { ClockInput } from './input.ts';
import { type Ended, reckon } from './reckon.ts';

/** The last days of limits, of their temporary layers, and of what the insured set itself. */
export function limitDuties(input: ClockInput): Duty[] {
  const terms = termsOn(input.versions, dayAt(input.now, input.versions[0]?.timeZone ?? 'UTC'));
  if (!terms) return [];
  const rules = terms.duties.filter(isOfLimits);
  return rules.flatMap((rule) =>
    endings(input, terms, rule.duty).map((ending) =>
      reckon(
        rule,
        {
          policyId: terms.policyId,
          key: ending.key,
          subject: ending.subject,
          debtorId: ending.debtorId,
          triggeredOn: rule.trigger === 'decision' ? ending.decidedOn : ending.lastDay,
          ended: ending.ended,
        },
        input,
      ),
    ),
  );
}

type Ending = {
  key: string;
  subject: string;
  debtorId: string;
  decidedOn: Day;
  lastDay: Day;
  ended?: Ended | undefined;
};

function isOfLimits({ trigger }: DutyRule): boolean {
  return trigger === 'expiry' || trigger === 'decision';
}

function endings(input: ClockInput, terms: PolicyTerms, duty: DutyKind): Ending[] {
  switch (duty) {
    case 'limit_expiry':
      return input.limits.flatMap(({ coverId, debtorId, decidedOn, lastDay }) =>
        lastDay === undefined
          ? []
          : [{ key: coverId, subject: coverId, debtorId, decidedOn, lastDay }],
      );
    case 'layer_expiry':
      return input.limits.flatMap(({ coverId, debtorId, decidedOn, layers }) =>
        layers.map(({ lastDay }) => ({
          key: `${coverId}|${lastDay}`,
          subject: coverId,
          debtorId,
          decidedOn,
          lastDay,
        })),
      );
    case 'discretionary_expiry':
      return discretionary(input.circumstances, terms);
    default:
      return [];
  }
}

type Discretionary = Extract<Circumstance, { kind: 'discretionary_limit' }>;

function discretionary(facts: readonly Circumstance[], terms: PolicyTerms): Ending[] {
  const own = facts.filter(
    (one): one is Discretionary =>
      one.kind === 'discretionary_limit' &&
      (one.policyId === undefined || one.policyId === terms.policyId),
  );
  return own.map((limit) => {
    const { debtorId, on, validTo } = limit;
    return {
      key: `${debtorId}|${on}|${validTo}`,
      subject: on,
      debtorId,
      decidedOn: on,
      lastDay: validTo,
      ended: renewed(limit, own) ?? endedByNews(limit, facts, terms),
    };
  });
}

/** Set anew, with a later last day. */
function renewed(limit: Discretionary, own: readonly Discretionary[]): Ended | undefined {
  const on = earliest(
    own.flatMap((other) =>
      other.debtorId === limit.debtorId && other.on > limit.on && other.validTo > limit.validTo
        ? [other.on]
        : [],
    ),
  );
  return on === undefined ? undefined : { status: 'done', on };
}

function endedByNews(
  { debtorId, on }: Discretionary,
  facts: readonly Circumstance[],
  terms: PolicyTerms,
): Ended | undefined {
  if (!terms.discretionary?.endsOnAdverseInformation) return undefined;
  const news = earliest(
    facts.flatMap((one) =>
      one.kind === 'adverse_information' && one.debtorId === debtorId && one.knownOn >= on
        ? [one.knownOn]
        : [],
    ),
  );
  return news === undefined ? undefined : { status: 'moot', on: news, reason: 'ended' };
}
