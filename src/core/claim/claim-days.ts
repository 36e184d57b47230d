import type { Day } from '../calendar.ts';
import { dateOfLoss, type LossDay } from '../clock/loss.ts';
import type { DutyKind, DutyTrigger } from '../policy/duty-rule.ts';
import { addSpan } from '../policy/span.ts';
import type { PolicyTerms } from '../policy/terms.ts';

/** What the days of a claim are counted from; what is absent has not happened. */
export type LossFacts = {
  /** Of the oldest invoice that is claimed, as it was agreed first. */
  dueOn: Day;
  insolventOn?: Day;
  noticeReceivedOn?: Day;
  /** When the insurer had the whole file. */
  completeOn?: Day;
};

type Terms = Pick<PolicyTerms, 'waiting' | 'maximumExtension' | 'duties'>;

/** A day that a rule of the policy names, with the rule. */
export type ClaimDay = { on: Day; ruleId: string; clause?: string };

/** The day of loss, by when it must be filed, when money is expected; of several rules the earliest. */
export function claimDaysOf(
  terms: Terms,
  facts: LossFacts,
): { loss?: LossDay; fileBy?: ClaimDay; paidBy?: ClaimDay } {
  const { dueOn } = facts;
  const endOfExtension = addSpan(dueOn, terms.maximumExtension);
  const loss = dateOfLoss(terms.waiting, { ...facts, endOfExtension });
  const known = { terms, days: triggersOf(facts, { endOfExtension, lossOn: loss?.on }) };
  const fileBy = dayOf('claim_filing', known);
  const paidBy = dayOf('claim_payment', known);
  return { ...(loss && { loss }), ...(fileBy && { fileBy }), ...(paidBy && { paidBy }) };
}

type Triggers = Partial<Record<DutyTrigger, Day | undefined>>;

function triggersOf(
  { dueOn, insolventOn, noticeReceivedOn, completeOn }: LossFacts,
  { endOfExtension, lossOn }: { endOfExtension: Day; lossOn: Day | undefined },
): Triggers {
  return {
    original_due: dueOn,
    end_of_extension: endOfExtension,
    insolvency: insolventOn,
    notice_received: noticeReceivedOn,
    date_of_loss: lossOn,
    claim_complete: completeOn,
  };
}

function dayOf(
  duty: DutyKind,
  { terms, days }: { terms: Terms; days: Triggers },
): ClaimDay | undefined {
  return terms.duties
    .filter((rule) => rule.duty === duty)
    .flatMap(({ id, trigger, offset, clause }): ClaimDay[] => {
      const from = days[trigger];
      if (from === undefined) return [];
      return [{ on: addSpan(from, offset), ruleId: id, ...(clause && { clause }) }];
    })
    .reduce<ClaimDay | undefined>(
      (first, day) => (first && first.on <= day.on ? first : day),
      undefined,
    );
}
