import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { isDay } from '../../../core/calendar.ts';
import { AccountRole } from '../../../core/journal/account-role.ts';
import { lastDayOf, Month, monthOf } from '../../../core/journal/month.ts';
import { exportBooks, listExports } from '../../../store/books/export.ts';
import { closeMonth, listClosedMonths } from '../../../store/books/period.ts';
import { findPosted, readRollForward, readTrialBalance } from '../../../store/books/read.ts';
import { revalueMonth } from '../../../store/books/revalue.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import type { HttpEnv } from '../../env.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { readForm } from '../form.ts';
import { Empty, Notice, Page } from '../layout.tsx';
import { sentenceOf } from '../message.tsx';
import { asReader, type View } from '../view.ts';
import { Exports, Months } from './month-end.tsx';
import { Roll, Trial } from './tables.tsx';

const Query = z.object({
  month: Month.optional().catch(undefined),
  number: z.string().trim().max(100).optional().catch(undefined),
});

/** What the sub-ledger says, a month's end, and what goes to the firm's own books. */
export function createBooks(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/books', (c) => asReader(c, 'request.read', ({ tx, view }) => show(c, tx, view)));
  app.post('/books/months', async (c) => {
    const { month, step } = await readForm(c, MonthStep);
    const flash = await asReader(c, 'books.write', async ({ tx, view }): Promise<Flash> => {
      const order = { actor: { personId: view.principal.personId }, month };
      if (step === 'close') {
        const closed = await closeMonth(tx, order);
        return closed.ok ? done('books_closed', { month }) : { kind: 'refused', ...told(closed) };
      }
      const revalued = await revalueMonth(tx, order);
      if (!revalued.ok) return { kind: 'refused', ...told(revalued) };
      return done('books_revalued', { month, balances: revalued.balances });
    });
    return redirectTelling(c, `/books?month=${month}`, flash);
  });
  app.post('/books/exports', async (c) => {
    const form = await readForm(c, z.record(z.string(), z.unknown()));
    const flash = await asReader(c, 'books.write', async ({ tx, view }): Promise<Flash> => {
      const through = String(form.through ?? '');
      if (!isDay(through)) {
        return { kind: 'refused', code: 'day_unreadable', params: { value: through } };
      }
      const [newest] = await listExports(tx, { limit: 1 });
      const accounts = { facilities: {}, ...newest?.accounts, accounts: numbersOf(form) };
      const actor = { personId: view.principal.personId };
      const exported = await exportBooks(tx, { actor, through, accounts });
      if (!exported.ok) return { kind: 'refused', ...told(exported) };
      const { sequence, totals } = exported.run;
      return done('books_exported', { run: sequence, journals: totals.journals });
    });
    return redirectTelling(c, '/books', flash);
  });
  return app;
}

const MonthStep = z.object({ month: Month, step: z.enum(['revalue', 'close']) });

async function show(c: Context<HttpEnv>, tx: Parameters<typeof listExports>[0], view: View) {
  const { books } = view.text;
  const asked = Query.parse(c.req.query());
  const month = asked.month ?? monthOf(view.today);
  const found = asked.number ? await findPosted(tx, asked.number) : undefined;
  if (found) return c.redirect(`/books/receivables/${found}`, 303);
  const lastDay = lastDayOf(month);
  const asOf = lastDay < view.today ? lastDay : view.today;
  const knownAt = await databaseNow(tx);
  const trial = await readTrialBalance(tx, { asOf, knownAt });
  const roll = await readRollForward(tx, { month, knownAt });
  const closed = await listClosedMonths(tx);
  const runs = await listExports(tx, { limit: 12 });
  return c.html(
    <Page
      view={view}
      title={books.title}
      lead={books.lead}
      actions={
        <a class="button" href="/books/fixings">
          {view.text.fixings.title}
        </a>
      }
    >
      <Told view={view} flash={takeFlash(c)} />
      {asked.number ? (
        <Notice kind="refused">
          <p>{books.statementNone(asked.number)}</p>
        </Notice>
      ) : null}
      <Choose view={view} month={month} />
      {trial.length === 0 && roll.length === 0 ? (
        <section class="panel">
          <Empty title={books.none} hint={books.noneHint} />
        </section>
      ) : (
        <>
          <Trial view={view} asOf={asOf} lines={trial} />
          <Roll view={view} month={month} lines={roll} />
        </>
      )}
      <Months view={view} month={month} closed={closed} />
      <Exports view={view} runs={runs} through={asOf} />
    </Page>,
  );
}

const Choose: FC<{ view: View; month: Month }> = function Choose({ view, month }) {
  const { books } = view.text;
  return (
    <section class="panel">
      <div class="body padded fields">
        <form class="fields" method="get" action="/books">
          <label>
            {books.month}
            <input type="month" name="month" value={month} required pattern="\d{4}-\d{2}" />
          </label>
          <button type="submit">{books.show}</button>
        </form>
        <form class="fields" method="get" action="/books">
          <label>
            {books.statementSearch}
            <input type="search" name="number" required />
          </label>
          <button type="submit">{books.statementGo}</button>
        </form>
      </div>
    </section>
  );
};

const Told: FC<{ view: View; flash: Flash | undefined }> = function Told({ view, flash }) {
  if (!flash) return null;
  const { books } = view.text;
  const { params } = flash;
  const [month, count] = [String(params.month), (name: string) => Number(params[name])];
  const sentences: Record<string, () => string> = {
    books_closed: () => books.wasClosed(month),
    books_revalued: () => books.wasRevalued(month, count('balances')),
    books_exported: () => books.wasExported(count('run'), count('journals')),
  };
  return (
    <Notice kind={flash.kind}>
      <p>{sentences[flash.code]?.() ?? sentenceOf(view, flash)}</p>
    </Notice>
  );
};

function done(code: string, params: Flash['params']): Flash {
  return { kind: 'done', code, params };
}

function told({ code, params }: { code: string; params: Flash['params'] }) {
  return { code, params };
}

/** One field an account; an empty one states nothing. */
function numbersOf(form: Record<string, unknown>): Partial<Record<AccountRole, string>> {
  const stated = AccountRole.options.map((role): [AccountRole, string] => [
    role,
    String(form[`number.${role}`] ?? '')
      .trim()
      .slice(0, 64),
  ]);
  return Object.fromEntries(stated.filter(([, number]) => number !== ''));
}
