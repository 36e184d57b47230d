import { type AgedRow, type AgedSum, ageingOf, perCurrency } from '../core/ageing/ageing.ts';
import { type AgeingTerms, columnsOf, type Held } from '../core/ageing/column.ts';
import { type AgedPortfolio, portfolioOf } from '../core/ageing/portfolio.ts';
import { ratesInto } from '../core/ageing/rates.ts';
import type { Day, Instant } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import type { Tx } from './database.ts';
import { readRates } from './fx.ts';
import { type ListedReceivable, listReceivables } from './receivable.ts';

export type AgeingQuestion = AgeingTerms & { knownAt: Instant; debtorId?: string | undefined };

/** By currency, and all of it in one; of everyone, or of one debtor. */
export async function readAgeing(
  tx: Tx,
  question: AgeingQuestion & { functional: Currency },
): Promise<{ rows: AgedRow[]; portfolio: AgedPortfolio }> {
  const sums = await tx.query<AgedSum>(
    `select '' as "debtorId", ${sumColumns} ${openItems}
     where r.tenant_id = $1 and f.open_minor <> 0 and ($5::text is null or r.debtor_id = $5)
     group by r.currency, r.kind, ${ageingDay}`,
    [...valuesOf(tx, question), question.debtorId ?? null],
  );
  const rows = perCurrency(ageingOf(sums, question));
  const { asOf, functional: to } = question;
  const fx = await readRates(tx, question);
  const rates = ratesInto(
    rows.map(({ currency }) => currency),
    { fx, to, asOf },
  );
  return { rows, portfolio: portfolioOf(rows, rates, columnsOf(question).length) };
}

export type AgedDebtor = AgedRow & { debtorId: string; debtorName: string };

/** Where a page ended: its last row's currency, open amount and debtor. */
export type DebtorPlace = readonly [Currency, number, string];

/** Debtors by currency, in each those that owe most first; at most 200. */
export async function listAgedDebtors(
  tx: Tx,
  question: AgeingQuestion & {
    currency?: Currency | undefined;
    after?: DebtorPlace | undefined;
    limit: number;
  },
): Promise<{ items: AgedDebtor[]; next?: DebtorPlace }> {
  const limit = Math.min(Math.max(question.limit, 1), LIMIT_MAX);
  const [currency, openMinor, debtorId] = question.after ?? [null, null, null];
  const sums = await tx.query<AgedSum & { debtorName: string }>(debtorStatement, [
    ...valuesOf(tx, question),
    question.debtorId ?? null,
    question.currency ?? null,
    currency,
    openMinor,
    debtorId,
    limit + 1,
  ]);
  const names = new Map(sums.map((sum) => [sum.debtorId, sum.debtorName]));
  const found = ageingOf(sums, question)
    .toSorted(byOpen)
    .map((row) => ({ ...row, debtorName: names.get(row.debtorId) ?? row.debtorId }));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || !last) return { items };
  return { items, next: [last.currency, last.total.openMinor, last.debtorId] };
}

export type AgedItemsQuery = AgeingQuestion & {
  held: Held;
  currency?: Currency | undefined;
  isDisputed?: boolean | undefined;
  /** The day it ages from and the id of the last item of the page before. */
  after?: readonly [Day, Id] | undefined;
  limit: number;
};

/** The open items of a column, those that age longest first; at most 200. */
export async function listAgedItems(
  tx: Tx,
  query: AgedItemsQuery,
): Promise<{ items: ListedReceivable[]; next?: readonly [Day, Id] }> {
  const limit = Math.min(Math.max(query.limit, 1), LIMIT_MAX);
  const [day, id] = query.after ?? [null, null];
  const { kinds, from, to } = query.held;
  const places = await tx.query<{ id: Id; day: Day }>(
    `select r.id, ${ageingDay} as day ${openItems}
     where r.tenant_id = $1 and f.open_minor <> 0 and ($5::text is null or r.debtor_id = $5)
       and r.kind = any ($6) and ($7::text is null or r.currency = $7)
       and ($8::date is null or ${ageingDay} >= $8) and ($9::date is null or ${ageingDay} <= $9)
       and (not $10::boolean or f.disputed_minor > 0)
       and ($11::date is null or (${ageingDay}, r.id) > ($11::date, $12::uuid))
     order by ${ageingDay}, r.id limit $13`,
    [
      ...valuesOf(tx, query),
      query.debtorId ?? null,
      kinds,
      query.currency ?? null,
      from ?? null,
      to ?? null,
      query.isDisputed ?? false,
      day,
      id,
      limit + 1,
    ],
  );
  const page = places.slice(0, limit);
  const { asOf, knownAt } = query;
  const listed = await listReceivables(tx, {
    asOf,
    knownAt,
    limit,
    ids: page.map((own) => own.id),
  });
  const byId = new Map(listed.items.map((item) => [item.receivable.id, item]));
  const items = page.flatMap((own) => byId.get(own.id) ?? []);
  const last = page.at(-1);
  return places.length > limit && last ? { items, next: [last.day, last.id] } : { items };
}

const LIMIT_MAX = 200;

/** $4 says which day; a credit has no due day. */
const ageingDay = `(case when $4 = 'due_date' and r.kind = 'invoice' then r.due_on
  else r.issued_on end)`;

const sumColumns = `r.currency, r.kind, ${ageingDay} as day, count(*) as count,
  sum(f.open_minor)::bigint as "openMinor", sum(f.disputed_minor)::bigint as "disputedMinor"`;

const openItems = `from cedent.receivable r cross join lateral (
  select p.open_minor, p.disputed_minor from cedent.receivable_fact p
  where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $2
    and p.recorded_at <= $3
  order by p.effective_on desc, p.seq desc limit 1) f`;

function valuesOf(tx: Tx, { asOf, knownAt, basis }: AgeingQuestion): unknown[] {
  return [tx.tenantId, asOf, knownAt, basis];
}

const debtorStatement = `
  with open as materialized (
    select r.debtor_id as "debtorId", ${sumColumns} ${openItems}
    where r.tenant_id = $1 and f.open_minor <> 0 and ($5::text is null or r.debtor_id = $5)
      and ($6::text is null or r.currency = $6)
    group by r.debtor_id, r.currency, r.kind, ${ageingDay}
  ), page as (
    select "debtorId", currency, sum("openMinor")::bigint as total from open
    group by "debtorId", currency
    having $7::text is null or currency > $7 or (currency = $7 and (
      sum("openMinor") < $8::bigint
      or (sum("openMinor") = $8::bigint and "debtorId" collate "C" > $9)))
    order by currency, total desc, "debtorId" collate "C" limit $10
  )
  select o.*, coalesce(d.name, o."debtorId") as "debtorName"
  from page p join open o on o."debtorId" = p."debtorId" and o.currency = p.currency
  left join lateral (
    select n.name from cedent.debtor_fact n
    where n.tenant_id = $1 and n.debtor_id = p."debtorId" and n.recorded_at <= $3
    order by n.effective_on <= $2 desc, n.effective_on desc, n.seq desc limit 1) d on true`;

/** As the statement orders them. */
function byOpen(left: AgedRow & { debtorId: string }, right: typeof left): number {
  if (left.currency !== right.currency) return left.currency < right.currency ? -1 : 1;
  const difference = right.total.openMinor - left.total.openMinor;
  return difference || Buffer.compare(Buffer.from(left.debtorId), Buffer.from(right.debtorId));
}
