import type { FC } from 'hono/jsx';
import type { OwingDebtor } from '../../../store/owing.ts';
import type { View } from '../view.ts';

/** Everyone who owes, with what is open. */
export const Owing: FC<{ view: View; owing: OwingDebtor[] }> = function Owing({ view, owing }) {
  const { text, format } = view;
  const { debtor, desk } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{desk.debtor}</th>
            <th scope="col" class="num">
              {debtor.itemsTitle}
            </th>
            <th scope="col" class="num">
              {debtor.open}
            </th>
            <th scope="col" class="num">
              {debtor.overdue}
            </th>
          </tr>
        </thead>
        <tbody>
          {owing.map(({ debtorId, name, country, currency, count, openMinor, overdueMinor }) => (
            <tr>
              <th scope="row" data-head={desk.debtor}>
                <a href={`/debtors/${encodeURIComponent(debtorId)}`}>{name}</a>
                <small>{[debtorId, country].filter(Boolean).join(' · ')}</small>
              </th>
              <td class="num" data-head={debtor.itemsTitle}>
                {format.integer(count)}
              </td>
              <td class="num" data-head={debtor.open}>
                {`${format.amount(openMinor, currency)} ${currency}`}
              </td>
              <td class={overdueMinor > 0 ? 'num late' : 'num'} data-head={debtor.overdue}>
                {format.amount(overdueMinor, currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
