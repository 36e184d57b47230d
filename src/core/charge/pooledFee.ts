import { type AmountMinor, sumMinor } from '../money.ts';
import type { ServiceFee } from './charges.ts';
import { type Charged, charged, type Reckoned, shareStep } from './derivation.ts';
import { periodStep, periodsRun, serviceFeeOf } from './fee.ts';
import { add, type Fraction, fraction, zero } from './fraction.ts';

/** A receivable that has run for `days`, of which the fee for the first `before` was charged already. */
export type FeeBearer = { baseMinor: AmountMinor; days: number; before?: number };

/**
 * The fee of many receivables that is charged as one: what has been added to each since it was charged
 * last, rounded once for all of them.
 */
export function pooledFeeOf(fee: ServiceFee, bearers: readonly FeeBearer[]): Charged {
  const fresh = bearers.filter(({ before }) => before === undefined);
  const freshMinor = sumMinor(fresh.map(({ baseMinor }) => baseMinor));
  const isInitial = fee.initialBp > 0 && freshMinor !== 0;
  const steps = isInitial ? [shareStep(freshMinor, fee.initialBp)] : [];
  steps.push(...tierSteps(fee, bearers));
  const least = leastStep(fee, bearers);
  return charged('service_fee', least ? [...steps, least] : steps, fee.rounding);
}

/** One line for each tier and number of periods. */
function tierSteps(fee: ServiceFee, bearers: readonly FeeBearer[]): Reckoned[] {
  const sums = new Map<string, { tier: number; periods: number; assignedMinor: AmountMinor }>();
  for (const { baseMinor, days, before } of bearers) {
    const charged = before === undefined ? [] : periodsRun(fee, before);
    for (const [tier, run] of periodsRun(fee, days).entries()) {
      const periods = run - (charged[tier] ?? 0);
      if (periods <= 0) continue;
      const key = `${tier}|${periods}`;
      const known = sums.get(key)?.assignedMinor ?? 0;
      sums.set(key, { tier, periods, assignedMinor: sumMinor([known, baseMinor]) });
    }
  }
  return [...sums.values()].flatMap(({ tier, ...of }) => {
    const own = fee.tiers[tier];
    return own ? [periodStep(own, of)] : [];
  });
}

/** What the least for each receivable adds; once its fee is above that, it adds less again. */
function leastStep(fee: ServiceFee, bearers: readonly FeeBearer[]): Reckoned | undefined {
  const { minimumMinor } = fee;
  if (minimumMinor === 0) return undefined;
  let [exact, count] = [zero, 0];
  for (const { baseMinor, days, before } of bearers) {
    const added = addedTo(fee, { baseMinor, days });
    const known = before === undefined ? zero : addedTo(fee, { baseMinor, days: before });
    const own = add(added, negative(known));
    if (own.numerator === 0n) continue;
    exact = add(exact, own);
    count += 1;
  }
  if (count === 0) return undefined;
  return { code: 'each_at_least', params: { minimumMinor, count }, exact };
}

function addedTo(
  fee: ServiceFee,
  { baseMinor: assignedMinor, days }: Pick<FeeBearer, 'baseMinor' | 'days'>,
): Fraction {
  const { exact } = serviceFeeOf(fee, { assignedMinor, days });
  const short = add(fraction(fee.minimumMinor, 1), negative(exact));
  return short.numerator > 0n ? short : zero;
}

function negative({ numerator, denominator }: Fraction): Fraction {
  return { numerator: -numerator, denominator };
}
