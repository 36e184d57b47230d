import type { FC } from 'hono/jsx';
import type { AgedCell } from '../../../core/ageing/ageing.ts';
import { columnsOf } from '../../../core/ageing/column.ts';
import { type Currency, mulDiv } from '../../../core/money.ts';
import { wordColumn } from '../../../core/wording/aged.ts';
import type { AgeingQuestion } from '../../../store/ageing.ts';
import type { View } from '../view.ts';
import { type CellQuery, cellPath } from './query.ts';

/** The head of every table of an ageing: a column for each slab, their sum, and what is in dispute. */
export const AgedHead: FC<{ view: View; question: AgeingQuestion; first: string }> =
  function AgedHead({ view, question, first }) {
    return (
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {headsOf(view, question).map((head) => (
            <th scope="col" class="num">
              {head}
            </th>
          ))}
        </tr>
      </thead>
    );
  };

type AgedLine = { cells: readonly AgedCell[]; total: AgedCell };

/** The amounts of a row, each a link to the receivables that add up to it. */
export const AgedCells: FC<{
  view: View;
  question: AgeingQuestion;
  line: AgedLine;
  currency: Currency;
  /** Whose cells they are; without a currency they are of all currencies. */
  of: Pick<CellQuery, 'currency' | 'debtor'>;
  /** Whether each says how much of the row's sum it is. */
  isShared?: boolean;
}> = function AgedCells({ view, question, line, currency, of, isShared = false }) {
  const { text, format } = view;
  const heads = headsOf(view, question);
  const columns = columnsOf(question).map(({ id }) => id);
  const amounts = [...line.cells, line.total].map(({ count, openMinor }, at) => ({
    isThere: count > 0,
    amountMinor: openMinor,
    href: cellPath(question, { ...of, column: columns[at] ?? 'all' }),
  }));
  const { disputedMinor } = line.total;
  const disputed = {
    isThere: disputedMinor !== 0,
    amountMinor: disputedMinor,
    href: cellPath(question, { ...of, column: 'all', disputed: '1' }),
  };
  return (
    <>
      {[...amounts, disputed].map(({ isThere, amountMinor, href }, at) => (
        <td class="num aged" data-head={heads[at]}>
          <span>
            {isThere ? <a href={href}>{format.amount(amountMinor, currency)}</a> : text.none}
            {isThere && isShared && at !== columns.length ? (
              <Share view={view} partMinor={amountMinor} wholeMinor={line.total.openMinor} />
            ) : null}
          </span>
        </td>
      ))}
    </>
  );
};

/** As a number, and as a bar of that length; a credit has none. */
const Share: FC<{ view: View; partMinor: number; wholeMinor: number }> = function Share({
  view,
  partMinor,
  wholeMinor,
}) {
  if (wholeMinor <= 0) return null;
  const shareBp = mulDiv(partMinor, 10_000, wholeMinor, 'halfEven');
  const width = Math.min(Math.max(shareBp, 0), 10_000);
  return (
    <small>
      {view.format.percent(shareBp).replace('-', '−')}
      <svg viewBox="0 0 10000 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="whole" width="10000" height="10" />
        <rect width={width} height="10" />
      </svg>
    </small>
  );
};

function headsOf({ locale, text }: View, question: AgeingQuestion): string[] {
  const columns = columnsOf(question).map((column) => wordColumn(locale, column, question.basis));
  return [...columns, text.ageing.total, text.ageing.disputed];
}
