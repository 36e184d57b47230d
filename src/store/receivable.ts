import type { AsOf, Day, Instant } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import type { Receivable } from '../core/receivable.ts';
import type { Tx } from './database.ts';

/**
 * Every item open on a day as it was known at an instant, by id; credits and unmatched cash too. All
 * of them, or one debtor's, or one seller's.
 */
export async function readOpenItems(
  tx: Tx,
  { asOf, knownAt, debtorId, sellerId }: AsOf & { debtorId?: string; sellerId?: string },
): Promise<Receivable[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from cedent.receivable r cross join lateral (${latestFact}) f
     where r.tenant_id = $1 and ($4::text is null or r.debtor_id = $4)
       and ($5::text is null or r.seller_id = $5) and f.open_minor <> 0
     order by r.id`,
    [tx.tenantId, asOf, knownAt, debtorId ?? null, sellerId ?? null],
  );
  return rows.map(toReceivable);
}

/**
 * Of `cedent.receivable r`, by the day in $2 and the instant in $3 (null: whatever is known): one
 * probe of the index a receivable, whatever the planner believes of a table just filled.
 */
const latestFact = `select p.open_minor, p.disputed_minor from cedent.receivable_fact p
  where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $2
    and p.recorded_at <= coalesce($3, 'infinity'::timestamptz)
  order by p.effective_on desc, p.seq desc limit 1`;

export type ListedReceivable = { receivable: Receivable; debtorName: string };

export type ListQuery = {
  asOf: Day;
  knownAt?: Instant;
  /** Part of a document number or of a debtor's name, whatever its case. */
  search?: string;
  /** The last id of the page before. */
  after?: Id;
  /** At most 200. */
  limit: number;
  /** Only these, as a step of the waterfall names them. */
  ids?: readonly Id[];
};

/** A page of open items in the order they were first seen; `next` is absent on the last page. */
export async function listReceivables(
  tx: Tx,
  query: ListQuery,
): Promise<{ items: ListedReceivable[]; next?: Id }> {
  const limit = Math.min(Math.max(query.limit, 1), LIMIT_MAX);
  const rows = query.ids
    ? await readPage(tx, query, limit + 1)
    : await walkKey(tx, () => readPage(tx, query, limit + 1));
  const items = rows.slice(0, limit).map((row) => ({
    receivable: toReceivable(row),
    debtorName: row.debtorName ?? row.debtorId,
  }));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, next: last.receivable.id } : { items };
}

const LIMIT_MAX = 200;

type ListRow = Row & { debtorName: string | null };

/**
 * A page is in the order of the key, which is walked until the page is full. Of a table just filled
 * the planner would believe that it is cheaper to read and sort all of the tenant.
 */
async function walkKey<Value>(tx: Tx, read: () => Promise<Value>): Promise<Value> {
  await tx.query(`select set_config('enable_sort', 'off', true)`);
  const value = await read();
  await tx.query(`select set_config('enable_sort', 'on', true)`);
  return value;
}

async function readPage(tx: Tx, query: ListQuery, limit: number): Promise<ListRow[]> {
  return tx.query<ListRow>(
    `select ${columns}, d.name as "debtorName"
     from cedent.receivable r
     cross join lateral (${latestFact}) f
     left join lateral (
       select n.name from cedent.debtor_fact n
       where n.tenant_id = $1 and n.debtor_id = r.debtor_id
         and n.recorded_at <= coalesce($3, 'infinity'::timestamptz)
       order by n.effective_on <= $2 desc, n.effective_on desc, n.seq desc limit 1) d on true
     where r.tenant_id = $1 and f.open_minor <> 0
       and ($4::uuid is null or r.id > $4) and ($5::uuid[] is null or r.id = any ($5))
       and ($6::text is null or r.number ilike $6 or r.debtor_id ilike $6 or r.debtor_id in (
         select n.debtor_id from cedent.debtor_fact n where n.tenant_id = $1 and n.name ilike $6))
     order by r.id limit $7`,
    [
      tx.tenantId,
      query.asOf,
      query.knownAt ?? null,
      query.after ?? null,
      query.ids ?? null,
      query.search ? `%${query.search.replace(/[\\%_]/g, '\\$&')}%` : null,
      limit,
    ],
  );
}

export type ReceivableFact = {
  effectiveOn: Day;
  recordedAt: Date;
  openMinor: number;
  disputedMinor: number;
  cause: 'in_ledger' | 'absent_from_ledger';
  importId: Id;
  fileName: string | null;
};

export type ReceivableHistory = {
  /** As it stands by its latest fact, open or not. */
  receivable: Receivable;
  fingerprint: string;
  recordedAt: Date;
  facts: ReceivableFact[];
};

/** What was said of one receivable, oldest first, and which file said it. */
export async function readHistory(tx: Tx, id: Id): Promise<ReceivableHistory | undefined> {
  const facts = await tx.query<ReceivableFact>(
    `select p.effective_on as "effectiveOn", p.recorded_at as "recordedAt",
       p.open_minor as "openMinor", p.disputed_minor as "disputedMinor", p.cause,
       p.import_id as "importId", i.file_name as "fileName"
     from cedent.receivable_fact p
     left join cedent.ledger_import i on i.tenant_id = p.tenant_id and i.id = p.import_id
     where p.tenant_id = $1 and p.receivable_id = $2 order by p.effective_on, p.seq`,
    [tx.tenantId, id],
  );
  const [row] = await tx.query<Row & { fingerprint: string; recordedAt: Date }>(
    `select ${columns}, r.fingerprint, r.recorded_at as "recordedAt"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor, p.disputed_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id
       order by p.effective_on desc, p.seq desc limit 1) f
     where r.tenant_id = $1 and r.id = $2`,
    [tx.tenantId, id],
  );
  if (!row) return undefined;
  const { fingerprint, recordedAt } = row;
  return { receivable: toReceivable(row), fingerprint, recordedAt, facts };
}

type Row = {
  id: Id;
  sellerId: string;
  ledger: string;
  number: string;
  kind: Receivable['kind'];
  fiscalYear: number;
  instalment: number;
  debtorId: string;
  currency: string;
  issuedOn: Day;
  dueOn: Day | null;
  faceMinor: number;
  references: string | null;
  openMinor: number;
  disputedMinor: number;
};

/** Of `cedent.receivable r` and its latest fact `f`. */
const columns = `r.id, r.seller_id as "sellerId", r.ledger, r.number, r.kind,
  r.fiscal_year as "fiscalYear", r.instalment, r.debtor_id as "debtorId", r.currency,
  r.issued_on as "issuedOn", r.due_on as "dueOn", r.face_minor as "faceMinor",
  r.references_number as "references", f.open_minor as "openMinor",
  f.disputed_minor as "disputedMinor"`;

function toReceivable(row: Row): Receivable {
  const { id, sellerId, ledger, number, kind, fiscalYear, instalment } = row;
  const { debtorId, currency, issuedOn, dueOn, faceMinor, openMinor, disputedMinor } = row;
  const key = { sellerId, ledger, number, kind, fiscalYear, instalment };
  const item = { id, key, debtorId, currency, issuedOn, faceMinor, openMinor };
  if (kind === 'invoice') {
    // A constraint of the table promises an invoice's due date.
    return { kind, ...item, dueOn: dueOn ?? issuedOn, disputedMinor };
  }
  return row.references === null
    ? { kind, ...item }
    : { kind, ...item, references: row.references };
}
