import type { FC } from 'hono/jsx';
import type { Row } from '../../../core/reconciliation/reconcile.ts';
import { word } from '../../../core/wording/word.ts';
import { Empty } from '../layout.tsx';
import type { View } from '../view.ts';
import { hrefOf, type Query } from './query.ts';

const perPage = 50;

/** The receivables, those with a difference first to be seen; each opens to its sides. */
export const Rows: FC<{ view: View; rows: readonly Row[]; query: Query; currency: string }> =
  function Rows({ view, rows, query, currency }) {
    const { text, format } = view;
    const { reconciliation } = text;
    const wanted =
      query.only === 'all' ? rows : rows.filter(({ differences }) => differences.length > 0);
    const from = (query.page - 1) * perPage;
    const shown = wanted.slice(from, from + perPage);
    return (
      <section class="panel" aria-labelledby="rows-title">
        <header>
          <h2 id="rows-title">{reconciliation.rowsTitle}</h2>
          <span class="muted">{`${format.integer(wanted.length)} / ${format.integer(rows.length)}`}</span>
          <nav aria-label={reconciliation.rowsTitle} class="pager">
            {(['different', 'all'] as const).map((only, nth) => (
              <>
                {nth === 0 ? null : ' · '}
                <a
                  href={hrefOf(query, { only, page: 1 })}
                  aria-current={query.only === only ? 'true' : undefined}
                >
                  {only === 'all' ? reconciliation.every : reconciliation.only}
                </a>
              </>
            ))}
          </nav>
        </header>
        {shown.length === 0 ? (
          <Empty title={reconciliation.noRows} hint={reconciliation.noRowsHint} />
        ) : (
          <RowTable view={view} rows={shown} query={query} currency={currency} />
        )}
        {from + perPage < wanted.length ? (
          <div class="body padded">
            <a class="button" href={hrefOf(query, { page: query.page + 1 })}>
              {text.page.older}
            </a>
          </div>
        ) : null}
      </section>
    );
  };

const RowTable: FC<{ view: View; rows: readonly Row[]; query: Query; currency: string }> =
  function RowTable({ view, rows, query, currency }) {
    const { text, format, locale } = view;
    const { reconciliation } = text;
    const heads = [reconciliation.ours, reconciliation.funder, reconciliation.books];
    return (
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{reconciliation.receivable}</th>
              <th scope="col" class="num">
                {reconciliation.dueOn}
              </th>
              {heads.map((head) => (
                <th scope="col" class="num">
                  {`${head}: ${word(locale, 'measure.open')} (${currency})`}
                </th>
              ))}
              <th scope="col">{reconciliation.reasons}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row" data-head={reconciliation.receivable}>
                  <span>
                    <a href={hrefOf(query).replace('?', `/receivables/${row.receivableId}?`)}>
                      {row.number}
                    </a>
                    <small class="muted">{row.debtor}</small>
                  </span>
                </th>
                <td class="num" data-head={reconciliation.dueOn}>
                  {format.day(row.dueOn)}
                </td>
                {[row.ours.open, row.funder.open, row.books.open].map((amountMinor, nth) => (
                  <td class="num" data-head={heads[nth]}>
                    {amountMinor === undefined ? text.none : format.amount(amountMinor, currency)}
                  </td>
                ))}
                <td data-head={reconciliation.reasons}>
                  {reasonsOf(view, row) || reconciliation.no}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  };

function reasonsOf({ locale }: View, { differences }: Row): string {
  const codes = [...new Set(differences.map(({ code }) => code))];
  return codes
    .map((code) => word(locale, `difference.${code}`))
    .join(locale === 'zh-CN' ? '、' : ', ');
}
