import { z } from 'zod';
import { Day } from '../calendar.ts';
import { AmountMinor, Currency } from '../money.ts';
import { DutyRule } from './duty-rule.ts';
import { Span } from './span.ts';

/** Where a debtor's cover comes from; each may insure another share. */
export const CoverSource = z.enum([
  'named',
  'discretionary',
  'start_cover',
  'credit_check',
  'unnamed',
  'top_up',
]);
export type CoverSource = z.infer<typeof CoverSource>;

const Bp = z.int().min(0).max(10_000);
const country = z.string().length(2);

const Discretionary = z.strictObject({
  maximumMinor: AmountMinor.min(1).describe('The most that the insured may set itself.'),
  bases: z
    .array(
      z.strictObject({
        basis: z.enum(['experience', 'report', 'agency']).describe('What it may be justified by.'),
        validFor: Span.describe('How long such a justification holds.'),
      }),
    )
    .min(1),
  endsOnAdverseInformation: z.boolean().describe('True where adverse information ends it.'),
});

const Stop = z.strictObject({
  afterExtension: z
    .boolean()
    .describe(
      'New deliveries are uninsured once an invoice is unpaid at the end of the extension.',
    ),
  onCollection: z.boolean().describe('… once a debt is handed to collection.'),
  onInsolvency: z.boolean().describe('… once the debtor is insolvent.'),
  onOverdueNotice: z.boolean().describe('… once an overdue has been notified.'),
  reinstatement: z
    .strictObject({
      window: Span.describe(
        'From the stop; paid within it, cover is restored as if never stopped.',
      ),
      later: z
        .enum(['from_payment', 'on_decision'])
        .describe('Paid later: insured again from the payment on, or when the insurer says so.'),
    })
    .optional()
    .describe('Absent: only a decision of the insurer restores cover.'),
});

const Indemnity = z.strictObject({
  thresholdMinor: AmountMinor.min(1)
    .optional()
    .describe('A loss up to it is not paid; above it, from the ground up.'),
  deductible: z
    .strictObject({
      amountMinor: AmountMinor.min(1),
      order: z
        .enum(['after_share', 'before_share'])
        .describe('share × loss − deductible, or share × (loss − deductible).'),
    })
    .optional(),
  aggregateFirstLossMinor: AmountMinor.min(1)
    .optional()
    .describe('Of all losses of the period the insured bears so much first.'),
  maximumLiabilityMinor: AmountMinor.min(1)
    .optional()
    .describe('The most that is paid for the whole period.'),
  isCappedByAdvance: z.boolean().describe('True on a factor’s policy: no more than was advanced.'),
  excludes: z.array(z.enum(['tax', 'interest', 'retention', 'finance_charge'])),
});

const Recoveries = z.strictObject({
  split: z
    .enum(['by_debt', 'by_loss', 'oldest_first'])
    .describe('By the debt of each, by what each really lost, or to the oldest invoice first.'),
  costs: z.enum(['by_debt', 'insurer', 'insured']).describe('Who bears costs of collection.'),
  costsNeedApproval: z.boolean(),
});

const Declaration = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(['turnover', 'balances', 'sales', 'collections', 'aged_debtors', 'overdue']),
  every: z.enum(['sale', 'month', 'quarter', 'year']),
});

/** A version of a policy: every number that a duty, a cover or a claim is worked out from. */
export const PolicyTerms = z.strictObject({
  policyId: z.string().min(1).describe('The policy, as facilities and decisions name it.'),
  version: z.int().min(1),
  effectiveOn: Day.describe('The first day this version counts.'),
  number: z.string().min(1).describe('The insurer’s own number of the policy.'),
  kind: z.enum(['whole_turnover', 'excess_of_loss', 'single_risk']),
  basis: z
    .enum(['risk_attaching', 'loss_occurring'])
    .describe('What has to fall into the period: the delivery, or the loss.'),
  period: z.strictObject({ from: Day, to: Day }),
  currency: Currency,
  timeZone: z.string().min(1),
  insured: z
    .array(
      z.strictObject({
        sellerId: z.string().min(1),
        role: z.enum(['policyholder', 'joint_insured']),
        from: Day,
        to: Day.optional(),
      }),
    )
    .min(1)
    .describe('Whose sales are insured, and from when to when.'),
  shares: z
    .array(
      z.strictObject({
        source: CoverSource,
        country: country.optional().describe('Absent: any without a share of its own.'),
        shareBp: Bp.min(1),
      }),
    )
    .min(1)
    .describe('The insured percentage of each source of cover.'),
  limits: z.strictObject({
    quoted: z.enum(['receivables', 'indemnity']),
    attachesAt: z.enum(['issue', 'delivery']).describe('The day whose limit an invoice has.'),
    increases: z
      .enum(['outstanding', 'new_deliveries'])
      .describe('Whether a higher limit also covers what was delivered before it.'),
    multipleOfMinor: AmountMinor.min(1).optional().describe('Limits come in multiples of it.'),
    maximumOverdueDays: z.int().min(0).optional(),
  }),
  discretionary: Discretionary.optional().describe('Absent: the insured may set no limit itself.'),
  unnamed: z
    .strictObject({ maximumMinor: AmountMinor.min(1) })
    .optional()
    .describe('Cover of every debtor without a decision.'),
  declarationLimitMinor: AmountMinor.optional().describe('Above it a limit must be asked for.'),
  consultation: z
    .strictObject({ thresholdMinor: AmountMinor, procedure: z.string().min(1) })
    .optional(),
  maximumTerms: z
    .strictObject({ span: Span, from: z.enum(['issue', 'end_of_issue_month', 'delivery']) })
    .describe('The longest terms of payment that are insured.'),
  maximumInvoicing: Span.optional().describe('From delivery to the invoice.'),
  maximumExtension: Span.describe('From the original due date; within it no consent is needed.'),
  stop: Stop,
  exclusions: z.array(
    z.strictObject({
      of: z.enum(['affiliate', 'government', 'consumer', 'cash', 'country']),
      country: country.optional(),
      clause: z.string().min(1).optional(),
    }),
  ),
  waiting: z.strictObject({
    span: Span,
    from: z.enum(['original_due', 'end_of_extension', 'notice_received']),
  }),
  duties: z.array(DutyRule),
  indemnity: Indemnity,
  paymentsAfterLoss: z.enum(['by_debt', 'oldest_first']),
  recoveries: Recoveries,
  premium: z
    .strictObject({
      basis: z.enum(['turnover', 'balances', 'sale']),
      rateMillionths: z.int().min(0).describe('Of the declared amount: 1500 is 0.15 %.'),
      minimumMinor: AmountMinor.optional(),
    })
    .optional(),
  declarations: z.array(Declaration),
  requiredDocuments: z
    .array(z.string().min(1))
    .describe('Kinds of evidence that a claim needs, in our words.'),
  clauses: z
    .record(z.string(), z.string())
    .describe('The policy’s own clause by the name of a term here, such as maximumTerms.'),
});
export type PolicyTerms = z.infer<typeof PolicyTerms>;

/** The version that counts on a day; undefined before the first. Versions in any order. */
export function termsOn(versions: readonly PolicyTerms[], day: Day): PolicyTerms | undefined {
  return versions
    .filter(({ effectiveOn }) => effectiveOn <= day)
    .reduce<PolicyTerms | undefined>(
      (newest, terms) => (newest && newest.version > terms.version ? newest : terms),
      undefined,
    );
}
