import type { Day } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import type { DunningStep } from '../cover/dunning-step.ts';
import type { Id } from '../ids.ts';
import type { PolicyTerms } from '../policy/terms.ts';

export type MissingStep = { step: DunningStep; receivableIds: Id[] };

/** The dunning that a policy wants shown before a notice or a claim, and for which invoices it lacks. */
export function missingDunning(
  terms: Pick<PolicyTerms, 'requiredDunning'>,
  given: {
    before: 'notice' | 'claim';
    debtorId: string;
    receivableIds: readonly Id[];
    circumstances: readonly Circumstance[];
    today: Day;
  },
): MissingStep[] {
  const { before, debtorId, receivableIds, circumstances, today } = given;
  const required = (terms.requiredDunning ?? []).filter((one) => one.before === before);
  return required.flatMap(({ step }) => {
    const done = new Set(
      circumstances.flatMap((one) =>
        one.kind === 'dunning' && one.debtorId === debtorId && one.step === step && one.on <= today
          ? one.receivableIds
          : [],
      ),
    );
    const missing = receivableIds.filter((id) => !done.has(id));
    return missing.length === 0 ? [] : [{ step, receivableIds: missing }];
  });
}
