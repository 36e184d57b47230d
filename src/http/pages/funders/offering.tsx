import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { Terms } from '../../../core/facility.ts';
import {
  type Unoffered,
  type UnofferedSum,
  unofferedSums,
} from '../../../core/funding/offering.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { readFacilities } from '../../../store/facility.ts';
import { type Offering, readOfferings } from '../../../store/offering.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { Empty, Page } from '../layout.tsx';
import { asReader, type View } from '../view.ts';

const shownMax = 500;

/** What a facility's agreement has the seller offer and was not offered yet, invoice by invoice. */
export function createOffering(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/funders/:id/unoffered', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const when = { asOf: view.today, knownAt: await databaseNow(tx) };
      const facilities = await readFacilities(tx, { ...when, facilityIds: [facilityIdOf(c)] });
      const [facility] = facilities;
      if (!facility) throw notFound();
      const [offering] = await readOfferings(tx, when, facilities);
      const { offering: said, funders } = view.text;
      const { name } = facility.terms;
      return c.html(
        <Page
          view={view}
          title={said.title}
          lead={offering ? obligationText(view, name, offering) : said.free(name)}
          actions={
            <a class="button" href="/funders">
              {funders.title}
            </a>
          }
        >
          {!offering || offering.unoffered.length === 0 ? (
            <section class="panel">
              <Empty title={said.none} hint={offering ? said.noneHint : said.freeHint} />
            </section>
          ) : (
            <Invoices view={view} offering={offering} nameOf={await namesOf(tx, view)} />
          )}
        </Page>,
      );
    }),
  );
  return app;
}

async function namesOf(tx: Parameters<typeof readFacilities>[0], view: View) {
  const knownAt = await databaseNow(tx);
  const all = await readFacilities(tx, { asOf: view.today, knownAt });
  const names = new Map(all.map(({ terms }) => [terms.facilityId, terms.name]));
  return (facilityId: string) => names.get(facilityId) ?? facilityId;
}

function facilityIdOf(c: Context<HttpEnv>): string {
  const parsed = Terms.shape.facilityId.safeParse(c.req.param('id'));
  if (!parsed.success) throw notFound();
  return parsed.data;
}

function obligationText({ text, format }: View, name: string, { obligation }: Offering): string {
  const { offering: said } = text;
  const { debtors, signedOn, withinDays } = obligation;
  const scope =
    debtors === 'all'
      ? said.whole(name, format.day(signedOn))
      : said.listed(name, debtors.length, format.day(signedOn));
  return `${scope} ${withinDays === undefined ? said.noDays : said.within(withinDays)}`;
}

/** In a facility's panel: how much was not offered, and the way to which. */
export const OfferingSums: FC<{ view: View; offering: Offering }> = function OfferingSums({
  view,
  offering,
}) {
  const { offering: said } = view.text;
  const { facility, unoffered, isMore } = offering;
  const sums = unofferedSums(unoffered);
  return (
    <>
      <h3>{said.title}</h3>
      {sums.length === 0 ? (
        <p>{said.none}</p>
      ) : (
        <ul>
          {sums.map((sum) => (
            <li>{sumText(view, sum)}</li>
          ))}
        </ul>
      )}
      {isMore ? <p class="muted">{said.atLeast}</p> : null}
      <p>
        <a href={`/funders/${encodeURIComponent(facility.terms.facilityId)}/unoffered`}>
          {said.open}
        </a>
      </p>
    </>
  );
};

function sumText({ text, format }: View, sum: UnofferedSum): string {
  const { offering: said } = text;
  const { currency, count, openMinor, lateCount, lateMinor } = sum;
  const all = said.sum(count, `${format.amount(openMinor, currency)} ${currency}`);
  if (lateCount === 0) return all;
  return `${all} ${said.late(lateCount, `${format.amount(lateMinor, currency)} ${currency}`)}`;
}

const Invoices: FC<{ view: View; offering: Offering; nameOf: (facilityId: string) => string }> =
  function Invoices({ view, offering, nameOf }) {
    const { offering: said } = view.text;
    const { unoffered, isMore } = offering;
    const heads = [said.number, said.debtor, said.since, said.offerBy, said.where];
    return (
      <section class="panel" aria-labelledby="unoffered-title">
        <header>
          <h2 id="unoffered-title">{said.listTitle}</h2>
        </header>
        <p class="body muted">
          {unofferedSums(unoffered)
            .map((sum) => sumText(view, sum))
            .join(' ')}
        </p>
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                {heads.map((head) => (
                  <th scope="col">{head}</th>
                ))}
                <th scope="col" class="num">
                  {said.amount}
                </th>
              </tr>
            </thead>
            <tbody>
              {unoffered.slice(0, shownMax).map((invoice) => (
                <Invoice view={view} invoice={invoice} nameOf={nameOf} />
              ))}
            </tbody>
          </table>
        </div>
        {unoffered.length > shownMax || isMore ? (
          <div class="body padded muted">{said.more(view.format.integer(shownMax))}</div>
        ) : null}
      </section>
    );
  };

const Invoice: FC<{ view: View; invoice: Unoffered; nameOf: (facilityId: string) => string }> =
  function Invoice({ view, invoice, nameOf }) {
    const { text, format } = view;
    const { offering: said } = text;
    const { receivableId, number, debtorId, debtor, since, offerBy, isLate, heldBy } = invoice;
    return (
      <tr>
        <th scope="row" data-head={said.number}>
          <a href={`/receivables/${receivableId}`}>{number}</a>
        </th>
        <td data-head={said.debtor}>
          <a href={`/debtors/${encodeURIComponent(debtorId)}`}>{debtor}</a>
        </td>
        <td data-head={said.since}>{format.day(since)}</td>
        <td data-head={said.offerBy}>
          {offerBy === undefined ? text.none : format.day(offerBy)}{' '}
          {isLate ? <span class="chip cut">{said.past}</span> : null}
        </td>
        <td data-head={said.where}>
          {heldBy === undefined ? said.places[invoice.place] : said.heldBy(nameOf(heldBy))}
        </td>
        <td class="num" data-head={said.amount}>
          {`${format.amount(invoice.openMinor, invoice.currency)} ${invoice.currency}`}
        </td>
      </tr>
    );
  };
