import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';

const Operator = z.enum(['>', '>=']);
const Days = z.int().min(0).max(3650);
const Bp = z.int().min(0).max(10_000);
const rule = <Code extends string, Shape extends z.ZodRawShape>(code: Code, shape: Shape) =>
  z.strictObject({ rule: z.literal(code), ...shape });

/** One criterion with its parameters. What is not listed in a facility's terms is not applied. */
export const Rule = z.discriminatedUnion('rule', [
  rule('not_yet_issued', {}),
  rule('past_invoice_date', { days: Days, operator: Operator }),
  rule('past_due_date', { days: Days, operator: Operator }),
  rule('term_too_long', { days: Days, operator: Operator }),
  rule('disputed', { scope: z.enum(['whole_invoice', 'disputed_part']) }),
  rule('country', { allowed: z.array(z.string().length(2)).min(1) }),
  rule('currency', { allowed: z.array(Currency).min(1) }),
  rule('amount_range', {
    minMinor: AmountMinor.min(0).optional(),
    maxMinor: AmountMinor.min(1).optional(),
  }),
  rule('already_financed', {}),
  rule('cross_ageing', {
    days: Days,
    basis: z.enum(['due_date', 'invoice_date']),
    shareBp: Bp,
    operator: Operator,
    scope: z.enum(['debtor', 'group']),
  }),
  rule('credits', {
    unreferenced: z.enum(['latest_due_first', 'oldest_due_first']),
  }),
  rule('contra', {}),
  rule('insured_limit', { policyId: z.string().min(1) }),
  rule('debtor_concentration', {
    shareBp: Bp.min(1),
    scope: z.enum(['debtor', 'group']),
    base: z.enum(['poolAfterCaps', 'grossEligible', 'facilityLimit']),
  }),
]);
export type Rule = z.infer<typeof Rule>;
export type RuleCode = Rule['rule'];

export const Price = z.strictObject({
  /** Annual rate on the advance, basis points. */
  rateBp: z.int().min(0).max(100_000),
  dayCount: z.enum(['ACT/360', 'ACT/365F']),
  /** Service fee on the assigned face, basis points, and its minimum per receivable. */
  serviceFeeBp: Bp,
  minimumFeeMinor: AmountMinor.min(0),
});
export type Price = z.infer<typeof Price>;

/**
 * What a facility's contract says, versioned. The order of `rules` is the precedence: each excluded
 * cent goes to the first rule that takes it. Whole-invoice rules come before netting, netting before
 * limits, limits before concentration; terms that break that order contradict themselves.
 */
export const Terms = z
  .strictObject({
    version: z.literal(1),
    facilityId: z.string().min(1),
    name: z.string().min(1),
    funder: z.string().min(1),
    mode: z.enum(['sale', 'pledge']),
    currency: Currency,
    limitMinor: AmountMinor.min(0),
    advanceRateBp: Bp.min(1),
    price: Price,
    rules: z.array(Rule).min(1),
  })
  .superRefine((terms, context) => {
    for (const { path, message } of contradictions(terms)) {
      context.addIssue({ code: 'custom', path, message });
    }
  });
export type Terms = z.infer<typeof Terms>;

export type Stage = 'invoice' | 'debtor_ageing' | 'netting' | 'limit' | 'concentration';

/** Where a rule stands in the order of operations. */
export function stageOf(code: RuleCode): Stage {
  if (code === 'cross_ageing') return 'debtor_ageing';
  if (code === 'credits' || code === 'contra') return 'netting';
  if (code === 'insured_limit') return 'limit';
  if (code === 'debtor_concentration') return 'concentration';
  return 'invoice';
}

const stages: Stage[] = ['invoice', 'debtor_ageing', 'netting', 'limit', 'concentration'];

type Contradiction = { path: (string | number)[]; message: string };

function contradictions({ rules }: { rules: Rule[] }): Contradiction[] {
  const found: Contradiction[] = [];
  const seen = new Set<RuleCode>();
  let reached = 0;
  rules.forEach((item, index) => {
    const at = ['rules', index];
    if (seen.has(item.rule)) {
      found.push({
        path: at,
        message: `rule ${item.rule} is stated twice; keep one`,
      });
    }
    seen.add(item.rule);
    const stage = stages.indexOf(stageOf(item.rule));
    if (stage < reached) {
      const earlier = stages[reached];
      found.push({
        path: at,
        message: `${item.rule} must stand before the ${earlier} rules`,
      });
    }
    reached = Math.max(reached, stage);
    if (item.rule === 'amount_range') {
      const { minMinor, maxMinor } = item;
      if (minMinor === undefined && maxMinor === undefined) {
        found.push({
          path: at,
          message: 'amount_range needs minMinor, maxMinor or both',
        });
      }
      if (minMinor !== undefined && maxMinor !== undefined && minMinor > maxMinor) {
        found.push({
          path: at,
          message: 'amount_range: minMinor is above maxMinor',
        });
      }
    }
  });
  return found;
}
