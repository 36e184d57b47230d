import { advanceOf, cashOf, costOf, drawCostOf, type Offer } from '../allocation/problem.ts';
import { dayNumber } from '../calendar.ts';
import { type HasTerms, hasTermsIn } from '../eligibility/judgedCover.ts';
import { isSimplePolicy } from '../eligibility/limits.ts';
import { stageOf } from '../facility/stage.ts';
import type { Terms } from '../facility.ts';
import type { Need, SelectionInput } from '../input.ts';
import { type AmountMinor, mulDiv } from '../money.ts';
import type { Deduction, LineExplanation, Plan } from '../plan.ts';
import type { Invoice } from '../receivable.ts';
import { offerOf } from './offers.ts';
import { daysToPayment, feeOver, interestDays, withheldOf } from './price.ts';

/** What a placed receivable costs where it is, and what the cheapest other facility would have cost. */
export type Elsewhere = {
  /** Millionths of its cash, over the horizon. */
  costPpm: number;
  /** Absent: no other facility would take it. */
  other?: {
    facilityId: string;
    costPpm: number;
    /** What the same cash would cost there, less what it costs here, in the need's currency. */
    savedMinor: AmountMinor;
    /** Where it has less left beside the plan than it would have to advance; in its own currency. */
    full?: { advanceMinor: AmountMinor; roomMinor: AmountMinor; currency: string };
  };
};

type Offered = {
  offer: Offer;
  fundedMinor: AmountMinor;
  cashMinor: AmountMinor;
  costMinor: number;
};

/**
 * From the plan's numbers and the terms, for one receivable; undefined where it is not placed or not
 * funded. The plan stores nothing of this.
 */
export function elsewhereOf(
  input: SelectionInput,
  plan: Plan,
  receivableId: string,
): Elsewhere | undefined {
  const { need } = input;
  const placed = plan.allocation?.lines.find((line) => line.receivableId === receivableId);
  const receivable = input.receivables.find(({ id }) => id === receivableId);
  if (!need || !placed || receivable?.kind !== 'invoice') return undefined;
  const offered = plan.facilities.flatMap(({ facilityId, lines }): Offered[] => {
    const terms = input.facilities.find((item) => item.facilityId === facilityId);
    const line = lines.find((item) => item.receivableId === receivableId);
    if (!terms || !line) return [];
    const isHere = facilityId === placed.facilityId;
    const fundedMinor = isHere ? placed.fundedMinor : takesOf(terms, line, hasTermsIn(input));
    const found = priced({ input, need, terms, receivable }, { line, fundedMinor });
    return found ? [found] : [];
  });
  const here = offered.find(({ offer }) => offer.facilityId === placed.facilityId);
  if (!here) return undefined;
  const [first, ...others] = offered.filter((item) => item !== here);
  const costPpm = unitPpm(here);
  if (!first) return { costPpm };
  const best = others.reduce(
    (least, item) => (unitPpm(item) < unitPpm(least) ? item : least),
    first,
  );
  return { costPpm, other: otherOf(plan, { here, best }) };
}

function otherOf(
  plan: Plan,
  { here, best }: { here: Offered; best: Offered },
): Elsewhere['other'] & object {
  const { facilityId } = best.offer;
  const { availableMinor = 0, currency = '' } =
    plan.facilities.find((item) => item.facilityId === facilityId) ?? {};
  const used = plan.allocation?.facilities.find((item) => item.facilityId === facilityId);
  const advanceMinor = advanceOf(best.offer, best.fundedMinor);
  const roomMinor = Math.max(0, availableMinor - (used?.advanceMinor ?? 0));
  // What is pledged may be worth more than what is drawn.
  const isFull = best.offer.mode !== 'pledge' && roomMinor < advanceMinor;
  const same = mulDiv(best.costMinor, here.cashMinor, best.cashMinor, 'halfEven');
  return {
    facilityId,
    costPpm: unitPpm(best),
    savedMinor: same - here.costMinor,
    ...(isFull && { full: { advanceMinor, roomMinor, currency } }),
  };
}

function unitPpm({ costMinor, cashMinor }: Offered): number {
  return mulDiv(costMinor, 1_000_000, cashMinor, 'down');
}

/** Undefined where it would raise no cash. */
function priced(
  of: { input: SelectionInput; need: Need; terms: Terms; receivable: Invoice },
  { line, fundedMinor }: { line: LineExplanation; fundedMinor: AmountMinor },
): Offered | undefined {
  const { input, need, terms, receivable } = of;
  const { price } = terms;
  const { horizonDays } = need;
  const view = { terms };
  const offer: Offer = {
    ...offerOf(input, need, { view, availableMinor: 0, heldMinor: 0 }),
    caps: [],
  };
  const { usualDelayDays = 0 } = input.debtors.find(({ id }) => id === receivable.debtorId) ?? {};
  const valueNumber = dayNumber(need.valueOn);
  const daysToDue = dayNumber(receivable.dueOn) - valueNumber;
  const runs = daysToPayment({ daysToDue, usualDelayDays });
  const fee = feeOver(price, { faceMinor: line.grossMinor, runs, horizonDays });
  const days = interestDays(price, { valueNumber, runs, horizonDays });
  const withheld = withheldOf(price, { faceMinor: line.grossMinor, valueNumber, runs });
  const pair = {
    fee: Float64Array.of(fee),
    days: Int32Array.of(days),
    withheldFee: Float64Array.of(withheld.fee),
    withheldDays: Int32Array.of(withheld.days),
  };
  const cashMinor = cashOf(pair, 0, { offer, funded: fundedMinor });
  if (cashMinor <= 0) return undefined;
  const drawn = offer.mode === 'pledge' ? advanceOf(offer, fundedMinor) : 0;
  const costMinor = costOf(pair, 0, { offer, funded: fundedMinor }) + drawCostOf(offer, drawn);
  return { offer, fundedMinor, cashMinor, costMinor };
}

/**
 * What a facility could finance of a line if it were the first: what limits and caps took because of
 * other lines is given back, up to the debtor's limit.
 */
function takesOf(
  { rules }: Terms,
  { eligibleMinor, deductions }: LineExplanation,
  hasTerms: HasTerms,
): AmountMinor {
  let [takes, most] = [eligibleMinor, Number.POSITIVE_INFINITY];
  for (const deduction of deductions) {
    const rule = rules.find((item) => item.rule === deduction.rule);
    if (!rule) continue;
    const stage = stageOf(rule.rule);
    if (stage !== 'limit' && stage !== 'concentration') continue;
    if (rule.rule === 'insured_limit' && !isSimplePolicy(rule, hasTerms)) continue;
    takes += deduction.amountMinor;
    most = Math.min(most, limitIn(deduction));
  }
  return Math.min(takes, most);
}

function limitIn({ rule, params }: Deduction): number {
  if (rule === 'funder_limit') return Number(params.limitMinor);
  if (rule !== 'insured_limit') return Number.POSITIVE_INFINITY;
  return Math.max(0, Number(params.coverMinor) - Number(params.heldElsewhereMinor));
}
