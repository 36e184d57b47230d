import type { FC } from 'hono/jsx';
import type { Day } from '../../../core/calendar.ts';
import type { Month } from '../../../core/journal/month.ts';
import type { Amounts, RollForward } from '../../../core/journal/roll-forward.ts';
import { sumMinor } from '../../../core/money.ts';
import { word } from '../../../core/wording/word.ts';
import type { TrialLine } from '../../../store/books/read.ts';
import type { View } from '../view.ts';

/** Every account with its sides; debits and credits of a currency are the same sum. */
export const Trial: FC<{ view: View; asOf: Day; lines: TrialLine[] }> = function Trial({
  view,
  asOf,
  lines,
}) {
  const { text, format, locale, currency: functional } = view;
  const { books } = text;
  const heads = [books.debit, books.credit, books.balance, books.functional(functional)];
  const currencies = [...new Set(lines.map(({ currency }) => currency))].sort();
  const cells = (amounts: number[], currency: string) =>
    amounts.map((amountMinor, nth) => (
      <td class="num" data-head={heads[nth]}>
        {format.amount(amountMinor, nth === 3 ? functional : currency)}
      </td>
    ));
  return (
    <section class="panel" aria-labelledby="trial-title">
      <header>
        <h2 id="trial-title">{books.trialTitle}</h2>
        <span class="muted">{books.trialAsOf(format.day(asOf))}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{books.account}</th>
              <th scope="col">{books.currency}</th>
              {heads.map((head) => (
                <th scope="col" class="num">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr>
                <th scope="row" data-head={books.account}>
                  {word(locale, `bookAccount.${line.account}`)}
                </th>
                <td data-head={books.currency}>{line.currency}</td>
                {cells(
                  [line.debitMinor, line.creditMinor, line.balanceMinor, line.functionalMinor],
                  line.currency,
                )}
              </tr>
            ))}
          </tbody>
          <tfoot>
            {currencies.map((currency) => {
              const own = lines.filter((line) => line.currency === currency);
              const total = (of: (line: TrialLine) => number) => sumMinor(own.map(of));
              return (
                <tr>
                  <th scope="row" data-head={books.account}>
                    <b>{books.total}</b>
                  </th>
                  <td data-head={books.currency}>{currency}</td>
                  {cells(
                    [
                      total(({ debitMinor }) => debitMinor),
                      total(({ creditMinor }) => creditMinor),
                      total(({ balanceMinor }) => balanceMinor),
                      total(({ functionalMinor }) => functionalMinor),
                    ],
                    currency,
                  )}
                </tr>
              );
            })}
          </tfoot>
        </table>
      </div>
    </section>
  );
};

/** A month of each account: what it opened with, what moved it, what it closed with. */
export const Roll: FC<{ view: View; month: Month; lines: RollForward[] }> = function Roll({
  view,
  month,
  lines,
}) {
  const { text, locale, currency: functional } = view;
  const { books } = text;
  return (
    <section class="panel" aria-labelledby="roll-title">
      <header>
        <h2 id="roll-title">{books.rollTitle(month)}</h2>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{books.account}</th>
              <th scope="col">{books.movement}</th>
              <th scope="col" class="num">
                {books.amount}
              </th>
              <th scope="col" class="num">
                {books.functional(functional)}
              </th>
            </tr>
          </thead>
          {lines.map(({ account, currency, opening, movements, closing }) => {
            const named = `${word(locale, `bookAccount.${account}`)}, ${currency}`;
            const rows: [string, Amounts][] = [
              [books.opening, opening],
              ...movements.map((amounts): [string, Amounts] => [
                word(locale, `journal.${amounts.kind}`),
                amounts,
              ]),
              [books.closing, closing],
            ];
            return (
              <tbody>
                {rows.map(([what, amounts], nth) => (
                  <MovementRow
                    view={view}
                    named={named}
                    isFirst={nth === 0}
                    what={what}
                    amounts={amounts}
                    currency={currency}
                    isTotal={nth === 0 || nth === rows.length - 1}
                  />
                ))}
              </tbody>
            );
          })}
        </table>
      </div>
    </section>
  );
};

const MovementRow: FC<{
  view: View;
  named: string;
  isFirst: boolean;
  isTotal: boolean;
  what: string;
  amounts: Amounts;
  currency: string;
}> = function MovementRow({ view, named, isFirst, isTotal, what, amounts, currency }) {
  const { text, format, currency: functional } = view;
  const { books } = text;
  const strong = (value: string) => (isTotal ? <b>{value}</b> : value);
  return (
    <tr>
      <th scope="row" data-head={books.account}>
        {isFirst ? named : <span class="hidden">{named}</span>}
      </th>
      <td data-head={books.movement}>{strong(what)}</td>
      <td class="num" data-head={books.amount}>
        {strong(format.amount(amounts.amountMinor, currency))}
      </td>
      <td class="num" data-head={books.functional(functional)}>
        {strong(format.amount(amounts.functionalMinor, functional))}
      </td>
    </tr>
  );
};
