import { z } from 'zod';
import { Drawdown } from './messages.ts';

const received = {
  id: z.string(),
  key: z.string(),
  bodyHash: z.string(),
  reference: z.string(),
  receivedAt: z.iso.datetime(),
};

const Taken = z.strictObject({ entry: z.literal('drawdown'), ...received, body: Drawdown });
export type Taken = z.infer<typeof Taken>;

const Cancellation = z.strictObject({
  entry: z.literal('cancellation'),
  ...received,
  drawdownId: z.string(),
  accepted: z.boolean(),
});
export type Cancellation = z.infer<typeof Cancellation>;

const LineDecision = z.strictObject({
  lineNumber: z.int(),
  status: z.enum(['drawn', 'declined']),
  amount: z.string().optional(),
  currency: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});
export type LineDecision = z.infer<typeof LineDecision>;

const Decided = z.strictObject({
  entry: z.literal('decided'),
  drawdownId: z.string(),
  on: z.iso.date(),
  lines: z.array(LineDecision),
});
export type Decided = z.infer<typeof Decided>;

/** `cause` is what it is booked for: never twice for the same. */
export const Booking = z.strictObject({
  entry: z.literal('booking'),
  id: z.string(),
  cause: z.string(),
  agreement: z.string(),
  type: z.enum(['DRAWDOWN', 'REPAYMENT', 'INTEREST', 'FEE', 'COLLECTION']),
  bookedOn: z.iso.date(),
  valueOn: z.iso.date(),
  amount: z.string(),
  currency: z.string(),
  isReversal: z.boolean(),
  reference: z.string().nullable(),
  lineNumber: z.int().nullable(),
  invoiceNumber: z.string().nullable(),
  debtorId: z.string().nullable(),
  text: z.string(),
});
export type Booking = z.infer<typeof Booking>;

/** A booking told once more, as it was or with another amount; the account stays as it is. */
const Echo = z.strictObject({ entry: z.literal('echo'), id: z.string(), amount: z.string() });
const Clock = z.strictObject({ entry: z.literal('clock'), addDays: z.int().min(0) });

export const Entry = z.discriminatedUnion('entry', [
  Taken,
  Cancellation,
  Decided,
  Booking,
  Echo,
  Clock,
]);
export type Entry = z.infer<typeof Entry>;
