import type { FC } from 'hono/jsx';
import type { Day } from '../../../core/calendar.ts';
import { AccountRole } from '../../../core/journal/account-role.ts';
import { ledgerFormats } from '../../../core/journal/ledger-file.ts';
import { type Month, monthOf } from '../../../core/journal/month.ts';
import { word } from '../../../core/wording/word.ts';
import type { ExportRun } from '../../../store/books/export.ts';
import type { ClosedMonth } from '../../../store/books/period.ts';
import { Empty, Form } from '../layout.tsx';
import type { View } from '../view.ts';

/** Whether the month is closed, and the two steps to it. */
export const Months: FC<{ view: View; month: Month; closed: ClosedMonth[] }> = function Months({
  view,
  month,
  closed,
}) {
  const { books } = view.text;
  const isClosed = closed.some((known) => known.month >= month);
  const isOver = month < monthOf(view.today);
  return (
    <section class="panel" aria-labelledby="months-title">
      <header>
        <h2 id="months-title">{books.monthsTitle}</h2>
        <span class={isClosed ? 'chip good' : 'chip'}>
          {isClosed ? books.closed(month) : books.open(month)}
        </span>
      </header>
      <div class="body">
        <p class="muted">{books.monthsLead}</p>
        {view.can('books.write') && !isClosed && isOver ? (
          <Form view={view} action="/books/months">
            <input type="hidden" name="month" value={month} />
            <div class="fields">
              <button type="submit" name="step" value="revalue">
                {books.revalue(month)}
              </button>
              <button type="submit" name="step" value="close">
                {books.close(month)}
              </button>
            </div>
          </Form>
        ) : null}
      </div>
    </section>
  );
};

/** What the firm's own books were given, and the next run. */
export const Exports: FC<{ view: View; runs: ExportRun[]; through: Day }> = function Exports({
  view,
  runs,
  through,
}) {
  const { books } = view.text;
  return (
    <section class="panel" aria-labelledby="exports-title">
      <header>
        <h2 id="exports-title">{books.exportsTitle}</h2>
      </header>
      <div class="body">
        <p class="muted">{books.exportsLead}</p>
        {view.can('books.write') ? <NextRun view={view} runs={runs} through={through} /> : null}
      </div>
      {runs.length === 0 ? (
        <Empty title={books.exportsNone} hint={books.exportsNoneHint} />
      ) : (
        <Runs view={view} runs={runs} />
      )}
    </section>
  );
};

const NextRun: FC<{ view: View; runs: ExportRun[]; through: Day }> = function NextRun({
  view,
  runs,
  through,
}) {
  const { text, locale } = view;
  const { books } = text;
  const known = runs[0]?.accounts.accounts ?? {};
  return (
    <Form view={view} action="/books/exports">
      <div class="fields">
        <label>
          {books.through}
          <input type="date" name="through" value={through} required />
        </label>
        <button type="submit" class="primary">
          {books.export}
        </button>
      </div>
      <details open={runs.length === 0}>
        <summary>{books.numbers}</summary>
        <p class="muted">{books.numbersHint}</p>
        <div class="fields">
          {AccountRole.options.map((role) => (
            <label>
              {word(locale, `bookAccount.${role}`)}
              <input type="text" name={`number.${role}`} value={known[role] ?? ''} maxlength={64} />
            </label>
          ))}
        </div>
      </details>
    </Form>
  );
};

const Runs: FC<{ view: View; runs: ExportRun[] }> = function Runs({ view, runs }) {
  const { text, format } = view;
  const { books } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{books.run}</th>
            <th scope="col" class="num">
              {books.through}
            </th>
            <th scope="col" class="num">
              {books.journals}
            </th>
            <th scope="col" class="num">
              {books.controlTotal}
            </th>
            <th scope="col">{books.files}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ exportId, sequence, through, totals }) => (
            <tr>
              <th scope="row" data-head={books.run}>
                {String(sequence)}
              </th>
              <td class="num" data-head={books.through}>
                {format.day(through)}
              </td>
              <td class="num" data-head={books.journals}>
                {format.integer(totals.journals)}
              </td>
              <td class="num" data-head={books.controlTotal}>
                {totals.perCurrency.map(({ currency, debitMinor }) => (
                  <div>{`${format.amount(debitMinor, currency)} ${currency}`}</div>
                ))}
              </td>
              <td data-head={books.files}>
                {ledgerFormats.map((name) => (
                  <>
                    <a href={`/api/v1/books/exports/${exportId}/file?format=${name}`}>
                      {`${name.toUpperCase()} ${sequence}`}
                    </a>{' '}
                  </>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
