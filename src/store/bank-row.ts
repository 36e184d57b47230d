import { BankEntry } from '../core/cash/entry.ts';
import { Target } from '../core/cash/item.ts';
import { Allocation } from '../core/cash/outcome.ts';
import type { Id } from '../core/ids.ts';
import type { Line } from './bank-book.ts';
import { newId, type Tx } from './database.ts';
import { lockMovements } from './movement.ts';

export type StoredEntry = { id: Id; entry: BankEntry };
export type Decision = 'matched' | 'allocated' | 'not_ours' | 'taken_back';

export type Decided = {
  entryId: Id;
  seq: number;
  decision: Decision;
  lines: readonly Line[];
  reverses?: Id;
  reason?: string;
  decidedBy?: Id;
};

/** One after the other: what one explains is no longer open for the next, and the funder's word waits. */
export async function lockCash(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`cash ${tx.tenantId}`]);
  const facilities = await tx.query<{ id: string }>(
    'select id from cedent.facility where tenant_id = $1 order by id',
    [tx.tenantId],
  );
  for (const { id } of facilities) await lockMovements(tx, id);
}

/** Those that are new, each once, whatever is imported again. */
export async function insertEntries(
  tx: Tx,
  { entries, personId }: { entries: readonly BankEntry[]; personId: Id },
): Promise<StoredEntry[]> {
  const rows = entries.map((entry) => ({ id: newId(), entry }));
  const kept = new Set<Id>();
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = rows.slice(at, at + rowsAtOnce);
    const inserted = await tx.query<{ id: Id }>(
      `insert into cedent.bank_entry (tenant_id, id, entry_key, account, currency, amount_minor,
         booked_on, entry, recorded_by)
       select $1, e.*, $2 from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[],
         $8::date[], $9::jsonb[]) as e
       on conflict (tenant_id, entry_key) do nothing returning id`,
      [
        tx.tenantId,
        personId,
        some.map(({ id }) => id),
        some.map(({ entry }) => entry.entryKey),
        some.map(({ entry }) => entry.account),
        some.map(({ entry }) => entry.currency),
        some.map(({ entry }) => entry.amountMinor),
        some.map(({ entry }) => entry.bookedOn),
        some.map(({ entry }) => JSON.stringify(entry)),
      ],
    );
    for (const { id } of inserted) kept.add(id);
  }
  return rows.filter(({ id }) => kept.has(id));
}

const rowsAtOnce = 5_000;

/** What was decided about entries, with its lines. */
export async function insertDecisions(tx: Tx, decided: readonly Decided[]): Promise<void> {
  for (let at = 0; at < decided.length; at += rowsAtOnce) {
    await insertSome(tx, decided.slice(at, at + rowsAtOnce));
  }
}

async function insertSome(tx: Tx, decided: readonly Decided[]): Promise<void> {
  await tx.query(
    `insert into cedent.bank_decision (tenant_id, entry_id, seq, decision, reverses, reason, decided_by)
     select $1, d.* from unnest($2::uuid[], $3::integer[], $4::text[], $5::uuid[], $6::text[],
       $7::uuid[]) as d`,
    [
      tx.tenantId,
      decided.map(({ entryId }) => entryId),
      decided.map(({ seq }) => seq),
      decided.map(({ decision }) => decision),
      decided.map(({ reverses }) => reverses ?? null),
      decided.map(({ reason }) => reason ?? null),
      decided.map(({ decidedBy }) => decidedBy ?? null),
    ],
  );
  const lines = decided.flatMap(({ entryId, seq, lines: own }) =>
    own.map((line, nth) => ({ entryId, seq, nth: nth + 1, ...line })),
  );
  await tx.query(
    `insert into cedent.bank_allocation (tenant_id, entry_id, seq, line, item_id, amount_minor,
       allocation, target, label)
     select $1, a.* from unnest($2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::bigint[],
       $7::jsonb[], $8::jsonb[], $9::text[]) as a`,
    [
      tx.tenantId,
      lines.map(({ entryId }) => entryId),
      lines.map(({ seq }) => seq),
      lines.map(({ nth }) => nth),
      lines.map(({ allocation }) => allocation.itemId),
      lines.map(({ allocation }) => allocation.amountMinor),
      lines.map(({ allocation }) => JSON.stringify(allocation)),
      lines.map(({ target }) => JSON.stringify(target)),
      lines.map(({ label }) => label),
    ],
  );
}

