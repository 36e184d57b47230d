import type { SelectionInput } from '../input.ts';
import { type Elsewhere, elsewhereOf } from '../placing/elsewhere.ts';
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
  | ({ status: 'placed' } & Omit<AllocationLine, 'receivableId'> & Partial<PlacedBecause>)
  | { status: 'not_placed'; reason: NotPlaced['reason']; sentence: string };

type PlacedBecause = Elsewhere & { sentence: string };

/**
 * Undefined where the plan does not know the receivable. With the plan's input it also says what a
 * placed receivable would have cost elsewhere.
 */
export function explanationOf(
  locale: Locale,
  plan: Plan,
  receivableId: string,
  input?: SelectionInput,
): Explanation | undefined {
  const facilities = plan.facilities.flatMap(({ facilityId, currency, lines }) => {
    const line = lines.find((item) => item.receivableId === receivableId);
    return line ? [explainedFacility(locale, { facilityId, currency, line })] : [];
  });
  if (facilities.length === 0) return undefined;
  return { receivableId, facilities, placing: placingOf(locale, { plan, receivableId, input }) };
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
  {
    plan,
    receivableId,
    input,
  }: { plan: Plan; receivableId: string; input?: SelectionInput | undefined },
): Explanation['placing'] {
  const { allocation } = plan;
  const placed = allocation?.lines.find((line) => line.receivableId === receivableId);
  if (placed) {
    const { receivableId: _, ...rest } = placed;
    const elsewhere = input && elsewhereOf(input, plan, receivableId);
    if (!elsewhere) return { status: 'placed', ...rest };
    const currency = allocation?.currency ?? '';
    const sentence = placedBecause(locale, elsewhere, { currency, input });
    return { status: 'placed', ...rest, ...elsewhere, sentence };
  }
  const not = allocation?.notPlaced.find((item) => item.receivableId === receivableId);
  if (!not) return undefined;
  const sentence = word(locale, `notPlaced.${not.reason}`, named(not.params, input));
  return { status: 'not_placed', reason: not.reason, sentence };
}

/** Facilities and debtors are called by their names where the input says them. */
function named(
  params: NotPlaced['params'],
  input: SelectionInput | undefined,
): NotPlaced['params'] {
  const { facilityId, debtorId } = params;
  const facility = input?.facilities.find((terms) => terms.facilityId === facilityId);
  const debtor = input?.debtors.find(({ id }) => id === debtorId);
  return {
    ...params,
    ...(facility && { facilityId: facility.name }),
    ...(debtor && { debtorId: debtor.name }),
  };
}

function placedBecause(
  locale: Locale,
  { costPpm, other }: Elsewhere,
  { currency, input }: { currency: string; input: SelectionInput | undefined },
): string {
  if (!other) return word(locale, 'placed.alone', { costPpm });
  const { costPpm: otherPpm, savedMinor, full } = other;
  const { facilityId: otherId = other.facilityId } = named({ facilityId: other.facilityId }, input);
  const params = { costPpm, otherId, otherPpm, currency };
  if (savedMinor > 0) return word(locale, 'placed.cheapest', { ...params, savedMinor });
  if (savedMinor === 0) return word(locale, 'placed.equal', params);
  const less = { ...params, lessMinor: -savedMinor };
  // A sentence has one currency.
  if (full?.currency !== currency) return word(locale, 'placed.dearer', less);
  return word(locale, 'placed.full', { ...less, ...full });
}
