import type { FC } from 'hono/jsx';
import type { AgedRow } from '../../../core/ageing/ageing.ts';
import type { AgedPortfolio } from '../../../core/ageing/portfolio.ts';
import type { RateRefusal } from '../../../core/ageing/rates.ts';
import type { FxRate } from '../../../core/input.ts';
import type { AgeingQuestion } from '../../../store/ageing.ts';
import { Notice } from '../layout.tsx';
import type { View } from '../view.ts';
import { AgedCells, AgedHead } from './cells.tsx';

/** Each currency in its own money, and all of them in the currency of the books. */
export const Currencies: FC<{
  view: View;
  question: AgeingQuestion;
  rows: AgedRow[];
  portfolio: AgedPortfolio;
}> = function Currencies({ view, question, rows, portfolio }) {
  const { ageing } = view.text;
  return (
    <section class="panel" aria-labelledby="currencies-title">
      <header>
        <h2 id="currencies-title">{ageing.currenciesTitle}</h2>
        <span class="muted">{ageing.shares}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <AgedHead view={view} question={question} first={ageing.currency} />
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">{row.currency}</th>
                <AgedCells
                  view={view}
                  question={question}
                  line={row}
                  currency={row.currency}
                  of={{ currency: row.currency }}
                  isShared
                />
              </tr>
            ))}
          </tbody>
          {portfolio.status === 'converted' ? (
            <tfoot>
              <tr class="sum">
                <th scope="row">
                  <b>{ageing.together(portfolio.currency)}</b>
                </th>
                <AgedCells
                  view={view}
                  question={question}
                  line={portfolio}
                  currency={portfolio.currency}
                  of={{}}
                  isShared
                />
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
      {portfolio.status === 'converted' ? (
        <RatesUsed view={view} rates={portfolio.rates} />
      ) : (
        <RatesMissing view={view} refusals={portfolio.refusals} />
      )}
    </section>
  );
};

const RatesUsed: FC<{ view: View; rates: FxRate[] }> = function RatesUsed({ view, rates }) {
  const { text, format } = view;
  if (rates.length === 0) return null;
  const told = rates.map(({ from, to, numerator, denominator, on, source }) =>
    text.ageing.rate(from, to, quotient(numerator, denominator), format.day(on), source),
  );
  return <p class="body padded muted">{text.ageing.rates(told)}</p>;
};

/** Which rates are missing: part of a sum is no sum, so there is none. What was told is not repeated. */
export const RatesMissing: FC<{
  view: View;
  refusals: readonly RateRefusal[];
  told?: readonly RateRefusal[];
}> = function RatesMissing({ view, refusals, told = [] }) {
  const sentenceOf = ({ code, params }: RateRefusal) => view.wordRefusal(code, params);
  const known = new Set(told.map(sentenceOf));
  const sentences = refusals.map(sentenceOf).filter((sentence) => !known.has(sentence));
  if (sentences.length === 0) return null;
  return (
    <div class="body padded">
      <Notice kind="note">
        <p>{view.text.ageing.rateMissing}</p>
        {sentences.map((sentence) => (
          <p>{sentence}</p>
        ))}
      </Notice>
    </div>
  );
};

/** Rates are ratios of whole numbers; ten digits show any that is published. */
function quotient(numerator: number, denominator: number): string {
  return String(Number((numerator / denominator).toPrecision(10)));
}
