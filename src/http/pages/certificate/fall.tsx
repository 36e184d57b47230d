import type { Child, FC } from 'hono/jsx';
import { sumMinor } from '../../../core/money.ts';
import { money } from '../../../core/wording/format.ts';
import { wordReserve, wordReserved } from '../../../core/wording/word.ts';
import { ruleLabel } from '../desk/rule.ts';
import type { View } from '../view.ts';
import type { Paper } from './paper.ts';
import { type CertificateQuery, stepPath } from './query.ts';
import { Reckoning } from './reckoning.tsx';

/** Gross to available, line by line; each step opens to its receivables. */
export const Fall: FC<{ view: View; paper: Paper; query: CertificateQuery }> = function Fall({
  view,
  paper,
  query,
}) {
  const { text, format } = view;
  const said = text.certificate;
  const { certificate } = paper;
  const { currency } = certificate;
  return (
    <section class="panel" aria-labelledby="fall-title">
      <header>
        <h2 id="fall-title">{said.fallTitle}</h2>
        <span class="muted">{currency}</span>
      </header>
      <Bounds view={view} paper={paper} />
      <table class="paper">
        <thead>
          <tr>
            <th scope="col">{said.line}</th>
            <th scope="col" class="num">
              {said.receivables}
            </th>
            <th scope="col" class="num">
              {said.debtors}
            </th>
            <th scope="col" class="num">
              {said.amount(currency)}
            </th>
          </tr>
        </thead>
        <tbody>
          <Line
            label={said.gross}
            receivables={format.integer(certificate.receivables)}
            debtors={format.integer(certificate.debtors)}
            amount={format.amount(certificate.grossMinor, currency)}
            kind="sum"
          />
          <Steps view={view} paper={paper} query={query} />
          <Pool view={view} paper={paper} />
          <Reserves view={view} paper={paper} />
          <Draw view={view} paper={paper} />
        </tbody>
      </table>
      {certificate.unabsorbedCreditsMinor > 0 ? (
        <p class="body muted">
          {said.unabsorbed(moneyOf(view, paper, certificate.unabsorbedCreditsMinor))}
        </p>
      ) : null}
      <Reckoning view={view} certificate={certificate} />
    </section>
  );
};

/** Why there is no pool, and how far above it one might be. */
const Bounds: FC<{ view: View; paper: Paper }> = function Bounds({ view, paper }) {
  const { text, format, locale } = view;
  const { collapsed, poolMinor, poolUpperMinor, terms } = paper.certificate;
  const gapMinor = poolUpperMinor - poolMinor;
  const gapBp = poolUpperMinor > 0 ? Math.ceil((gapMinor / poolUpperMinor) * 10_000) : 0;
  return (
    <>
      {collapsed ? (
        <p class="note">
          {text.certificate.collapsed(
            ruleLabel(locale, terms, collapsed.rule),
            format.percent(collapsed.shareBp),
            collapsed.needed,
            collapsed.nodes,
          )}
        </p>
      ) : null}
      {gapMinor > 0 ? (
        <p class="note">
          {text.certificate.upper(
            moneyOf(view, paper, poolUpperMinor),
            moneyOf(view, paper, gapMinor),
            format.percent(gapBp),
          )}
        </p>
      ) : null}
    </>
  );
};

const Steps: FC<{ view: View; paper: Paper; query: CertificateQuery }> = function Steps({
  view,
  paper,
  query,
}) {
  const { format, locale } = view;
  const { terms, steps, currency } = paper.certificate;
  return (
    <>
      {steps.map(({ rule, amountMinor, receivables, debtors }) => {
        const label = ruleLabel(locale, terms, rule);
        const href = stepPath({ facilityId: terms.facilityId, rule }, query);
        return (
          <Line
            label={receivables > 0 ? <a href={href}>{label}</a> : label}
            receivables={format.integer(receivables)}
            debtors={format.integer(debtors)}
            amount={format.amount(-amountMinor, currency)}
            kind={amountMinor === 0 ? 'nothing' : 'cut'}
          />
        );
      })}
    </>
  );
};

