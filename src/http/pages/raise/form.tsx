import type { FC } from 'hono/jsx';
import { addDays } from '../../../core/calendar.ts';
import type { View } from '../view.ts';
import { HORIZON_MAX, type Typed } from './need.ts';

/** What a person asks for when nothing is said. */
const DAYS = 60;

type Props = { view: View; typed: Typed; currencies: readonly string[]; go?: string };

/** A plain GET: a need is an address, which can be kept and handed on. */
export const NeedForm: FC<Props> = function NeedForm(props) {
  return (
    <form class="panel need" method="get" action="/raise">
      <NeedFields {...props} />
      <Services {...props} />
    </form>
  );
};

/** Optional: what a funder does for the company, beside the cash. */
const Services: FC<Props> = function Services({ view, typed: { administration, loss } }) {
  const { raise } = view.text;
  return (
    <details open={administration !== '' || loss !== ''}>
      <summary>{raise.services}</summary>
      <p class="muted">{raise.servicesHint}</p>
      <div class="fields">
        <label>
          {raise.administration}
          <input
            name="administration"
            value={administration}
            inputmode="decimal"
            autocomplete="off"
          />
        </label>
        <label>
          {raise.loss}
          <input name="loss" value={loss} inputmode="decimal" autocomplete="off" />
        </label>
      </div>
    </details>
  );
};

export const NeedFields: FC<Props> = function NeedFields({ view, typed, currencies, go }) {
  const { raise } = view.text;
  const chosen = typed.currency || (currencies[0] ?? view.currency);
  const offered = [...new Set([...currencies, view.currency, chosen])].sort();
  return (
    <>
      <label>
        {raise.amount}
        <input name="amount" value={typed.amount} inputmode="decimal" required autocomplete="off" />
      </label>
      <label>
        {raise.currency}
        <select name="currency">
          {offered.map((currency) => (
            <option value={currency} selected={currency === chosen}>
              {currency}
            </option>
          ))}
        </select>
      </label>
      <label>
        {raise.valueOn}
        <input
          type="date"
          name="valueOn"
          value={typed.valueOn || addDays(view.today, 1)}
          min={view.today}
          required
        />
      </label>
      <label>
        {raise.days}
        <input
          type="number"
          name="days"
          min="1"
          max={String(HORIZON_MAX)}
          value={typed.days || String(DAYS)}
          required
        />
      </label>
      <button type="submit" class="primary">
        {go ?? raise.go}
      </button>
    </>
  );
};
