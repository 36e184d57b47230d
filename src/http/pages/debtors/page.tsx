import { Hono } from 'hono';
import { z } from 'zod';
import { databaseNow } from '../../../store/business-clock.ts';
import { readCircumstances } from '../../../store/circumstance.ts';
import { readCoverBook } from '../../../store/cover.ts';
import { readDebtors } from '../../../store/debtor.ts';
import { listOwing } from '../../../store/owing.ts';
import { readOpenItems } from '../../../store/receivable.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { PayingPanel, readPaying } from '../ageing/paying.tsx';
import { createDebtorClockActs } from '../clocks/debtor-act.ts';
import { DebtorClocksPanels, readDebtorClocks } from '../clocks/of-debtor.tsx';
import { takeFlash } from '../flash.ts';
import { Empty, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader } from '../view.ts';
import { Financed } from './financed.tsx';
import { readFinancing } from './financing.ts';
import { InsuredPanels, readInsured } from './insured.tsx';
import { Owing } from './owing.tsx';
import { CoverPanel, Items } from './tables.tsx';
import { LimitWorths } from './worth.tsx';

const Query = z.object({ q: z.string().trim().max(100).catch('').default('') });

/** Who owes, what covers it, what each facility finances of it, and what a higher limit is worth. */
export function createDebtors(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/debtors', (c) =>
    asReader(c, 'ledger.read', async ({ tx, view }) => {
      const { q } = Query.parse(c.req.query());
      const owing = await listOwing(tx, { asOf: view.today, search: q, limit: 200 });
      const { debtor, desk } = view.text;
      return c.html(
        <Page view={view} title={view.text.nav.debtors} lead={debtor.listLead}>
          <section class="panel">
            <form class="filters padded" method="get" action="/debtors" aria-label={debtor.search}>
              <input
                type="search"
                name="q"
                value={q}
                aria-label={debtor.search}
                placeholder={debtor.search}
              />
              <button type="submit">{desk.apply}</button>
            </form>
            {owing.length === 0 ? (
              <Empty title={desk.nothing} hint={desk.emptyHint} go={desk.emptyGo} href="/imports" />
            ) : (
              <Owing view={view} owing={owing} />
            )}
          </section>
        </Page>,
      );
    }),
  );
  app.get('/debtors/:id', (c) =>
    asReader(c, 'ledger.read', async (call) => {
      const { tx, view } = call;
      const debtorId = c.req.param('id');
      const when = { asOf: view.today, knownAt: await databaseNow(tx) };
      const [debtor] = await readDebtors(tx, { ...when, ids: [debtorId] });
      if (!debtor) throw notFound();
      const decisions = await readCoverBook(tx, debtorId);
      const items = await readOpenItems(tx, { ...when, debtorId });
      const paying = await readPaying(call, { ...when, debtorId });
      const clocks = await readDebtorClocks(call, debtorId);
      const financing = await readFinancing(call, debtorId, c.req.query());
      const { country } = debtor;
      const circumstances = await readCircumstances(tx, { ...when, debtorId });
      const insured = await readInsured(call, { ...when, debtorId, country });
      const { text } = view;
      const identifiers = Object.entries(debtor.identifiers).map(
        ([scheme, id]) => `${scheme.toUpperCase()} ${id}`,
      );
      const lead = [debtor.id, debtor.country, ...identifiers].filter(Boolean).join(' · ');
      return c.html(
        <Page view={view} title={debtor.name} lead={lead}>
          <Told view={view} flash={takeFlash(c)} />
          <Financed view={view} financing={financing} />
          <LimitWorths view={view} debtorId={debtorId} financing={financing} />
          <InsuredPanels view={view} insured={insured} />
          <DebtorClocksPanels view={view} clocks={clocks} />
          <PayingPanel view={view} debtorId={debtorId} paying={paying} />
          <CoverPanel view={view} decisions={decisions} circumstances={circumstances} />
          <section class="panel" aria-labelledby="items-title">
            <header>
              <h2 id="items-title">{text.debtor.itemsTitle}</h2>
              <span class="muted">{view.format.integer(items.length)}</span>
            </header>
            {items.length === 0 ? (
              <Empty title={text.debtor.itemsNone} hint="" />
            ) : (
              <Items view={view} items={items} />
            )}
          </section>
        </Page>,
      );
    }),
  );
  app.route('/', createDebtorClockActs());
  return app;
}
