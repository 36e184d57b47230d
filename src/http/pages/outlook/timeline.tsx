import type { FC } from 'hono/jsx';
import { cashKinds } from '../../../core/outlook/cash.ts';
import type { TimelineRow } from '../../../core/outlook/timeline.ts';
import { word } from '../../../core/wording/word.ts';
import type { Books, CashOutlook } from '../../../store/outlook.ts';
import { Empty } from '../layout.tsx';
import type { View } from '../view.ts';
import { itemsHref, type Query } from './query.ts';

/** Cash by day and currency; every amount opens what is in it. */
export const TimelinePanel: FC<{
  view: View;
  cash: CashOutlook;
  query: Query;
  pools: Books['pools'];
}> = function TimelinePanel({ view, cash, query, pools }) {
  const { text, format } = view;
  const { outlook } = text;
  const calendars = pools.flatMap(({ facility }) => facility.calendars);
  const names = [...new Set(calendars.map(({ name }) => name))].join(', ');
  const { rows, functionalMinor } = cash.timeline;
  return (
    <section class="panel" aria-labelledby="cash-title">
      <header>
        <h2 id="cash-title">{outlook.cashTitle}</h2>
      </header>
      <div class="body padded">
        <p class="muted">
          {`${outlook.cashLead(format.day(cash.through))} ${
            names === '' ? outlook.everyDay : outlook.calendar(names)
          }`}
          {functionalMinor === undefined ? ` ${outlook.rateMissing}` : ''}
        </p>
        <form class="fields" method="get" action="/outlook">
          <label>
            {outlook.daysAhead}
            <input
              type="number"
              name="days"
              min="1"
              max="366"
              value={String(query.days)}
              required
            />
          </label>
          <button type="submit">{outlook.show}</button>
        </form>
      </div>
      {rows.length === 0 ? (
        <Empty title={outlook.quiet} hint={outlook.quietHint} />
      ) : (
        <Timeline view={view} cash={cash} days={query.days} />
      )}
    </section>
  );
};

const Timeline: FC<{ view: View; cash: CashOutlook; days: number }> = function Timeline({
  view,
  cash,
  days,
}) {
  const { text, format, locale } = view;
  const { outlook } = text;
  const { rows, totals, functionalMinor } = cash.timeline;
  const kinds = cashKinds.filter((kind) =>
    rows.some(({ cells }) => cells.some((cell) => cell.kind === kind)),
  );
  const inOwn = outlook.functional(cash.functionalCurrency);
  const last = [outlook.total, outlook.running, inOwn];
  const amount = (minor: number | undefined, currency: string) =>
    minor === undefined ? text.none : format.amount(minor, currency);
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{outlook.day}</th>
            <th scope="col">{outlook.currency}</th>
            {kinds.map((kind) => (
              <th scope="col" class="num">
                {word(locale, `cash.${kind}`)}
              </th>
            ))}
            {last.map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row" data-head={outlook.day}>
                {format.day(row.day)}
              </th>
              <td data-head={outlook.currency}>{row.currency}</td>
              {kinds.map((kind) => (
                <td class="num" data-head={word(locale, `cash.${kind}`)}>
                  <CellOf view={view} row={row} kind={kind} days={days} />
                </td>
              ))}
              <td class="num" data-head={outlook.total}>
                <b>{format.amount(row.amountMinor, row.currency)}</b>
              </td>
              <td class="num" data-head={outlook.running}>
                {format.amount(row.runningMinor, row.currency)}
              </td>
              <td class="num" data-head={inOwn}>
                {amount(row.functionalMinor, cash.functionalCurrency)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {totals.map((total) => (
            <tr>
              <th scope="row" data-head={outlook.day}>
                <b>{outlook.total}</b>
              </th>
              <td data-head={outlook.currency}>{total.currency}</td>
              {kinds.map(() => (
                <td />
              ))}
              <td class="num" data-head={outlook.total}>
                <b>{format.amount(total.amountMinor, total.currency)}</b>
              </td>
              <td />
              <td class="num" data-head={inOwn}>
                {amount(total.functionalMinor, cash.functionalCurrency)}
              </td>
            </tr>
          ))}
          {totals.length > 1 && functionalMinor !== undefined ? (
            <tr>
              <th scope="row" data-head={outlook.day}>
                <b>{outlook.total}</b>
              </th>
              <td data-head={outlook.currency}>{cash.functionalCurrency}</td>
              {[...kinds, 'total', 'running'].map(() => (
                <td />
              ))}
              <td class="num" data-head={inOwn}>
                <b>{format.amount(functionalMinor, cash.functionalCurrency)}</b>
              </td>
            </tr>
          ) : null}
        </tfoot>
      </table>
    </div>
  );
};

const CellOf: FC<{
  view: View;
  row: TimelineRow;
  kind: (typeof cashKinds)[number];
  days: number;
}> = function CellOf({ view, row, kind, days }) {
  const cell = row.cells.find((one) => one.kind === kind);
  if (!cell) return <span class="muted">{view.text.none}</span>;
  const { day, currency } = row;
  return (
    <a href={itemsHref({ days, day, currency, kind })}>
      {view.format.amount(cell.amountMinor, currency)}
    </a>
  );
};
