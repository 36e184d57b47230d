import type { FC } from 'hono/jsx';
import { mulDiv } from '../../../core/money.ts';
import type { View } from '../view.ts';
import { raisePath } from './address.ts';
import { currencyOf, LINES, nameOf, pagesOf, type Raise, type Row } from './model.ts';

/** The receivables of the way that is looked at, a page at a time. */
export const Lines: FC<{ view: View; raise: Raise }> = function Lines({ view, raise }) {
  const { raise: text } = view.text;
  const currencies = new Set(raise.filling.map(({ facilityId }) => currencyOf(raise, facilityId)));
  const [first = ''] = currencies;
  const shared = currencies.size === 1 ? first : '';
  const { receivables, lines } = raise.chosen.alternative;
  if (lines.length === 0) return null;
  return (
    <section class="panel" id="lines" aria-labelledby="lines-title">
      <header>
        <h2 id="lines-title">{text.linesTitle}</h2>
        <span class="muted">{view.format.integer(receivables)}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{text.invoice}</th>
              <th scope="col">{text.debtor}</th>
              <th scope="col">{text.facility}</th>
              <th scope="col" class="num">
                {text.funded(shared)}
              </th>
              <th scope="col" class="num">
                {text.advance(shared)}
              </th>
              <th scope="col" class="num">
                {text.lineCost(shared)}
              </th>
              <th scope="col" class="num">
                {text.bp}
              </th>
            </tr>
          </thead>
          <tbody>
            {raise.rows.map((row) => (
              <LineRow view={view} raise={raise} row={row} shared={shared} />
            ))}
          </tbody>
        </table>
      </div>
      <Pages view={view} raise={raise} />
    </section>
  );
};

const LineRow: FC<{ view: View; raise: Raise; row: Row; shared: string }> = function LineRow({
  view,
  raise,
  row,
  shared,
}) {
  const { text, format } = view;
  const { receivableId, facilityId, fundedMinor, advanceMinor, costMinor, item } = row;
  const currency = currencyOf(raise, facilityId);
  const amount = (minor: number) =>
    `${format.amount(minor, currency)}${shared === '' ? ` ${currency}` : ''}`;
  return (
    <tr>
      <td data-head={text.raise.invoice}>
        <a href={`/receivables/${receivableId}`}>{item?.receivable.key.number ?? receivableId}</a>
      </td>
      <td data-head={text.raise.debtor}>{item?.debtorName ?? text.none}</td>
      <td data-head={text.raise.facility}>{nameOf(raise, facilityId)}</td>
      <td class="num" data-head={text.raise.funded(shared)}>
        {amount(fundedMinor)}
      </td>
      <td class="num" data-head={text.raise.advance(shared)}>
        {amount(advanceMinor)}
      </td>
      <td class="num" data-head={text.raise.lineCost(shared)}>
        {amount(costMinor)}
      </td>
      <td class="num" data-head={text.raise.bp}>
        {advanceMinor > 0
          ? format.integer(mulDiv(costMinor, 10_000, advanceMinor, 'halfUp'))
          : text.none}
      </td>
    </tr>
  );
};

const Pages: FC<{ view: View; raise: Raise }> = function Pages({ view, raise }) {
  const { raise: text } = view.text;
  const { wanted, name, page, chosen } = raise;
  const last = pagesOf(chosen);
  if (last === 1) return null;
  const total = chosen.alternative.lines.length;
  const href = (to: number) => `${raisePath(wanted, { way: name, page: to })}#lines`;
  return (
    <nav class="pager" aria-label={text.pages}>
      {page > 1 ? (
        <a class="button" href={href(page - 1)}>
          {text.previous}
        </a>
      ) : (
        <span></span>
      )}
      <span class="muted">
        {text.range((page - 1) * LINES + 1, Math.min(page * LINES, total), total)}
      </span>
      {page < last ? (
        <a class="button" href={href(page + 1)}>
          {text.next}
        </a>
      ) : (
        <span></span>
      )}
    </nav>
  );
};
