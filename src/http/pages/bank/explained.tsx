import type { FC } from 'hono/jsx';
import { wordAllocation } from '../../../core/wording/cashSentences.ts';
import type { ExplainedEntry } from '../../../store/bank-view.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { ReasonAnd } from './waiting.tsx';

/** What was explained last, what by, and the way back. */
export const Explained: FC<{ view: View; rows: readonly ExplainedEntry[] }> = function Explained({
  view,
  rows,
}) {
  const { bank } = view.text;
  return (
    <section class="panel" aria-labelledby="explained-title">
      <header>
        <h2 id="explained-title">{bank.explained}</h2>
        <span class="muted">{view.format.integer(rows.length)}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col" class="num">
                {bank.booked}
              </th>
              <th scope="col">{bank.account}</th>
              <th scope="col">{bank.what}</th>
              <th scope="col">{bank.by}</th>
              <th scope="col" class="num">
                {bank.amount}
              </th>
              {view.can('money.decide') ? <th scope="col">{bank.takeBack}</th> : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row view={view} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Row: FC<{ view: View; row: ExplainedEntry }> = function Row({ view, row }) {
  const { text, format, locale } = view;
  const { bank } = text;
  const { id, bookedOn, account, lines, decision, decidedBy, reason, currency, amountMinor } = row;
  return (
    <tr>
      <td class="num" data-head={bank.booked}>
        {format.day(bookedOn)}
      </td>
      <td data-head={bank.account}>{account}</td>
      <td data-head={bank.what}>
        {lines.map(({ label, allocation }) => (
          <div>
            {`${label} · ${format.amount(allocation.amountMinor, currency)} ${currency}`}
            <small>{wordAllocation(locale, allocation, currency)}</small>
          </div>
        ))}
        {reason ? <small>{reason}</small> : null}
      </td>
      <td data-head={bank.by}>
        {decision === 'taken_back' ? text.none : bank.decisions[decision]}
        <small>{decidedBy ?? bank.byRule}</small>
      </td>
      <td class="num" data-head={bank.amount}>
        {`${format.amount(amountMinor, currency)} ${currency}`}
      </td>
      {view.can('money.decide') ? (
        <td data-head={bank.takeBack}>
          <details>
            <summary aria-label={`${bank.takeBack}: ${account}, ${format.day(bookedOn)}`}>
              {bank.takeBack}
            </summary>
            <Form view={view} action={`/bank/${id}/taken-back`}>
              <small>{bank.takeBackHint}</small>
              <ReasonAnd view={view} go={bank.takeBack} />
            </Form>
          </details>
        </td>
      ) : null}
    </tr>
  );
};
