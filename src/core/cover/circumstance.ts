import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';
import { DunningStep } from './dunning-step.ts';

const kindOf = <const Kind extends string>(kind: Kind) =>
  z.literal(kind).describe('What happened.');

const rawCode = z.string().describe('The insurer’s own code.');
const ofDebtor = {
  policyId: z.string().min(1).optional().describe('Absent: under every policy.'),
  debtorId: z.string().min(1).describe('Whom it is of.'),
  on: Day.describe('The day it happened.'),
  knownOn: Day.describe('The day the insured came to know of it.'),
};

/**
 * What happened to a debtor or an invoice that cover, clocks and claims depend on, besides the ledger
 * and the insurer's limits. Appended, never changed; what took one back is a circumstance of its own.
 */
export const Circumstance = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: kindOf('insolvency'),
    ...ofDebtor,
    court: z.string().optional().describe('The court.'),
  }),
  z.strictObject({
    kind: kindOf('adverse_information'),
    ...ofDebtor,
    what: z.string().min(1).describe('In words.'),
  }),
  z.strictObject({
    kind: kindOf('collection_handover'),
    ...ofDebtor,
    agency: z.string().min(1).describe('Who collects.'),
  }),
  z.strictObject({ kind: kindOf('insurer_stop'), ...ofDebtor, rawCode }),
  z.strictObject({
    kind: kindOf('overdue_notified'),
    ...ofDebtor,
    reference: z.string().min(1).describe('Names the notice.'),
  }),
  z.strictObject({ kind: kindOf('insurer_reinstatement'), ...ofDebtor, rawCode }),
  z.strictObject({
    kind: kindOf('discretionary_limit'),
    ...ofDebtor,
    basis: z.enum(['experience', 'report', 'agency']).describe('What justifies it.'),
    amountMinor: AmountMinor.min(1).describe('Minor units of currency.'),
    currency: Currency.describe('Of the amount.'),
    evidenceSha256: z
      .string()
      .length(64)
      .optional()
      .describe('Of the document that shows it; only experience does without.'),
    validTo: Day.describe('Its last day.'),
  }),
  /** A dunning step, evidence that a policy asks for before a notice or a claim. */
  z.strictObject({
    kind: kindOf('dunning'),
    ...ofDebtor,
    step: DunningStep.describe('How.'),
    receivableIds: z.array(Id).describe('For which receivables.'),
    note: z.string().describe('What was said.'),
  }),
  /** The insurer's decision on a later due date of an invoice; nothing else moves its clock. */
  z.strictObject({
    kind: kindOf('extension_agreed'),
    ...ofDebtor,
    receivableId: Id.describe('The invoice.'),
    dueOn: Day.describe('The day that was agreed.'),
    rawCode,
  }),
  /** A payment plan the insurer has agreed to; broken, the original clock counts again. */
  z.strictObject({
    kind: kindOf('rescheduling_agreed'),
    ...ofDebtor,
    reference: z.string().min(1).describe('Names the plan.'),
    rawCode,
    /** The invoices of the plan, and when it is paid: both, or the plan moves no due date. */
    receivableIds: z.array(Id).optional().describe('The invoices of the plan.'),
    instalments: z
      .array(
        z.strictObject({
          dueOn: Day.describe('The day it is due.'),
          amountMinor: AmountMinor.min(1).describe('What is due, in the invoices’ currency.'),
        }),
      )
      .optional()
      .describe('How the plan is paid.'),
  }),
  z.strictObject({
    kind: kindOf('rescheduling_broken'),
    ...ofDebtor,
    reference: z.string().min(1).describe('Names the plan.'),
  }),
  /** A condition of a limit that evidence shows to be met. */
  z.strictObject({
    kind: kindOf('condition_met'),
    ...ofDebtor,
    coverId: z.string().min(1).describe('The cover.'),
    conditionCode: z.string().min(1).describe('The insurer’s code of the condition.'),
    evidenceSha256: z.string().length(64).describe('Of the document that shows it.'),
  }),
  /** A circumstance that was recorded by mistake, named by the hash of its canonical text. */
  z.strictObject({
    kind: kindOf('taken_back'),
    ...ofDebtor,
    circumstanceSha256: z.string().length(64).describe('The circumstance.'),
    reason: z.string().min(1).describe('Why it never was.'),
  }),
]);
export type Circumstance = z.infer<typeof Circumstance>;
