import { assert } from '../assert.ts';
import { type Availability, availabilityOf } from '../eligibility/availability.ts';
import { ageingIndex } from '../eligibility/cuts.ts';
import { outcomeOf } from '../eligibility/facility.ts';
import { type Scan, scanLedger } from '../eligibility/scan.ts';
import type { FacilityView } from '../eligibility/view.ts';
import { stageOf } from '../facility/stage.ts';
import type { Terms } from '../facility.ts';
import { mulDiv } from '../money.ts';
import type { Sifted } from '../sift.ts';

/** Terms a facility might have; `coverBp` is a share of today's cover of every debtor. */
export type Variant = { terms: Terms; coverBp?: number };

/** So many facilities are told apart in one pass over the ledger. */
const variantsAtOnce = 30;

/**
 * One facility under each of several terms, judged by the engine. Variants that change how a line fares
 * go through the ledger together, as if they were facilities; the others need no pass at all.
 */
export function underTerms(
  sifted: Sifted,
  facility: number,
  variants: readonly Variant[],
): Availability[] {
  const { input, scan } = sifted;
  const own = scan.views[facility];
  assert(own, `no facility ${facility}`);
  const found = new Map<Variant, Availability>();
  const judge = (variant: Variant, seen: Scan, place: number) => {
    found.set(variant, availabilityOf(outcomeOf(input, seen, place), input));
  };
  const anew = variants.filter(({ terms }) => !seesTheSame(scan, own.terms, terms));
  for (let from = 0; from < anew.length; from += variantsAtOnce) {
    const together = anew.slice(from, from + variantsAtOnce);
    const facilities = together.map(({ terms }) => terms);
    const seen = scanLedger({ ...input, facilities }, own.ledger);
    together.forEach((variant, place) => {
      judge(variant, seen, place);
    });
  }
  return variants.map((variant) => {
    if (!found.has(variant)) {
      const view = viewOf(own, variant);
      judge(variant, { ...scan, views: scan.views.with(facility, view) }, facility);
    }
    const availability = found.get(variant);
    assert(availability, 'a variant was not judged');
    return availability;
  });
}

/** True where every line fares as before: the rules about lines are untouched and what is aged is known. */
function seesTheSame({ cuts }: Scan, before: Terms, after: Terms): boolean {
  const rules = lineRules(after);
  const isSame = lineRules(before).every((rule, place) => rule === rules[place]);
  if (!isSame || rules.length !== lineRules(before).length) return false;
  return after.rules.every((rule) => rule.rule !== 'cross_ageing' || ageingIndex(cuts, rule) >= 0);
}

function lineRules({ rules }: Terms): Terms['rules'] {
  return rules.filter(({ rule }) => stageOf(rule) === 'invoice');
}

function viewOf(own: FacilityView, { terms, coverBp }: Variant): FacilityView {
  if (coverBp === undefined) return { ...own, terms };
  return {
    ...own,
    terms,
    coverOf: (policyId, debtorId) => {
      const answer = own.coverOf(policyId, debtorId);
      if (answer.status === 'none') return answer;
      return { ...answer, amountMinor: mulDiv(answer.amountMinor, coverBp, 10_000, 'down') };
    },
    judgedOf: ({ redecide, ...of }) =>
      own.judgedOf({
        ...of,
        redecide: (decisions) =>
          (redecide?.(decisions) ?? decisions).map((decision) => ({
            ...decision,
            layers: decision.layers.map((layer) => ({
              ...layer,
              amountMinor: mulDiv(layer.amountMinor, coverBp, 10_000, 'down'),
            })),
          })),
      }),
  };
}
