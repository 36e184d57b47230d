import type { FC } from 'hono/jsx';
import type { OnAccount } from '../../../store/bank-on-account.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { ReasonAnd } from './waiting.tsx';

/** What debtors have paid without saying what for, and where it is applied when they have said it. */
export const OnAccountPanel: FC<{ view: View; rows: readonly OnAccount[] }> =
  function OnAccountPanel({ view, rows }) {
    const { text, format } = view;
    const { bank } = text;
    return (
      <section class="panel" aria-labelledby="on-account-title">
        <header>
          <h2 id="on-account-title">{bank.onAccount}</h2>
          <span class="muted">{bank.onAccountHint}</span>
        </header>
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{bank.debtor}</th>
                <th scope="col" class="num">
                  {bank.since}
                </th>
                <th scope="col" class="num">
                  {bank.amount}
                </th>
                {view.can('money.decide') ? <th scope="col">{bank.apply}</th> : null}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <th scope="row" data-head={bank.debtor}>
                    {row.debtor}
                  </th>
                  <td class="num" data-head={bank.since}>
                    {format.day(row.bookedOn)}
                  </td>
                  <td class="num" data-head={bank.amount}>
                    {`${format.amount(row.amountMinor, row.currency)} ${row.currency}`}
                  </td>
                  {view.can('money.decide') ? (
                    <td data-head={bank.apply}>
                      <Apply view={view} row={row} />
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    );
  };

const Apply: FC<{ view: View; row: OnAccount }> = function Apply({ view, row }) {
  const { bank } = view.text;
  return (
    <details>
      <summary>{bank.apply}</summary>
      <Form view={view} action={`/bank/${row.entryId}/application`}>
        <small>{bank.applyHint}</small>
        <label>
          {bank.receivable}
          <input name="item" maxlength={200} autocomplete="off" required />
        </label>
        <label>
          {bank.put}
          <input name="amount" inputmode="decimal" autocomplete="off" required />
        </label>
        <ReasonAnd view={view} go={bank.apply} />
      </Form>
    </details>
  );
};
