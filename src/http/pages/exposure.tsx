import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { databaseNow } from '../../store/business-clock.ts';
import { prepareFeed, readLedgerCurrencies } from '../../store/exposure.ts';
import { intendExposure, listSentFeeds, type SentFeed } from '../../store/exposure-delivery.ts';
import { type Policy, readPolicies } from '../../store/policy.ts';
import { listSellers } from '../../store/seller.ts';
import type { HttpEnv } from '../env.ts';
import { type Flash, redirectTelling, takeFlash } from './flash.ts';
import { readForm } from './form.ts';
import { Empty, Form, Page } from './layout.tsx';
import { Told } from './message.tsx';
import { asReader, type PageCall, type View } from './view.ts';

const Order = z.object({ policy: z.string(), seller: z.string() });

type Book = { policy: Policy; feeds: SentFeed[] };

/** What the insurer was told under each policy, and a way to tell it now. */
export function createExposure(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/exposure', (c) =>
    asReader(c, 'request.read', async (call) => {
      const { view, tx } = call;
      const { exposure } = view.text;
      const policies = await readPolicies(tx);
      const sellers = await listSellers(tx);
      const feeds = await listSentFeeds(tx, { perPolicy: 12 });
      const books = policies.map(
        (policy): Book => ({
          policy,
          feeds: feeds.filter(({ policyId }) => policyId === policy.policyId),
        }),
      );
      return c.html(
        <Page view={view} title={exposure.title} lead={exposure.lead}>
          <Told view={view} flash={takeFlash(c)} />
          {books.length === 0 ? (
            <section class="panel">
              <Empty title={exposure.noPolicy} hint={exposure.noPolicyHint} />
            </section>
          ) : (
            books.map((book) => <PolicyPanel view={view} book={book} sellers={sellers} />)
          )}
        </Page>,
      );
    }),
  );
  app.post('/exposure', async (c) => {
    const order = await readForm(c, Order);
    const flash = await asReader(c, 'exposure.send', (call) => send(call, order));
    return redirectTelling(c, '/exposure', flash);
  });
  return app;
}

/** A feed for each currency of the ledger; one that does not add up is said, the others go. */
async function send(
  { tx, view }: PageCall,
  { policy: policyId, seller: sellerId }: z.infer<typeof Order>,
): Promise<Flash> {
  const actor = { personId: view.principal.personId };
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const sent: string[] = [];
  let refused: Flash | undefined;
  for (const currency of await readLedgerCurrencies(tx, sellerId)) {
    const made = await prepareFeed(tx, { actor, policyId, sellerId, currency, ...when });
    if (made.status === 'refused') {
      const params = 'params' in made ? made.params : {};
      refused = { kind: 'refused', code: made.code, params };
      continue;
    }
    await intendExposure(tx, made.feed);
    sent.push(made.feed.reference);
  }
  if (refused) return refused;
  return { kind: 'done', code: 'feed_sent', params: { reference: sent.join(', ') } };
}

const PolicyPanel: FC<{
  view: View;
  book: Book;
  sellers: { id: string; name: string }[];
}> = function PolicyPanel({ view, book, sellers }) {
  const { exposure } = view.text;
  const { policyId, insurer, currency } = book.policy;
  return (
    <section class="panel" aria-label={policyId}>
      <header>
        <h2>{`${insurer} · ${policyId}`}</h2>
        <span class="muted">{currency}</span>
      </header>
      {view.can('exposure.send')
        ? sellers.map(({ id, name }) => (
            <div class="body">
              <Form view={view} action="/exposure">
                <input type="hidden" name="policy" value={policyId} />
                <input type="hidden" name="seller" value={id} />
                <span class="muted">{`${name} `}</span>
                <button type="submit" class="primary">
                  {exposure.send}
                </button>
              </Form>
            </div>
          ))
        : null}
      {book.feeds.length === 0 ? (
        <Empty title={exposure.none} hint={exposure.noneHint} />
      ) : (
        <Feeds view={view} feeds={book.feeds} />
      )}
    </section>
  );
};

const Feeds: FC<{ view: View; feeds: SentFeed[] }> = function Feeds({ view, feeds }) {
  const { text, format } = view;
  const { exposure } = text;
  const numeric = [
    exposure.asOf,
    exposure.debtors,
    exposure.receivables,
    exposure.gross,
    exposure.ledgerGross,
  ];
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{exposure.reference}</th>
            {numeric.map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
            <th scope="col">{exposure.status}</th>
          </tr>
        </thead>
        <tbody>
          {feeds.map(({ control, currency, reference, asOf, contentHash, state }) => {
            const agrees = control.ledgerGrossMinor === control.outstandingGrossMinor;
            const cells = [
              format.day(asOf),
              format.integer(control.debtors),
              format.integer(control.receivables),
              `${format.amount(control.outstandingGrossMinor, currency)} ${currency}`,
              `${format.amount(control.ledgerGrossMinor, currency)} (${agrees ? exposure.agrees : exposure.differs})`,
            ];
            return (
              <tr>
                <th scope="row" data-head={exposure.reference} title={contentHash}>
                  {reference}
                </th>
                {cells.map((cell, index) => (
                  <td class="num" data-head={numeric[index]}>
                    {cell}
                  </td>
                ))}
                <td data-head={exposure.status}>
                  {state === null ? text.none : text.delivery.states[state]}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
