import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Detail } from '../detail.ts';
import { Id } from '../ids.ts';
import { AmountMinor } from '../money.ts';
import { measures } from './figures.ts';

/** Who says something beside us; `ours` is folded from the facts that were recorded. */
export const columns = ['funder', 'agreement', 'books', 'bank', 'ledger'] as const;

/** Why two columns differ. There is no rounding among them: a cent has a reason too. */
export const differenceCodes = [
  /** Paid, and not on the bank's statement yet; or on it and not yet paid by what we know. */
  'in_transit',
  /** The funder told it, it does not fit, and a person has to decide. */
  'questioned',
  /** A person has put it aside. */
  'dismissed',
  /** Recorded with us and not told by the funder. */
  'not_told',
  /** Posted on a later day, because the month of its own day is closed. */
  'posted_later',
  /** Recorded, and not posted as it should be. */
  'not_in_books',
  /** The funder charged another amount than the agreement gives. */
  'charge_differs',
  /** The firm's general ledger has another balance. */
  'ledger_differs',
] as const;

export const Difference = z.strictObject({
  code: z.enum(differenceCodes).describe('Why.'),
  column: z.enum(columns).describe('Which side differs.'),
  measure: z.enum(measures).describe('Of what.'),
  amountMinor: AmountMinor.describe(
    'By how much that side is above: the funder, the books and the bank above our record; the agreement above what was charged; the general ledger above the books.',
  ),
  receivableId: Id.optional().describe('Of which receivable; absent: of the account as a whole.'),
  movementId: Id.optional().describe('The movement, where one is behind it.'),
  name: z.string().optional().describe('The funder’s own name of it, or our reference.'),
  on: Day.optional().describe('Since when.'),
  detail: Detail.optional().describe('Why it is questioned.'),
});
export type Difference = z.infer<typeof Difference>;

/** A difference of the receivable that is being compared. */
export type Found = Omit<Difference, 'receivableId'>;
