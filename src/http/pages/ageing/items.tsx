import type { FC } from 'hono/jsx';
import type { AgedCell, AgedRow } from '../../../core/ageing/ageing.ts';
import { agesFrom, columnsOf } from '../../../core/ageing/column.ts';
import { daysBetween } from '../../../core/calendar.ts';
import { wordColumn } from '../../../core/wording/aged.ts';
import { type AgeingQuestion, listAgedItems, readAgeing } from '../../../store/ageing.ts';
import { readDebtors } from '../../../store/debtor.ts';
import type { ListedReceivable } from '../../../store/receivable.ts';
import { cursorAt, readCursor } from '../../api/cursor.ts';
import { Problem } from '../../problem.ts';
import { Empty, Page } from '../layout.tsx';
import type { PageCall, View } from '../view.ts';
import { ageingPath, CellQuery, cellPath, heldOf, readAsked } from './query.ts';

const ROWS = 50;

/** The receivables of one cell, those that age longest first, with the cell's own sum. */
export async function showCell(call: PageCall) {
  const { c, tx, view } = call;
  const { text, format } = view;
  const asked = await readAsked(call);
  if (asked.status === 'unreadable') throw invalid(asked.field, asked.value);
  const cell = CellQuery.parse(c.req.query());
  const question = { ...asked.question, debtorId: cell.debtor };
  const { column, currency } = cell;
  const held = heldOf(column, question);
  if (!held) throw invalid('column', column);
  const at = { ...call, ...view };
  const { cursor } = asked.query;
  const [day, id] = readCursor(at, 'aged-items', cursor) ?? [];
  const { items, next } = await listAgedItems(tx, {
    ...question,
    held,
    currency,
    isDisputed: cell.disputed !== undefined,
    limit: ROWS,
    ...(id !== undefined && { after: [String(day), String(id)] as const }),
  });
  const sums = await readSums(call, question, cell);
  return c.html(
    <Page
      view={view}
      title={await nameOf(call, question, cell)}
      lead={text.ageing.itemsLead(question.basis, format.day(question.asOf))}
      actions={
        <a class="button" href={ageingPath(question)}>
          {text.ageing.back}
        </a>
      }
    >
      <section class="panel" aria-labelledby="items-title">
        <header>
          <h2 id="items-title">{text.ageing.items}</h2>
        </header>
        {items.length === 0 ? (
          <Empty title={text.ageing.itemsNone} hint="" />
        ) : (
          <Items view={view} question={question} items={items} sums={sums} cell={cell} />
        )}
        <Pager
          view={view}
          isFirst={cursor === undefined}
          here={cellPath(question, cell)}
          next={next && cursorAt(at, 'aged-items', next)}
        />
      </section>
    </Page>,
  );
}

function invalid(name: string, detail: string): Problem {
  const errors = [{ pointer: `#/${name}`, code: 'invalid_format', detail }];
  return new Problem('invalid_request', { errors });
}

/** The cell in words: its column, its debtor, its currency, and whether only what is in dispute. */
async function nameOf(
  { tx, view: { text, locale } }: PageCall,
  question: AgeingQuestion,
  { column, debtor, currency, disputed }: CellQuery,
): Promise<string> {
  const { ageing } = text;
  const found = columnsOf(question).find(({ id }) => id === column);
  const [known] = debtor ? await readDebtors(tx, { ...question, ids: [debtor] }) : [];
  return [
    found ? wordColumn(locale, found, question.basis) : ageing.allColumns,
    ...(disputed ? [ageing.disputedOnly] : []),
    known?.name ?? debtor,
    currency ?? ageing.anyCurrency,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

type Sum = { currency: string; cell: AgedCell; isConverted?: true };

/** What the cell adds up to: by currency, and in one currency where all of them are asked for. */
async function readSums(
  { tx, view }: PageCall,
  question: AgeingQuestion,
  { column, currency, disputed }: CellQuery,
): Promise<Sum[]> {
  const { rows, portfolio } = await readAgeing(tx, { ...question, functional: view.currency });
  const at = columnsOf(question).findIndex(({ id }) => id === column);
  const cellOf = ({ cells, total }: Pick<AgedRow, 'cells' | 'total'>) => cells[at] ?? total;
  const sums = rows
    .filter((row) => currency === undefined || row.currency === currency)
    .map((row): Sum => ({ currency: row.currency, cell: cellOf(row) }))
    .filter(({ cell }) => (disputed ? cell.disputedMinor !== 0 : cell.count > 0));
  const isOne = sums.every((sum) => sum.currency === view.currency);
  if (currency !== undefined || isOne || portfolio.status === 'refused') return sums;
  return [...sums, { currency: portfolio.currency, cell: cellOf(portfolio), isConverted: true }];
}

const Items: FC<{
  view: View;
  question: AgeingQuestion;
  items: ListedReceivable[];
  sums: Sum[];
  cell: CellQuery;
}> = function Items({ view, question, items, sums, cell }) {
  const { ageing } = view.text;
  const heads = [ageing.issued, ageing.due, ageing.age, ageing.open, ageing.disputed];
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{ageing.document}</th>
            <th scope="col">{ageing.debtor}</th>
            {heads.map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Item view={view} question={question} item={item} />
          ))}
        </tbody>
        <tfoot>
          {sums.map((sum) => (
            <Together view={view} sum={sum} isDisputed={cell.disputed !== undefined} />
          ))}
        </tfoot>
      </table>
    </div>
  );
};

