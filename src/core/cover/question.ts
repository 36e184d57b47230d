import type { Day } from '../calendar.ts';
import type { Debtor } from '../debtor.ts';
import type { Id } from '../ids.ts';
import type { AmountMinor, Currency, Rounding } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { Circumstance } from './circumstance.ts';
import type { CoverDecision } from './limit.ts';

/** A part of an invoice that a policy may leave out. */
export type CoveredPart = {
  part: PolicyTerms['indemnity']['excludes'][number];
  amountMinor: AmountMinor;
};

/** What was open of an invoice from a day on. */
export type OpenFact = { on: Day; openMinor: AmountMinor; disputedMinor: AmountMinor };

/** An invoice as its cover is judged; amounts are in the question's currency. */
export type CoveredInvoice = {
  receivableId: Id;
  number: string;
  sellerId: string;
  issuedOn: Day;
  /** Absent: the issue day. */
  deliveredOn?: Day;
  /** The original due day. */
  dueOn: Day;
  parts?: readonly CoveredPart[];
  /** By day, the last of a day counts. What was paid stays here: an old default may have stopped cover. */
  history: readonly OpenFact[];
};

/** All that one debtor's cover under one policy depends on, as known at an instant. */
export type CoverQuestion = {
  /** Of one policy, in any order. */
  versions: readonly PolicyTerms[];
  /** The debtor's under that policy, in the order they were recorded. */
  decisions: readonly CoverDecision[];
  /** The debtor's; those of other policies are left out. */
  circumstances: readonly Circumstance[];
  debtor: Pick<Debtor, 'id' | 'country' | 'kind' | 'relation'>;
  invoices: readonly CoveredInvoice[];
  /** What all amounts of invoices, and of the answer, are in. */
  currency: Currency;
  convert: (amount: AmountMinor, from: Currency, rounding: Rounding) => AmountMinor;
};
