import { z } from 'zod';
import { CreditNotes, Schedule } from './messages.ts';

const LineDecision = z.strictObject({
  lineNumber: z.int(),
  status: z.enum(['funded', 'declined']),
  amount: z.string().optional(),
  currency: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});
export type LineDecision = z.infer<typeof LineDecision>;

const received = { key: z.string(), bodyHash: z.string(), receivedAt: z.iso.datetime() };

const Taken = z.strictObject({
  entry: z.literal('schedule'),
  scheduleId: z.string(),
  ...received,
  body: Schedule,
  decisions: z.array(LineDecision),
});
export type Taken = z.infer<typeof Taken>;

const Cancellation = z.strictObject({
  entry: z.literal('cancellation'),
  cancellationId: z.string(),
  scheduleId: z.string(),
  ...received,
  reference: z.string(),
  accepted: z.boolean(),
});
export type Cancellation = z.infer<typeof Cancellation>;

const CreditsTaken = z.strictObject({
  entry: z.literal('credits'),
  creditScheduleId: z.string(),
  ...received,
  body: CreditNotes,
});
export type CreditsTaken = z.infer<typeof CreditsTaken>;

export const kinds = [
  'advance',
  'collection',
  'turnover',
  'reserve_release',
  'seller_payment',
  'service_fee',
  'fee_tax',
  'interest',
  'misdirected_fee',
  'dilution',
  'dispute',
  'dispute_ended',
  'approval_withdrawn',
  'approval_restored',
  'recourse_demand',
  'reassignment',
  'write_off',
] as const;
export type Kind = (typeof kinds)[number];

const DayText = z.iso.date();

/** `cause` is what it is booked for: never twice for the same. */
export const Movement = z.strictObject({
  entry: z.literal('movement'),
  id: z.string(),
  cause: z.string(),
  agreement: z.string(),
  kind: z.enum(kinds),
  bookedOn: DayText,
  valueOn: DayText,
  amount: z.string(),
  currency: z.string(),
  reversal: z.boolean(),
  scheduleReference: z.string().nullable(),
  lineNumber: z.int().nullable(),
  invoiceNumber: z.string().nullable(),
  debtorId: z.string().nullable(),
  text: z.string(),
});
export type Movement = z.infer<typeof Movement>;

const Answered = z.strictObject({
  entry: z.literal('answered'),
  scheduleId: z.string(),
  on: DayText,
});
/** A movement told once more, as it was or with another amount; its books stay as they are. */
const Echo = z.strictObject({ entry: z.literal('echo'), id: z.string(), amount: z.string() });
const Clock = z.strictObject({ entry: z.literal('clock'), addDays: z.int().min(0) });

export const Entry = z.discriminatedUnion('entry', [
  Taken,
  Cancellation,
  CreditsTaken,
  Movement,
  Answered,
  Echo,
  Clock,
]);
export type Entry = z.infer<typeof Entry>;
