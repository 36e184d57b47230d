import type { FC } from 'hono/jsx';
import type { Row } from '../../../core/reconciliation/reconcile.ts';
import { word } from '../../../core/wording/word.ts';
import type { ReconciledFacility } from '../../../store/reconciliation.ts';
import { Empty, Page } from '../layout.tsx';
import type { View } from '../view.ts';
import { ChargeTable } from './charges.tsx';
import { sentenceOf } from './differences.tsx';
import { SidesTable } from './sides.tsx';

/** One receivable: every side, every difference with what to do, every charge line by line. */
export const ReceivablePage: FC<{
  view: View;
  found: ReconciledFacility;
  row: Row;
  back: string;
}> = function ReceivablePage({ view, found, row, back }) {
  const { reconciliation } = view.text;
  const { currency } = found;
  const { ours, funder, books, bank, ledger } = row;
  return (
    <Page
      view={view}
      title={reconciliation.rowTitle(row.number)}
      lead={reconciliation.rowLead(row.debtor, row.request)}
      actions={
        <>
          <a class="button" href={back}>
            {reconciliation.back}
          </a>
          <a class="button" href={`/books/receivables/${row.receivableId}`}>
            {reconciliation.account}
          </a>
        </>
      }
    >
      <section class="panel" aria-labelledby="sides-title">
        <header>
          <h2 id="sides-title">{reconciliation.sidesTitle}</h2>
          <span class="muted">{found.name}</span>
        </header>
        <SidesTable view={view} sides={{ ours, funder, books, bank, ledger }} currency={currency} />
      </section>
      {row.differences.length > 0 ? <Explained view={view} row={row} currency={currency} /> : null}
      <section class="panel" aria-labelledby="charges-title">
        <header>
          <h2 id="charges-title">{reconciliation.chargesTitle}</h2>
        </header>
        {row.charges.length === 0 ? (
          <Empty title={reconciliation.chargesNone} hint="" />
        ) : (
          <ChargeTable view={view} charges={row.charges} currency={currency} />
        )}
      </section>
    </Page>
  );
};

const Explained: FC<{ view: View; row: Row; currency: string }> = function Explained({
  view,
  row,
  currency,
}) {
  const { text, locale } = view;
  const { reconciliation } = text;
  return (
    <section class="panel" aria-labelledby="differences-title">
      <header>
        <h2 id="differences-title">{reconciliation.differencesTitle}</h2>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{reconciliation.reason}</th>
              <th scope="col">{reconciliation.side}</th>
              <th scope="col">{reconciliation.cure}</th>
            </tr>
          </thead>
          <tbody>
            {row.differences.map((difference) => (
              <tr>
                <th scope="row" data-head={reconciliation.reason}>
                  <span>
                    {word(locale, `difference.${difference.code}`)}
                    <small class="muted">{sentenceOf(view, difference, currency)}</small>
                  </span>
                </th>
                <td data-head={reconciliation.side}>{reconciliation[difference.column]}</td>
                <td data-head={reconciliation.cure}>
                  {word(locale, `difference.${difference.code}.cure`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
