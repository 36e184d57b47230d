import { z } from 'zod';
import { Day } from '../calendar.ts';
import { DunningStep } from '../cover/dunning-step.ts';
import { AmountMinor, Currency } from '../money.ts';
import { InsurerNoticeKind } from '../notice/insurer-notice.ts';
import { policyContradictions } from './contradictions.ts';
import { DutyRule } from './duty-rule.ts';
import { Span } from './span.ts';

/** Where a debtor's cover comes from; each may insure another share. */
export const CoverSource = z
  .enum(['named', 'discretionary', 'start_cover', 'credit_check', 'unnamed', 'top_up'])
  .describe(
    'Where cover comes from: the insurer’s own limit, one that the insured may set itself, one decided at once, a checked standard amount, cover of everyone without a decision, or cover on top of another.',
  );
export type CoverSource = z.infer<typeof CoverSource>;

const country = z.string().length(2).describe('ISO 3166-1 alpha-2.');

const Discretionary = z.strictObject({
  maximumMinor: AmountMinor.min(1).describe('The most that the insured may set itself.'),
  bases: z
    .array(
      z.strictObject({
        basis: z.enum(['experience', 'report', 'agency']).describe('What it may be justified by.'),
        validFor: Span.describe('How long such a justification holds.'),
      }),
    )
    .min(1)
    .describe('What justifies such a limit, each once.'),
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
      amountMinor: AmountMinor.min(1).describe('What the insured bears of each loss.'),
      order: z
        .enum(['after_share', 'before_share'])
        .describe('share × loss − deductible, or share × (loss − deductible).'),
    })
    .optional()
    .describe('Absent: nothing is deducted.'),
  aggregateFirstLossMinor: AmountMinor.min(1)
    .optional()
    .describe('Of all losses of the period the insured bears so much first.'),
  maximumLiabilityMinor: AmountMinor.min(1)
    .optional()
    .describe('The most that is paid for the whole period.'),
  isCappedByAdvance: z.boolean().describe('True on a factor’s policy: no more than was advanced.'),
  excludes: z
    .array(z.enum(['tax', 'interest', 'retention', 'finance_charge']))
    .describe('Parts of an invoice that are not insured.'),
});

const Recoveries = z.strictObject({
  split: z
    .enum(['by_debt', 'by_loss', 'oldest_first'])
    .describe('By the debt of each, by what each really lost, or to the oldest invoice first.'),
  costs: z.enum(['by_debt', 'insurer', 'insured']).describe('Who bears costs of collection.'),
  costsNeedApproval: z.boolean().describe('True where only costs agreed before are borne.'),
});

const Declaration = z.strictObject({
  id: z.string().min(1).describe('Names the declaration within the policy.'),
  kind: z
    .enum(['turnover', 'balances', 'sales', 'collections', 'aged_debtors', 'overdue'])
    .describe('What is declared.'),
  every: z.enum(['sale', 'month', 'quarter', 'year']).describe('How often.'),
});

