import type { FC } from 'hono/jsx';
import { type Measure, measures, type Stated } from '../../../core/reconciliation/figures.ts';
import { word } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';

export type Sides = { ours: Stated; funder: Stated; books: Stated; bank: Stated; ledger: Stated };

const names = ['funder', 'books', 'bank', 'ledger'] as const;

/** Each measure with what every side states; what differs from our record says by how much. */
export const SidesTable: FC<{ view: View; sides: Sides; currency: string }> = function SidesTable({
  view,
  sides,
  currency,
}) {
  const { text, locale } = view;
  const { reconciliation } = text;
  const shown = names.filter((name) => name !== 'ledger' || sides.ledger.open !== undefined);
  const lines = measures.filter((measure) =>
    [sides.ours, ...shown.map((name) => sides[name])].some((one) => (one[measure] ?? 0) !== 0),
  );
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{reconciliation.measure}</th>
            <th scope="col" class="num">
              {`${reconciliation.ours} (${currency})`}
            </th>
            {shown.map((name) => (
              <th scope="col" class="num">
                {reconciliation[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((measure) => (
            <tr>
              <th scope="row" data-head={reconciliation.measure}>
                {word(locale, `measure.${measure}`)}
              </th>
              <td class="num" data-head={reconciliation.ours}>
                {view.format.amount(sides.ours[measure] ?? 0, currency)}
              </td>
              {shown.map((name) => (
                <Cell
                  view={view}
                  head={reconciliation[name]}
                  stated={sides[name][measure]}
                  against={againstOf(sides, name, measure)}
                  currency={currency}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** The general ledger is held against the books, everybody else against our record. */
function againstOf(sides: Sides, name: (typeof names)[number], measure: Measure): number {
  const side = name === 'ledger' ? sides.books : sides.ours;
  return side[measure] ?? 0;
}

const Cell: FC<{
  view: View;
  head: string;
  stated: number | undefined;
  against: number;
  currency: string;
}> = function Cell({ view, head, stated, against, currency }) {
  const { text, format } = view;
  if (stated === undefined) {
    return (
      <td class="num muted" data-head={head}>
        <span aria-hidden="true">{text.none}</span>
        <span class="hidden">{text.reconciliation.silent}</span>
      </td>
    );
  }
  const off = stated - against;
  return (
    <td class="num" data-head={head}>
      <span>
        {format.amount(stated, currency)}
        {off === 0 ? null : (
          <>
            <br />
            <span class="chip cut">{text.reconciliation.isOff(format.amount(off, currency))}</span>
          </>
        )}
      </span>
    </td>
  );
};
