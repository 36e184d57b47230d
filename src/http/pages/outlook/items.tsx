import type { FC } from 'hono/jsx';
import { owedMinor } from '../../../core/funding/account.ts';
import { sumMinor } from '../../../core/money.ts';
import type { ExpectedCash } from '../../../core/outlook/cash.ts';
import type { Warning } from '../../../core/outlook/warnings.ts';
import { wordCashBasis, wordWarning } from '../../../core/wording/outlook.ts';
import { word } from '../../../core/wording/word.ts';
import type { Books } from '../../../store/outlook.ts';
import { Empty } from '../layout.tsx';
import type { View } from '../view.ts';
import type { ItemQuery } from './query.ts';

const shownMax = 200;

/** What is in a cell of the timeline; the amounts sum to it. */
export const CashItems: FC<{ view: View; items: readonly ExpectedCash[]; query: ItemQuery }> =
  function CashItems({ view, items, query }) {
    const { text, format, locale } = view;
    const { outlook } = text;
    const { day, currency = view.currency, kind } = query;
    if (items.length === 0 || day === undefined || kind === undefined) {
      return (
        <section class="panel">
          <Empty title={outlook.quiet} hint={outlook.quietHint} />
        </section>
      );
    }
    const total = sumMinor(items.map(({ amountMinor }) => amountMinor));
    return (
      <section class="panel" aria-labelledby="items-title">
        <header>
          <h2 id="items-title">{`${word(locale, `cash.${kind}`)}, ${format.day(day)}`}</h2>
          <span class="muted">{`${format.amount(total, currency)} ${currency}`}</span>
        </header>
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{text.reconciliation.reference}</th>
                <th scope="col">{outlook.why}</th>
                <th scope="col" class="num">
                  {`${outlook.amount} (${currency})`}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.slice(0, shownMax).map((item) => (
                <tr>
                  <th scope="row" data-head={text.reconciliation.reference}>
                    <Named item={item} />
                  </th>
                  <td data-head={outlook.why}>{wordCashBasis(locale, item)}</td>
                  <td class="num" data-head={outlook.amount}>
                    {format.amount(item.amountMinor, currency)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {items.length > shownMax ? (
          <div class="body padded muted">{outlook.more(format.integer(shownMax))}</div>
        ) : null}
      </section>
    );
  };

/** A settlement of the funder's has no page of its own. */
const Named: FC<{ item: ExpectedCash }> = function Named({ item }) {
  const { receivableId, requestId, name } = item;
  if (receivableId !== undefined) return <a href={`/receivables/${receivableId}`}>{name}</a>;
  if (requestId !== undefined) return <a href={`/requests/${requestId}`}>{name}</a>;
  return <span>{name}</span>;
};

/** The receivables of a warning. */
export const WarnedItems: FC<{ view: View; warnings: readonly Warning[]; books: Books }> =
  function WarnedItems({ view, warnings, books }) {
    const { text, format, locale } = view;
    const { outlook } = text;
    const [warning] = warnings;
    if (!warning) {
      return (
        <section class="panel">
          <Empty title={outlook.calm} hint={outlook.calmHint} />
        </section>
      );
    }
    const wanted = new Set(warning.receivableIds);
    const own = books.pools
      .flatMap(({ funded }) => funded)
      .filter(({ receivableId }) => wanted.has(receivableId));
    return (
      <section class="panel" aria-labelledby="items-title">
        <header>
          <h2 id="items-title">{word(locale, `warning.${warning.code}`)}</h2>
        </header>
        <div class="body padded">{wordWarning(locale, warning)}</div>
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{text.reconciliation.receivable}</th>
                <th scope="col">{outlook.debtor}</th>
                <th scope="col" class="num">
                  {outlook.dueOn}
                </th>
                <th scope="col" class="num">
                  {`${outlook.owed} (${warning.currency})`}
                </th>
              </tr>
            </thead>
            <tbody>
              {own.slice(0, shownMax).map((one) => (
                <tr>
                  <th scope="row" data-head={text.reconciliation.receivable}>
                    <a href={`/receivables/${one.receivableId}`}>{one.number}</a>
                  </th>
                  <td data-head={outlook.debtor}>{one.debtor}</td>
                  <td class="num" data-head={outlook.dueOn}>
                    {format.day(one.dueOn)}
                  </td>
                  <td class="num" data-head={outlook.owed}>
                    {format.amount(owedMinor(one.held.account), warning.currency)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {own.length > shownMax ? (
          <div class="body padded muted">{outlook.more(format.integer(shownMax))}</div>
        ) : null}
      </section>
    );
  };
