import { type AmountMinor, sumMinor } from '../money.ts';
import type { Difference } from './difference.ts';
import { type Figures, noFigures, sumOf } from './figures.ts';

/** What a pledge's line comes to over all its receivables, those that ended too. */
export type PledgeLine = {
  drawnMinor: AmountMinor;
  repaidMinor: AmountMinor;
  /** Drawn less repaid, and the sum over the receivables. */
  outstandingMinor: AmountMinor;
  interestMinor: AmountMinor;
  feesMinor: AmountMinor;
  feeTaxMinor: AmountMinor;
  collectedMinor: AmountMinor;
  /** What of the charges has been paid, by the bank's entries. */
  chargesPaidMinor: AmountMinor;
  /** Outstanding and what was charged and is not paid: what is owed to the funder by the facts. */
  owedMinor: AmountMinor;
  /** What the books carry as borrowed. */
  booksMinor: AmountMinor;
  differenceMinor: AmountMinor;
};

/** `receivables`: what was recorded of each; `booksMinor`: the borrowings of the facility, as owed. */
export function pledgeOf(
  receivables: Iterable<Figures>,
  { booksMinor, chargesPaidMinor }: { booksMinor: AmountMinor; chargesPaidMinor: AmountMinor },
): PledgeLine {
  const sums = { ...noFigures(), ...sumOf(receivables) };
  const drawnMinor = sums.advance;
  const repaidMinor = sumMinor([-sums.rebate]);
  const outstandingMinor = sumMinor([drawnMinor, -repaidMinor]);
  const chargedMinor = sumMinor([sums.interest, sums.fees, sums.feeTax]);
  const owedMinor = sumMinor([outstandingMinor, chargedMinor, -chargesPaidMinor]);
  return {
    drawnMinor,
    repaidMinor,
    outstandingMinor,
    interestMinor: sums.interest,
    feesMinor: sums.fees,
    feeTaxMinor: sums.feeTax,
    collectedMinor: sums.collected,
    chargesPaidMinor,
    owedMinor,
    booksMinor,
    differenceMinor: sumMinor([booksMinor, -owedMinor]),
  };
}

export function pledgeFound({ differenceMinor }: PledgeLine): Difference[] {
  if (differenceMinor === 0) return [];
  const own = { column: 'books', measure: 'advance', amountMinor: differenceMinor } as const;
  return [{ code: 'not_in_books', ...own }];
}