/** A version of a policy: every number that a duty, a cover or a claim is worked out from. */
const Stated = z.strictObject({
  policyId: z.string().min(1).describe('The policy, as facilities and decisions name it.'),
  version: z.int().min(1).describe('The later one holds where two count on a day.'),
  effectiveOn: Day.describe('The first day this version counts.'),
  number: z.string().min(1).describe('The insurer’s own number of the policy.'),
  kind: z
    .enum(['whole_turnover', 'excess_of_loss', 'single_risk'])
    .describe('Every sale, what exceeds a loss of one’s own, or one risk.'),
  basis: z
    .enum(['risk_attaching', 'loss_occurring'])
    .describe('What has to fall into the period: the delivery, or the loss.'),
  period: z
    .strictObject({
      from: Day.describe('Its first day.'),
      to: Day.describe('Its last day.'),
    })
    .describe('The insured period.'),
  currency: Currency.describe('The currency of all its amounts.'),
  timeZone: z.string().min(1).describe('The IANA zone its days are of.'),
  insured: z
    .array(
      z.strictObject({
        sellerId: z.string().min(1).describe('The selling company.'),
        role: z
          .enum(['policyholder', 'joint_insured'])
          .describe('Whether it holds the policy or is insured with the holder.'),
        from: Day.describe('The first day its sales are insured.'),
        to: Day.optional().describe('The last one; absent: the end of the period.'),
      }),
    )
    .min(1)
    .describe('Whose sales are insured, and from when to when.'),
  shares: z
    .array(
      z.strictObject({
        source: CoverSource,
        country: country.optional().describe('Absent: any without a share of its own.'),
        shareBp: z.int().min(1).describe('Basis points, at most 10000.'),
      }),
    )
    .min(1)
    .describe('The insured percentage of each source of cover.'),
  limits: z
    .strictObject({
      quoted: z
        .enum(['receivables', 'indemnity'])
        .describe('Whether a limit is of receivables, or of what is paid of them.'),
      attachesAt: z.enum(['issue', 'delivery']).describe('The day whose limit an invoice has.'),
      increases: z
        .enum(['outstanding', 'new_deliveries'])
        .describe('Whether a higher limit also covers what was delivered before it.'),
      multipleOfMinor: AmountMinor.min(1).optional().describe('Limits come in multiples of it.'),
      maximumOverdueDays: z
        .int()
        .min(0)
        .optional()
        .describe(
          'No limit counts for deliveries while an invoice is overdue by more days; absent: it does.',
        ),
    })
    .describe('How limits count.'),
  discretionary: Discretionary.optional().describe('Absent: the insured may set no limit itself.'),
  unnamed: z
    .strictObject({ maximumMinor: AmountMinor.min(1).describe('The most of a debtor.') })
    .optional()
    .describe('Cover of every debtor without a decision.'),
  declarationLimitMinor: AmountMinor.optional().describe('Above it a limit must be asked for.'),
  consultation: z
    .strictObject({
      thresholdMinor: AmountMinor.describe('Above it the insurer is asked first.'),
      procedure: z.string().min(1).describe('What is followed below it.'),
    })
    .optional()
    .describe('Of an excess of loss; absent: nobody has to be asked.'),
  maximumTerms: z
    .strictObject({
      span: Span.describe('How long they may be.'),
      from: z
        .enum(['issue', 'end_of_issue_month', 'delivery'])
        .describe('The day they are counted from.'),
    })
    .describe('The longest terms of payment that are insured.'),
  maximumInvoicing: Span.optional().describe('From delivery to the invoice.'),
  maximumExtension: Span.describe('From the original due date; within it no consent is needed.'),
  stop: Stop.describe('What stops cover for new deliveries, and what restores it.'),
  exclusions: z
    .array(
      z.strictObject({
        of: z
          .enum(['affiliate', 'government', 'consumer', 'cash', 'country'])
          .describe('Whose debts are not insured.'),
        country: country.optional().describe('The country, where it is of one.'),
        clause: z.string().min(1).optional().describe('The policy’s own clause.'),
      }),
    )
    .describe('Debtors whose debts are not insured at all.'),
  waiting: z
    .strictObject({
      span: Span.describe('How long.'),
      from: z
        .enum(['original_due', 'end_of_extension', 'notice_received'])
        .describe('The day it begins.'),
    })
    .describe('After it an unpaid invoice is a loss.'),
  duties: z.array(DutyRule).describe('Every deadline; that of the overdue notice is needed.'),
  indemnity: Indemnity.describe('What is paid of a loss.'),
  paymentsAfterLoss: z
    .enum(['by_debt', 'oldest_first'])
    .describe('What payments after a loss count for.'),
  recoveries: Recoveries.describe('Who has what is recovered.'),
  premium: z
    .strictObject({
      basis: z.enum(['turnover', 'balances', 'sale']).describe('What it is reckoned on.'),
      rateMillionths: z.int().min(0).describe('Of the declared amount: 1500 is 0.15 %.'),
      minimumMinor: AmountMinor.optional().describe('The least of a period; absent: none.'),
    })
    .optional()
    .describe('What the policy costs; absent: not known.'),
  prices: z
    .array(
      z.strictObject({
        service: z
          .enum(['find_buyer', 'urgent_limit', 'credit_check'])
          .describe('What is charged for.'),
        amountMinor: AmountMinor.min(0).describe(
          'Each time, minor units of the policy’s currency.',
        ),
      }),
    )
    .optional()
    .describe('What the insurer charges for look-ups and requests; absent: not known.'),
  declarations: z.array(Declaration).describe('What is declared regularly.'),
  requiredDocuments: z
    .array(z.string().min(1))
    .describe('Kinds of evidence that a claim needs, in our words.'),
  requiredDunning: z
    .array(
      z.strictObject({
        before: z.enum(['notice', 'claim']).describe('Before what it has to be done.'),
        step: DunningStep.describe('What has to be done.'),
      }),
    )
    .optional()
    .describe('Dunning that has to be shown; absent: none.'),
  noticesByOne: z
    .array(InsurerNoticeKind)
    .optional()
    .describe('Notices that one person may send alone; absent: a second one releases each.'),
  clauses: z
    .record(z.string(), z.string())
    .describe('The policy’s own clause by the name of a term here, such as maximumTerms.'),
});

/** What a version says of itself; whose it is, and its number, it is given. */
export const StatedTerms = Stated.omit({ policyId: true, version: true });
export type StatedTerms = z.infer<typeof StatedTerms>;

/** An impossible policy is refused, every fault of it named at its place. */
export const PolicyTerms = Stated.superRefine((terms, context) => {
  for (const { code, path, message, params } of policyContradictions(terms)) {
    context.addIssue({ code: 'custom', path, message, params: { code, ...params } });
  }
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
