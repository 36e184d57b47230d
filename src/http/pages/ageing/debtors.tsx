import type { FC } from 'hono/jsx';
import type { AgedRow } from '../../../core/ageing/ageing.ts';
import type { Currency } from '../../../core/money.ts';
import type { AgedDebtor, AgeingQuestion } from '../../../store/ageing.ts';
import type { View } from '../view.ts';
import { AgedCells, AgedHead } from './cells.tsx';
import { ageingPath } from './query.ts';

type Listed = {
  view: View;
  question: AgeingQuestion;
  /** Of everyone, by currency. */
  rows: AgedRow[];
  items: AgedDebtor[];
};

/** Debtors by currency, in each those that owe most first, under what all of them owe. */
export const Debtors: FC<
  Listed & { currency: Currency | undefined; isFirst: boolean; next: string | undefined }
> = function Debtors({ view, question, rows, items, currency, isFirst, next }) {
  const { text } = view;
  const { ageing, page } = text;
  const here = currency !== undefined && { currency };
  return (
    <section class="panel" id="debtors" aria-labelledby="debtors-title">
      <header>
        <h2 id="debtors-title">{ageing.debtorsTitle}</h2>
        <Narrow view={view} question={question} rows={rows} currency={currency} />
      </header>
      <div class="scroll">
        <table class="stack">
          <AgedHead view={view} question={question} first={ageing.debtor} />
          {[...new Set(items.map((item) => item.currency))].map((own) => (
            <OfCurrency view={view} question={question} rows={rows} items={items} currency={own} />
          ))}
        </table>
      </div>
      {isFirst && !next ? null : (
        <nav class="pager" aria-label={ageing.debtorsTitle}>
          {isFirst ? (
            <span></span>
          ) : (
            <a class="button" href={`${ageingPath(question, { ...here })}#debtors`}>
              {page.first}
            </a>
          )}
          {next ? (
            <a class="button" href={`${ageingPath(question, { ...here, cursor: next })}#debtors`}>
              {page.older}
            </a>
          ) : null}
        </nav>
      )}
    </section>
  );
};

const Narrow: FC<Omit<Listed, 'items'> & { currency: Currency | undefined }> = function Narrow({
  view,
  question,
  rows,
  currency,
}) {
  const { ageing } = view.text;
  if (rows.length < 2) return null;
  const choices = [undefined, ...rows.map((row) => row.currency)];
  return (
    <nav class="facilities" aria-label={ageing.currencies}>
      {choices.map((one) => (
        <a
          href={`${ageingPath(question, { currency: one })}#debtors`}
          aria-current={one === currency ? 'true' : undefined}
        >
          {one ?? ageing.anyCurrency}
        </a>
      ))}
    </nav>
  );
};

const OfCurrency: FC<Listed & { currency: Currency }> = function OfCurrency({
  view,
  question,
  rows,
  items,
  currency,
}) {
  const everyone = rows.find((row) => row.currency === currency);
  return (
    <tbody>
      {everyone ? (
        <tr class="sum">
          <th scope="row">
            <b>{view.text.ageing.allDebtors(currency)}</b>
          </th>
          <AgedCells
            view={view}
            question={question}
            line={everyone}
            currency={currency}
            of={{ currency }}
          />
        </tr>
      ) : null}
      {items
        .filter((item) => item.currency === currency)
        .map((item) => (
          <tr>
            <th scope="row">
              <a href={`/debtors/${encodeURIComponent(item.debtorId)}`}>{item.debtorName}</a>
              <small>{`${item.debtorId} · ${currency}`}</small>
            </th>
            <AgedCells
              view={view}
              question={question}
              line={item}
              currency={currency}
              of={{ currency, debtor: item.debtorId }}
            />
          </tr>
        ))}
    </tbody>
  );
};
