import { z } from 'zod';
import { assert } from '../assert.ts';
import { AmountMinor, type Rounding } from '../money.ts';
import { Params } from '../plan.ts';
import { ChargeName, RoundingRule } from './charges.ts';
import { add, decimalText, type Fraction, fraction, roundedMinor, zero } from './fraction.ts';

/** What an amount is: a charge, or what charges are taken from. */
export const Derived = z.enum([
  'advance',
  'limit_holdback',
  'fee_tax',
  'rebate',
  ...ChargeName.options,
]);

/** One line of a derivation; worded by `core/wording/charges` from `{code, params}`. */
export const Step = z.strictObject({
  code: z
    .enum([
      'accrued',
      'at_least',
      'each_at_least',
      'fixing',
      'fixing_at_floor',
      'in_proportion',
      'less_credits',
      'limit_holdback',
      'maturity',
      'minimum_days',
      'not_below_zero',
      'nothing',
      'of_charges',
      'periods',
      'rebate',
      'rounded',
      'share',
      'shortfall',
      'sum',
      'term',
      'true_discount',
      'within_grace',
    ])
    .describe('What is reckoned.'),
  params: Params.describe(
    'Its numbers: amounts in minor units, rates in per cent, `result` in minor units with up to four decimals.',
  ),
});
export type Step = z.infer<typeof Step>;

export const Derivation = z.strictObject({
  of: Derived.describe('What the amount is.'),
  steps: z.array(Step).describe('From what it is reckoned to what it comes to.'),
  rounding: RoundingRule.optional().describe('How it is rounded; absent: it is exact.'),
  amountMinor: AmountMinor.describe('What it comes to, minor units.'),
});
export type Derivation = z.infer<typeof Derivation>;

/** An amount with the numbers that explain it; `exact` is it before rounding. */
export type Charged = { amountMinor: AmountMinor; exact: Fraction; derivation: Derivation };

/** A step that brings an amount, or one that only tells where its numbers come from. */
export type Reckoned = Step & { exact?: Fraction };

/** The sum of what steps bring, rounded once; whole minor units need no rounding. */
export function charged(
  of: Derivation['of'],
  reckoned: readonly Reckoned[],
  rounding?: Rounding,
): Charged {
  const exact = reckoned.reduce((sum, step) => (step.exact ? add(sum, step.exact) : sum), zero);
  assert(rounding || exact.denominator === 1n, `no rounding for ${of}`);
  const amountMinor = roundedMinor(exact, rounding ?? 'down');
  const steps: Step[] = reckoned.map(({ code, params, exact: own }) => ({
    code,
    params: own ? { ...params, result: decimalText(own) } : params,
  }));
  const result = decimalText(exact);
  if (steps.length === 0) steps.push({ code: 'nothing', params: {} });
  if (reckoned.filter((step) => step.exact).length > 1) {
    steps.push({ code: 'sum', params: { result } });
  }
  if (rounding && exact.denominator !== 1n) {
    steps.push({ code: 'rounded', params: { result, rounding, amountMinor } });
  }
  const derivation = { of, steps, ...(rounding && { rounding }), amountMinor };
  return { amountMinor, exact, derivation };
}

/** A share of an amount. */
export function shareStep(ofMinor: AmountMinor, bp: number): Reckoned {
  return {
    code: 'share',
    params: { ofMinor, shareBp: bp },
    exact: fraction(BigInt(ofMinor) * BigInt(bp), 10_000),
  };
}

/** The same with another amount in the end, and the step that says why. */
export function settledAt(
  { exact, derivation }: Charged,
  amountMinor: AmountMinor,
  step: Step,
): Charged {
  const steps = [...derivation.steps, step];
  return { amountMinor, exact, derivation: { ...derivation, steps, amountMinor } };
}
