import type { FC } from 'hono/jsx';
import type { ControlAnswer } from '../../../core/reconciliation/control.ts';
import { Form, Notice } from '../layout.tsx';
import type { View } from '../view.ts';

/** The firm's control accounts beside the sub-ledger. */
export const Control: FC<{ view: View; answer: ControlAnswer }> = function Control({
  view,
  answer,
}) {
  const { text, format } = view;
  const { reconciliation } = text;
  if (!answer.ok) {
    const accounts = answer.unknown.slice(0, 20).join(', ');
    return (
      <Notice kind="refused">
        <p>{view.wordRefusal('control_unknown', { accounts })}</p>
      </Notice>
    );
  }
  const heads = [reconciliation.ledger, reconciliation.controlBooks, reconciliation.difference];
  const isEqual = answer.lines.every(({ differenceMinor }) => differenceMinor === 0);
  return (
    <section class="panel" aria-labelledby="control-result">
      <header>
        <h2 id="control-result">{reconciliation.ledger}</h2>
        {isEqual ? <span class="muted">{reconciliation.controlEqual}</span> : null}
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{reconciliation.controlAccount}</th>
              <th scope="col">{reconciliation.currency}</th>
              {heads.map((head) => (
                <th scope="col" class="num">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.lines.map((line) => (
              <tr>
                <th scope="row" data-head={reconciliation.controlAccount}>
                  {line.account}
                </th>
                <td data-head={reconciliation.currency}>{line.currency}</td>
                {[line.ledgerMinor, line.booksMinor, line.differenceMinor].map((amount, nth) => (
                  <td class="num" data-head={heads[nth]}>
                    {format.amount(amount, line.currency)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

export const ControlUpload: FC<{ view: View; action: string }> = function ControlUpload({
  view,
  action,
}) {
  const { reconciliation } = view.text;
  return (
    <section class="panel" aria-labelledby="control-title">
      <header>
        <h2 id="control-title">{reconciliation.controlTitle}</h2>
      </header>
      <div class="body padded">
        <p>{reconciliation.controlLead}</p>
        <Form view={view} action={action} isUpload>
          <div class="fields">
            <label>
              {reconciliation.controlFile}
              <input type="file" name="file" accept=".csv,text/csv" required />
            </label>
            <button type="submit">{reconciliation.controlGo}</button>
          </div>
        </Form>
      </div>
    </section>
  );
};
