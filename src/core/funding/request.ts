import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';

/** A legal person as it is printed on documents; identifiers by scheme, e.g. {uscc, vat, lei}. */
export const Party = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  address: z.string().optional(),
  country: z.string().optional(),
  identifiers: z.record(z.string(), z.string()).default({}),
});
export type Party = z.infer<typeof Party>;

/** One receivable of a request. Face and open are in its own currency, the rest in the facility's. */
export const RequestLine = z.strictObject({
  lineNumber: z.int().min(1),
  receivableId: Id,
  fingerprint: z.string().min(1),
  number: z.string().min(1),
  instalment: z.int().min(1),
  debtor: Party,
  issuedOn: Day,
  dueOn: Day,
  currency: Currency,
  faceMinor: AmountMinor.min(1),
  openMinor: AmountMinor.min(0),
  /** What is assigned, at the day's rate; absent where the receivable is in the facility's currency. */
  assignedMinor: AmountMinor.min(0).optional(),
  /** What counts as borrowing base, and the cash expected for it. */
  fundedMinor: AmountMinor.min(0),
  advanceMinor: AmountMinor.min(0),
});
export type RequestLine = z.infer<typeof RequestLine>;

/** The face that goes to the funder, in the facility's currency. */
export function assignedMinorOf(line: RequestLine): AmountMinor {
  return line.assignedMinor ?? line.openMinor;
}

/** A credit note that follows its invoice to the funder that holds it; positive, in its own currency. */
export const CreditLine = z.strictObject({
  lineNumber: z.int().min(1),
  receivableId: Id,
  number: z.string().min(1),
  /** The invoice it lowers, with our request and line by which the funder knows it. */
  credits: z.strictObject({
    receivableId: Id,
    number: z.string().min(1),
    requestNumber: z.string().min(1),
    lineNumber: z.int().min(1),
  }),
  debtor: Party,
  issuedOn: Day,
  currency: Currency,
  amountMinor: AmountMinor.min(1),
});
export type CreditLine = z.infer<typeof CreditLine>;

/** What the borrowing base certificate of a pledge comes to, at the request's day; see `Certificate`. */
export const BorrowingBase = z.strictObject({
  /** SHA-256 of the whole certificate. */
  certificateHash: z.string().length(64),
  grossMinor: AmountMinor,
  deductions: z.array(z.strictObject({ rule: z.string(), amountMinor: AmountMinor })),
  /** gross − Σ deductions = pool; pool − holdback − reserves − over limit − used = available. */
  poolMinor: AmountMinor,
  holdbackMinor: AmountMinor,
  reservesMinor: AmountMinor,
  overLimitMinor: AmountMinor,
  usedMinor: AmountMinor,
  availableMinor: AmountMinor,
});
export type BorrowingBase = z.infer<typeof BorrowingBase>;

export const CurrencyTotal = z.strictObject({
  currency: Currency,
  count: z.int().min(0),
  faceMinor: AmountMinor,
  openMinor: AmountMinor,
});
export type CurrencyTotal = z.infer<typeof CurrencyTotal>;

/** The contract a message to a funder speaks of. */
const RequestFacility = z.strictObject({
  facilityId: z.string(),
  name: z.string(),
  mode: z.enum(['sale', 'pledge']),
  currency: Currency,
  advanceRateBp: z.int(),
  termsHash: z.string().length(64),
  agreement: z.strictObject({
    reference: z.string(),
    signedOn: Day,
    recourse: z.boolean(),
  }),
});

/**
 * What a person approves: frozen at submission, bound by its SHA-256. Documents and wire bytes
 * derive from it alone, so what was approved is what was sent.
 */
export const CanonicalRequest = z.strictObject({
  version: z.literal(1),
  requestId: Id,
  /** Our reference everywhere, e.g. 'FR-2026-0007'. */
  number: z.string().min(1),
  asOf: Day,
  /** SHA-256 of the selection input the plan came from. */
  planInputHash: z.string(),
  facility: RequestFacility,
  seller: Party,
  assignee: Party,
  lines: z.array(RequestLine).min(1),
  totals: z.strictObject({
    count: z.int().min(1),
    perCurrency: z.array(CurrencyTotal).min(1),
    fundedMinor: AmountMinor,
    advanceMinor: AmountMinor,
  }),
  documents: z.array(z.strictObject({ template: z.string(), version: z.string() })),
  /** Of a pledge: what the drawdown stands on. */
  borrowingBase: BorrowingBase.optional(),
});
export type CanonicalRequest = z.infer<typeof CanonicalRequest>;

/** Credit notes told to the funder of their invoices; made from facts, so nobody decides anything. */
export const CreditSchedule = z.strictObject({
  version: z.literal(1),
  /** Our reference everywhere, e.g. 'CS-2026-0003'. */
  number: z.string().min(1),
  asOf: Day,
  facility: RequestFacility,
  seller: Party,
  assignee: Party,
  lines: z.array(CreditLine).min(1),
});
export type CreditSchedule = z.infer<typeof CreditSchedule>;
