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
  /** What counts as borrowing base, and the cash expected for it. */
  fundedMinor: AmountMinor.min(0),
  advanceMinor: AmountMinor.min(0),
});
export type RequestLine = z.infer<typeof RequestLine>;

export const CurrencyTotal = z.strictObject({
  currency: Currency,
  count: z.int().min(0),
  faceMinor: AmountMinor,
  openMinor: AmountMinor,
});
export type CurrencyTotal = z.infer<typeof CurrencyTotal>;

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
  facility: z.strictObject({
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
  }),
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
});
export type CanonicalRequest = z.infer<typeof CanonicalRequest>;
