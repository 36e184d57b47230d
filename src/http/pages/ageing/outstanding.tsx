import type { FC } from 'hono/jsx';
import type { RateRefusal } from '../../../core/ageing/rates.ts';
import type { SalesOutstanding } from '../../../core/ageing/sales.ts';
import type { Currency } from '../../../core/money.ts';
import { wordOutstanding } from '../../../core/wording/aged.ts';
import type { Outstanding } from '../../../store/ageing/figures.ts';
import type { View } from '../view.ts';
import { RatesMissing } from './currencies.tsx';
import { inOneAndEach } from './one-and-each.ts';

type Known = { view: View; found: SalesOutstanding; currency: Currency };

/** How many days of sales are open, reckoned three ways, and what each comes from. */
export const SalesOpen: FC<{
  view: View;
  outstanding: Outstanding;
  told: readonly RateRefusal[];
}> = function SalesOpen({ view, outstanding, told }) {
  const { ageing } = view.text;
  const { portfolio, knownSince } = outstanding;
  const lines = inOneAndEach(view, outstanding);
  const period = lines[0]?.found.period;
  return (
    <section class="panel" aria-labelledby="outstanding-title">
      <header>
        <h2 id="outstanding-title">{ageing.outstandingTitle}</h2>
        {period ? <span class="muted">{ageing.outstandingDays(period.days)}</span> : null}
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{ageing.currency}</th>
              {[ageing.simple, ageing.best, ageing.delinquent, ageing.countBack].map((head) => (
                <th scope="col" class="num">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, found }) => (
              <tr>
                <th scope="row">{name}</th>
                <Days view={view} found={found} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {portfolio.status === 'refused' ? (
        <RatesMissing view={view} refusals={portfolio.refusals} told={told} />
      ) : null}
      {lines.map(({ name, found, currency }, at) => (
        <details class="body opened" open={at === 0}>
          <summary>{ageing.explained(name)}</summary>
          <Sentences view={view} found={found} currency={currency} knownSince={knownSince} />
          <CountedBack view={view} found={found} currency={currency} />
        </details>
      ))}
    </section>
  );
};

const Days: FC<{ view: View; found: SalesOutstanding }> = function Days({ view, found }) {
  const { text } = view;
  const { ageing } = text;
  const { countBack } = found;
  const write = (tenths: number | undefined) =>
    tenths === undefined ? text.none : ageing.days(tenths);
  const counted = write(countBack.tenthDays);
  const cells: [string, string][] = [
    [ageing.simple, write(found.simpleTenthDays)],
    [ageing.best, write(found.bestTenthDays)],
    [ageing.delinquent, write(found.delinquentTenthDays)],
    [ageing.countBack, countBack.restMinor > 0 ? ageing.atLeast(counted) : counted],
  ];
  return (
    <>
      {cells.map(([head, days]) => (
        <td class="num" data-head={head}>
          {days}
        </td>
      ))}
    </>
  );
};

const Sentences: FC<Known & { knownSince: string | undefined }> = function Sentences({
  view,
  found,
  currency,
  knownSince,
}) {
  const said = wordOutstanding(view.locale, found, { currency, knownSince });
  const sentences = [said.simple, said.best, said.countBack, said.caution];
  return (
    <>
      {[...new Set(sentences)].map((sentence) =>
        sentence === undefined ? null : <p>{sentence}</p>,
      )}
    </>
  );
};

/** The months whose sales are still open, the newest first: what is taken of them is what is open. */
const CountedBack: FC<Known> = function CountedBack({ view, found, currency }) {
  const { text, format } = view;
  const { ageing } = text;
  const { months } = found.countBack;
  if (months.length === 0) return null;
  const heads = [ageing.invoiced, ageing.taken, ageing.monthDays];
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{ageing.month}</th>
            {heads.map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, salesMinor, takenMinor, tenthDays }) => (
            <tr>
              <th scope="row">{month}</th>
              {[
                format.amount(salesMinor, currency),
                format.amount(takenMinor, currency),
                ageing.days(tenthDays),
              ].map((cell, at) => (
                <td class="num" data-head={heads[at]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
