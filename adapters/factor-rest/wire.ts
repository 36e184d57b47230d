import { z } from 'zod';

/**
 * What goes to `POST /v1/schedules`. Amounts are decimal text, days are ISO; nothing is left out.
 */
export type ScheduleBody = {
  reference: string;
  asOf: string;
  mode: 'sale' | 'pledge';
  currency: string;
  agreement: { reference: string; signedOn: string; recourse: boolean };
  seller: WireParty;
  assignee: WireParty;
  lines: WireLine[];
  totals: WireTotals;
};

export type WireParty = {
  id: string;
  name: string;
  address: string | null;
  country: string | null;
  identifiers: { scheme: string; value: string }[];
};

/** A credit note names the invoice it lowers; invoices and their instalments name none. */
export type WireLine = {
  lineNumber: number;
  kind: 'invoice' | 'credit_note';
  creditsNumber: string | null;
  number: string;
  instalment: number;
  debtor: WireParty;
  issuedOn: string;
  dueOn: string;
  currency: string;
  faceAmount: string;
  openAmount: string;
  /** What of it is assigned, in the schedule's currency at our rate. */
  assignedAmount: string;
  fundedAmount: string;
  advanceAmount: string;
};

export type WireTotals = {
  count: number;
  perCurrency: { currency: string; count: number; faceAmount: string; openAmount: string }[];
  fundedAmount: string;
  advanceAmount: string;
};

/** What goes to `POST /v1/schedules/{scheduleId}/cancellation`. */
export type CancellationBody = { reference: string; agreementReference: string; reason: string };

/** What goes to `POST /v1/credit-notes`; each line names the invoice by our schedule and line. */
export type CreditsBody = {
  reference: string;
  asOf: string;
  currency: string;
  agreement: { reference: string; signedOn: string };
  seller: WireParty;
  assignee: WireParty;
  lines: WireCredit[];
  totals: { count: number; perCurrency: { currency: string; count: number; amount: string }[] };
};

export type WireCredit = {
  lineNumber: number;
  number: string;
  credits: { scheduleReference: string; lineNumber: number; invoiceNumber: string };
  debtor: WireParty;
  issuedOn: string;
  currency: string;
  amount: string;
};

export const ScheduleReceipt = z.object({
  scheduleId: z.string().min(1),
  reference: z.string().min(1),
  status: z.string(),
});

export const ScheduleList = z.object({ schedules: z.array(ScheduleReceipt) });

export const CancellationReceipt = z.object({
  cancellationId: z.string().min(1),
  reference: z.string().min(1),
  status: z.string(),
});

export const CancellationList = z.object({ cancellations: z.array(CancellationReceipt) });

export const CreditsReceipt = z.object({
  creditScheduleId: z.string().min(1),
  reference: z.string().min(1),
  status: z.string(),
});

export const CreditsList = z.object({ creditNotes: z.array(CreditsReceipt) });

/** Words we do not know stay text here; the mapping decides what they are allowed to mean. */
export const ScheduleAnswer = z.object({
  scheduleId: z.string().min(1),
  reference: z.string().min(1),
  status: z.string(),
  lines: z.array(
    z.object({
      lineNumber: z.int(),
      status: z.string(),
      amount: z.string().nullish(),
      currency: z.string().nullish(),
      code: z.string().nullish(),
      message: z.string().nullish(),
    }),
  ),
  cancellation: z.object({ status: z.string(), message: z.string().nullish() }).nullish(),
});
export type ScheduleAnswer = z.infer<typeof ScheduleAnswer>;

/** One movement as the factor tells it; what it means is the mapping's to say. */
export const WireMovement = z.object({
  id: z.string().min(1),
  kind: z.string(),
  bookedOn: z.string(),
  valueOn: z.string(),
  amount: z.string(),
  currency: z.string(),
  reversal: z.boolean(),
  scheduleReference: z.string().nullish(),
  lineNumber: z.int().nullish(),
  invoiceNumber: z.string().nullish(),
  debtorId: z.string().nullish(),
  text: z.string().nullish(),
});
export type WireMovement = z.infer<typeof WireMovement>;

export const WirePage = z.object({
  movements: z.array(WireMovement).max(1_000),
  next: z.string().min(1),
  hasMore: z.boolean(),
});

/** RFC 9457. */
export const Problem = z.object({
  type: z.string(),
  title: z.string().optional(),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The pushed message: a hint only, the answer itself is read. */
export const Hint = z.object({ type: z.string(), reference: z.string().min(1) });
