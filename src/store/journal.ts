import { assert } from '../core/assert.ts';
import { addDays, type Day } from '../core/calendar.ts';
import type { FxRate } from '../core/input.ts';
import type { AccountRole } from '../core/journal/account-role.ts';
import type { Functional } from '../core/journal/functional.ts';
import { isBalanced, type Journal } from '../core/journal/journal.ts';
import type { Currency } from '../core/money.ts';
import { newId, one, type Tx } from './database.ts';

/** Posts a journal once; a cause that was posted before changes nothing and answers false. */
export async function post(tx: Tx, journal: Journal): Promise<boolean> {
  return (await postAll(tx, [journal])).length > 0;
}

/**
 * Posts journals, each cause once, and answers the causes that are new. A day in a closed month is
 * posted on the first open one, and kept as the journal's value day.
 */
export async function postAll(tx: Tx, journals: readonly Journal[]): Promise<string[]> {
  if (journals.length === 0) return [];
  const closedThrough = await holdPeriod(tx);
  const posted: string[] = [];
  for (let at = 0; at < journals.length; at += journalsAtOnce) {
    posted.push(...(await insert(tx, journals.slice(at, at + journalsAtOnce), closedThrough)));
  }
  return posted;
}

const journalsAtOnce = 2_000;

/** The last day of the last closed month, which no one closes or posts past until this ends. */
async function holdPeriod(tx: Tx): Promise<Day | undefined> {
  await tx.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [periodLock(tx)]);
  const [row] = await tx.query<{ day: Day | null }>(
    'select max(last_day) as day from cedent.period where tenant_id = $1',
    [tx.tenantId],
  );
  return row?.day ?? undefined;
}

/** Held shared by who posts and alone by who closes: nothing is posted into a month while it closes. */
export function periodLock({ tenantId }: Tx): string {
  return `books ${tenantId}`;
}

async function insert(
  tx: Tx,
  journals: readonly Journal[],
  closedThrough: Day | undefined,
): Promise<string[]> {
  const firstOpen = closedThrough === undefined ? undefined : addDays(closedThrough, 1);
  const rows = journals.map((journal) => {
    assert(isBalanced(journal), `BALANCED: ${journal.cause} does not sum to zero per currency`);
    const { effectiveOn } = journal;
    const postedOn = firstOpen !== undefined && effectiveOn < firstOpen ? firstOpen : effectiveOn;
    return { ...journal, id: newId(), postedOn };
  });
  const lines = rows.flatMap(({ id, postings }) =>
    postings.map((posting, index) => ({ id, line: index + 1, ...posting })),
  );
  const posted = await tx.query<{ cause: string }>(insertText, [
    tx.tenantId,
    rows.map(({ id }) => id),
    rows.map(({ cause }) => cause),
    rows.map(({ kind }) => kind),
    rows.map(({ facilityId }) => facilityId ?? null),
    rows.map(({ postedOn }) => postedOn),
    rows.map(({ effectiveOn }) => effectiveOn),
    lines.map(({ id }) => id),
    lines.map(({ line }) => line),
    lines.map(({ account }) => account),
    lines.map(({ subject }) => subject),
    lines.map(({ currency }) => currency),
    lines.map(({ amountMinor }) => amountMinor),
    lines.map(({ functionalCurrency }) => functionalCurrency),
    lines.map(({ functionalMinor }) => functionalMinor),
  ]);
  return posted.map(({ cause }) => cause);
}

const insertText = `
  with fresh as (
    insert into cedent.journal (tenant_id, id, cause, kind, facility_id, effective_on, value_on)
    select $1, j.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[],
      $7::date[]) as j
    on conflict (tenant_id, cause) do nothing returning id, cause
  ), lines as (
    insert into cedent.posting (tenant_id, journal_id, line, account, subject, currency,
      amount_minor, functional_currency, functional_minor)
    select $1, p.* from unnest($8::uuid[], $9::integer[], $10::text[], $11::text[], $12::text[],
      $13::bigint[], $14::text[], $15::bigint[]) as p (journal_id, line, account, subject, currency,
      amount_minor, functional_currency, functional_minor)
    join fresh on fresh.id = p.journal_id
  )
  select cause from fresh`;

/** The tenant's functional currency and the newest rate known on the day, when one is needed. */
export async function functionalOn(tx: Tx, currency: Currency, on: Day): Promise<Functional> {
  const tenant = one(
    await tx.query<{ functional_currency: string }>(
      'select functional_currency from cedent.tenant where id = $1',
      [tx.tenantId],
    ),
    'tenant',
  );
  const functional = tenant.functional_currency;
  if (functional === currency) return { currency: functional };
  const [rate] = await tx.query<Omit<FxRate, 'from' | 'to'>>(
    `select numerator, denominator, on_day as "on", source from cedent.fx_rate
     where tenant_id = $1 and from_currency = $2 and to_currency = $3 and on_day <= $4
     order by on_day desc, seq desc limit 1`,
    [tx.tenantId, currency, functional, on],
  );
  if (!rate) throw new MissingRate(currency, functional, on);
  return { currency: functional, rate: { from: currency, to: functional, ...rate } };
}

/** No posting without its functional amount: load the rate and the delivery goes on by itself. */
export class MissingRate extends Error {
  override readonly name = 'MissingRate';
  readonly from: Currency;
  readonly to: Currency;
  readonly on: Day;
  constructor(from: Currency, to: Currency, on: Day) {
    super(
      `no exchange rate from ${from} to ${to} on or before ${on}; load one and it will be posted`,
    );
    this.from = from;
    this.to = to;
    this.on = on;
  }
}

export type Balance = { currency: Currency; amountMinor: number; functionalMinor: number };

/** A balance is folded from journals and from nowhere else. */
export async function balanceOf(
  tx: Tx,
  account: AccountRole,
  subject?: string,
): Promise<Balance[]> {
  return tx.query<Balance>(
    `select currency, sum(amount_minor)::bigint as "amountMinor",
            sum(functional_minor)::bigint as "functionalMinor"
     from cedent.posting
     where tenant_id = $1 and account = $2 and ($3::text is null or subject = $3)
     group by currency order by currency`,
    [tx.tenantId, account, subject ?? null],
  );
}
