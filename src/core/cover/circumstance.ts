import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';

const ofDebtor = {
  policyId: z.string().min(1).optional().describe('Absent: under every policy.'),
  debtorId: z.string().min(1),
  on: Day.describe('The day it happened.'),
  knownOn: Day.describe('The day the insured came to know of it.'),
};

/**
 * What happened to a debtor or an invoice that cover, clocks and claims depend on, besides the ledger
 * and the insurer's limits. Appended, never changed; what took one back is a circumstance of its own.
 */
export const Circumstance = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('insolvency'), ...ofDebtor, court: z.string().optional() }),
  z.strictObject({ kind: z.literal('adverse_information'), ...ofDebtor, what: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('collection_handover'),
    ...ofDebtor,
    agency: z.string().min(1),
  }),
  z.strictObject({ kind: z.literal('insurer_stop'), ...ofDebtor, rawCode: z.string() }),
  z.strictObject({ kind: z.literal('insurer_reinstatement'), ...ofDebtor, rawCode: z.string() }),
  z.strictObject({
    kind: z.literal('discretionary_limit'),
    ...ofDebtor,
    basis: z.enum(['experience', 'report', 'agency']),
    amountMinor: AmountMinor.min(1),
    currency: Currency,
    evidenceSha256: z.string().length(64).optional(),
    validTo: Day,
  }),
  /** A dunning step, evidence that a policy asks for before a notice or a claim. */
  z.strictObject({
    kind: z.literal('dunning'),
    ...ofDebtor,
    step: z.enum(['call', 'letter', 'formal_demand', 'agency', 'legal']),
    receivableIds: z.array(Id),
    note: z.string(),
  }),
  /** The insurer's decision on a later due date of an invoice; nothing else moves its clock. */
  z.strictObject({
    kind: z.literal('extension_agreed'),
    ...ofDebtor,
    receivableId: Id,
    dueOn: Day,
    rawCode: z.string(),
  }),
  /** A payment plan the insurer has agreed to; broken, the original clock counts again. */
  z.strictObject({
    kind: z.literal('rescheduling_agreed'),
    ...ofDebtor,
    reference: z.string().min(1),
    rawCode: z.string(),
  }),
  z.strictObject({
    kind: z.literal('rescheduling_broken'),
    ...ofDebtor,
    reference: z.string().min(1),
  }),
  /** A condition of a limit that evidence shows to be met. */
  z.strictObject({
    kind: z.literal('condition_met'),
    ...ofDebtor,
    coverId: z.string().min(1),
    conditionCode: z.string().min(1),
    evidenceSha256: z.string().length(64),
  }),
]);
export type Circumstance = z.infer<typeof Circumstance>;
