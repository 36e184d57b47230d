import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { databaseNow } from '../../../store/business-clock.ts';
import { prepareFeed, readLedgerCurrencies } from '../../../store/exposure.ts';
import { decideFeed, listSentFeeds, type SentFeed } from '../../../store/exposure-delivery.ts';
import { type Policy, readPolicies } from '../../../store/policy.ts';
import { listSellers } from '../../../store/seller.ts';
import type { HttpEnv } from '../../env.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { readForm } from '../form.ts';
import { Empty, Form, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type PageCall, type View } from '../view.ts';
import { Feeds } from './feeds.tsx';

const Order = z.object({ policy: z.string(), seller: z.string() });
const Decision = z.object({
  policy: z.string(),
  sequence: z.coerce.number().int().min(1),
  reference: z.string(),
  decision: z.enum(['released', 'withheld']),
  reason: z.string().max(1000).default(''),
});

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
    const flash = await asReader(c, 'exposure.send', (call) => make(call, order));
    return redirectTelling(c, '/exposure', flash);
  });
  app.post('/exposure/decision', async (c) => {
    const form = await readForm(c, Decision);
    const flash = await asReader(c, 'exposure.release', (call) => decide(call, form));
    return redirectTelling(c, '/exposure', flash);
  });
  return app;
}

/** A feed for each currency of the ledger; one that does not add up is said, the others are made. */
async function make(
  { tx, view }: PageCall,
  { policy: policyId, seller: sellerId }: z.infer<typeof Order>,
): Promise<Flash> {
  const actor = { personId: view.principal.personId };
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const made: string[] = [];
  let refused: Flash | undefined;
  for (const currency of await readLedgerCurrencies(tx, sellerId)) {
    const answer = await prepareFeed(tx, { actor, policyId, sellerId, currency, ...when });
    if (answer.status === 'refused') {
      const params = 'params' in answer ? answer.params : {};
      refused = { kind: 'refused', code: answer.code, params };
      continue;
    }
    made.push(answer.feed.reference);
  }
  if (refused) return refused;
  return { kind: 'done', code: 'feed_made', params: { reference: made.join(', ') } };
}

async function decide(
  { tx, view }: PageCall,
  { policy: policyId, sequence, reference, decision, reason }: z.infer<typeof Decision>,
): Promise<Flash> {
  if (decision === 'withheld' && reason.trim() === '') {
    return { kind: 'refused', code: 'reason_missing', params: {} };
  }
  const answer = await decideFeed(tx, {
    policyId,
    sequence,
    personId: view.principal.personId,
    decision: decision === 'released' ? decision : { withheld: reason.trim() },
  });
  if (!answer.ok) return { kind: 'refused', code: `feed_${answer.code}`, params: {} };
  return { kind: 'done', code: `feed_${decision}`, params: { reference } };
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
