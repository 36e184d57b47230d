import { type AsOf, addDays, type Day } from '../core/calendar.ts';
import { rateOn } from '../core/eligibility/fx.ts';
import type { FxRate, Opening } from '../core/input.ts';
import type { Currency } from '../core/money.ts';
import { one, type Tx } from './database.ts';
import { readRates } from './fx.ts';

export type OpeningQuery = AsOf & {
  /** The day of the last certificate; absent: the end of the month before, where that is known. */
  since?: Day | undefined;
  facilities: readonly { facilityId: string; currency: Currency }[];
};

export type OpeningAnswer =
  | { status: 'read'; openings: Opening[] }
  | { status: 'refused'; code: OpeningRefusal; params: Record<string, string> };

type OpeningRefusal = 'opening_not_before' | 'opening_unknown' | 'fx_rate_missing';

/**
 * Where each facility's roll-forward opens, and what moved the gross ledger since, from the ledger's
 * facts as they are known. Gross is of invoices, so a credit note moves it when it is used: of what a
 * debtor's invoices fell by, as much as its credit notes were used is credited, the rest collected.
 * Adjustments are what was issued before the day and came to be known after it, what rose, and what
 * exchange rates moved. Balances are converted as a certificate converts them: each at the rates of its
 * day, rounded down; a movement is the difference of two balances.
 */
export async function readOpenings(tx: Tx, query: OpeningQuery): Promise<OpeningAnswer> {
  const { asOf, knownAt, facilities } = query;
  const since = query.since ?? addDays(`${asOf.slice(0, 7)}-01`, -1);
  const answer = await openingsOf(tx, { asOf, knownAt, since, facilities });
  if (answer.status === 'read' || query.since !== undefined) return answer;
  return { status: 'read', openings: [] };
}

type Asked = AsOf & { since: Day; facilities: OpeningQuery['facilities'] };

async function openingsOf(tx: Tx, asked: Asked): Promise<OpeningAnswer> {
  const { asOf, knownAt, since, facilities } = asked;
  if (since >= asOf) {
    return { status: 'refused', code: 'opening_not_before', params: { since, asOf } };
  }
  if (!(await isKnown(tx, asked))) {
    return { status: 'refused', code: 'opening_unknown', params: { since } };
  }
  const rates = {
    opening: await readRates(tx, { asOf: since, knownAt }),
    closing: await readRates(tx, { asOf, knownAt }),
  };
  const moves = new Map<Currency, Moves>();
  for (const to of new Set(facilities.map(({ currency }) => currency))) {
    const { lacksThen, lacksNow, ...moved } = await readMoves(tx, asked, { to, rates });
    const from = lacksThen ?? lacksNow;
    if (from !== null) {
      const params = { from, to, asOf: lacksThen === null ? asOf : since };
      return { status: 'refused', code: 'fx_rate_missing', params };
    }
    moves.set(to, moved);
  }
  const openings = facilities.flatMap(({ facilityId, currency }) => {
    const moved = moves.get(currency);
    return moved ? [{ facilityId, on: since, ...moved }] : [];
  });
  return { status: 'read', openings };
}

async function isKnown(tx: Tx, { since, knownAt }: Asked): Promise<boolean> {
  const rows = await tx.query<{ known: boolean }>(
    `select exists (select from cedent.receivable_fact
       where tenant_id = $1 and effective_on <= $2 and recorded_at <= $3) as known`,
    [tx.tenantId, since, knownAt],
  );
  return one(rows, 'whether the ledger is known').known;
}

type Moves = Omit<Opening, 'facilityId' | 'on'>;
type Rates = { opening: readonly FxRate[]; closing: readonly FxRate[] };

/** Sums over what has a rate; a currency without one that would have counted is named. */
async function readMoves(
  tx: Tx,
  { asOf, knownAt, since }: Asked,
  { to, rates }: { to: Currency; rates: Rates },
): Promise<Moves & { lacksThen: Currency | null; lacksNow: Currency | null }> {
  const currencies = await tx.query<{ currency: Currency }>(
    `select distinct currency from cedent.receivable where tenant_id = $1`,
    [tx.tenantId],
  );
  const ratios = currencies.map(({ currency: from }) => ({
    currency: from,
    opening: ratioOf(rates.opening, { from, to, asOf: since }),
    closing: ratioOf(rates.closing, { from, to, asOf }),
  }));
  const rows = await tx.query<Moves & { lacksThen: Currency | null; lacksNow: Currency | null }>(
    statement,
    [
      tx.tenantId,
      since,
      asOf,
      knownAt,
      ratios.map(({ currency }) => currency),
      ratios.map(({ opening }) => opening?.above ?? null),
      ratios.map(({ opening }) => opening?.below ?? null),
      ratios.map(({ closing }) => closing?.above ?? null),
      ratios.map(({ closing }) => closing?.below ?? null),
    ],
  );
  return one(rows, 'what moved the ledger');
}

