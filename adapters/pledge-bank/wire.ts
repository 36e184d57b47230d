import { z } from 'zod';

/**
 * What goes to `POST /v1/drawdowns`. Amounts are decimal text, days are ISO; nothing is left out.
 */
export type DrawdownBody = {
  reference: string;
  asOf: string;
  currency: string;
  agreement: { reference: string; signedOn: string };
  borrower: WireParty;
  lender: WireParty;
  drawAmount: string;
  borrowingBase: WireBase;
  pledged: WirePledged[];
  totals: WireTotals;
};

/** gross − Σ deductions = pool; pool − holdback − reserves − over limit − used = available. */
export type WireBase = {
  certificateHash: string;
  gross: string;
  deductions: { rule: string; amount: string }[];
  pool: string;
  holdback: string;
  reserves: string;
  overLimit: string;
  used: string;
  available: string;
};

export type WireParty = {
  id: string;
  name: string;
  address: string | null;
  country: string | null;
  identifiers: { scheme: string; value: string }[];
};

/** Face and open are in the receivable's currency, the others in the line's. */
export type WirePledged = {
  lineNumber: number;
  number: string;
  instalment: number;
  debtor: WireParty;
  issuedOn: string;
  dueOn: string;
  currency: string;
  faceAmount: string;
  openAmount: string;
  pledgedAmount: string;
  countedAmount: string;
  drawAmount: string;
};

export type WireTotals = {
  count: number;
  perCurrency: { currency: string; count: number; faceAmount: string; openAmount: string }[];
  pledgedAmount: string;
  countedAmount: string;
  drawAmount: string;
};

/** What goes to `POST /v1/drawdowns/{drawdownId}/cancellation`. */
export type CancellationBody = { reference: string; agreementReference: string; reason: string };

export const Receipt = z.object({
  id: z.string().min(1),
  reference: z.string().min(1),
  status: z.string(),
});

export const ReceiptList = z.object({ found: z.array(Receipt) });

/** Words we do not know stay text here; the mapping decides what they are allowed to mean. */
export const DrawdownAnswer = z.object({
  id: z.string().min(1),
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
export type DrawdownAnswer = z.infer<typeof DrawdownAnswer>;

/** One booking of the loan account; what it means is the mapping's to say. */
export const WireBooking = z.object({
  id: z.string().min(1),
  type: z.string(),
  bookedOn: z.string(),
  valueOn: z.string(),
  amount: z.string(),
  currency: z.string(),
  isReversal: z.boolean(),
  reference: z.string().nullish(),
  lineNumber: z.int().nullish(),
  invoiceNumber: z.string().nullish(),
  debtorId: z.string().nullish(),
  text: z.string().nullish(),
});
export type WireBooking = z.infer<typeof WireBooking>;

export const BookingPage = z.object({
  bookings: z.array(WireBooking).max(1_000),
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
