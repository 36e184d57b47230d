import type { FC } from 'hono/jsx';
import { daysBetween } from '../../../core/calendar.ts';
import { Empty, Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { AskForCash } from './ask.tsx';
import type { Desk, Row } from './model.ts';
import { deskPath, filterOf } from './query.ts';
import { ruleLabel } from './rule.ts';
import { verdictOf } from './verdict.ts';

const toRows = {
  'hx-target': '#rows',
  'hx-select': '#rows',
  'hx-swap': 'outerHTML',
  'hx-push-url': 'true',
};

/** The open items with what this facility says of each; a tick puts one into the basket. */
export const Ledger: FC<{ view: View; desk: Desk }> = function Ledger({ view, desk }) {
  const { text } = view;
  const { query, offer } = desk;
  const { facilityId } = offer.facility.terms;
  return (
    <>
      <div class="tools">
        <Filters view={view} desk={desk} />
        {view.can('request.prepare') ? <AskForCash view={view} desk={desk} /> : null}
      </div>
      <Form
        view={view}
        action="/basket"
        id="choice"
        hx-post="/basket"
        hx-trigger="change"
        hx-target="#dock"
        hx-select="#dock"
        hx-swap="outerHTML"
      >
        <input type="hidden" name="facility" value={facilityId} />
        <div id="rows">
          <input type="hidden" name="return_to" value={deskPath(query, { after: query.after })} />
          <input
            type="hidden"
            name="shown"
            value={desk.rows
              .filter((row) => isChoosable(row))
              .map(({ receivable }) => receivable.id)
              .join(',')}
          />
          <Rows view={view} desk={desk} />
          <noscript>
            <div class="pager">
              <button type="submit">{text.desk.update}</button>
            </div>
          </noscript>
        </div>
      </Form>
    </>
  );
};

const Filters: FC<{ view: View; desk: Desk }> = function Filters({ view, desk }) {
  const { text } = view;
  const { query, offer } = desk;
  const chosen = filterOf(query);
  return (
    <form
      class="filters"
      method="get"
      action="/"
      aria-label={text.desk.filter}
      hx-get="/"
      hx-trigger="submit, change, input delay:300ms"
      {...toRows}
    >
      <input type="hidden" name="facility" value={offer.facility.terms.facilityId} />
      <input
        type="search"
        name="q"
        value={query.q}
        placeholder={text.desk.search}
        aria-label={text.desk.search}
      />
      <select name="filter" aria-label={text.desk.filter}>
        <Choice value="all" label={text.desk.all} chosen={chosen} />
        <Choice value="eligible" label={text.desk.eligible} chosen={chosen} />
        <Choice value="basket" label={text.desk.inBasket} chosen={chosen} />
        {offer.result.waterfall
          .filter(({ count, rule }) => count > 0 || rule === query.rule)
          .map(({ rule }) => (
            <Choice
              value={`rule:${rule}`}
              label={ruleLabel(view.locale, offer.facility.terms, rule)}
              chosen={chosen}
            />
          ))}
      </select>
      <noscript>
        <button type="submit">{text.desk.apply}</button>
      </noscript>
    </form>
  );
};

const Choice: FC<{ value: string; label: string; chosen: string }> = function Choice({
  value,
  label,
  chosen,
}) {
  return (
    <option value={value} selected={value === chosen}>
      {label}
    </option>
  );
};

const Rows: FC<{ view: View; desk: Desk }> = function Rows({ view, desk }) {
  const { text } = view;
  const { rows, query, next } = desk;
  if (rows.length === 0) return <Empty title={text.desk.nothing} hint={text.desk.nothingHint} />;
  return (
    <>
      <table class="ledger">
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">{text.desk.select}</span>
            </th>
            <th scope="col">{text.desk.debtor}</th>
            <th scope="col" class="num">
              {text.desk.dueOn}
            </th>
            <th scope="col">{text.desk.eligibility}</th>
            <th scope="col" class="num">
              {text.desk.value(desk.offer.result.currency)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ItemRow view={view} desk={desk} row={row} />
          ))}
        </tbody>
      </table>
      {next === undefined && query.after === undefined ? null : (
        <nav class="pager" aria-label={text.page.older}>
          {query.after === undefined ? (
            <span></span>
          ) : (
            <Turn href={deskPath(query)} label={text.page.first} />
          )}
          {next === undefined ? null : (
            <Turn href={deskPath(query, { after: next })} label={text.page.older} />
          )}
        </nav>
      )}
    </>
  );
};

const Turn: FC<{ href: string; label: string }> = function Turn({ href, label }) {
  return (
    <a class="button" href={href} hx-get={href} {...toRows}>
      {label}
    </a>
  );
};

const ItemRow: FC<{ view: View; desk: Desk; row: Row }> = function ItemRow({ view, desk, row }) {
  const { text, format } = view;
  const { receivable, debtorName, inBasket } = row;
  const { id, key, debtorId, currency, openMinor } = receivable;
  const choosable = isChoosable(row);
  const verdict = verdictOf(view, desk.offer, row);
  const facilityCurrency = desk.offer.result.currency;
  const valueMinor = row.plannedMinor ?? row.line?.eligibleMinor ?? 0;
  const of = `${format.amount(openMinor, currency)}${currency === facilityCurrency ? '' : ` ${currency}`}`;
  return (
    <tr class={choosable ? undefined : 'out'}>
      <td>
        <input
          type="checkbox"
          name="receivable"
          value={id}
          checked={inBasket}
          disabled={!choosable}
          aria-label={text.desk.selectOne(key.number)}
        />
      </td>
      <td>
        <a class="name" href={`/debtors/${encodeURIComponent(debtorId)}`}>
          {debtorName}
        </a>
        <small>
          <a href={`/receivables/${id}`}>{key.number}</a>
        </small>
      </td>
      <Due view={view} desk={desk} row={row} />
      <td>
        <span class={`chip ${verdict.tone}`}>{verdict.label}</span>
        {verdict.why === '' ? null : <small class="why">{verdict.why}</small>}
      </td>
      <td class="num">
        <span class="value">
          {row.line ? format.amount(valueMinor, facilityCurrency) : text.none}
        </span>
        <small>{text.desk.of(of)}</small>
      </td>
    </tr>
  );
};

const Due: FC<{ view: View; desk: Desk; row: Row }> = function Due({ view, desk, row }) {
  const { text, format } = view;
  const { receivable } = row;
  if (receivable.kind !== 'invoice') return <td class="num">{text.none}</td>;
  const days = daysBetween(desk.book.asOf, receivable.dueOn);
  return (
    <td class="num">
      {format.day(receivable.dueOn)}
      <small class={days < 0 ? 'late' : undefined}>
        {days < 0 ? text.desk.daysLate(-days) : text.desk.inDays(days)}
      </small>
    </td>
  );
};

function isChoosable({ line, isHeld, plannedMinor }: Row): boolean {
  if (line === undefined || isHeld) return false;
  return line.eligibleMinor > 0 || plannedMinor !== undefined;
}
