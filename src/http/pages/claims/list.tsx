import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { type Cohort, type CohortKey, cohortKeys } from '../../../core/claim/cohort.ts';
import { word } from '../../../core/wording/word.ts';
import { type ClaimHead, listClaims, ratesOf } from '../../../store/claim-view.ts';
import { readPolicies } from '../../../store/policy.ts';
import { listSellers } from '../../../store/seller.ts';
import type { HttpEnv } from '../../env.ts';
import { takeFlash } from '../flash.ts';
import { Empty, Page } from '../layout.tsx';
import { asReader, type View } from '../view.ts';
import { Before, Open } from './open.tsx';
import { toneOf, whenOf } from './parts.tsx';
import { ClaimTold } from './told.tsx';

const Query = z.object({ by: z.enum(cohortKeys).catch('age') });

/** Every claim with its clocks, what became of what was notified, and a way to open one. */
export function createClaimList(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/claims', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { claims } = view.text;
      const { by } = Query.parse(c.req.query());
      const heads = await listClaims(tx, await whenOf(tx, view));
      const policies = await readPolicies(tx);
      const sellers = await listSellers(tx);
      return c.html(
        <Page view={view} title={claims.title} lead={claims.lead}>
          <ClaimTold view={view} flash={takeFlash(c)} />
          <section class="panel" aria-labelledby="claims-title">
            <header>
              <h2 id="claims-title">{claims.list}</h2>
            </header>
            {heads.length === 0 ? (
              <Empty title={claims.none} hint={claims.noneHint} />
            ) : (
              <Heads view={view} heads={heads} />
            )}
          </section>
          <Rates view={view} by={by} cohorts={ratesOf(heads, { by, asOf: view.today })} />
          {policies.length > 0 ? (
            <Before view={view} policies={policies} sellers={sellers} />
          ) : null}
          {view.can('claim.prepare') && policies.length > 0 ? (
            <Open view={view} policies={policies} sellers={sellers} />
          ) : null}
        </Page>,
      );
    }),
  );
  return app;
}

const Heads: FC<{ view: View; heads: readonly ClaimHead[] }> = function Heads({ view, heads }) {
  const { text, format } = view;
  const { claims } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{claims.reference}</th>
            <th scope="col">{claims.insurer}</th>
            <th scope="col">{claims.status}</th>
            {[claims.owed, claims.expected, claims.paid].map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
            <th scope="col">{claims.ready}</th>
            <th scope="col">{claims.nextDay}</th>
          </tr>
        </thead>
        <tbody>
          {heads.map((head) => {
            const { currency, figures, estimate, status } = head;
            const money = (amountMinor: number) =>
              `${format.amount(amountMinor, currency)} ${currency}`;
            const known = estimate.status === 'estimated' ? estimate : undefined;
            return (
              <tr>
                <th scope="row" data-head={claims.reference}>
                  <a href={`/claims/${head.id}`}>{head.reference}</a>
                  <small>{head.debtorName}</small>
                </th>
                <td data-head={claims.insurer}>
                  {head.insurer}
                  <small>{head.policyId}</small>
                </td>
                <td data-head={claims.status}>
                  <span class={`chip ${toneOf(status)}`}>
                    {word(view.locale, `claimStatus.${status}`)}
                  </span>
                </td>
                <td class="num" data-head={claims.owed}>
                  {money(figures.notifiedMinor)}
                </td>
                <td class="num" data-head={claims.expected}>
                  {known ? money(known.indemnity.payableMinor) : text.none}
                </td>
                <td class="num" data-head={claims.paid}>
                  {money(figures.paidMinor)}
                </td>
                <td data-head={claims.ready}>
                  {known ? format.percent(known.readiness.scoreBp) : text.none}
                </td>
                <td data-head={claims.nextDay}>{nextDay(view, head)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

/** The clock that runs: of waiting, of filing, or of the money. */
function nextDay({ text, format }: View, { status, estimate, waitingUntil }: ClaimHead): string {
  const { claims } = text;
  const days = estimate.status === 'estimated' ? estimate.days : {};
  if (status === 'waiting' && waitingUntil) return claims.waitsUntil(format.day(waitingUntil));
  if (['open', 'notified', 'waiting'].includes(status)) {
    return days.fileBy ? claims.fileBy(format.day(days.fileBy.on)) : text.none;
  }
  const isPaid = ['settled', 'recovering', 'closed', 'refused'].includes(status);
  return days.paidBy && !isPaid ? claims.paidBy(format.day(days.paidBy.on)) : text.none;
}

const Rates: FC<{ view: View; by: CohortKey; cohorts: readonly Cohort[] }> = function Rates({
  view,
  by,
  cohorts,
}) {
  const { text, format } = view;
  const { claims } = text;
  const heads = [claims.notified, claims.claimed, claims.paid, claims.recovered];
  const rate = (basisPoints: number | null) =>
    basisPoints === null ? text.none : format.percent(basisPoints);
  return (
    <section class="panel" aria-labelledby="rates-title">
      <header>
        <h2 id="rates-title">{claims.rates}</h2>
        <nav class="facilities" aria-label={claims.rates}>
          {cohortKeys.map((key) => (
            <a
              href={`/claims?by=${key}#rates-title`}
              aria-current={key === by ? 'page' : undefined}
            >
              {claims.by[key]}
            </a>
          ))}
        </nav>
      </header>
      {cohorts.length === 0 ? (
        <p class="body muted">{claims.noRates}</p>
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{claims.by[by]}</th>
                <th scope="col" class="num">
                  {claims.claims}
                </th>
                {[...heads, claims.paidRate, claims.recoveredRate].map((head) => (
                  <th scope="col" class="num">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cohorts.map((cohort) => {
                const { key, currency } = cohort;
                const { notifiedMinor, claimedMinor, paidMinor, recoveredMinor } = cohort;
                const amounts = [notifiedMinor, claimedMinor, paidMinor, recoveredMinor];
                return (
                  <tr>
                    <th scope="row" data-head={claims.by[by]}>{`${ageText(key)} · ${currency}`}</th>
                    <td class="num" data-head={claims.claims}>
                      {format.integer(cohort.claims)}
                    </td>
                    {amounts.map((amountMinor, at) => (
                      <td class="num" data-head={heads[at]}>
                        {format.amount(amountMinor, currency)}
                      </td>
                    ))}
                    <td class="num" data-head={claims.paidRate}>
                      {rate(cohort.paidBp)}
                    </td>
                    <td class="num" data-head={claims.recoveredRate}>
                      {rate(cohort.recoveredBp)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};

/** '000–90' sorts as text; people read '0–90', and '> 365' of the open one. */
function ageText(key: string): string {
  const match = /^(\d{3})–(\d*)$/.exec(key);
  if (!match) return key;
  const [, from = '', to = ''] = match;
  return to === '' ? `> ${Number(from) - 1}` : `${Number(from)}–${to}`;
}
