import type { CurrencyTotal } from '../../core/funding/request.ts';
import { one, type Tx } from '../database.ts';

/** A row that cannot be taken as it stands; the ledger of the tenant is not changed by it. */
export type LedgerRejection = {
  rowNumber: number;
  number: string;
  /**
   * `identity_changed`: the same document came before with another date, amount, currency or debtor.
   * `duplicate_number`: the file has it twice; `other_ledger`: of another seller or ledger.
   */
  code: 'identity_changed' | 'duplicate_number' | 'other_ledger';
  field: string;
  known: string;
  given: string;
};

/**
 * A row that is taken, though its due date or the document it refers to is another one than was known
 * first: what is open of it is true, and the first value stays.
 */
export type LedgerContradiction = {
  rowNumber: number;
  number: string;
  field: 'dueOn' | 'references';
  /** Empty where a credit referred to nothing at first. */
  known: string;
  given: string;
};

/** As many as are handed back in one answer; the counts and totals cover all of them. */
const ROWS_MAX = 10_000;

/**
 * Moves the rows that cannot be taken from `ledger_row` to `ledger_rejection`, and notes in
 * `ledger_contradiction` those that stay although they contradict. A row without reference says nothing.
 */
export async function rejectRows(
  tx: Tx,
  { sellerId, ledger }: { sellerId: string; ledger: string },
): Promise<void> {
  await tx.query(
    `with gone as (delete from ledger_row where (seller_id, ledger) <> ($1::text, $2::text) returning *)
     insert into ledger_rejection
     select row_number, number, 'other_ledger', 'ledger', $1::text || ' / ' || $2::text,
       seller_id || ' / ' || ledger, currency, face_minor, open_minor from gone`,
    [sellerId, ledger],
  );
  await tx.query(
    `with twice as (select business_key, min(row_number) as first from ledger_row
                    group by business_key having count(*) > 1),
     gone as (delete from ledger_row l using twice t
              where l.business_key = t.business_key and l.row_number > t.first
              returning l.*, t.first)
     insert into ledger_rejection
     select row_number, number, 'duplicate_number', 'number', first::text, row_number::text,
       currency, face_minor, open_minor from gone`,
  );
  await tx.query(
    `with differs as materialized (
       select l.row_number, l.number, l.due_on, l.references_number,
         (l.issued_on, l.face_minor, l.currency, l.debtor_id)
           <> (r.issued_on, r.face_minor, r.currency, r.debtor_id) as is_other,
         r.issued_on as known_issued_on, r.face_minor as known_face_minor,
         r.currency as known_currency, r.debtor_id as known_debtor_id,
         r.due_on as known_due_on, coalesce(r.references_number, '') as known_references
       from ledger_row l
       join cedent.receivable r on r.tenant_id = $1 and r.business_key = l.business_key
       where (l.issued_on, l.face_minor, l.currency, l.debtor_id)
           <> (r.issued_on, r.face_minor, r.currency, r.debtor_id)
         or l.due_on <> r.due_on or l.references_number <> coalesce(r.references_number, '')),
     gone as (
       delete from ledger_row l using differs d where l.row_number = d.row_number and d.is_other
       returning l.*, d.known_issued_on, d.known_face_minor, d.known_currency, d.known_debtor_id),
     rejected as (
       insert into ledger_rejection
       select row_number, number, 'identity_changed', field, known, given,
         currency, face_minor, open_minor
       from gone cross join lateral (
         select field, known, given from (values
           (1, 'debtorId', known_debtor_id, debtor_id),
           (2, 'currency', known_currency::text, currency::text),
           (3, 'faceMinor', known_face_minor::text, face_minor::text),
           (4, 'issuedOn', known_issued_on::text, issued_on::text)) as v (nth, field, known, given)
         where known <> given order by nth limit 1) as difference)
     insert into ledger_contradiction
     select row_number, number, field, known, given
     from differs cross join lateral (values
       ('dueOn', known_due_on::text, due_on::text),
       ('references', known_references, references_number)) as v (field, known, given)
     where not is_other and known <> given`,
    [tx.tenantId],
  );
}

/** All rejected rows per currency, and the first of them by their place in the file. */
export async function readRejections(
  tx: Tx,
): Promise<{ rejections: LedgerRejection[]; rejectedTotals: CurrencyTotal[] }> {
  const rejections = await tx.query<LedgerRejection>(
    `select row_number as "rowNumber", number, code, field, known, given from ledger_rejection
     order by row_number limit $1`,
    [ROWS_MAX],
  );
  const rejectedTotals = await tx.query<CurrencyTotal>(
    `select currency, count(*) as count, sum(face_minor)::bigint as "faceMinor",
       sum(open_minor)::bigint as "openMinor"
     from ledger_rejection group by currency order by currency`,
  );
  return { rejections, rejectedTotals };
}

/** How many rows contradict, and the first of them by their place in the file. */
export async function readContradictions(
  tx: Tx,
): Promise<{ contradictions: LedgerContradiction[]; contradicting: number }> {
  const contradictions = await tx.query<LedgerContradiction>(
    `select row_number as "rowNumber", number, field, known, given from ledger_contradiction
     order by row_number limit $1`,
    [ROWS_MAX],
  );
  const rows = await tx.query<{ count: number }>('select count(*) from ledger_contradiction');
  return { contradictions, contradicting: one(rows, 'the count of contradictions').count };
}
