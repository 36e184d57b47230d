import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { daysBetween } from '../../core/calendar.ts';
import type { Receivable } from '../../core/receivable.ts';
import { databaseNow } from '../../store/business-clock.ts';
import { type RecordedDecision, readCoverBook } from '../../store/cover.ts';
import { readDebtors } from '../../store/debtor.ts';
import { listOwing, type OwingDebtor } from '../../store/owing.ts';
import { readOpenItems } from '../../store/receivable.ts';
import type { HttpEnv } from '../env.ts';
import { notFound } from '../problem.ts';
import { takeFlash } from './flash.ts';
import { Empty, Page } from './layout.tsx';
import { Told } from './message.tsx';
import { asReader, type View } from './view.ts';

const Query = z.object({ q: z.string().trim().max(100).catch('').default('') });

/** Who owes, what covers it, and what is open. */
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
    asReader(c, 'ledger.read', async ({ tx, view }) => {
      const debtorId = c.req.param('id');
      const when = { asOf: view.today, knownAt: await databaseNow(tx) };
      const [debtor] = await readDebtors(tx, { ...when, ids: [debtorId] });
      if (!debtor) throw notFound();
      const decisions = await readCoverBook(tx, debtorId);
      const items = await readOpenItems(tx, { ...when, debtorId });
      const { text } = view;
      const identifiers = Object.entries(debtor.identifiers).map(
        ([scheme, id]) => `${scheme.toUpperCase()} ${id}`,
      );
      const lead = [debtor.id, debtor.country, ...identifiers].filter(Boolean).join(' · ');
      return c.html(
        <Page view={view} title={debtor.name} lead={lead}>
          <Told view={view} flash={takeFlash(c)} />
          <section class="panel" aria-labelledby="cover-title">
            <header>
              <h2 id="cover-title">{text.debtor.coverTitle}</h2>
            </header>
            {decisions.length === 0 ? (
              <Empty title={text.debtor.coverNone} hint={text.debtor.coverNoneHint} />
            ) : (
              <Cover view={view} decisions={decisions.toReversed()} />
            )}
          </section>
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
  return app;
}

const Owing: FC<{ view: View; owing: OwingDebtor[] }> = function Owing({ view, owing }) {
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

const Cover: FC<{ view: View; decisions: RecordedDecision[] }> = function Cover({
  view,
  decisions,
}) {
  const { text, format } = view;
  const { debtor } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{debtor.policy}</th>
            <th scope="col">{debtor.status}</th>
            <th scope="col" class="num">
              {debtor.amount}
            </th>
            <th scope="col" class="num">
              {debtor.from}
            </th>
            <th scope="col" class="num">
              {debtor.until}
            </th>
            <th scope="col">{debtor.raw}</th>
            <th scope="col" class="num">
              {debtor.decided}
            </th>
          </tr>
        </thead>
        <tbody>
          {decisions.flatMap(({ decision }) => {
            const { policyId, status, currency, layers, rawCode, decidedOn, effectiveOn } =
              decision;
            const spans = layers.length > 0 ? layers : [{ amountMinor: 0, validFrom: effectiveOn }];
            return spans.map((layer) => {
              const until = decision.endsOn ?? ('validTo' in layer ? layer.validTo : undefined);
              return (
                <tr>
                  <td data-head={debtor.policy}>{policyId}</td>
                  <td data-head={debtor.status}>{debtor.statuses[status]}</td>
                  <td class="num" data-head={debtor.amount}>
                    {`${format.amount(layer.amountMinor, currency)} ${currency}`}
                  </td>
                  <td class="num" data-head={debtor.from}>
                    {format.day(layer.validFrom)}
                  </td>
                  <td class="num" data-head={debtor.until}>
                    {until === undefined ? text.none : format.day(until)}
                  </td>
                  <td data-head={debtor.raw}>{rawCode}</td>
                  <td class="num" data-head={debtor.decided}>
                    {format.day(decidedOn)}
                  </td>
                </tr>
              );
            });
          })}
        </tbody>
      </table>
    </div>
  );
};

const Items: FC<{ view: View; items: Receivable[] }> = function Items({ view, items }) {
  const { text, format } = view;
  const { debtor } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{debtor.invoice}</th>
            <th scope="col" class="num">
              {debtor.issued}
            </th>
            <th scope="col" class="num">
              {debtor.due}
            </th>
            <th scope="col" class="num">
              {debtor.open}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <th scope="row" data-head={debtor.invoice}>
                <a href={`/receivables/${item.id}`}>{item.key.number}</a>
                <small>{debtor.kinds[item.kind]}</small>
              </th>
              <td class="num" data-head={debtor.issued}>
                {format.day(item.issuedOn)}
              </td>
              <DueCell view={view} item={item} />
              <td class="num" data-head={debtor.open}>
                {`${format.amount(item.openMinor, item.currency)} ${item.currency}`}
                {item.kind === 'invoice' && item.disputedMinor > 0 ? (
                  <small>{debtor.disputed(format.amount(item.disputedMinor, item.currency))}</small>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const DueCell: FC<{ view: View; item: Receivable }> = function DueCell({ view, item }) {
  const { text, format } = view;
  if (item.kind !== 'invoice') return <td class="num">{text.none}</td>;
  const days = daysBetween(view.today, item.dueOn);
  return (
    <td class="num" data-head={text.debtor.due}>
      {format.day(item.dueOn)}
      {days < 0 ? <small class="late">{text.desk.daysLate(-days)}</small> : null}
    </td>
  );
};
