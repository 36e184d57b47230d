import type { FC } from 'hono/jsx';
import type { Comparison } from '../../../core/compare/alternative.ts';
import { Notice } from '../layout.tsx';
import type { View } from '../view.ts';
import { raisePath } from './address.ts';
import { money, percentOf } from './figures.ts';
import type { Raise } from './model.ts';
import { leftSentence, worthSentence } from './why.tsx';

/** The need, whether it is met, and what no way can beat. */
export const Proof: FC<{ view: View; raise: Raise }> = function Proof({ view, raise }) {
  const { text } = view;
  const { comparison, cheapest } = raise;
  const { need } = raise.wanted;
  const { bound, currency, bestValueAbsent } = comparison;
  const wanted = money(view, need.amountMinor, currency);
  const { costMinor, shortfallMinor } = cheapest.alternative;
  return (
    <>
      {raise.isStale ? (
        <Notice kind="note">
          <p>
            {text.raise.stale} <a href={view.here}>{text.raise.again}</a>
          </p>
        </Notice>
      ) : null}
      {shortfallMinor > 0 ? <Unmet view={view} raise={raise} /> : null}
      <section class="panel proof" aria-labelledby="ways-title">
        <h2 id="ways-title">{text.raise.waysTitle}</h2>
        <p>{text.raise.need(wanted, view.format.day(need.valueOn), need.horizonDays)}</p>
        {bound && shortfallMinor === 0 ? (
          <p>
            {costSentence(view, raise)} <b>{boundSentence(view, { bound, costMinor, currency })}</b>
          </p>
        ) : null}
        {bestValueAbsent ? <p>{text.raise.bestValueAbsent[bestValueAbsent]}</p> : null}
      </section>
    </>
  );
};

export function costSentence(view: View, { comparison, cheapest }: Raise): string {
  const { costMinor } = cheapest.alternative;
  return view.text.raise.cheapestCosts(money(view, costMinor, comparison.currency));
}

/** Said loudly, with the most that there is and a way to ask for that. */
const Unmet: FC<{ view: View; raise: Raise }> = function Unmet({ view, raise }) {
  const { text } = view;
  const { wanted, comparison, cheapest } = raise;
  const { cashMinor, shortfallMinor } = cheapest.alternative;
  const { greatestCashMinor, currency } = comparison;
  const cash = money(view, cashMinor, currency);
  const less = { ...wanted, need: { ...wanted.need, amountMinor: cashMinor } };
  return (
    <Notice kind="refused">
      <p>
        <b>{text.raise.unmet(cash, money(view, shortfallMinor, currency))}</b>
      </p>
      {greatestCashMinor === undefined ? null : (
        <p>{text.raise.greatest(money(view, greatestCashMinor, currency))}</p>
      )}
      <Bindings view={view} raise={raise} />
      {cashMinor > 0 ? (
        <p>
          <a href={raisePath(less)}>{text.raise.askForThat(cash)}</a>
        </p>
      ) : null}
    </Notice>
  );
};

/** What kept the way that raises most from raising more, and where to see the rest. */
const Bindings: FC<{ view: View; raise: Raise }> = function Bindings({ view, raise }) {
  const { text } = view;
  const { left, worth } = raise.cheapest.alternative;
  return (
    <>
      <p>{text.raise.binds}</p>
      <ul>
        {left.slice(0, SHOWN).map((sum) => (
          <li>{leftSentence(view, raise, sum)}</li>
        ))}
        {worth.slice(0, SHOWN).map((one) => (
          <li>{worthSentence(view, raise, { worth: one, isMet: false })}</li>
        ))}
        <li>
          <a href="/">{text.raise.bindsHint}</a>
        </li>
      </ul>
    </>
  );
};

/** The greatest few: the rest stands below, with the way. */
const SHOWN = 3;

function boundSentence(
  view: View,
  {
    bound,
    costMinor,
    currency,
  }: { bound: NonNullable<Comparison['bound']>; costMinor: number; currency: string },
): string {
  const { raise } = view.text;
  if (bound.isProven) return raise.proven;
  const above = money(view, costMinor - bound.exactMinor, currency);
  return raise.bounded(above, percentOf(view, bound.gapPpm));
}
