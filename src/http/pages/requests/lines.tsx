import type { FC } from 'hono/jsx';
import { never } from '../../../core/assert.ts';
import { told } from '../../../core/detail.ts';
import type { RequestLine } from '../../../core/funding/request.ts';
import { type LineState, linesOf } from '../../../core/funding/request-state.ts';
import { sumMinor } from '../../../core/money.ts';
import { wordDetail } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';
import type { RequestModel } from './model.ts';

/** Every line with the funder's word on it. */
export const Lines: FC<{ view: View; model: RequestModel }> = function Lines({ view, model }) {
  const { text, format } = view;
  const { request } = text;
  const { state } = model.request;
  const { currency } = model.facility;
  const lines = linesOf(state);
  const currencies = new Set(lines.map((line) => line.currency));
  const shared = currencies.size === 1 ? (lines[0]?.currency ?? '') : '';
  const answers = 'answers' in state ? state.answers : undefined;
  const total = (pick: (line: RequestLine) => number) =>
    format.amount(sumMinor(lines.map(pick)), currency);
  return (
    <section class="panel" aria-labelledby="lines-title">
      <header>
        <h2 id="lines-title">{request.linesTitle}</h2>
        <span class="muted">{format.integer(lines.length)}</span>
      </header>
      <div class="scroll">
        <table class="stack lines">
          <thead>
            <tr>
              <th scope="col" class="num">
                {request.line}
              </th>
              <th scope="col">{request.invoice}</th>
              <th scope="col" class="num">
                {request.due}
              </th>
              <th scope="col" class="num">
                {request.open(shared)}
              </th>
              <th scope="col" class="num">
                {request.value(currency)}
              </th>
              <th scope="col" class="num">
                {request.advance(currency)}
              </th>
              <th scope="col">{request.answer}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <LineRow
                view={view}
                line={line}
                answer={answers?.get(line.lineNumber)}
                currency={currency}
                shared={shared}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colspan={4}>
                {request.total}
              </th>
              <td class="num" data-head={request.value(currency)}>
                <b>{total((line) => line.fundedMinor)}</b>
              </td>
              <td class="num" data-head={request.advance(currency)}>
                <b>{total((line) => line.advanceMinor)}</b>
              </td>
              <td></td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
};

const LineRow: FC<{
  view: View;
  line: RequestLine;
  answer: LineState | undefined;
  currency: string;
  /** The one currency of all lines, if they have one: it stands in the head. */
  shared: string;
}> = function LineRow({ view, line, answer, currency, shared }) {
  const { text, format } = view;
  const { request } = text;
  return (
    <tr>
      <td class="num" data-head={request.line}>
        {line.lineNumber}
      </td>
      <td data-head={request.invoice}>
        <span>
          {line.number}
          <small>
            <a href={`/debtors/${encodeURIComponent(line.debtor.id)}`}>{line.debtor.name}</a>
          </small>
        </span>
      </td>
      <td class="num" data-head={request.due}>
        {format.day(line.dueOn)}
      </td>
      <td class="num" data-head={request.open(shared)}>
        {format.amount(line.openMinor, line.currency)}
        {shared === '' ? ` ${line.currency}` : ''}
      </td>
      <td class="num" data-head={request.value(currency)}>
        {format.amount(line.fundedMinor, currency)}
      </td>
      <td class="num" data-head={request.advance(currency)}>
        {format.amount(line.advanceMinor, currency)}
      </td>
      <td data-head={request.answer}>
        <Answer view={view} answer={answer} currency={currency} />
      </td>
    </tr>
  );
};

const Answer: FC<{ view: View; answer: LineState | undefined; currency: string }> =
  function Answer({ view, answer, currency }) {
    const { request } = view.text;
    if (!answer) return <span class="muted">{request.answerNone}</span>;
    switch (answer.status) {
      case 'open':
        return <span class="chip wait">{request.answerOpen}</span>;
      case 'funded':
        return (
          <span class="chip good">
            {request.answerFunded(view.format.amount(answer.amountMinor, currency))}
          </span>
        );
      case 'declined': {
        const why = wordDetail(view.locale, told('refused', { reason: answer.reason }));
        return (
          <span>
            <span class="chip cut">{request.answerDeclined}</span>
            <small>{why}</small>
            {answer.detail === '' ? null : <small>{answer.detail}</small>}
          </span>
        );
      }
      default:
        return never(answer, 'Answer');
    }
  };
