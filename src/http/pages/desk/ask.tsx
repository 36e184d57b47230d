import type { FC } from 'hono/jsx';
import { NeedFields } from '../raise/form.tsx';
import { Typed } from '../raise/need.ts';
import type { View } from '../view.ts';
import type { Desk } from './model.ts';

/** From the desk straight to the ways of raising an amount. */
export const AskForCash: FC<{ view: View; desk: Desk }> = function AskForCash({ view, desk }) {
  const { raise } = view.text;
  const { currency } = desk.offer.facility.terms;
  const typed = Typed.parse({ currency });
  return (
    <details class="drop">
      <summary>{raise.fromDesk}</summary>
      <form method="get" action="/raise">
        <NeedFields view={view} typed={typed} currencies={[currency]} />
      </form>
    </details>
  );
};
