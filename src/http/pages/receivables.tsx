import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { foldPosition, isHeld } from '../../core/funding/position.ts';
import { isWorded, word, wordDeduction } from '../../core/wording/word.ts';
import { databaseNow } from '../../store/business-clock.ts';
import { readDebtors } from '../../store/debtor.ts';
import { readPast } from '../../store/position-history.ts';
import { type ReceivableHistory, readHistory } from '../../store/receivable.ts';
import type { HttpEnv } from '../env.ts';
import { notFound } from '../problem.ts';
import { type Book, type Offer, readBook } from './desk/book.ts';
import { ruleLabel } from './desk/rule.ts';
import { PlacingPanel, placingFor } from './explained/placing.tsx';
import { AccountPanel } from './funders/account.tsx';
import { PastPanel } from './funders/past.tsx';
import { Notice, Page } from './layout.tsx';
import { requestIdOf } from './requests/page.tsx';
import { asReader, type View } from './view.ts';

/** One open item: what each facility says of it and why, and where its amounts come from. */
export function createReceivables(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/receivables/:id', async (c) => {
    const id = requestIdOf(c.req.param('id'));
    const placing = await placingFor(c, id);
    return asReader(c, 'ledger.read', async (call) => {
      const { tx, view } = call;
      const history = await readHistory(tx, id);
      if (!history) throw notFound();
      const { receivable } = history;
      const when = { asOf: view.today, knownAt: await databaseNow(tx) };
      const [debtor] = await readDebtors(tx, { ...when, ids: [receivable.debtorId] });
      const book = await readBook(call);
      const offers = book.status === 'open' ? book.offers : [];
      const isFree = receivable.kind === 'invoice' && book.status === 'open' && !book.held.has(id);
      const nameOf = (facilityId: string) =>
        offers.find(({ facility }) => facility.terms.facilityId === facilityId)?.facility.terms
          .name ?? facilityId;
      const past = await readPast(tx, id);
      const position = foldPosition(past.map(({ fact }) => fact));
      const holder = past.findLast(({ fact }) => fact.kind === 'reserved')?.fact;
      const holderOf = (facilityId: string) => {
        const held = offers.find(({ facility }) => facility.terms.facilityId === facilityId);
        const { name, currency } = held?.facility.terms ?? {
          name: facilityId,
          currency: receivable.currency,
        };
        return { name, currency };
      };
      const { text, format } = view;
      const lead = (
        <>
          <a href={`/debtors/${encodeURIComponent(receivable.debtorId)}`}>
            {debtor?.name ?? receivable.debtorId}
          </a>
          {` · ${text.debtor.kinds[receivable.kind]} · ${format.amount(receivable.faceMinor, receivable.currency)} ${receivable.currency}`}
        </>
      );
      return c.html(
        <Page view={view} title={receivable.key.number} lead={lead}>
          {book.status === 'open' ? (
            <Standing view={view} book={book} history={history} nameOf={nameOf} />
          ) : null}
          {isHeld(position) ? (
            <AccountPanel
              view={view}
              receivableId={id}
              position={position}
              facility={holderOf(position.facilityId)}
            />
          ) : null}
          {holder?.kind === 'reserved' ? (
            <PastPanel view={view} past={past} facility={holderOf(holder.facilityId)} />
          ) : null}
          {offers.map((offer) => (
            <Judgement view={view} offer={offer} id={id} />
          ))}
          {isFree ? (
            <PlacingPanel
              view={view}
              placing={placing}
              currencies={offers.map(({ result }) => result.currency)}
              nameOf={nameOf}
            />
          ) : null}
          <Facts view={view} history={history} />
        </Page>,
      );
    });
  });
  return app;
}

/** Who holds it already; or, of a credit, why no facility judges it. */
const Standing: FC<{
  view: View;
  book: Book;
  history: ReceivableHistory;
  nameOf: (facilityId: string) => string;
}> = function Standing({ view, book, history: { receivable }, nameOf }) {
  const { explain } = view.text;
  const holder = book.held.get(receivable.id);
  if (receivable.kind === 'invoice' && !holder) return null;
  return (
    <Notice kind="note">
      <p>{holder ? explain.isHeld(nameOf(holder.facilityId)) : explain.notInvoice}</p>
    </Notice>
  );
};

const Judgement: FC<{ view: View; offer: Offer; id: string }> = function Judgement({
  view,
  offer,
  id,
}) {
  const { text, format, locale } = view;
  const { name, currency } = offer.facility.terms;
  const line = offer.lines.get(id);
  if (!line) return null;
  return (
    <section class="panel" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <span class="muted">{currency}</span>
      </header>
      <table class="stack">
        <tbody>
          <tr>
            <th scope="row">{text.receivable.gross}</th>
            <td></td>
            <td class="num">{format.amount(line.grossMinor, currency)}</td>
          </tr>
          {line.deductions.map((deduction) => {
            const cure = `rule.${deduction.rule}.cure`;
            return (
              <tr>
                <th scope="row">{ruleLabel(locale, offer.facility.terms, deduction.rule)}</th>
                <td>
                  {wordDeduction(locale, deduction, currency)}
                  {isWorded(cure) ? <small>{word(locale, cure)}</small> : null}
                </td>
                <td class="num">{format.amount(-deduction.amountMinor, currency)}</td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">
              <b>{text.receivable.eligible}</b>
            </th>
            <td></td>
            <td class="num">
              <b>{format.amount(line.eligibleMinor, currency)}</b>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
};

const Facts: FC<{ view: View; history: ReceivableHistory }> = function Facts({ view, history }) {
  const { text, format } = view;
  const { currency } = history.receivable;
  return (
    <section class="panel" aria-labelledby="facts-title">
      <header>
        <h2 id="facts-title">{text.receivable.factsTitle}</h2>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col" class="num">
                {text.receivable.effective}
              </th>
              <th scope="col" class="num">
                {text.debtor.open}
              </th>
              <th scope="col" class="num">
                {text.receivable.disputed}
              </th>
              <th scope="col">{text.receivable.source}</th>
              <th scope="col" class="num">
                {text.receivable.recorded}
              </th>
            </tr>
          </thead>
          <tbody>
            {history.facts.map(
              ({ effectiveOn, openMinor, disputedMinor, cause, fileName, recordedAt }) => (
                <tr>
                  <td class="num" data-head={text.receivable.effective}>
                    {format.day(effectiveOn)}
                  </td>
                  <td class="num" data-head={text.debtor.open}>
                    {`${format.amount(openMinor, currency)} ${currency}`}
                  </td>
                  <td class="num" data-head={text.receivable.disputed}>
                    {format.amount(disputedMinor, currency)}
                  </td>
                  <td data-head={text.receivable.source}>
                    {cause === 'in_ledger' ? (fileName ?? text.none) : text.receivable.absent}
                  </td>
                  <td class="num" data-head={text.receivable.recorded}>
                    {format.instant(recordedAt)}
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
};
