import type { FC } from 'hono/jsx';
import type { QualityMonth } from '../../../core/ageing/dilution.ts';
import type { RateRefusal } from '../../../core/ageing/rates.ts';
import type { Day } from '../../../core/calendar.ts';
import type { Currency } from '../../../core/money.ts';
import type { Quality } from '../../../store/ageing/figures.ts';
import type { View } from '../view.ts';
import { RatesMissing } from './currencies.tsx';
import { inOneAndEach } from './one-and-each.ts';

/** By month: credit notes against sales, and what was in dispute at its end. */
export const QualityMonths: FC<{
  view: View;
  quality: Quality;
  knownSince: Day | undefined;
  told: readonly RateRefusal[];
}> = function QualityMonths({ view, quality, knownSince, told }) {
  const { ageing } = view.text;
  const { portfolio } = quality;
  const lines = inOneAndEach(view, quality);
  const oldest = lines[0]?.found.months.at(-1);
  const isPartlyKnown = knownSince !== undefined && oldest && oldest.from < knownSince;
  return (
    <section class="panel" aria-labelledby="quality-title">
      <header>
        <h2 id="quality-title">{ageing.qualityTitle}</h2>
      </header>
      <p class="body muted">
        {ageing.qualityLead}
        {isPartlyKnown ? ` ${ageing.qualityKnown(view.format.day(knownSince))}` : null}
      </p>
      {portfolio.status === 'refused' ? (
        <RatesMissing view={view} refusals={portfolio.refusals} told={told} />
      ) : null}
      {lines.map(({ name, currency, found }, at) => (
        <details class="body opened" open={at === 0}>
          <summary>{name}</summary>
          <Months view={view} currency={currency} months={found.months} knownSince={knownSince} />
        </details>
      ))}
    </section>
  );
};

const Months: FC<{
  view: View;
  currency: Currency;
  months: QualityMonth[];
  knownSince: Day | undefined;
}> = function Months({ view, currency, months, knownSince }) {
  const { ageing } = view.text;
  const heads = [
    ageing.invoiced,
    ageing.creditNotes,
    ageing.dilution,
    ageing.openAtEnd,
    ageing.disputedAtEnd,
    ageing.disputedShare,
    ageing.disputedCount,
    ageing.oldest,
  ];
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
          {months.map((month) => (
            <tr>
              <th scope="row">{month.month}</th>
              {cellsOf(view, month, { currency, knownSince }).map((cell, at) => (
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

function cellsOf(
  { text, format }: View,
  month: QualityMonth,
  { currency, knownSince }: { currency: Currency; knownSince: Day | undefined },
): string[] {
  const share = (ppm: number | undefined) =>
    ppm === undefined ? text.none : format.percent(ppm / 100);
  const sold = [
    format.amount(month.salesMinor, currency),
    format.amount(month.creditNotesMinor, currency),
    share(month.dilutionPpm),
  ];
  // No ledger says what stood at the end of such a month: that is not zero.
  if (knownSince === undefined || month.to < knownSince) {
    return [...sold, ...Array.from({ length: 5 }, () => text.none)];
  }
  return [
    ...sold,
    format.amount(month.openMinor, currency),
    format.amount(month.disputedMinor, currency),
    share(month.disputedPpm),
    format.integer(month.disputedCount),
    month.oldestSince === undefined ? text.none : format.day(month.oldestSince),
  ];
}
