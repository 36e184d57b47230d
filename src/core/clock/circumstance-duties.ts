import type { Circumstance } from '../cover/circumstance.ts';
import { hashOf } from '../hash.ts';
import type { DutyRule } from '../policy/duty-rule.ts';
import { termsOn } from '../policy/terms.ts';
import type { Duty } from './duty.ts';
import { earliest } from './earliest.ts';
import { doneOn } from './ended.ts';
import type { ClockInput } from './input.ts';
import { type DutyOf, type Ended, reckon } from './reckon.ts';

/** The duties that knowing something of a debtor brings: bad news, and its insolvency. */
export function circumstanceDuties(input: ClockInput): Duty[] {
  const policyId = input.versions[0]?.policyId;
  const facts = input.circumstances.filter(
    (one) => one.policyId === undefined || one.policyId === policyId,
  );
  const subjects = [...adverse(facts), ...insolvencies(facts)];
  return subjects.flatMap((subject) =>
    // Rules of the version that counts on the day it became known.
    (termsOn(input.versions, subject.knownOn)?.duties ?? []).flatMap((rule) => {
      const of = countedFor(rule, subject, input);
      return of ? [reckon(rule, of, input)] : [];
    }),
  );
}

type Known = {
  kind: 'adverse_information' | 'insolvency';
  debtorId: string;
  key: string;
  on: string;
  knownOn: string;
};

function countedFor(rule: DutyRule, known: Known, input: ClockInput): DutyOf | undefined {
  if (rule.trigger !== 'knowledge' && rule.trigger !== 'insolvency') return undefined;
  const isAdverse = rule.duty === 'adverse_information';
  if (isAdverse !== (known.kind === 'adverse_information')) return undefined;
  const { debtorId, key, on, knownOn } = known;
  return {
    policyId: input.versions[0]?.policyId ?? '',
    key: `${debtorId}|${key}`,
    subject: on,
    debtorId,
    triggeredOn: rule.trigger === 'knowledge' ? knownOn : on,
    ended: endedBy(rule, known, input),
  };
}

/** What ends a duty of a debtor as a whole; a stop of cover ends by no deed of one's own. */
function endedBy(rule: DutyRule, known: Known, input: ClockInput): Ended | undefined {
  const { debtorId, on } = known;
  const notices = input.notices.filter((one) => one.debtorId === debtorId && one.sentOn >= on);
  const claims = input.claims.filter((one) => one.debtorId === debtorId);
  switch (rule.duty) {
    case 'adverse_information':
    case 'insolvency_notice':
      return doneOn(
        notices.flatMap(({ kind, sentOn }) =>
          kind === 'insolvency' || kind === rule.duty ? [sentOn] : [],
        ),
      );
    case 'collection_handover':
      return doneOn([
        ...notices.flatMap(({ isCollectionAsked, sentOn }) => (isCollectionAsked ? [sentOn] : [])),
        ...input.circumstances.flatMap((one) =>
          one.kind === 'collection_handover' && one.debtorId === debtorId ? [one.on] : [],
        ),
      ]);
    case 'claim_filing':
      return doneOn(claims.flatMap(({ filedOn }) => filedOn ?? []));
    case 'claim_payment':
      return doneOn(claims.flatMap(({ paidOn }) => paidOn ?? []));
    default:
      return undefined;
  }
}

/** The same news told twice is known since the first time. */
function adverse(facts: readonly Circumstance[]): Known[] {
  const news = facts.filter((one) => one.kind === 'adverse_information');
  const same = Map.groupBy(news, ({ debtorId, on, what }) => hashOf({ debtorId, on, what }));
  return [...same].flatMap(([hash, told]) => {
    const [first] = told;
    const knownOn = earliest(told.map((one) => one.knownOn));
    if (!first || knownOn === undefined) return [];
    const { kind, debtorId, on } = first;
    return [{ kind, debtorId, key: hash.slice(0, 16), on, knownOn }];
  });
}

/** A debtor is insolvent once, from the earliest day that is known. */
function insolvencies(facts: readonly Circumstance[]): Known[] {
  const all = facts.filter((one) => one.kind === 'insolvency');
  return [...Map.groupBy(all, ({ debtorId }) => debtorId)].flatMap(([debtorId, told]) => {
    const on = earliest(told.map((one) => one.on));
    const knownOn = earliest(told.map((one) => one.knownOn));
    if (on === undefined || knownOn === undefined) return [];
    return [{ kind: 'insolvency' as const, debtorId, key: 'insolvency', on, knownOn }];
  });
}
