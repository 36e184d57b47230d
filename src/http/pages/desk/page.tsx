import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { HttpEnv } from '../../env.ts';
import { type Flash, takeFlash } from '../flash.ts';
import { Empty, Form, Notice, Page } from '../layout.tsx';
import { sentenceOf, Told } from '../message.tsx';
import { asReader, type PageCall, type View } from '../view.ts';
import { readBook } from './book.ts';
import { DockBar } from './dock.tsx';
import { Ledger } from './ledger.tsx';
import { type Desk, readDesk } from './model.ts';
import { deskPath, readQuery } from './query.ts';
import { readStrip, Strip, type StripFacts } from './strip.tsx';
import { Waterfall } from './waterfall.tsx';

/** The first page: what can be drawn today, why not more, and the choice of what to finance. */
export function createDesk(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/', (c) =>
    asReader(c, 'ledger.read', async (call) => {
      const flash = takeFlash(c);
      const book = await readBook(call);
      if (book.status !== 'open') {
        return c.html(<Blocked view={call.view} flash={flash} book={book} />);
      }
      const desk = await readDesk(call, book, readQuery(c.req.query()));
      const facts = await readStrip(call, book);
      return c.html(<DeskPage call={call} desk={desk} facts={facts} flash={flash} />);
    }),
  );
  return app;
}

const DeskPage: FC<{
  call: PageCall;
  desk: Desk;
  facts: StripFacts;
  flash: Flash | undefined;
}> = function DeskPage({ call, desk, facts, flash }) {
  const { view } = call;
  const { text, format } = view;
  const { offer, query, book } = desk;
  const isEmpty = offer.result.lines.length === 0 && desk.rows.length === 0 && query.q === '';
  return (
    <Page
      view={view}
      title={text.desk.title}
      lead={`${text.asOf(format.day(book.asOf))} · ${offer.facility.terms.name}`}
      actions={
        <button type="button" data-do="help">
          {text.keysButton}
        </button>
      }
    >
      <Told view={view} flash={flash} />
      <Facilities view={view} desk={desk} />
      <Strip view={view} offer={offer} facts={facts} />
      {isEmpty ? (
        <section class="panel">
          <Empty
            title={text.desk.empty}
            hint={text.desk.emptyHint}
            go={text.desk.emptyGo}
            href="/imports"
          />
        </section>
      ) : (
        <div class="desk" id="desk">
          <Waterfall view={view} offer={offer} query={query} />
          <section class="panel" aria-labelledby="ledger-title">
            <header>
              <h2 id="ledger-title">{text.desk.ledgerTitle}</h2>
              <ChooseAll view={view} desk={desk} />
            </header>
            <Ledger view={view} desk={desk} />
            <DockBar view={view} desk={desk} />
          </section>
        </div>
      )}
    </Page>
  );
};

const Facilities: FC<{ view: View; desk: Desk }> = function Facilities({ view, desk }) {
  const { offers } = desk.book;
  if (offers.length < 2) return null;
  return (
    <nav class="facilities" aria-label={view.text.desk.facility}>
      {offers.map(({ facility }) => {
        const { facilityId, name } = facility.terms;
        const isHere = facilityId === desk.offer.facility.terms.facilityId;
        const href = deskPath({ show: 'all', q: '' }, { facility: facilityId });
        return (
          <a href={href} aria-current={isHere ? 'true' : undefined}>
            {name}
          </a>
        );
      })}
    </nav>
  );
};

const ChooseAll: FC<{ view: View; desk: Desk }> = function ChooseAll({ view, desk }) {
  const { text, format } = view;
  const { freeIds, query, offer, count } = desk;
  const mayAll = view.can('request.prepare') && query.show === 'eligible' && freeIds.length > 0;
  if (!mayAll || query.rule !== undefined || query.q !== '') {
    return <span class="muted">{count === undefined ? '' : format.integer(count)}</span>;
  }
  return (
    <Form view={view} action="/basket/all">
      <input type="hidden" name="facility" value={offer.facility.terms.facilityId} />
      <button type="submit">{text.desk.addAll(freeIds.length)}</button>
    </Form>
  );
};

type Closed = Exclude<Awaited<ReturnType<typeof readBook>>, { status: 'open' }>;

/** Without facilities, or with an input the engine refuses by name, there is nothing to choose. */
const Blocked: FC<{ view: View; flash: Flash | undefined; book: Closed }> = function Blocked({
  view,
  flash,
  book,
}) {
  const { text } = view;
  return (
    <Page view={view} title={text.desk.title}>
      <Told view={view} flash={flash} />
      {book.status === 'refused' ? (
        <Notice kind="refused">
          <p>{sentenceOf(view, book)}</p>
        </Notice>
      ) : (
        <section class="panel">
          <Empty title={text.desk.noFacility} hint={text.desk.noFacilityHint} />
        </section>
      )}
    </Page>
  );
};
