import type { Day } from '../core/calendar.ts';
import { misdirectedInOwn, owedInOwn } from '../core/cash/exchange.ts';
import type { OpenItem } from '../core/cash/item.ts';
import { owedMinor } from '../core/funding/account.ts';
import { isHeld, type Position } from '../core/funding/position.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import type { Tx } from './database.ts';
import { readPositionsOf } from './position.ts';

type Row = {
  id: Id;
  number: string;
  instalment: number;
  debtorId: string;
  currency: Currency;
  openMinor: AmountMinor;
  /** The day of what the ledger says. */
  statedOn: Day;
  /** Of whoever holds it. */
  facilityCurrency: Currency | null;
};

/**
 * Receivables by number, by debtor or by id, with what is open of each: of what a funder holds, what its
 * debtor still owes; of the seller's own, what the ledger last said less what the bank has brought since.
 */
export async function readReceivableItems(
  tx: Tx,
  wanted: { numbers: string[]; debtorIds: string[]; receivableIds: readonly Id[] },
): Promise<{ items: OpenItem[]; positions: Map<Id, Position> }> {
  const rows = await tx.query<Row>(
    `select r.id, r.number, r.instalment, r.debtor_id as "debtorId", r.currency,
       f.open_minor as "openMinor", f.effective_on as "statedOn",
       t.currency as "facilityCurrency"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor, p.effective_on from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id
       order by p.effective_on desc, p.seq desc limit 1) f
     left join cedent.open_position o on o.tenant_id = $1 and o.receivable_id = r.id
     left join lateral (
       select v.terms->>'currency' as currency from cedent.facility_terms v
       where v.tenant_id = $1 and v.facility_id = o.facility_id order by v.version limit 1) t
       on true
     where r.tenant_id = $1 and (r.id = any ($4::uuid[])
       or split_part(substr(r.fingerprint, length(r.seller_id) + 2), '|', 1) = any ($2::text[])
       or (r.debtor_id = any ($3::text[]) and (f.open_minor <> 0 or o.receivable_id is not null)))`,
    [tx.tenantId, wanted.numbers, wanted.debtorIds, wanted.receivableIds],
  );
  const positions = await readPositionsOf(
    tx,
    rows.map(({ id }) => id),
  );
  const since = await readApplied(tx, rows);
  const items = rows.flatMap((row) => {
    const position = positions.get(row.id) ?? { status: 'free' };
    return itemsOf(row, position, since.get(row.id) ?? 0);
  });
  return { items, positions };
}

/** What the bank has brought for each after the day of what the ledger says. */
async function readApplied(tx: Tx, rows: readonly Row[]): Promise<Map<Id, AmountMinor>> {
  const applied = await tx.query<{ id: Id; amountMinor: AmountMinor }>(
    `select substr(a.item_id, 12) as id, sum(a.amount_minor)::bigint as "amountMinor"
     from unnest($2::text[], $3::date[]) as stated (item_id, on_day)
     join cedent.bank_allocation a on a.tenant_id = $1 and a.item_id = stated.item_id
     join cedent.bank_entry e on e.tenant_id = $1 and e.id = a.entry_id
     where e.booked_on > stated.on_day group by a.item_id`,
    [tx.tenantId, rows.map(({ id }) => itemIdOf(id)), rows.map(({ statedOn }) => statedOn)],
  );
  return new Map(applied.map(({ id, amountMinor }) => [id, amountMinor]));
}

export function itemIdOf(receivableId: Id): string {
  return `receivable|${receivableId}`;
}

function itemsOf(row: Row, position: Position, appliedMinor: AmountMinor): OpenItem[] {
  const { id, number, instalment, debtorId, currency } = row;
  const label = instalment === 1 ? number : `${number} / ${instalment}`;
  const own = {
    names: [number],
    label,
    kind: 'receivable',
    receivableId: id,
    debtorId,
    party: { kind: 'debtor', id: debtorId },
    id: itemIdOf(id),
  } as const;
  const ledgerMinor = sumMinor([row.openMinor, -appliedMinor]);
  // What has crossed zero was paid before the ledger said so.
  const openMinor = ledgerMinor * row.openMinor > 0 ? ledgerMinor : 0;
  if (!isHeld(position)) return [{ ...own, currency, openMinor, holding: 'own' }];
  const { account, facilityId, mode, foreign } = position;
  if (position.status === 'closed') {
    const isBack = account.reassignedMinor !== 0;
    return [{ ...own, currency, openMinor: isBack ? openMinor : 0, holding: 'returned' }];
  }
  // A debtor pays in the currency it owes, whatever the facility's is.
  const held = foreign?.currency ?? row.facilityCurrency ?? currency;
  const holding = mode === 'sale' ? 'sold' : 'pledged';
  const item: OpenItem = {
    ...own,
    currency: held,
    openMinor: foreign ? owedInOwn(position) : owedMinor(account),
    holding,
    facilityId,
  };
  // Below zero: passed on and taken back by the debtor’s bank, the funder returns it.
  if (mode === 'pledge' || account.misdirectedMinor === 0) return [item];
  return [
    item,
    {
      id: `turnover|${id}`,
      currency: held,
      openMinor: -(foreign ? misdirectedInOwn(position) : account.misdirectedMinor),
      party: { kind: 'funder', id: facilityId },
      names: [number],
      label,
      kind: 'turnover',
      receivableId: id,
      facilityId,
    },
  ];
}