function ratioOf(rates: readonly FxRate[], pair: { from: Currency; to: Currency; asOf: Day }) {
  const answer = rateOn(rates, pair);
  if (answer.status !== 'found') return undefined;
  return { above: String(answer.ratio.numerator), below: String(answer.ratio.denominator) };
}

/** `before` of an item first seen after the day is its face; of one issued earlier it is not known. */
const statement = `
  with rate as (
    select * from unnest($5::text[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[])
      as r(currency, then_above, then_below, now_above, now_below)
  ), known as (
    select r.id, r.kind, r.debtor_id, r.currency, r.issued_on, abs(r.face_minor) as face,
      abs(past.open_minor) as opened
    from cedent.receivable r
    left join lateral (
      select p.open_minor from cedent.receivable_fact p
      where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $2::date
        and p.recorded_at <= $4
      order by p.effective_on desc, p.seq desc limit 1) past on true
    where r.tenant_id = $1 and r.recorded_at <= $4 and r.kind in ('invoice', 'credit_note')
  ), facts as (
    select distinct on (f.receivable_id, f.effective_on)
      f.receivable_id, f.effective_on, abs(f.open_minor) as after
    from cedent.receivable_fact f
    where f.tenant_id = $1 and f.effective_on > $2::date and f.effective_on <= $3::date
      and f.recorded_at <= $4
    order by f.receivable_id, f.effective_on, f.seq desc
  ), moves as (
    select k.kind, k.debtor_id, k.currency, f.after,
      k.opened is null and k.issued_on > $2::date and lag(f.after) over byday is null as is_new,
      coalesce(lag(f.after) over byday, k.opened,
        case when k.issued_on > $2::date then k.face end) as before
    from facts f join known k on k.id = f.receivable_id
    window byday as (partition by f.receivable_id order by f.effective_on)
  ), converted as (
    select m.*, r.now_below is null as lacks_now,
      div(m.before * r.now_above, r.now_below) as before_there,
      div(m.after * r.now_above, r.now_below) as after_there
    from moves m join rate r on r.currency = m.currency
  ), by_debtor as (
    select sum(before_there) filter (where kind = 'invoice' and is_new) as sold,
      coalesce(sum(before_there - after_there)
        filter (where kind = 'invoice' and before > after), 0) as fallen,
      sum(after_there - coalesce(before_there, 0))
        filter (where kind = 'invoice' and after > coalesce(before, 0)) as risen,
      coalesce(sum(before_there - after_there)
        filter (where kind = 'credit_note' and before > after), 0) as used,
      min(currency) filter (where lacks_now and kind = 'invoice') as lacks_now
    from converted group by debtor_id, currency
  ), opening as (
    select sum(div(k.opened * r.then_above, r.then_below)) as gross,
      sum(div(k.opened * r.now_above, r.now_below) - div(k.opened * r.then_above, r.then_below))
        as revalued,
      min(k.currency) filter (where r.then_below is null) as lacks_then,
      min(k.currency) filter (where r.now_below is null) as lacks_now
    from known k join rate r on r.currency = k.currency
    where k.kind = 'invoice' and k.opened > 0
  ), moved as (
    select coalesce(sum(sold), 0) as sold, coalesce(sum(least(fallen, used)), 0) as credited,
      coalesce(sum(fallen), 0) as fallen, coalesce(sum(risen), 0) as risen,
      min(lacks_now) as lacks_now
    from by_debtor
  )
  select coalesce(o.gross, 0)::bigint as "grossMinor", m.sold::bigint as "salesMinor",
    (m.fallen - m.credited)::bigint as "collectionsMinor",
    m.credited::bigint as "creditNotesMinor",
    (m.risen + coalesce(o.revalued, 0))::bigint as "adjustmentsMinor",
    o.lacks_then as "lacksThen", coalesce(o.lacks_now, m.lacks_now) as "lacksNow"
  from opening o cross join moved m`;
