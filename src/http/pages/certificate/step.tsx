import type { FC } from 'hono/jsx';
import { sumMinor } from '../../../core/money.ts';
import { money } from '../../../core/wording/format.ts';
import { ruleLabel } from '../desk/rule.ts';
import { Page } from '../layout.tsx';
import type { View } from '../view.ts';
import type { Paper } from './paper.ts';
import { type CertificateQuery, certificatePath, rowsPath, stepPath } from './query.ts';
import { ROWS, type StepRow } from './rows.ts';

type Step = Paper['certificate']['steps'][number];

/** The receivables behind one line of a certificate, a page of them, with the sum of all. */
export const StepPage: FC<{
  view: View;
  paper: Paper;
  step: Step;
  rows: StepRow[];
  query: CertificateQuery;
}> = function StepPage({ view, paper, step, rows, query }) {
  const { text, format } = view;
  const said = text.certificate;
  const { terms, asOf } = paper.certificate;
  const { facilityId } = terms;
  return (
    <Page
      view={view}
      title={ruleLabel(view.locale, terms, step.rule)}
      lead={said.stepLead(terms.name, format.day(asOf))}
    >
      <section class="panel certificate" aria-labelledby="step-title">
        <header>
          <h2 id="step-title">{said.stepTitle}</h2>
          <span class="muted">{said.stepCount(step.receivables, step.debtors)}</span>
        </header>
        <p class="body links">
          <a href={certificatePath(facilityId, query)}>{said.stepBack}</a>
          <a class="download" href={rowsPath({ facilityId, rule: step.rule }, query)} download>
            {said.downloadCsv}
          </a>
        </p>
        {rows.length === 0 ? (
          <p class="body muted">{said.stepNone}</p>
        ) : (
          <Rows view={view} paper={paper} step={step} rows={rows} query={query} />
        )}
        <Agreement view={view} paper={paper} step={step} />
      </section>
    </Page>
  );
};

/** Added up here from the receivables, and held against the line. */
const Agreement: FC<{ view: View; paper: Paper; step: Step }> = function Agreement({
  view,
  paper,
  step,
}) {
  const { text, locale } = view;
  const { currency } = paper.certificate;
  const write = (amountMinor: number) => money(locale, amountMinor, currency);
  const totalMinor = sumMinor(step.items.map(({ amountMinor }) => amountMinor));
  const isSame = totalMinor === step.amountMinor;
  return (
    <p
      class={isSame ? 'reckoning' : 'reckoning differs'}
      id="agreement"
      role={isSame ? undefined : 'alert'}
    >
      {isSame
        ? text.certificate.sumAgrees(write(totalMinor))
        : text.certificate.sumDiffers(write(totalMinor), write(step.amountMinor))}
    </p>
  );
};

const Rows: FC<{
  view: View;
  paper: Paper;
  step: Step;
  rows: StepRow[];
  query: CertificateQuery;
}> = function Rows({ view, paper, step, rows, query }) {
  const { text, format } = view;
  const said = text.certificate;
  const { currency } = paper.certificate;
  const totalMinor = sumMinor(step.items.map(({ amountMinor }) => amountMinor));
  return (
    <>
      <table class="stack paper">
        <thead>
          <tr>
            <th scope="col">{said.document}</th>
            <th scope="col">{said.debtor}</th>
            <th scope="col" class="num">
              {said.dueOn}
            </th>
            <th scope="col" class="num">
              {said.open}
            </th>
            <th scope="col" class="num">
              {said.takes(currency)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row view={view} currency={currency} row={row} />
          ))}
        </tbody>
        <tfoot>
          <tr class="sum">
            <th scope="row" colspan={4}>
              {said.sum}
            </th>
            <td class="num">{format.amount(totalMinor, currency)}</td>
          </tr>
        </tfoot>
      </table>
      <Pages view={view} paper={paper} step={step} query={query} />
    </>
  );
};

const Row: FC<{ view: View; currency: string; row: StepRow }> = function Row({
  view,
  currency,
  row,
}) {
  const { text, format } = view;
  const said = text.certificate;
  const { receivable, debtorName } = row.listed;
  return (
    <tr>
      <th scope="row" data-head={said.document}>
        <a href={`/receivables/${receivable.id}`}>{receivable.key.number}</a>
      </th>
      <td data-head={said.debtor}>{debtorName}</td>
      <td class="num" data-head={said.dueOn}>
        {receivable.kind === 'invoice' ? format.day(receivable.dueOn) : text.none}
      </td>
      <td class="num" data-head={said.open}>
        {`${format.amount(receivable.openMinor, receivable.currency)} ${receivable.currency}`}
      </td>
      <td class="num" data-head={said.takes(currency)}>
        {format.amount(row.takenMinor, currency)}
      </td>
    </tr>
  );
};

const Pages: FC<{ view: View; paper: Paper; step: Step; query: CertificateQuery }> =
  function Pages({ view, paper, step, query }) {
    const said = view.text.certificate;
    const { facilityId } = paper.certificate.terms;
    const { page } = query;
    const count = step.items.length;
    if (count <= ROWS) return null;
    const [from, to] = [(page - 1) * ROWS + 1, Math.min(page * ROWS, count)];
    const go = (to: number) => stepPath({ facilityId, rule: step.rule }, query, to);
    return (
      <nav class="pager" aria-label={said.stepTitle}>
        <span>{page > 1 ? <a href={go(page - 1)}>{said.previous}</a> : null}</span>
        <span class="muted">{said.pageTotal(from, to, count)}</span>
        <span>{to < count ? <a href={go(page + 1)}>{said.next}</a> : null}</span>
      </nav>
    );
  };
