import type { FC } from 'hono/jsx';
import type { ToTurnOver } from '../../../store/bank-view.ts';
import type { View } from '../view.ts';

/** What debtors paid here that belongs to funders, the most urgent first. */
export const TurnOver: FC<{ view: View; rows: readonly ToTurnOver[] }> = function TurnOver({
  view,
  rows,
}) {
  const { text, format } = view;
  const { bank } = text;
  return (
    <section class="panel" aria-labelledby="turn-over-title">
      <header>
        <h2 id="turn-over-title">{bank.turnOver}</h2>
        <span class="muted">{bank.turnOverHint}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{bank.receivable}</th>
              <th scope="col">{bank.facility}</th>
              <th scope="col" class="num">
                {bank.since}
              </th>
              <th scope="col" class="num">
                {bank.due}
              </th>
              <th scope="col" class="num">
                {bank.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ number, facilityId, since, dueOn, amountMinor, currency }) => (
              <tr>
                <td data-head={bank.receivable}>{number}</td>
                <td data-head={bank.facility}>{facilityId}</td>
                <td class="num" data-head={bank.since}>
                  {format.day(since)}
                </td>
                <td class="num" data-head={bank.due}>
                  {format.day(dueOn)}
                  {dueOn < view.today ? <small>{bank.late}</small> : null}
                </td>
                <td class="num" data-head={bank.amount}>
                  {`${format.amount(amountMinor, currency)} ${currency}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
