import { z } from 'zod';
import { AmountMinor } from '../money.ts';
import { invoiceRules } from './invoiceRule.ts';
import { Bp, Days, Operator, rule } from './parameter.ts';

const debtorRules = [
  rule(
    'cross_ageing',
    'Excludes all of a debtor or group when its old part is too large a share of what it owes. Sums are of the whole ledger, before any rule, where the two choices below are absent; the share is not rounded.',
    {
      days: Days.describe('An invoice is aged when it is more than so many days past the basis.'),
      basis: z.enum(['due_date', 'invoice_date']).describe('From which day an invoice ages.'),
      shareBp: Bp.describe('The share at which the rest is tainted, basis points.'),
      operator: Operator,
      scope: z.enum(['debtor', 'group']).describe('A debtor without a group is its own group.'),
      numerator: z
        .enum(['aged', 'otherwise_ineligible'])
        .optional()
        .describe(
          'What is old: aged invoices, or what the rules before this one took; absent: aged.',
        ),
      denominator: z
        .enum(['invoices', 'net_of_credits'])
        .optional()
        .describe(
          'What the share is taken of: all open invoices, or these less the debtor’s credits; absent: invoices. Where nothing is left of it, nothing is tainted.',
        ),
    },
  ),
  rule(
    'credits',
    'Deducts credit notes and unapplied cash from what is eligible of the debtor. One that names an open invoice reduces it first, eligible or not, down to zero; what is left of it counts as one that names none.',
    {
      unreferenced: z
        .enum(['latest_due_first', 'oldest_due_first'])
        .describe('Which invoices credits that name none reduce first.'),
      prior: z
        .strictObject({ days: Days, operator: Operator })
        .optional()
        .describe(
          'Credits older than so many days reduce past-due invoices that are not eligible first, save for what stands on an open invoice they name; absent: all credits reduce what is eligible.',
        ),
      counted: z
        .enum(['once', 'by_each_facility'])
        .optional()
        .describe('Once for all facilities together, or by each in full; absent: once.'),
    },
  ),
  rule(
    'contra',
    'Deducts the lower of what is eligible of the debtor and what the seller owes it.',
    {
      kinds: z
        .array(z.enum(['trade', 'deposit', 'rebate']))
        .min(1)
        .optional()
        .describe('What the seller owes that counts; absent: all.'),
      noSetOff: z
        .enum(['skips', 'ignored'])
        .optional()
        .describe('What a letter that excludes set-off changes; absent: ignored.'),
    },
  ),
] as const;

const limitRules = [
  rule(
    'funder_limit',
    'The funder’s own approval of debtors: what is above it is not financed; the oldest invoices keep it.',
    {
      limits: z
        .array(
          z.strictObject({
            debtorId: z.string().min(1).describe('The debtor approved.'),
            amountMinor: AmountMinor.min(0).describe('Minor units of the facility’s currency.'),
          }),
        )
        .describe('Each debtor once.'),
      otherwiseMinor: AmountMinor.min(0).describe(
        'The limit of a debtor that is not listed, minor units of the facility’s currency.',
      ),
    },
  ),
  rule('insured_limit', 'Accepts what the insurer covers of a debtor on the as-of day.', {
    policyId: z.string().min(1).describe('The policy, as the cover decisions name it.'),
    consumption: z
      .enum(['chronological', 'assignedOnly'])
      .optional()
      .describe(
        'chronological: the oldest open invoices by issue day use the cover first, financed or not, each with its whole open amount; assignedOnly: only what is eligible here or held by another facility uses it. What another holds uses all of its open amount: what of it is not eligible here counts beforehand, the rest with what is eligible, oldest first. Absent: assignedOnly.',
      ),
    quoted: z
      .enum(['receivables', 'indemnity'])
      .optional()
      .describe(
        'The limit is an amount of receivables, or the most the insurer pays, so that insured share × receivables stays within it; absent: receivables.',
      ),
    insuredShareBp: Bp.min(1)
      .optional()
      .describe('The share the insurer pays, basis points; asked where quoted is indemnity.'),
    maximumTermDays: Days.optional().describe(
      'An invoice with a longer term is not insured; absent: any term is.',
    ),
    stopOverdueDays: Days.optional().describe(
      'What is issued once an open invoice of the debtor is overdue by more than so many days is not insured; what was issued before stays so. Absent: no stop.',
    ),
  }),
] as const;

