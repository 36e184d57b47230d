import { z } from 'zod';
import type { Day } from '../calendar.ts';
import { Id } from '../ids.ts';
import { AmountMinor, Currency, sumMinor } from '../money.ts';

const Named = z.strictObject({ statementId: Id, fileName: z.string() });

/** Where one statement of an account ends with another balance than the next one begins with. */
export const StatementBreak = z.strictObject({
  currency: Currency,
  before: Named.describe('The statement that closes.'),
  after: Named.describe('The next one of the facility, by the days of its bookings.'),
  closingMinor: AmountMinor,
  openingMinor: AmountMinor,
  differenceMinor: AmountMinor.describe('The opening above the closing: what is missing between.'),
});
export type StatementBreak = z.infer<typeof StatementBreak>;

/** A statement as far as it is chained; without bookings it is of the day on which it was taken. */
export type ChainedStatement = {
  statementId: Id;
  fileName: string;
  firstOn: Day;
  lastOn: Day;
  balances: readonly {
    currency: Currency;
    openingMinor?: AmountMinor | undefined;
    closingMinor?: AmountMinor | undefined;
  }[];
};

/**
 * Every break between statements of one facility, which come in the order in which they were taken: the
 * closing of each, in each currency, against the opening of the next that states one.
 */
export function breaksOf(statements: readonly ChainedStatement[]): StatementBreak[] {
  const ordered = statements.toSorted(
    (left, right) => compare(left.lastOn, right.lastOn) || compare(left.firstOn, right.firstOn),
  );
  const closed = new Map<Currency, { statement: ChainedStatement; closingMinor: AmountMinor }>();
  const found: StatementBreak[] = [];
  for (const statement of ordered) {
    for (const { currency, openingMinor, closingMinor } of statement.balances) {
      const last = closed.get(currency);
      if (last && openingMinor !== undefined && openingMinor !== last.closingMinor) {
        found.push({
          currency,
          before: namesOf(last.statement),
          after: namesOf(statement),
          closingMinor: last.closingMinor,
          openingMinor,
          differenceMinor: sumMinor([openingMinor, -last.closingMinor]),
        });
      }
      if (closingMinor !== undefined) closed.set(currency, { statement, closingMinor });
    }
  }
  return found;
}

function namesOf({ statementId, fileName }: ChainedStatement) {
  return { statementId, fileName };
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