export async function openEntries(tx: Tx, ids: readonly Id[]): Promise<void> {
  await tx.query(
    `insert into cedent.open_bank_entry (tenant_id, entry_id)
     select $1, e from unnest($2::uuid[]) as e`,
    [tx.tenantId, ids],
  );
}

/** False where somebody was faster. */
export async function closeEntry(tx: Tx, id: Id): Promise<boolean> {
  const rows = await tx.query(
    'delete from cedent.open_bank_entry where tenant_id = $1 and entry_id = $2 returning 1',
    [tx.tenantId, id],
  );
  return rows.length > 0;
}

/** Entries that wait and that nobody has decided about, the oldest first. */
export async function readUndecided(tx: Tx, limit: number): Promise<StoredEntry[]> {
  const rows = await tx.query<{ id: Id; entry: unknown }>(
    `select e.id, e.entry from cedent.open_bank_entry o
     join cedent.bank_entry e on e.tenant_id = $1 and e.id = o.entry_id
     where o.tenant_id = $1 and not (e.entry ? 'isReversal') and not exists (
       select from cedent.bank_decision d where d.tenant_id = $1 and d.entry_id = o.entry_id)
     order by e.booked_on, e.id limit $2`,
    [tx.tenantId, limit],
  );
  return rows.map(({ id, entry }) => ({ id, entry: BankEntry.parse(entry) }));
}

export async function readEntry(tx: Tx, id: Id): Promise<StoredEntry | undefined> {
  const [row] = await tx.query<{ entry: unknown }>(
    'select entry from cedent.bank_entry where tenant_id = $1 and id = $2',
    [tx.tenantId, id],
  );
  return row && { id, entry: BankEntry.parse(row.entry) };
}

export type LastDecision = { seq: number; decision: Decision; lines: Line[]; isReversed: boolean };

/** What was decided last about an entry, and whether a later entry, still explained, reverses it. */
export async function readLastDecision(tx: Tx, entryId: Id): Promise<LastDecision | undefined> {
  const [last] = await tx.query<{ seq: number; decision: Decision; isReversed: boolean }>(
    `select d.seq, d.decision, exists (
       select from cedent.bank_decision r where r.tenant_id = $1 and r.reverses = $2
         and not exists (select from cedent.bank_decision l where l.tenant_id = $1
           and l.entry_id = r.entry_id and l.seq > r.seq)) as "isReversed"
     from cedent.bank_decision d where d.tenant_id = $1 and d.entry_id = $2
     order by d.seq desc limit 1`,
    [tx.tenantId, entryId],
  );
  if (!last) return undefined;
  const rows = await tx.query<{
    line: number;
    allocation: unknown;
    target: unknown;
    label: string;
  }>(
    `select line, allocation, target, label from cedent.bank_allocation
     where tenant_id = $1 and entry_id = $2 and seq = $3 order by line`,
    [tx.tenantId, entryId, last.seq],
  );
  const lines = rows.map(({ line, allocation, target, label }) => ({
    cause: causeOf({ entryId, seq: last.seq, line }),
    allocation: Allocation.parse(allocation),
    target: Target.parse(target),
    label,
  }));
  return { ...last, lines };
}

/** What facts and journals of a line name. */
export function causeOf({
  entryId,
  seq,
  line,
}: {
  entryId: Id;
  seq: number;
  line: number;
}): string {
  return `bank|${entryId}|${seq}|${line}`;
}
