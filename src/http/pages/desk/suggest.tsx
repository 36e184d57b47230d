import type { FC } from 'hono/jsx';
import { addDays } from '../../../core/calendar.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import type { Desk } from './model.ts';

const DAYS = 60;

/** An amount, a day and a time: the engine fills the basket from the cheapest. */
export const Suggest: FC<{ view: View; desk: Desk }> = function Suggest({ view, desk }) {
  const { text } = view;
  const { currency } = desk.offer.facility.terms;
  return (
    <details class="drop">
      <summary>{text.desk.suggest}</summary>
      <Form view={view} action="/basket/suggest">
        <input type="hidden" name="currency" value={currency} />
        <label>
          {text.desk.suggestAmount(currency)}
          <input name="amount" inputmode="decimal" required autocomplete="off" />
        </label>
        <label>
          {text.desk.suggestOn}
          <input type="date" name="valueOn" value={addDays(view.today, 1)} required />
        </label>
        <label>
          {text.desk.suggestDays}
          <input type="number" name="days" min="1" max="3650" value={String(DAYS)} required />
        </label>
        <button type="submit" class="primary">
          {text.desk.suggestGo}
        </button>
      </Form>
    </details>
  );
};
