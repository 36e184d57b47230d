import { z } from 'zod';

/** What goes to `POST /v1/schedules`. Amounts are decimal text, days are ISO; nothing is left out. */
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
  fundedAmount: string;
  advanceAmount: string;
};

export type WireTotals = {
  count: number;
  perCurrency: { currency: string; count: number; faceAmount: string; openAmount: string }[];
  fundedAmount: string;
  advanceAmount: string;
};

export const ScheduleReceipt = z.object({
  scheduleId: z.string().min(1),
  reference: z.string().min(1),
  status: z.string(),
});

export const ScheduleList = z.object({ schedules: z.array(ScheduleReceipt) });

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
});
export type ScheduleAnswer = z.infer<typeof ScheduleAnswer>;

/** RFC 9457. */
export const Problem = z.object({
  type: z.string(),
  title: z.string().optional(),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The pushed message: a hint only, the answer itself is read. */
export const Hint = z.object({ type: z.string(), reference: z.string().min(1) });