/** What a share is taken of; printed on every certificate because contracts differ and it decides. */
export const CapBase = z
  .enum([
    'poolAfterCaps',
    'grossEligible',
    'afterCategorical',
    'allAccounts',
    'facilityLimit',
    'fundedAmount',
  ])
  .describe(
    'What the share is taken of: poolAfterCaps, the pool that remains after every concentration rule, this one included; grossEligible, what is eligible before the concentration rules; afterCategorical, what the rules about single invoices leave; allAccounts, all open invoices of the ledger; facilityLimit, the limit; fundedAmount, what is drawn already, so that nothing counts before the first draw.',
  );
export type CapBase = z.infer<typeof CapBase>;

const share = {
  shareBp: Bp.min(1).describe('The share at most, basis points; the cap is rounded down.'),
  base: CapBase,
};
const scope = z
  .enum(['debtor', 'group'])
  .describe('What counts together; a debtor without a group is its own group.');
const named = z
  .array(
    z.strictObject({
      node: z
        .string()
        .min(1)
        .describe('The id of the debtor, group, industry, country or currency.'),
      shareBp: Bp.describe(
        'Its own share, basis points, in place of the others; it may be above them.',
      ),
    }),
  )
  .min(1)
  .optional()
  .describe('Those with a share of their own, each once; absent: none.');

export const RatedShares = z
  .strictObject({
    scale: z.array(z.string().min(1)).min(1).describe('All ratings, from best to worst.'),
    bands: z
      .array(
        z.strictObject({
          from: z.string().describe('The best rating of the band.'),
          to: z.string().describe('The worst rating of the band.'),
          shareBp: Bp.describe('The share of a debtor rated in it, basis points.'),
        }),
      )
      .min(1)
      .describe('In the order of the scale, without gap or overlap.'),
    unratedBp: Bp.describe('The share of a debtor without a rating, basis points.'),
  })
  .describe('Shares by rating. A group has that of its worst debtor.');
export type RatedShares = z.infer<typeof RatedShares>;

const concentrationRules = [
  rule('debtor_concentration', 'What a debtor or group has above its share does not count.', {
    ...share,
    scope,
    named,
    rated: RatedShares.optional().describe(
      'Shares by rating, never above shareBp; absent: shareBp for all.',
    ),
  }),
  rule('group_concentration', 'What a group has above its share does not count.', {
    ...share,
    named,
  }),
  rule(
    'industry_concentration',
    'What an industry has above its share does not count; debtors of no stated industry count as one.',
    {
      ...share,
      named,
    },
  ),
  rule(
    'country_concentration',
    'What a country has above its share does not count; debtors of no stated country count as one.',
    {
      ...share,
      named,
    },
  ),
  rule('currency_concentration', 'What a currency has above its share does not count.', {
    ...share,
    named,
  }),
  rule('government_concentration', 'What public bodies together have above it does not count.', {
    ...share,
  }),
  rule('pair_concentration', 'What any two together have above the share does not count.', {
    ...share,
    scope,
  }),
] as const;

/** One criterion with its parameters. What is not listed in a facility's terms is not applied. */
export const Rule = z.discriminatedUnion('rule', [
  ...invoiceRules,
  ...debtorRules,
  ...limitRules,
  ...concentrationRules,
]);
export type Rule = z.infer<typeof Rule>;
export type RuleCode = Rule['rule'];
export type RuleOf<Code extends RuleCode> = Extract<Rule, { rule: Code }>;
