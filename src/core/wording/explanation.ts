import type { AllocationLine, LineExplanation, NotPlaced, Plan } from '../plan.ts';
import type { Locale } from './catalogue.ts';
import { isWorded, word, wordDeduction, wordRule } from './word.ts';

/** All that a plan says of one receivable, in numbers and in words. */
export type Explanation = {
  receivableId: string;
  facilities: ExplainedFacility[];
  placing: Placing | undefined;
};

type ExplainedFacility = Omit<LineExplanation, 'deductions' | 'receivableId'> & {
  facilityId: string;
  currency: string;
  deductions: {
    rule: string;
    name: string;
    amountMinor: number;
    sentence: string;
    cure: string;
  }[];
};

type Placing =
  | ({ status: 'placed' } & Omit<AllocationLine, 'receivableId'>)
  | { status: 'not_placed'; reason: NotPlaced['reason']; sentence: string };

/** Undefined where the plan does not know the receivable. */
export function explanationOf(
  locale: Locale,
  plan: Plan,
  receivableId: string,
): Explanation | undefined {
  const facilities = plan.facilities.flatMap(({ facilityId, currency, lines }) => {
    const line = lines.find((item) => item.receivableId === receivableId);
    return line ? [explainedFacility(locale, { facilityId, currency, line })] : [];
  });
  if (facilities.length === 0) return undefined;
  return { receivableId, facilities, placing: placingOf(locale, plan, receivableId) };
}

function explainedFacility(
  locale: Locale,
  { facilityId, currency, line }: { facilityId: string; currency: string; line: LineExplanation },
): ExplainedFacility {
  const { grossMinor, eligibleMinor } = line;
  const deductions = line.deductions.map((deduction) => {
    const { rule, amountMinor } = deduction;
    const cure = `rule.${rule}.cure`;
    return {
      rule,
      name: wordRule(locale, rule),
      amountMinor,
      sentence: wordDeduction(locale, deduction, currency),
      cure: isWorded(cure) ? word(locale, cure) : '',
    };
  });
  return { facilityId, currency, grossMinor, deductions, eligibleMinor };
}

function placingOf(
  locale: Locale,
  { allocation }: Plan,
  receivableId: string,
): Explanation['placing'] {
  const placed = allocation?.lines.find((line) => line.receivableId === receivableId);
  if (placed) {
    const { receivableId: _, ...rest } = placed;
    return { status: 'placed', ...rest };
  }
  const not = allocation?.notPlaced.find((item) => item.receivableId === receivableId);
  if (!not) return undefined;
  const sentence = word(locale, `notPlaced.${not.reason}`, not.params);
  return { status: 'not_placed', reason: not.reason, sentence };
}
