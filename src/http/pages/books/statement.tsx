import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { Id } from '../../../core/ids.ts';
import { sumMinor } from '../../../core/money.ts';
import { word } from '../../../core/wording/word.ts';
import { readStatement, type StatementLine } from '../../../store/books/read.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { listReceivables } from '../../../store/receivable.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { Empty, Notice, Page } from '../layout.tsx';
import { asReader, type View } from '../view.ts';

const LINES_MAX = 1_000;

/** One receivable's part of the sub-ledger. */
export function createBookStatement(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/books/receivables/:receivableId', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { books } = view.text;
      const asked = Id.safeParse(c.req.param('receivableId'));
      if (!asked.success) throw notFound();
      const receivableId = asked.data;
      const when = { asOf: view.today, knownAt: await databaseNow(tx) };
      const { items } = await listReceivables(tx, { ...when, ids: [receivableId], limit: 1 });
      const found = await readStatement(tx, { receivableId, limit: LINES_MAX + 1 });
      const number = items[0]?.receivable.key.number;
      if (number === undefined && found.length === 0) throw notFound();
      const lines = found.slice(0, LINES_MAX);
      return c.html(
        <Page
          view={view}
          title={books.statementTitle(number ?? receivableId)}
          lead={books.statementLead}
          actions={
            <a class="button" href={`/receivables/${receivableId}`}>
              {number ?? receivableId}
            </a>
          }
        >
          {found.length > LINES_MAX ? (
            <Notice kind="note">
              <p>{books.statementMore}</p>
            </Notice>
          ) : null}
          {lines.length === 0 ? (
            <section class="panel">
              <Empty title={books.statementEmpty} hint={books.statementEmptyHint} />
            </section>
          ) : (
            <>
              <Balances view={view} lines={lines} />
              <Postings view={view} lines={lines} />
            </>
          )}
        </Page>,
      );
    }),
  );
  return app;
}

const Balances: FC<{ view: View; lines: StatementLine[] }> = function Balances({ view, lines }) {
  const { text, format, locale } = view;
  const { books } = text;
  const keys = new Map(lines.map((line) => [`${line.account}|${line.currency}`, line]));
  const amount = (of: StatementLine) => format.amount(of.amountMinor, of.currency);
  const balances = [...keys.values()].map((line) => {
    const own = lines.filter(
      ({ account, currency }) => account === line.account && currency === line.currency,
    );
    return { ...line, amountMinor: sumMinor(own.map(({ amountMinor }) => amountMinor)) };
  });
  return (
    <section class="panel" aria-labelledby="balances-title">
      <header>
        <h2 id="balances-title">{books.statementBalances}</h2>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{books.account}</th>
              <th scope="col" class="num">
                {books.balance}
              </th>
            </tr>
          </thead>
          <tbody>
            {balances.map((line) => (
              <tr>
                <th scope="row" data-head={books.account}>
                  {word(locale, `bookAccount.${line.account}`)}
                </th>
                <td class="num" data-head={books.balance}>
                  {`${amount(line)} ${line.currency}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Postings: FC<{ view: View; lines: StatementLine[] }> = function Postings({ view, lines }) {
  const { text, format, locale } = view;
  const { books } = text;
  return (
    <section class="panel" aria-labelledby="postings-title">
      <header>
        <h2 id="postings-title">{books.statementPostings}</h2>
        <span class="muted">{format.integer(lines.length)}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col" class="num">
                {books.posted}
              </th>
              <th scope="col">{books.movement}</th>
              <th scope="col">{books.account}</th>
              <th scope="col" class="num">
                {books.amount}
              </th>
              <th scope="col">{books.cause}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr>
                <td class="num" data-head={books.posted}>
                  {format.day(line.effectiveOn)}
                  {line.valueOn === line.effectiveOn ? null : (
                    <small>{books.valueDay(format.day(line.valueOn))}</small>
                  )}
                </td>
                <td data-head={books.movement}>{word(locale, `journal.${line.kind}`)}</td>
                <td data-head={books.account}>{word(locale, `bookAccount.${line.account}`)}</td>
                <td class="num" data-head={books.amount}>
                  {`${format.amount(line.amountMinor, line.currency)} ${line.currency}`}
                </td>
                <td class="mono" data-head={books.cause}>
                  {line.cause}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
