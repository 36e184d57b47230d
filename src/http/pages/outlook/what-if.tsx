import type { FC } from 'hono/jsx';
import { type AmountMinor, type Currency, parseDecimal } from '../../../core/money.ts';
import type { Tx } from '../../../store/database.ts';
import type { Books } from '../../../store/outlook.ts';
import { type Available, type DebtorOutlook, debtorOutlook } from '../../available.ts';
import type { AppDeps } from '../../deps.ts';
import { Empty, Notice } from '../layout.tsx';
import { sentenceOf } from '../message.tsx';
import type { View } from '../view.ts';
import type { Query } from './query.ts';

type Asked = { view: View; deps: AppDeps; tx: Tx; books: Books; query: Query };

/** A question about one debtor: a limit cut, a payment, or both, each reckoned alone. */
export async function DebtorPanel({ view, deps, tx, books, query }: Asked) {
  const { outlook } = view.text;
  const currency = query.currency ?? books.pools[0]?.facility.currency ?? view.currency;
  const asked = {
    debtorId: query.debtor ?? '',
    currency,
    limitMinor: parsed(query.limit, currency),
    paidMinor: parsed(query.payment, currency),
  };
  const unread = [query.limit, query.payment].find(
    (value) => value !== '' && parsed(value, currency) === undefined,
  );
  const effects = query.debtor ? await debtorOutlook(tx, deps, { books, asked }) : undefined;
  return (
    <section class="panel" aria-labelledby="what-if-title">
      <header>
        <h2 id="what-if-title">{outlook.whatIfTitle}</h2>
      </header>
      {unread === undefined ? null : (
        <Notice kind="refused">
          <p>{sentenceOf(view, { code: 'amount_unreadable', params: { value: unread } })}</p>
        </Notice>
      )}
      <Ask view={view} books={books} query={query} currency={currency} />
      {effects === undefined ? null : effects.length === 0 ? (
        <Empty title={outlook.whatIfNone} hint="" />
      ) : (
        <Effects view={view} effects={effects} />
      )}
    </section>
  );
}

function parsed(value: string, currency: string): AmountMinor | undefined {
  const amountMinor = value === '' ? undefined : parseDecimal(value, currency);
  return amountMinor !== undefined && amountMinor >= 0 ? amountMinor : undefined;
}

const Ask: FC<{ view: View; books: Books; query: Query; currency: string }> = function Ask({
  view,
  books,
  query,
  currency,
}) {
  const { outlook } = view.text;
  const debtors = new Map(
    books.pools.flatMap(({ funded }) => funded.map((own) => [own.debtorId, own.debtor] as const)),
  );
  const named = [...debtors].toSorted(([, left], [, right]) => (left < right ? -1 : 1));
  const currencies = [...new Set(books.pools.map(({ facility }) => facility.currency))].sort();
  return (
    <div class="body padded">
      <form class="fields" method="get" action="/outlook">
        <input type="hidden" name="days" value={String(query.days)} />
        <label>
          {outlook.debtor}
          <input name="debtor" list="debtors" value={query.debtor ?? ''} required />
        </label>
        <datalist id="debtors">
          {named.slice(0, 500).map(([id, name]) => (
            <option value={id}>{name}</option>
          ))}
        </datalist>
        <label>
          {outlook.limit}
          <input name="limit" inputmode="decimal" value={query.limit} />
        </label>
        <label>
          {outlook.payment}
          <input name="payment" inputmode="decimal" value={query.payment} />
        </label>
        <label>
          {outlook.currency}
          <select name="currency">
            {currencies.map((one) => (
              <option value={one} selected={one === currency}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{outlook.reckon}</button>
      </form>
    </div>
  );
};

const Effects: FC<{ view: View; effects: readonly DebtorOutlook[] }> = function Effects({
  view,
  effects,
}) {
  const { text, format } = view;
  const { outlook } = text;
  const heads = [
    outlook.owed,
    outlook.funds,
    outlook.above,
    outlook.affected,
    outlook.freed,
    outlook.released,
  ];
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{outlook.facility}</th>
            {[...heads, outlook.availableLimit, outlook.availablePaid].map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {effects.map((effect) => {
            const { currency, limitCut, payment, availableWithLimit, availablePaid } = effect;
            const amounts = [
              effect.owedMinor,
              effect.fundsMinor,
              limitCut?.aboveMinor,
              limitCut?.affectedMinor,
              payment?.freedMinor,
              payment?.releasedMinor,
            ];
            return (
              <tr>
                <th scope="row" data-head={outlook.facility}>
                  {`${effect.name} (${currency})`}
                </th>
                {amounts.map((amountMinor, nth) => (
                  <td class="num" data-head={heads[nth]}>
                    {amountMinor === undefined ? text.none : format.amount(amountMinor, currency)}
                  </td>
                ))}
                <Room
                  view={view}
                  head={outlook.availableLimit}
                  room={availableWithLimit}
                  in={currency}
                />
                <Room view={view} head={outlook.availablePaid} room={availablePaid} in={currency} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

/** What may be drawn after it, and what may be now. */
const Room: FC<{ view: View; head: string; room: Available | undefined; in: Currency }> =
  function Room({ view, head, room, in: currency }) {
    const { text, format } = view;
    return (
      <td class="num" data-head={head}>
        {room === undefined ? (
          text.none
        ) : (
          <span>
            {format.amount(room.after, currency)}
            <small class="muted">{text.outlook.before(format.amount(room.before, currency))}</small>
          </span>
        )}
      </td>
    );
  };
