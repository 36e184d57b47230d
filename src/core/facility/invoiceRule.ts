import { z } from 'zod';
import { Day } from '../calendar.ts';
import { DebtorKind, DebtorRelation, DebtorStatus } from '../debtor.ts';
import { AmountMinor, Currency } from '../money.ts';
import { ComponentKind, DeliveryState, Evidence, SaleCondition } from '../receivable.ts';
import { Bp, Country, Days, Operator, PartOrWhole, rule, Unknown } from './parameter.ts';

const Names = z.array(z.string().min(1)).min(1);
const accepted = z.array(Country).min(1).describe('The countries accepted.');

/** The rules that look at one invoice: all of it is excluded, or a part of it. */
export const invoiceRules = [
  rule(
    'data_quality',
    'Excludes invoices whose data contradict themselves: more open than the face, parts that exceed what is open, due before issue, a number that comes twice for one seller and debtor.',
    {},
  ),
  rule('origin', 'Accepts only what the agreement names; state at least one of the three.', {
    sellers: Names.optional().describe('Seller ids; absent: all.'),
    ledgers: Names.optional().describe('Ledgers of the business key; absent: all.'),
    issuedFrom: Day.optional().describe('The first issue day accepted; absent: any.'),
  }),
  rule(
    'already_financed',
    'Excludes what another facility holds, and invoices payable to another than the seller that this facility does not hold.',
    {},
  ),
  rule('not_yet_issued', 'Excludes invoices dated after the as-of day.', {
    toleranceDays: Days.optional().describe(
      'An invoice dated at most so many days after the as-of day is still taken; absent: none.',
    ),
  }),
  rule('past_invoice_date', 'Excludes by age: days from the issue day to the as-of day.', {
    days: Days,
    operator: Operator,
  }),
  rule('past_due_date', 'Excludes by lateness: days from the original due day to the as-of day.', {
    days: Days,
    operator: Operator,
  }),
  rule('past_terms', 'Excludes by age against a multiple of the invoice’s own term.', {
    times: z.int().min(1).max(20).describe('The multiple: 3 is three times the term.'),
    operator: Operator,
  }),
  rule('term_too_long', 'Excludes by term: days from the issue day to the original due day.', {
    days: Days,
    operator: Operator,
  }),
  rule('remaining_term', 'Excludes what is due too soon.', {
    minDays: Days.describe('The fewest days to the due day; so many still pass.'),
    from: z
      .enum(['asOf', 'valueOn'])
      .describe('Counted from the as-of day, or from the day the cash is wanted.'),
  }),
  rule('disputed', 'Excludes what is in dispute.', {
    scope: z
      .enum(['whole_invoice', 'disputed_part'])
      .describe('The whole invoice as soon as a part is in dispute, or that part.'),
  }),
  rule('country', 'Accepts debtors of the listed countries.', {
    allowed: accepted,
    unless: z
      .array(z.enum(['letter_of_credit', 'insured']))
      .min(1)
      .optional()
      .describe('What makes a debtor of another country good; absent: nothing does.'),
    policyId: z
      .string()
      .min(1)
      .optional()
      .describe(
        'The policy whose cover counts; stated where, and only where, unless names insured.',
      ),
  }),
  rule('delivery_country', 'Accepts deliveries to the listed countries.', {
    allowed: accepted,
    unknown: Unknown,
  }),
  rule('governing_law', 'Accepts contracts under the listed laws.', {
    allowed: z.array(Country).min(1).describe('The countries whose law is accepted.'),
    unknown: Unknown,
  }),
  rule('currency', 'Accepts invoices in the listed currencies.', {
    allowed: z.array(Currency).min(1).describe('The currencies accepted.'),
  }),
  rule(
    'amount_range',
    'Accepts invoices by their open amount, converted; state at least one bound.',
    {
      minMinor: AmountMinor.min(0)
        .optional()
        .describe('The least accepted, minor units of the facility’s currency; absent: any.'),
      maxMinor: AmountMinor.min(1)
        .optional()
        .describe('The most accepted, minor units of the facility’s currency; absent: any.'),
    },
  ),
  rule('delivery_evidence', 'Asks for proof of how far the delivery has come.', {
    required: DeliveryState.describe('The step that must be evidenced; a later one passes too.'),
    unknown: Unknown,
  }),
  rule('sale_conditions', 'Excludes sales that are not final.', {
    excluded: z.array(SaleCondition).min(1).describe('The conditions that exclude.'),
  }),
  rule('progress_billing', 'Excludes invoices for a part of unfinished work.', {}),
  rule('instruments', 'Excludes claims that are a paper of their own.', {
    excluded: z.array(Evidence).min(1).describe('The papers that exclude.'),
  }),
  rule('assignment_ban', 'Excludes claims whose contract bans or conditions their assignment.', {
    ineffectiveUnder: z
      .array(Country)
      .describe('Laws under which a ban does not stop the assignment of a trade receivable.'),
    consentNeeded: Unknown.describe('What a consent that is needed and not given means.'),
    unknown: Unknown.describe(
      'What it means that the ledger does not state whether there is a ban; under a law of ineffectiveUnder a ban would change nothing.',
    ),
  }),
  rule('listed_debtors', 'Accepts only the debtors that the agreement lists.', {
    debtors: Names.describe('Their ids, each once.'),
  }),
  rule('debtor_status', 'Excludes debtors in the listed states.', {
    excluded: z.array(DebtorStatus).min(1).describe('The states that exclude.'),
  }),
  rule('debtor_kind', 'Excludes debtors of the listed kinds.', {
    excluded: z.array(DebtorKind).min(1).describe('The kinds that exclude.'),
  }),
  rule('government', 'Excludes public bodies.', {
    unlessFormalitiesDone: z
      .boolean()
      .describe('True: accepted once the formalities of assignment are done. False: never.'),
  }),
  rule('related_party', 'Excludes debtors related to the seller.', {
    excluded: z.array(DebtorRelation).min(1).describe('The relations that exclude.'),
  }),
  rule('sanctions', 'Excludes debtors on a sanctions list.', {
    unscreened: Unknown.describe('What it means that a debtor has not been screened.'),
  }),
  rule('retention', 'Excludes retention money.', { scope: PartOrWhole }),
  rule('finance_charges', 'Excludes finance charges and default interest.', {
    scope: PartOrWhole,
  }),
  rule(
    'accrued_deductions',
    'Deducts the parts that will not be paid, save those a rule before has taken.',
    {
      kinds: z.array(ComponentKind).min(1).describe('The kinds of parts that are deducted.'),
    },
  ),
  rule('currency_haircut', 'Takes a share off what is left of invoices in some currencies.', {
    haircuts: z
      .array(
        z.strictObject({
          currency: Currency.describe('The invoice’s currency.'),
          haircutBp: Bp.describe('Taken off, basis points; what remains is rounded down.'),
        }),
      )
      .min(1)
      .describe('Each currency once; another currency is left as it is.'),
  }),
] as const;
