import { z } from 'zod';
import { Span } from './span.ts';

/** What has to be done, or what happens by itself, by a day. */
export const DutyKind = z.enum([
  'end_of_extension',
  'stop_of_cover',
  'overdue_notice',
  'adverse_information',
  'insolvency_notice',
  'collection_handover',
  'waiting_period',
  'claim_filing',
  'claim_payment',
  'document_request',
  'declaration',
  'limit_expiry',
  'layer_expiry',
  'discretionary_expiry',
  'registry_renewal',
]);
export type DutyKind = z.infer<typeof DutyKind>;

/** From which day a duty is counted. Those of an invoice run from its original due date. */
export const DutyTrigger = z.enum([
  'issue',
  'delivery',
  'original_due',
  'end_of_extension',
  'knowledge',
  'insolvency',
  'notice_received',
  'date_of_loss',
  'claim_complete',
  'request_received',
  'period_end',
  'decision',
  'expiry',
  'registration',
]);
export type DutyTrigger = z.infer<typeof DutyTrigger>;

/** What is lost when a duty is missed. */
export const Consequence = z.enum([
  'cover_lost',
  'cover_stops',
  'claim_refused',
  'indemnity_reduced',
  'premium_estimated',
  'limit_ends',
  'priority_lost',
  'none',
]);
export type Consequence = z.infer<typeof Consequence>;

/** A deadline as a policy words it: a rule, never a number in code. */
export const DutyRule = z.strictObject({
  id: z.string().min(1).describe('Names the rule within the policy.'),
  duty: DutyKind.describe('What it is about.'),
  trigger: DutyTrigger.describe('The day it is counted from.'),
  offset: Span.describe('How long after the trigger its last day is; zero: the day itself.'),
  calendar: z
    .string()
    .min(1)
    .describe('The settlement calendar whose working days the earlier "do it by" day keeps to.'),
  timeZone: z.string().min(1).describe('IANA zone in which its last day ends.'),
  consequence: Consequence.describe('What is lost when it is missed.'),
  isForecast: z
    .boolean()
    .describe('True where nobody has to act: the day is shown, and is no deadline.'),
  leadWorkingDays: z
    .int()
    .min(0)
    .max(60)
    .describe('How many working days before its last day it should be done.'),
  soonDays: z.int().min(0).max(365).describe('Calendar days before its last day it is due soon.'),
  minimumMinor: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Below this overdue amount of a debtor the duty does not arise; absent: it always does.',
    ),
  clause: z.string().min(1).optional().describe('The policy’s own clause.'),
});
export type DutyRule = z.infer<typeof DutyRule>;