const Pool: FC<{ view: View; paper: Paper }> = function Pool({ view, paper }) {
  const { text, format } = view;
  const said = text.certificate;
  const { terms, currency, poolMinor, holdbackMinor, baseMinor } = paper.certificate;
  return (
    <>
      <Line label={said.pool} amount={format.amount(poolMinor, currency)} kind="sum" />
      <Line
        label={said.holdback(format.percent(10_000 - terms.advanceRateBp))}
        amount={format.amount(-holdbackMinor, currency)}
        kind="cut"
      />
      <Line
        label={said.base}
        why={said.advanceRate(format.percent(terms.advanceRateBp))}
        amount={format.amount(baseMinor, currency)}
        kind="sum"
      />
    </>
  );
};

/** Each reserve with its numbers; where they reduce the limit, what of them the base feels. */
const Reserves: FC<{ view: View; paper: Paper }> = function Reserves({ view, paper }) {
  const { text, format, locale } = view;
  const { terms, currency, reserves, reservesTakenMinor } = paper.certificate;
  if (reserves.length === 0) return null;
  const offLimit = terms.reservesReduce === 'limit';
  const reservedMinor = sumMinor(reserves.map(({ amountMinor }) => amountMinor));
  return (
    <>
      {reserves.map((reserved, at) => {
        const amount = format.amount(reserved.amountMinor, currency);
        return (
          <Line
            label={wordReserve(locale, reserved.reserve, terms.reserves?.[at])}
            why={wordReserved(locale, reserved, currency)}
            amount={offLimit ? `(${amount})` : format.amount(-reserved.amountMinor, currency)}
            kind={offLimit ? 'aside' : 'cut'}
          />
        );
      })}
      {offLimit ? (
        <Line
          label={text.certificate.reservesOffLimit}
          {...(reservedMinor > reservesTakenMinor && {
            why: text.certificate.reservesOf(moneyOf(view, paper, reservedMinor)),
          })}
          amount={format.amount(-reservesTakenMinor, currency)}
          kind="cut"
        />
      ) : null}
    </>
  );
};

/** An overadvance is named and explained: never a bare minus. */
const Draw: FC<{ view: View; paper: Paper }> = function Draw({ view, paper }) {
  const { text, format } = view;
  const said = text.certificate;
  const { terms, currency, overLimitMinor, usedMinor, availableMinor, overadvanceMinor } =
    paper.certificate;
  return (
    <>
      <Line
        label={said.overLimit}
        why={said.limit(moneyOf(view, paper, terms.limitMinor))}
        amount={format.amount(-overLimitMinor, currency)}
        kind={overLimitMinor === 0 ? 'nothing' : 'cut'}
      />
      <Line
        label={said.used}
        amount={format.amount(-usedMinor, currency)}
        kind={usedMinor === 0 ? 'nothing' : 'cut'}
      />
      {overadvanceMinor > 0 ? (
        <Line
          label={said.overadvance}
          why={said.overadvanceWhy(moneyOf(view, paper, overadvanceMinor))}
          amount={format.amount(overadvanceMinor, currency)}
          kind="short"
        />
      ) : (
        <Line
          label={said.available}
          amount={format.amount(availableMinor, currency)}
          kind="total"
        />
      )}
    </>
  );
};

const Line: FC<{
  label: Child;
  why?: string;
  receivables?: string;
  debtors?: string;
  amount: string;
  kind: 'sum' | 'cut' | 'nothing' | 'aside' | 'total' | 'short';
}> = function Line({ label, why, receivables, debtors, amount, kind }) {
  return (
    <tr class={kind}>
      <th scope="row">
        {label}
        {why === undefined ? null : <small>{why}</small>}
      </th>
      <td class="num count">{receivables}</td>
      <td class="num count">{debtors}</td>
      <td class="num">{amount}</td>
    </tr>
  );
};

function moneyOf({ locale }: View, { certificate }: Paper, amountMinor: number): string {
  return money(locale, amountMinor, certificate.currency);
}