const Together: FC<{ view: View; sum: Sum; isDisputed: boolean }> = function Together({
  view,
  sum: { currency, cell, isConverted },
  isDisputed,
}) {
  const { ageing } = view.text;
  const write = (amountMinor: number) => `${view.format.amount(amountMinor, currency)} ${currency}`;
  return (
    <tr class="sum">
      <th scope="row" colspan={isDisputed ? 6 : 5}>
        <b>
          {isDisputed ? ageing.disputedTogether : ageing.countTogether(cell.count)}
          {isConverted ? ` · ${ageing.together(currency)}` : null}
        </b>
      </th>
      {isDisputed ? null : (
        <td class="num" data-head={ageing.open}>
          <b>{write(cell.openMinor)}</b>
        </td>
      )}
      <td class="num" data-head={ageing.disputed}>
        <b>{write(cell.disputedMinor)}</b>
      </td>
    </tr>
  );
};

const Item: FC<{ view: View; question: AgeingQuestion; item: ListedReceivable }> = function Item({
  view,
  question,
  item: { receivable, debtorName },
}) {
  const { text, format } = view;
  const { ageing, debtor } = text;
  const { id, key, kind, debtorId, issuedOn, openMinor, currency } = receivable;
  const isInvoice = receivable.kind === 'invoice';
  const ageDays = daysBetween(agesFrom(receivable, question.basis), question.asOf);
  const disputedMinor = isInvoice ? receivable.disputedMinor : 0;
  const cells: [string, string][] = [
    [ageing.issued, format.day(issuedOn)],
    [ageing.due, isInvoice ? format.day(receivable.dueOn) : text.none],
    [ageing.age, format.integer(ageDays).replace('-', '−')],
    [ageing.open, `${format.amount(openMinor, currency)} ${currency}`],
    [ageing.disputed, disputedMinor > 0 ? format.amount(disputedMinor, currency) : text.none],
  ];
  return (
    <tr>
      <th scope="row">
        <a href={`/receivables/${id}`}>{key.number}</a>
        <small>{debtor.kinds[kind]}</small>
      </th>
      <td data-head={ageing.debtor}>
        <a href={`/debtors/${encodeURIComponent(debtorId)}`}>{debtorName}</a>
      </td>
      {cells.map(([head, cell]) => (
        <td class="num" data-head={head}>
          {cell}
        </td>
      ))}
    </tr>
  );
};

const Pager: FC<{ view: View; isFirst: boolean; here: string; next: string | undefined }> =
  function Pager({ view, isFirst, here, next }) {
    const { ageing, page } = view.text;
    if (isFirst && next === undefined) return null;
    return (
      <nav class="pager" aria-label={ageing.items}>
        {isFirst ? (
          <span></span>
        ) : (
          <a class="button" href={here}>
            {page.first}
          </a>
        )}
        {next ? (
          <a class="button" href={`${here}&cursor=${encodeURIComponent(next)}`}>
            {page.older}
          </a>
        ) : null}
      </nav>
    );
  };
