import { Hono } from 'hono';
import { addDays } from '../../../core/calendar.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import type { Tx } from '../../../store/database.ts';
import {
  type Books,
  cashOutlook,
  readOutlookBooks,
  usualWatch,
  warningsFrom,
} from '../../../store/outlook.ts';
import type { AppDeps, Refused } from '../../deps.ts';
import type { HttpEnv } from '../../env.ts';
import { Empty, Notice, Page } from '../layout.tsx';
import { asReader, type View } from '../view.ts';
import { CashItems, WarnedItems } from './items.tsx';
import { ItemQuery, Query } from './query.ts';
import { TimelinePanel } from './timeline.tsx';
import { Warnings } from './warnings.tsx';
import { DebtorPanel } from './what-if.tsx';

/** What comes: warnings, cash by day, and what a debtor's limit or payment would do. */
export function createOutlook(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/outlook', (c) =>
    asReader(c, 'request.read', async ({ tx, deps, view }) => {
      const { outlook } = view.text;
      const query = Query.parse(c.req.query());
      const books = await booksOf(tx, view);
      if (books.pools.length === 0) {
        return c.html(
          <Page view={view} title={outlook.title} lead={outlook.lead}>
            <section class="panel">
              <Empty title={outlook.none} hint={outlook.noneHint} />
            </section>
          </Page>,
        );
      }
      const { available, refused } = await availability(deps, tx);
      const found = warningsFrom(books, usualWatch, available);
      const cash = cashOutlook(books, addDays(books.today, query.days));
      return c.html(
        <Page view={view} title={outlook.title} lead={outlook.lead}>
          {refused ? (
            <Notice kind="note">
              <p>
                {`${outlook.availabilityUnknown} ${view.wordRefusal(refused.code, refused.params)}`}
              </p>
            </Notice>
          ) : null}
          <Warnings view={view} warnings={found} />
          <TimelinePanel view={view} cash={cash} query={query} pools={books.pools} />
          {await DebtorPanel({ view, deps, tx, books, query })}
        </Page>,
      );
    }),
  );
  app.get('/outlook/items', (c) =>
    asReader(c, 'request.read', async ({ tx, deps, view }) => {
      const { outlook } = view.text;
      const query = ItemQuery.parse(c.req.query());
      const books = await booksOf(tx, view);
      const known = query.warning === 'overadvance' ? await availability(deps, tx) : undefined;
      const warned = warningsFrom(books, usualWatch, known?.available ?? new Map()).filter(
        ({ code, facilityId, params }) =>
          code === query.warning &&
          facilityId === query.facility &&
          (query.debtor === undefined || params.debtor === query.debtor),
      );
      const { expected } = cashOutlook(books, addDays(books.today, query.days));
      const inCell = expected.filter(
        ({ day, currency, kind }) =>
          day === query.day && currency === query.currency && kind === query.kind,
      );
      return c.html(
        <Page
          view={view}
          title={outlook.itemsTitle}
          lead={outlook.lead}
          actions={
            <a class="button" href={`/outlook?days=${query.days}`}>
              {outlook.back}
            </a>
          }
        >
          {query.warning === undefined ? (
            <CashItems view={view} items={inCell} query={query} />
          ) : (
            <WarnedItems view={view} warnings={warned} books={books} />
          )}
        </Page>,
      );
    }),
  );
  return app;
}

async function booksOf(tx: Tx, view: View): Promise<Books> {
  return readOutlookBooks(tx, { asOf: view.today, knownAt: await databaseNow(tx) });
}

/** What may still be drawn of each facility; what could not be reckoned is said and not taken for zero. */
async function availability(
  deps: AppDeps,
  tx: Tx,
): Promise<{ available: Map<string, number>; refused?: Refused }> {
  const certified = await deps.certify?.(tx, {});
  if (!certified) return { available: new Map() };
  if (certified.status === 'refused') return { available: new Map(), refused: certified };
  const { certificates } = certified;
  return {
    available: new Map(
      certificates.map(({ terms, availableMinor }) => [terms.facilityId, availableMinor]),
    ),
  };
}
